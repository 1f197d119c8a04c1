import Virtualizability

/// How published analyses and the checker agree, for a terminal.
public struct AgreementText: Sendable {

  /// How text looks.
  public var style: TextStyle

  /// Makes a reporter.
  public init(style: TextStyle = .plain) { self.style = style }

  /// The text on `agreements`, one after the other, and the sum.
  public func render(_ agreements: [Agreement]) -> String {
    var page = TextPage(style)
    for agreement in agreements {
      page.blank()
      write(agreement, to: &page)
    }
    guard agreements.count > 1 else { return page.text }
    page.heading("All publications")
    page.blank()
    page.table(
      [["", "MACHINE", "CLAIMED", "CONFIRMED", "NOT FOUND", "BEYOND", "PUBLICATION"]] + agreements.map(row),
      indent: 0)
    return page.text
  }

  private func row(_ agreement: Agreement) -> [Piece] {
    func count(_ kind: Agreement.Kind) -> Piece { Piece("\(agreement.entries(kind).count)", .plain) }
    return [
      agreement.isExplained ? Piece("✓", .good) : Piece("✗", .bad), Piece(agreement.report.name, .strong),
      Piece("\(agreement.claimed)", .plain), count(.confirmed), count(.notFound), count(.beyond),
      Piece("\(agreement.analysis.authors), \(agreement.analysis.published)", .faint),
    ]
  }

  private func write(_ agreement: Agreement, to page: inout TextPage) {
    let analysis = agreement.analysis
    page.line([Piece(agreement.report.title, .strong), Piece("  \(agreement.report.file)", .faint)])
    page.paragraph("\(analysis.authors): \(analysis.title). \(analysis.published).", indent: 2)
    page.paragraph(analysis.source, indent: 2, tone: .faint)
    if let remark = analysis.remark { page.paragraph(remark, indent: 2) }
    page.blank()
    page.paragraph(agreement.summary, indent: 2, tone: agreement.isExplained ? .good : .bad)
    section("Confirmed", agreement.entries(.confirmed), to: &page)
    section("Claimed, but not found", agreement.entries(.notFound), to: &page)
    section("Found beyond the publication", agreement.entries(.beyond), to: &page)
    for name in agreement.stale {
      page.blank()
      page.paragraph("the explanation of \(name) explains no difference", indent: 2, tone: .bad)
    }
  }

  private func section(_ title: String, _ entries: [Agreement.Entry], to page: inout TextPage) {
    guard !entries.isEmpty else { return }
    page.blank()
    page.line(Piece(title, .strong), indent: 2)
    for entry in entries {
      var head = [Piece(entry.instruction.name, .name)]
      if let paper = entry.paper, paper != entry.instruction.name {
        head.append(Piece("  in the publication: \(paper)", .faint))
      }
      page.line(head, indent: 4)
      page.paragraph(entry.evidence, indent: 6)
      guard entry.kind != .confirmed else { continue }
      if let explanation = entry.explanation {
        page.paragraph(explanation.words, after: ["why: "], indent: 6, hanging: 5)
      } else {
        page.paragraph("nobody has explained this difference", indent: 6, tone: .bad)
      }
    }
  }
}
