import Virtualizability

extension MachineVerdict {

  var json: JSONValue {
    .object([
      ("theorem1", .string(theorem1.rawValue)), ("theorem2", .string(theorem2.rawValue)),
      ("theorem3", .string(theorem3.rawValue)), ("directExecution", .string(directExecution.rawValue)),
      ("virtualizable", .string(virtualizable.rawValue)),
    ])
  }
}

extension Summary {

  var json: JSONValue {
    .object([
      ("instructions", .number(instructions)), ("privileged", .number(privileged)),
      ("controlSensitive", .number(controlSensitive)), ("behaviourSensitive", .number(behaviourSensitive)),
      ("innocuous", .number(innocuous)), ("alwaysTrapping", .number(alwaysTrapping)),
      ("violations", .number(violations)), ("directExecutionFailures", .number(directExecutionFailures)),
      ("inconclusive", .number(inconclusive)),
    ])
  }
}

extension FailedClaim {

  var json: JSONValue {
    .object([("claim", .string(text)), ("message", .string(message))] + location.members)
  }
}

extension SourceLocation {

  /// The members that name the place.
  var members: [(key: String, value: JSONValue)] {
    [("file", .string(path)), ("line", .number(line)), ("column", .number(column))]
  }
}

extension Effort {

  var json: JSONValue {
    .object([
      ("bySimplification", .number(bySimplification)), ("bySolver", .number(bySolver)),
      ("rlimit", .integer(rlimit)),
    ])
  }
}

extension InstructionVerdict {

  /// The instruction; `standing` tells how its finding of a rule stands against a baseline.
  func json(_ standing: (Rule) -> BaselineComparison.Standing? = { _ in nil }) -> JSONValue {
    .object(
      [
        ("name", .string(name)), ("title", .optional(title)), ("mnemonics", .strings(mnemonics)),
        ("source", .string(source)),
      ] + location.members + [
        ("classes", .strings(classes.map(\.rawValue))),
        ("behaviourSensitive", .bool(isBehaviourSensitive)),
        ("privilegedNotStrictly", .bool(isPrivilegedNotStrictly)),
        ("reads", .strings(reads)), ("writes", .strings(writes)),
        ("userSensitive", .bool(isUserSensitive)), ("alwaysTraps", .bool(alwaysTraps)),
        ("directExecution", .string(directExecution.rawValue)), ("violation", .bool(isViolation)),
        ("findings", .array(findings.map { $0.json(standing($0.rule)) })),
        ("repair", repair.repair?.json ?? .null),
        ("undecided", .strings(undecided)), ("decided", effort.json),
      ])
  }
}

extension Repair {

  fileprivate var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = []
    switch kind {
    case .trapUnless(let condition, let trap):
      members = [("kind", "guard"), ("condition", .string(condition)), ("trap", .string(trap))]
    case .feature(let name): members = [("kind", "feature"), ("feature", .string(name))]
    }
    return .object(
      members + [
        ("statement", .string(statement)), ("title", .string(title)), ("bits", .strings(bits)),
        ("precedents", .strings(precedents)), ("mends", .strings(mends.map(\.rawValue))),
        ("leaves", .strings(leaves.map(\.rawValue))), ("patch", .string(patch)),
      ])
  }
}
