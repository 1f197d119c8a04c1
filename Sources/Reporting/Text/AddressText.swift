import Virtualizability

extension TextPage {

  /// Writes which addresses guests cannot be given.
  mutating func addresses(_ report: Report) {
    guard let verdict = report.addresses, verdict.verdict != .holds else { return }
    heading(Rule.unreachableAddress.sectionTitle)
    for found in verdict.findings {
      blank()
      addresses(found)
    }
    guard !verdict.undecided.isEmpty else { return }
    blank()
    line(Piece("not decided:", .doubtful), indent: 0)
    for question in verdict.undecided { paragraph(question, after: ["? "], indent: 0, hanging: 2) }
  }

  /// Writes addresses that one mode reaches and its guests cannot.
  mutating func addresses(_ found: UnreachableAddresses) {
    let finding = found.finding
    line([Piece(finding.rule.rawValue, .bad), "  ", Piece(found.text, .strong)], indent: 0)
    paragraph("\(found.sentence) \(finding.rule.consequence)", indent: 2)
    blank()
    witness(finding.witness, indent: 2)
    blank()
    paragraph(finding.witness.claim, indent: 2)
    guiltyLines(finding.lines, indent: 2)
  }
}
