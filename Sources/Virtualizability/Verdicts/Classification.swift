/// What an instruction is, after PG74.
public enum InstructionClass: String, Sendable, CaseIterable {
  case privileged
  case controlSensitive = "control-sensitive"
  case modeSensitive = "mode-sensitive"
  case locationSensitive = "location-sensitive"
  case resourceSensitive = "resource-sensitive"
  case timeSensitive = "time-sensitive"
  case innocuous
  case alwaysTrapping = "always-trapping"
}

/// How an instruction comes out of direct execution.
public enum DirectExecution: String, Sendable {
  case passes
  case fails
  case inconclusive
}

/// Everything that is known of one instruction.
public struct InstructionVerdict: Sendable {

  /// The name in the specification.
  public var name: String

  /// What the manual calls it.
  public var title: String?

  /// The words that its assembly syntax begins with.
  public var mnemonics: [String]

  /// The documents and places that state it, separated by semicolons.
  public var source: String

  /// Where it is declared.
  public var location: SourceLocation

  /// What it is, in the order of the cases of `InstructionClass`.
  public var classes: [InstructionClass]

  /// Whether it is behaviour-sensitive: by mode, location or resource, or because it misses a trap.
  public var isBehaviourSensitive: Bool

  /// Privileged, but there are privileged states in which it traps, not for memory.
  public var isPrivilegedNotStrictly: Bool

  /// The resources that its guest-visible result depends on.
  public var reads: [String]

  /// The resources that it can change.
  public var writes: [String]

  /// Whether it is user-sensitive (Theorem 3).
  public var isUserSensitive: Bool

  /// Whether it completes in no state.
  public var alwaysTraps: Bool

  /// How it comes out of direct execution.
  public var directExecution: DirectExecution

  /// What was found, in the order of the rules.
  public var findings: [Finding]

  /// Queries that the solver did not decide, in words; the instruction is inconclusive unless this is empty.
  public var undecided: [String]

  /// How the answers were found.
  public var effort: Effort

  /// What mends it.
  public var repair = RepairOutcome.notSought

  /// Whether some pair of executions violates Theorem 1.
  public var isViolation: Bool { findings.contains { $0.rule.breaksTheorem1 } }

  /// Whether some memory trap leaves it where it cannot be restarted (PG301).
  public var isNotRestartable: Bool { findings.contains { $0.rule == .impreciseTrap } }
}

/// How the answers were found.
public struct Effort: Sendable {

  /// Answers that needed no solver, because the terms agree or an assignment was at hand.
  public var bySimplification = 0

  /// Answers of the solver.
  public var bySolver = 0

  /// What the solver spent, in its own units.
  public var rlimit: UInt64 = 0

  /// No effort.
  public init() {}

  /// The sum.
  public static func + (one: Effort, other: Effort) -> Effort {
    var result = one
    result.bySimplification += other.bySimplification
    result.bySolver += other.bySolver
    result.rlimit += other.rlimit
    return result
  }
}
