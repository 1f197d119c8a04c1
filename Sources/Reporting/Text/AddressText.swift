import Virtualizability

extension TextPage {

  /// Writes which addresses guests cannot be given.
  mutating func addresses(_ report: Report) {
    guard let verdict = report.addresses, verdict.verdict != .holds else { return }
    heading("Addresses that guests cannot be given")
    for found in verdict.findings {
      let finding = found.finding
      blank()
      line([Piece(finding.rule.rawValue, .bad), "  ", Piece(found.text, .strong)], indent: 0)
      paragraph("\(finding.message). \(finding.rule.consequence)", indent: 2)
      blank()
      witness(finding.witness, indent: 2)
      blank()
      paragraph(finding.witness.claim, indent: 2)
      guiltyLines(finding.lines, indent: 2)
    }
    guard !verdict.undecided.isEmpty else { return }
    blank()
    line(Piece("not decided:", .doubtful), indent: 0)
    for question in verdict.undecided { paragraph(question, after: ["? "], indent: 0, hanging: 2) }
  }
}

extension UnreachableAddresses {

  /// The addresses and the kinds of access: `read and write 0x80000000…0xFFFFFFFF`.
  var text: String {
    "\(listed(accesses)) \(listed(ranges.map(\.text)))"
  }
}

extension UnreachableAddresses.Range {

  /// The lowest and the highest address.
  var text: String {
    func place(_ parts: [Witness.Setting]) -> String { parts.map(\.valueText).joined(separator: ":") }
    return first == last ? place(first) : "\(place(first))…\(place(last))"
  }
}
