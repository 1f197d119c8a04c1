import Virtualizability

/// How much a finding weighs in a pipeline.
enum Severity: String {

  /// The check fails for it.
  case error

  /// It is told, and the check does not fail.
  case warning
}

extension Rule {

  /// How much a finding of the rule weighs.
  var severity: Severity {
    switch self {
    case .userSensitive, .timeSensitive, .unreachableAddress: .warning
    default: .error
    }
  }
}

extension FindingGroup {

  /// How much it weighs.
  var severity: Severity { isViolation ? .error : .warning }

  /// The place to point to: the line that causes it, or else where the instruction is declared.
  func place(in instruction: InstructionVerdict) -> SourceLocation { line?.location ?? instruction.location }

  /// What is wrong, for a reader who sees nothing else.
  func message(on instruction: String) -> String {
    var text = finding.sentence(about: instruction)
    if !repeated.isEmpty {
      text += " By the same cause: \(listed(repeated.map { "\($0.rule.rawValue) (\($0.rule.title))" }))."
    }
    return text
  }
}
