import Virtualizability

extension TextPage {

  /// Writes a finding in full: what and why, the executions that prove it, and the lines of the
  /// specification.
  mutating func finding(_ finding: Finding, of instruction: String, indent: Int) {
    line([Piece(finding.rule.rawValue, .bad), "  ", Piece(finding.rule.title, .strong)], indent: indent)
    paragraph(finding.sentence(about: instruction) + " " + finding.rule.consequence, indent: indent + 2)
    blank()
    witness(finding.witness, indent: indent + 2)
    blank()
    paragraph(finding.witness.claim, indent: indent + 2)
    guiltyLines(finding.lines, indent: indent + 2)
  }

  /// Writes the lines of the specification that cause a finding.
  mutating func guiltyLines(_ lines: [GuiltyLine], indent: Int) {
    for guilty in lines {
      paragraph(
        "\(guilty.text)   ← \(guilty.role)", after: [Piece("\(guilty.location.text):", .faint), "  "],
        indent: indent, hanging: 4, tone: .name)
    }
  }

  /// Writes one line for a finding whose cause another one has shown already.
  mutating func folded(_ finding: Finding, indent: Int) {
    let cause = finding.components.isEmpty ? "" : ": \(listed(NameFolding.short(finding.components)))"
    paragraph(
      "\(finding.rule.title)\(cause) (the same cause)", after: [Piece(finding.rule.rawValue, .bad), "  "],
      indent: indent, hanging: 7)
  }
}

extension InstructionVerdict {

  /// The findings that are worth a witness of their own, and those that repeat the cause of one of these.
  var findingsByCause: (shown: [Finding], repeated: [Finding]) {
    let groups = self.groups
    let repeated = groups.flatMap(\.repeated).sorted { $0.rule < $1.rule }
    return (groups.map(\.finding), repeated)
  }
}
