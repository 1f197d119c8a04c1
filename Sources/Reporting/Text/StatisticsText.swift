import Virtualizability

extension TextPage {

  /// Writes what a check cost.
  mutating func statistics(of report: Report) {
    blank()
    line(Piece("What it cost", .strong))
    table(report.costs, indent: 2)
    if let coverage = report.statistics.coverage { encodings(coverage) }
  }

  /// Writes how much of the encoding space is taken.
  private mutating func encodings(_ coverage: EncodingCoverage) {
    blank()
    line(Piece("What the encodings mean", .strong))
    func row(_ name: String, _ decoded: String, _ undefined: String) -> [Piece] {
      [Piece(name, .plain), Piece(decoded, .plain), Piece(undefined, .plain)]
    }
    let rows = coverage.rows.filter { $0.decoded > 0 || $0.undefined > 0 }.map {
      row(
        "opcodes of \(counted($0.opcodeUnits, "unit")) of \(counted(coverage.unit, "bit"))",
        TextPage.percent($0.decoded), TextPage.percent($0.undefined))
    }
    let prefixes =
      coverage.prefixes > 0
      ? [[Piece("prefixes", .plain), Piece(TextPage.percent(coverage.prefixes), .plain)]] : []
    table(
      [row("", "decoded", "declared undefined")] + rows
        + [row("in all", TextPage.percent(coverage.decoded), TextPage.percent(coverage.undefined))]
        + prefixes, indent: 2)
  }

  /// A share of 1 in percent, with three digits after the point.
  static func percent(_ share: Double) -> String {
    let thousandths = Int((max(0, share) * 100_000).rounded())
    let fraction = String(thousandths % 1000)
    return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction) %"
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

  /// The rows of a table of what the check cost.
  var costs: [[Piece]] {
    func row(_ name: String, _ value: String) -> [Piece] { [Piece(name, .plain), Piece(value, .plain)] }
    return [
      row("read and elaborate", TextPage.seconds(statistics.elaborationSeconds)),
      row("build terms", TextPage.seconds(statistics.termSeconds)),
      row("look for models by trying", TextPage.seconds(statistics.searchSeconds)),
      row("solve", TextPage.seconds(statistics.solverSeconds)),
      row("processor time in all", TextPage.seconds(statistics.totalSeconds)),
      row("known from an earlier check", counted(statistics.known, "instruction")),
      row("questions put to the solver", "\(statistics.asked)"),
      row("decided without the solver", effort.shareText),
      row("solver budget spent", "\(effort.rlimit) rlimit"),
      row("terms built", "\(statistics.terms)"),
      row("peak memory", TextPage.mebibytes(statistics.peakMemory)),
    ]
  }
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
