import Virtualizability

/// What the program tells the one who called it.
enum ExitStatus: Int32, Error {

  /// Every obligation is proven.
  case proven = 0

  /// There is a violation, or an instruction fails direct execution, which no baseline accepts.
  case violation = 1

  /// The specification or the command line is wrong.
  case wrongInput = 2

  /// The solver did not decide everything.
  case inconclusive = 3

  /// The checker is wrong: a witness does not replay.
  case internalError = 4

  /// The one that counts when several machines are checked: 4, 2, 3, 1, 0.
  static func worst(_ statuses: some Sequence<ExitStatus>) -> ExitStatus {
    let order: [ExitStatus] = [.internalError, .wrongInput, .inconclusive, .violation]
    let found = Set(statuses)
    return order.first(where: found.contains) ?? .proven
  }
}

extension Report {

  /// What the report comes to.
  var exitStatus: ExitStatus {
    if !internalErrors.isEmpty { return .internalError }
    if !failedClaims.isEmpty { return .wrongInput }
    if instructions.contains(where: { !$0.undecided.isEmpty || $0.directExecution == .inconclusive }) {
      return .inconclusive
    }
    if addresses.map({ !$0.undecided.isEmpty }) ?? false { return .inconclusive }
    return instructions.contains { $0.findings.contains { $0.rule.isViolation } } ? .violation : .proven
  }
}
