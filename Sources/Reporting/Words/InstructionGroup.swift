import Virtualizability

/// What an instruction is reported under.
enum InstructionGroup: String, CaseIterable {
  case violations
  case directExecution = "direct-execution"
  case otherTheorems = "other-theorems"
  case undecided
  case notRestartable = "not-restartable"
  case others = "all-others"

  init(_ instruction: InstructionVerdict) {
    self =
      if instruction.isViolation { .violations } else if instruction.directExecution == .fails {
        .directExecution
      } else if !instruction.findingsOfItsOwn.isEmpty {
        .otherTheorems
      } else if !instruction.undecided.isEmpty {
        .undecided
      } else if instruction.isNotRestartable { .notRestartable } else { .others }
  }

  var title: String {
    switch self {
    case .violations: "Violations of Theorem 1"
    case .directExecution: "Direct execution alone fails"
    case .otherTheorems: "Theorems 2 and 3 alone"
    case .undecided: "Not decided"
    case .notRestartable: "Not restartable after a refused access"
    case .others: "All other instructions"
    }
  }

  /// What the instructions of the group have in common; nil where the title says it.
  var note: String? {
    switch self {
    case .violations, .otherTheorems: nil
    case .directExecution:
      "These violate no theorem, and yet do something else under a monitor than on the bare machine."
    case .undecided: "The solver gave up on some questions about these. Nothing is claimed about them."
    case .notRestartable:
      """
      These are no violations. But when translation refuses an access, something of the guest's has changed by then, \
      so that a monitor cannot provide the memory and run the instruction again.
      """
    case .others: "Nothing was found against these."
    }
  }

  /// Whether there is little to say of each.
  var isFolded: Bool { self == .notRestartable || self == .others }
}

extension Report {

  /// The instructions by group, in the order of the specification; no group is empty.
  var groups: [(kind: InstructionGroup, instructions: [InstructionVerdict])] {
    InstructionGroup.allCases.compactMap { kind in
      let members = instructions.filter { InstructionGroup($0) == kind }
      return members.isEmpty ? nil : (kind, members)
    }
  }

  /// The report in a headline and the reasons for it.
  var conclusionWords: (tone: String, headline: String, reasons: String) {
    let summary = Summary(instructions)
    switch verdict.virtualizable {
    case .holds:
      guard instructions.contains(where: \.isNotRestartable) else {
        return ("good", "Virtualizable", "every sensitive execution traps in user mode")
      }
      return (
        "doubtful", "Virtualizable, without memory on demand",
        "every sensitive execution traps in user mode, but a refused access cannot be repeated"
      )
    case .inconclusive:
      return ("doubtful", "Not decided", "\(counted(summary.inconclusive, "instruction")) left open")
    case .violated:
      var reasons: [String] = []
      if summary.violations > 0 { reasons.append("\(counted(summary.violations, "violation")) of Theorem 1") }
      if summary.directExecutionFailures > 0 {
        reasons.append(counted(summary.directExecutionFailures, "failure") + " of direct execution")
      }
      return ("bad", "Not virtualizable", listed(reasons))
    }
  }
}

extension SetRegions {

  /// How many instructions are in which region, for those who do not see the picture.
  var words: String {
    let parts: [(Int, String)] = [
      (privilegedAlone.count, "privileged and not sensitive"),
      (trapped.count, "privileged and sensitive"),
      (guarded.count, "sensitive, not privileged, and no violation"),
      (violations.count + userSensitive.count, "sensitive and violating Theorem 1"),
      (userSensitive.count, "of these user-sensitive"),
      (userSensitiveAlone.count, "user-sensitive without violating"),
      (missedRefusals.count, "violating without being sensitive"),
      (others.count, "in none of the sets"),
    ]
    return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: "; ")
  }
}
