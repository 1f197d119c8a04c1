import Virtualizability

/// Why an instruction is what it is.
public struct InstructionExplanation: Sendable {

  /// The report that the instruction is taken from.
  public var report: Report

  /// The machine's words for the terms of the definitions.
  public var words: Vocabulary

  /// Makes an explanation of the instructions of `report`.
  public init(report: Report, words: Vocabulary) {
    self.report = report
    self.words = words
  }

  /// The text for a terminal.
  public func render(style: TextStyle) -> String {
    var page = TextPage(style)
    page.line([Piece(report.title, .strong), "  ", Piece("\(report.name) in \(report.file)", .faint)])
    for instruction in report.instructions {
      page.blank()
      page.head(instruction)
      page.blank()
      page.paragraph(instruction.verdictSentence, indent: 0, tone: instruction.isViolation ? .bad : .plain)
      terms(to: &page)
      classes(of: instruction, to: &page)
      proofs(of: instruction, to: &page)
      page.undecided(instruction, indent: 0)
      monitor(for: instruction, to: &page)
      repair(of: instruction, to: &page)
      effort(of: instruction, to: &page)
    }
    return page.text
  }

  private func terms(to page: inout TextPage) {
    page.blank()
    page.line(Piece("The words on this machine", .strong))
    page.paragraph(words.userState, after: ["user state  "], indent: 2, hanging: 12)
    page.paragraph(
      "what a program owns and may see: its registers, and memory through translation",
      after: ["guest part  "],
      indent: 2, hanging: 12)
    for (role, names) in words.resources where !names.isEmpty {
      let label = role + String(repeating: " ", count: max(2, 12 - role.count))
      page.paragraph(
        NameFolding.short(names).joined(separator: ", "), after: [Piece(label, .plain)], indent: 2,
        hanging: 12)
    }
    if !words.mirrored.isEmpty {
      page.paragraph(
        "\(words.mirrored.joined(separator: ", ")) (the monitor loads the guest's own value)",
        after: ["mirrored    "], indent: 2, hanging: 12)
    }
  }

  private func classes(of instruction: InstructionVerdict, to page: inout TextPage) {
    page.blank()
    page.line(Piece("Class by class", .strong))
    for question in ClassQuestion.all(instruction, words) {
      let answer: Piece =
        switch question.answer {
        case .holds: Piece("yes", .strong)
        case .violated: Piece("no ", .strong)
        case .inconclusive: Piece("?  ", .doubtful)
        }
      page.line([answer, "  ", Piece(question.name, .name)], indent: 2)
      page.paragraph(question.definition, after: ["means: "], indent: 7, hanging: 7)
      page.paragraph(question.reason, after: ["here:  "], indent: 7, hanging: 7)
    }
  }

  private func proofs(of instruction: InstructionVerdict, to page: inout TextPage) {
    for finding in instruction.findings {
      page.blank()
      page.line([Piece("The proof for ", .strong), Piece(finding.rule.rawValue, .bad)])
      page.paragraph(
        finding.rule.question(about: instruction.name, components: finding.components), after: ["asked:    "],
        indent: 2, hanging: 10)
      page.paragraph(
        "yes. \(finding.sentence(about: instruction.name))", after: ["answered: "], indent: 2, hanging: 10)
      page.blank()
      page.witness(finding.witness, indent: 4)
      page.blank()
      page.paragraph(finding.witness.claim + " " + finding.rule.consequence, indent: 2)
      page.guiltyLines(finding.lines, indent: 2)
    }
  }

  private func monitor(for instruction: InstructionVerdict, to page: inout TextPage) {
    page.blank()
    page.line(Piece("What a monitor does about it", .strong))
    let duty = instruction.monitorDuty
    page.paragraph(duty.sentence, indent: 2)
    for remedy in duty.remedies { page.paragraph(remedy, after: ["- "], indent: 2, hanging: 2) }
  }

  private func repair(of instruction: InstructionVerdict, to page: inout TextPage) {
    guard let words = instruction.repairWords ?? instruction.unmendableWords else { return }
    page.blank()
    page.line(Piece("What would mend the machine", .strong))
    page.paragraph(words, indent: 2, hanging: 2)
    if let repair = instruction.repair.repair {
      page.paragraph(
        """
        With this change nothing is found any more of \(listed(repair.mends.map(\.rawValue))); 'pgcheck fix' makes \
        it everywhere.
        """, indent: 2)
      page.blank()
      for line in repair.patch.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
        let tone: Tone = line.hasPrefix("+") ? .good : line.hasPrefix("-") ? .bad : .plain
        page.line(Piece(String(line), tone), indent: 2)
      }
    }
    if instruction.repairWords != nil, let words = instruction.unmendableWords {
      page.blank()
      page.paragraph(words, indent: 2)
    }
  }

  private func effort(of instruction: InstructionVerdict, to page: inout TextPage) {
    let effort = instruction.effort
    page.blank()
    page.paragraph(
      """
      Decided by \(counted(effort.bySimplification, "look")) at the terms and \
      \(counted(effort.bySolver, "answer")) of the solver, in the \(report.model.title) model.
      """, indent: 0, tone: .faint)
  }
}
