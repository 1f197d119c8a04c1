import Virtualizability

/// The report for a terminal.
public struct TextReport: Sendable {

  /// How text looks.
  public var style: TextStyle

  /// Whether what the check cost is reported too; such a report is another one each time.
  public var showsStatistics: Bool

  /// What the findings were compared with.
  public var baseline: BaselineView?

  /// Makes a reporter.
  public init(style: TextStyle = .plain, showsStatistics: Bool = false, baseline: BaselineView? = nil) {
    self.style = style
    self.showsStatistics = showsStatistics
    self.baseline = baseline
  }

  /// The text of `reports`, one after the other.
  public func render(_ reports: [Report]) -> String {
    var page = TextPage(style)
    for (number, report) in reports.enumerated() {
      if number > 0 {
        page.blank()
        page.line(Piece(String(repeating: "─", count: style.width), .faint))
        page.blank()
      }
      write(report, to: &page)
    }
    if reports.count > 1 { overview(reports, to: &page) }
    if let baseline { page.baseline(baseline) }
    return page.text
  }

  private func write(_ report: Report, to page: inout TextPage) {
    page.line([Piece(report.title, .strong), "  ", Piece("\(report.name) in \(report.file)", .faint)])
    if !report.features.isEmpty {
      let settings = report.features.map { "\($0.name) \($0.isOn ? "on" : "off")" }
      page.paragraph(settings.joined(separator: ", "), after: ["features: "], indent: 0, hanging: 10)
    }
    page.blank()
    verdicts(of: report, to: &page)
    page.blank()
    counts(of: report, to: &page)
    assumptions(of: report, to: &page)
    section("Violations of Theorem 1", report.instructions.filter(\.isViolation), to: &page)
    section(
      "Direct execution alone fails",
      report.instructions.filter { !$0.isViolation && $0.directExecution == .fails }, to: &page)
    section(
      "Theorems 2 and 3 alone",
      report.instructions.filter {
        !$0.isViolation && $0.directExecution != .fails && !$0.findingsOfItsOwn.isEmpty
      },
      to: &page)
    page.restarts(report)
    page.addresses(report)
    section(
      "Not decided", report.instructions.filter { $0.findings.isEmpty && !$0.undecided.isEmpty }, to: &page)
    claims(of: report, to: &page)
    conclusion(of: report, to: &page)
    if showsStatistics { page.statistics(of: report) }
  }

  private func verdicts(of report: Report, to page: inout TextPage) {
    let models = [report.model] + ResourceModel.allCases.filter { $0 != report.model }
    var rows: [[Piece]] = [["", ""] + models.map { Piece($0.title, .strong) }]
    for question in Question.all {
      rows.append(
        [Piece(question.name, .strong), Piece(question.meaning, .plain)]
          + models.map { model in
            report.verdicts[model].map { $0[keyPath: question.verdict].piece } ?? Piece("–", .faint)
          })
    }
    page.table(rows, indent: 2)
    page.line(
      Piece(models.map { "\($0.title): \($0.meaning)" }.joined(separator: "; "), .faint), indent: 2)
  }

  private func counts(of report: Report, to page: inout TextPage) {
    page.paragraph(report.countWords, indent: 2)
    if report.isPartial {
      page.paragraph(
        "Only these were checked; the verdicts speak of nothing else.", indent: 2, tone: .doubtful)
    }
    names("violating Theorem 1", report.instructions.filter(\.isViolation), .bad, to: &page)
    names(
      "failing direct execution alone",
      report.instructions.filter { !$0.isViolation && $0.directExecution == .fails }, .bad, to: &page)
    names("not restartable", report.instructions.filter(\.isNotRestartable), .bad, to: &page)
    for found in report.addresses?.findings ?? [] {
      page.paragraph(
        found.text, after: [Piece("out of reach for \(found.mode) mode in \(found.host) mode: ", .doubtful)],
        indent: 2,
        hanging: 4)
    }
    names("not decided", report.instructions.filter { !$0.undecided.isEmpty }, .doubtful, to: &page)
  }

  private func names(
    _ what: String, _ instructions: [InstructionVerdict], _ tone: Tone, to page: inout TextPage
  ) {
    guard !instructions.isEmpty else { return }
    page.paragraph(
      instructions.map(\.name).joined(separator: ", "),
      after: [Piece("\(what) (\(instructions.count)): ", tone)],
      indent: 2, hanging: 4)
  }

  private func assumptions(of report: Report, to page: inout TextPage) {
    // The settings of the features stand at the head of the report.
    let assumptions = report.assumptions.filter { !$0.hasPrefix("feature ") }
    guard !assumptions.isEmpty else { return }
    page.blank()
    page.line(Piece("This rests on", .strong), indent: 2)
    for assumption in assumptions { page.paragraph(assumption, after: ["- "], indent: 2, hanging: 2) }
  }

  private func section(_ title: String, _ instructions: [InstructionVerdict], to page: inout TextPage) {
    guard !instructions.isEmpty else { return }
    page.heading(title)
    for instruction in instructions {
      page.blank()
      page.findings(of: instruction)
    }
  }

  private func claims(of report: Report, to page: inout TextPage) {
    guard !report.failedClaims.isEmpty else { return }
    page.blank()
    page.line(Piece("\(counted(report.failedClaims.count, "claim")) of the specification failed", .bad))
    for claim in report.failedClaims {
      page.line(
        [
          Piece("FAILED", .bad), "  ", Piece("\(claim.location.text):", .faint), "  ",
          Piece(claim.text, .name),
        ],
        indent: 2)
      page.paragraph(claim.message, indent: 10)
    }
  }

  private func conclusion(of report: Report, to page: inout TextPage) {
    page.blank()
    atAGlance(report, to: &page)
    let conclusion = report.conclusion
    page.paragraph(
      conclusion.text + failures(of: report), after: [Piece(report.name, .strong), ": "], indent: 0,
      hanging: 2,
      tone: conclusion.tone)
    page.paragraph(report.advice, indent: 0)
    if let example = report.instructions.first(where: { !$0.findings.isEmpty }) {
      page.line(Piece("More about one of them: pgcheck explain \(report.file) \(example.name)", .faint))
    }
  }

  /// A word on claims that failed: the verdict may be as one would wish all the same.
  private func failures(of report: Report) -> String {
    let count = report.failedClaims.count
    return count == 0 ? "" : "; \(counted(count, "claim")) of the specification failed"
  }

  /// One line for each instruction with findings: after many witnesses the names would be far up.
  private func atAGlance(_ report: Report, to page: inout TextPage) {
    let found = report.instructions.filter { !$0.findingsOfItsOwn.isEmpty }
    guard !found.isEmpty else { return }
    page.heading("At a glance")
    page.blank()
    page.table(
      found.map { instruction in
        [
          Piece(instruction.name, .strong),
          Piece(instruction.findingsOfItsOwn.map(\.rule.rawValue).joined(separator: " "), .bad),
          Piece(instruction.title ?? "", .plain),
        ]
      }, indent: 0)
    page.blank()
  }

  private func overview(_ reports: [Report], to page: inout TextPage) {
    page.blank()
    page.line(Piece(String(repeating: "─", count: style.width), .faint))
    page.blank()
    page.table(reports.map { [Piece($0.name, .strong), $0.conclusion] }, indent: 0)
  }
}
