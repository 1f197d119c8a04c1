import Monitor

/// What came of conformance programs, as a table.
public struct ConformanceText: Sendable {

  private let isMarkdown: Bool

  /// Makes a reporter, for a terminal or for a forge.
  public init(isMarkdown: Bool = false) { self.isMarkdown = isMarkdown }

  /// The table on `results`, of the machine of this name, and what came of the programs of its violations.
  package func render(
    _ results: [ConformanceResult], _ violations: [ViolationResult] = [], machine: String
  ) -> String {
    let depths = results.first?.ways.map(\.depth) ?? []
    let header =
      ["program", "steps"] + depths.map { $0 == 1 ? "monitored" : "depth \($0)" }
      + ["together", "direct", "emulated", "reflected", "fills", "share direct", "time"]
    let rows = results.map { row($0) }
    let equal = results.count(where: \.isEqual)
    let summary = "\(machine): \(equal) of \(results.count) programs do the same under the monitor"
    var lines = isMarkdown ? ["# \(summary)", ""] : []
    lines += isMarkdown ? markdown(header, rows) : aligned(header, rows)
    let differences = results.flatMap { self.differences($0) }
    if !differences.isEmpty { lines += [""] + differences }
    if !violations.isEmpty { lines += [""] + violations.map(line) }
    if !isMarkdown { lines += ["", summary] }
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(_ violation: ViolationResult) -> String {
    let what =
      violation.differences.isEmpty
      ? "does the same" : "differs in \(violation.differences.prefix(6).joined(separator: ", "))"
    let text = "\(violation.instruction) \(violation.rule.rawValue): \(violation.assembly) \(what)"
    return isMarkdown ? "- \(text)" : text
  }

  private func row(_ result: ConformanceResult) -> [String] {
    let statistics = result.ways.first?.statistics ?? MonitorStatistics()
    let ratio = result.ways.first.map { $0.seconds / max(result.bareSeconds, 1e-6) }
    return [result.name, "\(result.steps)"] + result.ways.map { $0.isEqual ? "same" : "DIFFERS" }
      + [result.together.map { $0.isEmpty ? "same" : "DIFFERS" } ?? ""]
      + [statistics.direct, statistics.emulated, statistics.reflected, statistics.fills].map { "\($0)" }
      + [Self.percent(statistics.shareDirect), ratio.map { "\(Self.fixed($0, places: 2)) ×" } ?? ""]
  }

  private func differences(_ result: ConformanceResult) -> [String] {
    let alone = result.ways.filter { !$0.isEqual }.map { way in
      "\(result.name) at depth \(way.depth) differs in "
        + (way.differences.prefix(6) + (way.isIntact ? [] : ["the monitor's own memory"])).joined(
          separator: ", ")
    }
    guard let together = result.together, !together.isEmpty else { return alone }
    return alone + [
      "\(result.name) together with the others differs in \(together.prefix(6).joined(separator: ", "))"
    ]
  }

  private func markdown(_ header: [String], _ rows: [[String]]) -> [String] {
    func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
    return [line(header), "|---|" + String(repeating: "--:|", count: header.count - 1)] + rows.map(line)
  }

  private func aligned(_ header: [String], _ rows: [[String]]) -> [String] {
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([header] + rows).map { cells in
      let padded = cells.enumerated().map { column, cell in
        let spaces = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + spaces : spaces + cell
      }
      var line = padded.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// A share of 1 as a percentage.
  static func percent(_ share: Double) -> String { "\(fixed(share * 100, places: 3)) %" }

  /// A number with so many places behind the point.
  static func fixed(_ value: Double, places: Int) -> String {
    var power = 1.0
    for _ in 0..<places { power *= 10 }
    let scaled = Int((value * power).rounded())
    let fraction = String(scaled % Int(power))
    return "\(scaled / Int(power))." + String(repeating: "0", count: max(0, places - fraction.count))
      + fraction
  }
}
