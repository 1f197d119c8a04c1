import Virtualizability

extension TextPage {

  /// Writes what a check cost.
  mutating func statistics(of report: Report) {
    let statistics = report.statistics
    let effort = report.effort
    blank()
    line(Piece("What it cost", .strong))
    table(
      [
        ["elaboration", Piece(Self.seconds(statistics.elaborationSeconds), .plain)],
        ["terms", Piece(Self.seconds(statistics.termSeconds), .plain)],
        ["solver", Piece(Self.seconds(statistics.solverSeconds), .plain)],
        ["processor time in all", Piece(Self.seconds(statistics.totalSeconds), .plain)],
        ["decided without the solver", Piece(effort.shareText, .plain)],
        ["solver budget spent", Piece("\(effort.rlimit) rlimit", .plain)],
        ["terms built", Piece("\(statistics.terms)", .plain)],
        ["peak memory", Piece(Self.mebibytes(statistics.peakMemory), .plain)],
      ], indent: 2)
  }

  /// `seconds` with three digits after the point.
  static func seconds(_ seconds: Double) -> String {
    let thousandths = Int((max(0, seconds) * 1000).rounded())
    let fraction = String(thousandths % 1000)
    return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction) s"
  }

  /// `bytes` in MiB, with one digit after the point.
  static func mebibytes(_ bytes: Int) -> String {
    let tenths = bytes * 10 / (1 << 20)
    return "\(tenths / 10).\(tenths % 10) MiB"
  }
}

extension Report {

  /// How the answers on all instructions were found.
  var effort: Effort { instructions.reduce(Effort()) { $0 + $1.effort } }
}

extension Effort {

  /// The share of answers that needed no solver.
  var shareText: String {
    let all = bySimplification + bySolver
    guard all > 0 else { return "no questions" }
    let permille = bySimplification * 1000 / all
    return "\(bySimplification) of \(all) (\(permille / 10).\(permille % 10) %)"
  }
}
