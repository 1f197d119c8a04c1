import Virtualizability

/// How many instructions of a report are what.
struct Summary {

  var instructions: Int
  var privileged: Int
  var controlSensitive: Int
  var behaviourSensitive: Int
  var innocuous: Int
  var alwaysTrapping: Int
  var violations: Int
  var directExecutionFailures: Int
  var inconclusive: Int

  init(_ instructions: [InstructionVerdict]) {
    self.instructions = instructions.count
    privileged = instructions.count { $0.classes.contains(.privileged) }
    controlSensitive = instructions.count { $0.classes.contains(.controlSensitive) }
    behaviourSensitive = instructions.count { $0.isBehaviourSensitive }
    innocuous = instructions.count { $0.classes.contains(.innocuous) }
    alwaysTrapping = instructions.count { $0.alwaysTraps }
    violations = instructions.count { $0.isViolation }
    directExecutionFailures = instructions.count { $0.directExecution == .fails }
    inconclusive = instructions.count { !$0.undecided.isEmpty }
  }
}
