import Monitor

/// What a monitor has done, as a table for standard error.
enum MonitorStatisticsText {

  static func text(_ monitor: Monitor, seconds: Double) -> String {
    var lines: [String] = []
    for resident in monitor.residents {
      lines.append("guest \(resident.guest.name)")
      lines += rows(resident.machine.statistics)
    }
    for (level, machine) in monitor.outer.enumerated() {
      lines.append("monitor \(level + 2), as a guest of monitor \(level + 1)")
      lines += rows(machine.statistics)
    }
    lines.append("seconds       \((seconds * 1000).rounded() / 1000)")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func rows(_ statistics: MonitorStatistics) -> [String] {
    [
      ("direct", statistics.direct), ("emulated", statistics.emulated), ("reflected", statistics.reflected),
      ("interrupts", statistics.interrupts), ("shadow fills", statistics.fills),
      ("switches", statistics.switches),
    ].map { name, value in "  " + name + String(repeating: " ", count: 12 - name.count) + "\(value)" }
      + ["  share direct\(percent(statistics.shareDirect))"]
  }

  /// A share as a percentage with three places.
  static func percent(_ share: Double) -> String {
    let thousandths = Int((share * 100_000).rounded())
    let fraction = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction + " %"
  }
}
