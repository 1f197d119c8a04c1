import Virtualizability

/// In which of the sets of the definitions an instruction is.
struct SetMembership: Hashable {

  var isPrivileged: Bool
  var isSensitive: Bool
  var isViolation: Bool
  var isUserSensitive: Bool

  init(_ instruction: InstructionVerdict) {
    isPrivileged = instruction.classes.contains(.privileged)
    isSensitive = instruction.classes.contains { kind in
      switch kind {
      case .controlSensitive, .modeSensitive, .locationSensitive, .resourceSensitive: true
      case .privileged, .timeSensitive, .innocuous, .alwaysTrapping: false
      }
    }
    isViolation = instruction.isViolation
    isUserSensitive = instruction.isUserSensitive
  }
}

/// The regions that the sets of the definitions cut a machine's instructions into, each with its instructions.
///
/// By definition no privileged instruction is a violation, or user-sensitive: it traps in every user state.
struct SetRegions {

  /// Privileged, not sensitive.
  var privilegedAlone: [InstructionVerdict] = []

  /// Privileged and sensitive: what Theorem 1 asks for.
  var trapped: [InstructionVerdict] = []

  /// Sensitive without being privileged, and yet no violation: traps where it would do harm.
  var guarded: [InstructionVerdict] = []

  /// Violations that are not user-sensitive.
  var violations: [InstructionVerdict] = []

  /// Violations that are user-sensitive.
  var userSensitive: [InstructionVerdict] = []

  /// User-sensitive without violating Theorem 1.
  var userSensitiveAlone: [InstructionVerdict] = []

  /// Violations that are not sensitive: what they do is right, but they miss a refusal.
  var missedRefusals: [InstructionVerdict] = []

  /// What is drawn as sensitive but not privileged.
  var untrapped: [InstructionVerdict] { guarded + violations + userSensitive + userSensitiveAlone }

  /// In none of the sets.
  var others: [InstructionVerdict] = []

  init(_ instructions: [InstructionVerdict]) {
    for instruction in instructions {
      let member = SetMembership(instruction)
      if member.isViolation {
        if !member.isSensitive {
          missedRefusals.append(instruction)
        } else if member.isUserSensitive {
          userSensitive.append(instruction)
        } else {
          violations.append(instruction)
        }
      } else if member.isPrivileged {
        if member.isSensitive { trapped.append(instruction) } else { privilegedAlone.append(instruction) }
      } else if member.isUserSensitive {
        userSensitiveAlone.append(instruction)
      } else if member.isSensitive {
        guarded.append(instruction)
      } else {
        others.append(instruction)
      }
    }
  }
}
