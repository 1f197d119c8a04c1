import Virtualizability

extension TextPage {

  /// Writes the head of an instruction: its names, its place, its sources and its classes.
  mutating func head(_ instruction: InstructionVerdict) {
    var names = [Piece(instruction.name, .strong)]
    let mnemonics = instruction.mnemonics.filter { $0 != instruction.name.lowercased() }
    if !mnemonics.isEmpty { names.append(Piece("  (\(mnemonics.joined(separator: ", ")))", .plain)) }
    if let title = instruction.title { names.append(Piece("  \(title)", .plain)) }
    line(names + [Piece("  \(instruction.location.text)", .faint)])
    if !instruction.source.isEmpty { paragraph(instruction.source, indent: 2, tone: .faint) }
    paragraph(instruction.classWords, indent: 2)
    if !instruction.reads.isEmpty {
      paragraph(
        NameFolding.short(instruction.reads).joined(separator: ", "), after: ["depends on  "], indent: 2,
        hanging: 12)
    }
    if !instruction.writes.isEmpty {
      paragraph(
        NameFolding.short(instruction.writes).joined(separator: ", "), after: ["can change  "], indent: 2,
        hanging: 12)
    }
  }

  /// Writes the instructions that cannot be restarted: the trap is to blame, so one stands for all.
  mutating func restarts(_ report: Report) {
    let found = report.instructions.filter(\.isNotRestartable)
    guard let example = found.first,
      let finding = example.findings.first(where: { $0.rule == .impreciseTrap })
    else { return }
    heading("Not restartable after a refused access")
    blank()
    paragraph(
      found.map(\.name).joined(separator: ", "),
      after: [Piece("\(counted(found.count, "instruction")): ", .bad)],
      indent: 0, hanging: 2)
    blank()
    paragraph("One of them, \(example.name):", indent: 0)
    blank()
    self.finding(finding, of: example.name, indent: 2)
    if let words = example.unmendableWords {
      blank()
      paragraph(words, indent: 0)
    }
  }

  /// Writes an instruction with its findings; those that repeat a cause take one line each.
  mutating func findings(of instruction: InstructionVerdict) {
    head(instruction)
    let (shown, repeated) = instruction.findingsByCause
    for finding in shown where finding.rule != .impreciseTrap {
      blank()
      self.finding(finding, of: instruction.name, indent: 2)
    }
    if repeated.contains(where: { $0.rule != .impreciseTrap }) { blank() }
    for finding in repeated where finding.rule != .impreciseTrap { folded(finding, indent: 2) }
    repair(of: instruction, indent: 2)
    undecided(instruction, indent: 2)
  }

  /// Writes how the instruction can be mended, in short.
  private mutating func repair(of instruction: InstructionVerdict, indent: Int) {
    guard let words = instruction.repairWords else { return }
    blank()
    paragraph(words, after: [Piece("to mend it", .good), ": "], indent: indent, hanging: 2)
    guard let repair = instruction.repair.repair else { return }
    paragraph(repair.statement, indent: indent + 2, hanging: 2, tone: .name)
  }

  /// Writes the questions that the solver left open.
  mutating func undecided(_ instruction: InstructionVerdict, indent: Int) {
    guard !instruction.undecided.isEmpty else { return }
    blank()
    line(Piece("not decided within the solver's budget (raise it by --rlimit):", .doubtful), indent: indent)
    for question in instruction.undecided { paragraph(question, after: ["? "], indent: indent, hanging: 2) }
  }
}

extension InstructionVerdict {

  /// The findings that the instruction is to blame for, and not a trap that any instruction can take.
  var findingsOfItsOwn: [Finding] { findings.filter { $0.rule != .impreciseTrap } }

  /// What the instruction is, in words.
  var classWords: String {
    var words = classes.map(\.rawValue)
    if isPrivilegedNotStrictly { words = words.map { $0 == "privileged" ? "privileged, not strictly" : $0 } }
    if isUserSensitive { words.append("user-sensitive") }
    switch directExecution {
    case .passes: words.append("passes direct execution")
    case .fails: words.append("fails direct execution")
    case .inconclusive: words.append("direct execution not decided")
    }
    return words.joined(separator: "; ")
  }
}
