import Virtualizability

/// What checks cost, alone.
public struct BenchmarkReport: Sendable {

  /// The checks.
  public var reports: [Report]

  /// The processor seconds before the first specification was read.
  public var startUpSeconds: Double

  /// From how many processor seconds on an instruction is listed.
  public static let dear = 0.1

  /// Makes a report on what `reports` cost.
  public init(reports: [Report], startUpSeconds: Double) {
    self.reports = reports
    self.startUpSeconds = startUpSeconds
  }

  /// The text for a terminal.
  public func render(style: TextStyle) -> String {
    var page = TextPage(style)
    for (number, report) in reports.enumerated() {
      if number > 0 { page.blank() }
      page.line(
        [
          Piece(report.name, .strong), ": ",
          Piece(counted(report.instructions.count, "instruction"), .plain),
          Piece("  \(report.file)", .faint),
        ])
      let start: [[Piece]] =
        number == 0 ? [["start-up", Piece(TextPage.seconds(startUpSeconds), .plain)]] : []
      page.table(start + report.costs, indent: 2)
      dear(report, to: &page)
    }
    if reports.count > 1 { comparison(&page) }
    return page.text
  }

  /// The instructions that take long, the longest first, and what takes them so long.
  private func dear(_ report: Report, to page: inout TextPage) {
    let found = report.statistics.instructions.filter { $0.seconds > Self.dear }.sorted {
      $0.seconds > $1.seconds
    }
    guard !found.isEmpty else { return }
    page.line(Piece("more than \(Int(Self.dear * 1000)) ms, and the longest question", .strong), indent: 2)
    page.table(
      found.map {
        [
          Piece($0.name, .strong), Piece(TextPage.seconds($0.seconds), .plain),
          Piece(TextPage.seconds($0.hardestSeconds), .plain), Piece($0.hardestQuestion, .plain),
        ]
      }, indent: 4)
  }

  /// All machines in one table.
  private func comparison(_ page: inout TextPage) {
    func row(_ name: String, _ instructions: Int, _ seconds: [Double], _ dearest: InstructionCost?) -> [Piece]
    {
      [Piece(name, .plain), Piece("\(instructions)", .plain)]
        + seconds.map { Piece(TextPage.seconds($0), .plain) }
        + [Piece(dearest.map { "\($0.name) \(TextPage.seconds($0.seconds))" } ?? "", .plain)]
    }
    func seconds(_ one: Statistics) -> [Double] {
      [one.elaborationSeconds, one.termSeconds, one.searchSeconds, one.solverSeconds, one.totalSeconds]
    }
    page.blank()
    page.line(Piece("All machines, processor time", .strong))
    let header = [
      "", "instructions", "elaborate", "terms", "search", "solve", "in all", "dearest instruction",
    ]
    let statistics = reports.map(\.statistics)
    let sums = statistics.map(seconds).reduce([0, 0, 0, 0, 0]) { zip($0, $1).map(+) }
    page.table(
      [header.map { Piece($0, .strong) }]
        + reports.map { report in
          row(
            report.name, report.instructions.count, seconds(report.statistics),
            report.statistics.instructions.max { $0.seconds < $1.seconds })
        } + [
          row(
            "all", reports.reduce(0) { $0 + $1.instructions.count }, sums,
            statistics.flatMap(\.instructions).max { $0.seconds < $1.seconds })
        ], indent: 2)
  }
}
