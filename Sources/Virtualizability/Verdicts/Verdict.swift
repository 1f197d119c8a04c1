/// How a question about a machine came out.
public enum Verdict: String, Sendable {
  case holds
  case violated

  /// The solver did not decide within its budget.
  case inconclusive
}

/// Which resources count.
public enum ResourceModel: String, Sendable, CaseIterable {

  /// Mode and relocation alone, as in PG74.
  case pg74

  /// Control too, as in every published analysis of a real machine.
  case extended
}

/// The verdicts on a machine.
public struct MachineVerdict: Sendable, Equatable {

  /// A trap-and-emulate monitor exists.
  public var theorem1: Verdict

  /// The machine is recursively virtualizable.
  public var theorem2: Verdict

  /// A hybrid monitor exists.
  public var theorem3: Verdict

  /// Every instruction does under a monitor what it does on the bare machine, or traps.
  public var directExecution: Verdict

  /// Theorem 1 and direct execution both hold.
  public var virtualizable: Verdict
}
