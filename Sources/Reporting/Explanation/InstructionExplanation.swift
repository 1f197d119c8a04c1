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
      page.paragraph(verdict(on: instruction), indent: 0, tone: instruction.isViolation ? .bad : .plain)
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

  private func verdict(on instruction: InstructionVerdict) -> String {
    let name = instruction.name
    if instruction.isViolation {
      return """
        \(name) violates Theorem 1: it does something that a monitor must know of, and there is a user state in which \
        it completes without a trap.
        """
    }
    if instruction.directExecution == .fails {
      return "\(name) violates no theorem, but run directly under a monitor it does not do what it should."
    }
    if !instruction.undecided.isEmpty { return "\(name) is not decided." }
    if instruction.alwaysTraps { return "\(name) completes in no state: the monitor sees each of them." }
    if instruction.classes.contains(.innocuous) {
      return
        "\(name) is innocuous: it can run directly, and neither the guest nor the monitor is the worse for it."
    }
    return
      "\(name) is sensitive, but it traps wherever a guest would do harm by it: a monitor can take over there."
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
    guard instruction.undecided.isEmpty || !instruction.findings.isEmpty else {
      return page.paragraph("That is not known before the open questions are decided.", indent: 2)
    }
    guard !instruction.findings.isEmpty else {
      let sensitive = !instruction.classes.contains(.innocuous) && !instruction.alwaysTraps
      page.paragraph(
        instruction.alwaysTraps
          ? "It sees the trap, and delivers it to the guest as the machine would have done."
          : sensitive
            ? """
            Where a guest executes it the hardware traps. The monitor then does on the virtual machine's state what \
            the machine would have done: it completes the instruction there, or delivers the guest's own trap.
            """ : "Nothing: the hardware runs it directly.", indent: 2)
      return
    }
    page.paragraph("Nothing by itself: no trap calls it. It would have to", indent: 2)
    var said: Set<String> = []
    for finding in instruction.findings {
      let remedy = finding.rule.remedy(components: finding.components)
      if said.insert(remedy).inserted { page.paragraph(remedy, after: ["- "], indent: 2, hanging: 2) }
    }
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
