import Virtualizability

/// A class with its definition, and whether an instruction is in it and why.
struct ClassQuestion {

  var name: String

  /// The definition in the words of the machine.
  var definition: String

  /// Yes, no, or not decided.
  var answer: Verdict

  /// Why it is so.
  var reason: String

  init(name: String, definition: String, answer: Verdict, reason: String) {
    self.name = name
    self.definition = definition
    self.answer = answer
    self.reason = answer == .inconclusive ? "the solver left questions open" : reason
  }

  /// All classes for `instruction` of a machine.
  static func all(_ instruction: InstructionVerdict, _ words: Vocabulary) -> [ClassQuestion] {
    let maker = Maker(instruction: instruction, words: words)
    return [
      maker.privileged, maker.controlSensitive, maker.modeSensitive, maker.locationSensitive,
      maker.resourceSensitive, maker.timeSensitive, maker.userSensitive, maker.directExecution,
    ]
  }
}

/// Makes the questions about one instruction.
private struct Maker {

  let instruction: InstructionVerdict
  let words: Vocabulary

  /// An answer; what is not so is not decided as long as a question is open.
  private func answer(_ isSo: Bool) -> Verdict {
    if isSo { return .holds }
    return instruction.undecided.isEmpty ? .violated : .inconclusive
  }

  private func has(_ kind: InstructionClass) -> Bool { instruction.classes.contains(kind) }

  /// The resources that make a sensitivity: what the findings of `rule` name, or else what the instruction
  /// depends on.
  private func causes(_ rule: Rule) -> String {
    let named = instruction.findings.first { $0.rule == rule }?.components ?? []
    return listed(NameFolding.short(named.isEmpty ? instruction.reads : named))
  }

  var privileged: ClassQuestion {
    let isSo = has(.privileged)
    let reason =
      if isSo {
        instruction.isPrivilegedNotStrictly
          ? "it traps in every user state; but also in some states of \(words.privilegedMode), not for memory"
          : "it traps in every user state, and completes in the most privileged mode"
      } else if instruction.alwaysTraps {
        "it traps in the most privileged mode too"
      } else if !instruction.findings.isEmpty {
        "there is a user state in which it completes"
      } else {
        "there is a user state in which it completes, or none of the most privileged mode in which it does"
      }
    return ClassQuestion(
      name: "privileged",
      definition: "it traps in every user state, and completes in some state in mode \(words.privilegedMode)",
      answer: answer(isSo), reason: reason)
  }

  var controlSensitive: ClassQuestion {
    let isSo = has(.controlSensitive)
    return ClassQuestion(
      name: "control-sensitive",
      definition: "in some state it completes and changes the mode, relocation or control",
      answer: answer(isSo),
      reason: isSo
        ? "it can change \(listed(NameFolding.short(instruction.writes)))"
        : "it leaves all of these as they are")
  }

  private func behaviour(_ kind: InstructionClass, _ rule: Rule, _ what: String) -> ClassQuestion {
    let isSo = has(kind)
    return ClassQuestion(
      name: kind.rawValue,
      definition: "two states that differ in \(what) alone lead to different results for the guest",
      answer: answer(isSo),
      reason: isSo ? "its result depends on \(causes(rule))" : "its result is the same whatever \(what) is")
  }

  var modeSensitive: ClassQuestion { behaviour(.modeSensitive, .modeSensitive, "the mode") }
  var locationSensitive: ClassQuestion { behaviour(.locationSensitive, .locationSensitive, "relocation") }
  var resourceSensitive: ClassQuestion { behaviour(.resourceSensitive, .resourceSensitive, "control") }
  var timeSensitive: ClassQuestion { behaviour(.timeSensitive, .timeSensitive, "time") }

  var userSensitive: ClassQuestion {
    ClassQuestion(
      name: "user-sensitive",
      definition: """
        started in a user state it changes a resource, or its result differs between a user state and a state of the same mode that differ in \
        resources alone
        """,
      answer: answer(instruction.isUserSensitive),
      reason: instruction.isUserSensitive
        ? "a program in user mode is enough to see or do it" : "no program in user mode can see or do that")
  }

  var directExecution: ClassQuestion {
    let verdict: Verdict =
      switch instruction.directExecution {
      case .passes: .holds
      case .fails: .violated
      case .inconclusive: .inconclusive
      }
    let reason =
      switch instruction.directExecution {
      case .passes: "under a monitor it traps, or does what the virtual machine would have done"
      case .fails: "under a monitor it completes, but not as the virtual machine would have done it"
      case .inconclusive: ""
      }
    return ClassQuestion(
      name: "passes direct execution",
      definition: "under a monitor it does what it does on the bare machine, or traps", answer: verdict,
      reason: reason)
  }
}
