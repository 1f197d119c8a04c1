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
    var shown: [Finding] = []
    var repeated: [Finding] = []
    for finding in findings {
      let causes = Set(shown.flatMap { $0.components + $0.witness.differing })
      let firstLines = Set(shown.compactMap(\.lines.first))
      let isKnown =
        causes.isSuperset(of: finding.components) || finding.lines.first.map(firstLines.contains) ?? false
      if !finding.rule.breaksTheorem1, !shown.isEmpty, isKnown {
        repeated.append(finding)
      } else {
        shown.append(finding)
      }
    }
    return (shown, repeated)
  }
}
