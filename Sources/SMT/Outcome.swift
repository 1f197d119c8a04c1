/// What a solver says of a query.
public enum Outcome: Sendable, Equatable {
  /// All assertions hold under this assignment.
  case satisfiable(Assignment)
  /// No assignment satisfies all assertions.
  case unsatisfiable
  /// No answer within the limits, or an error, for this reason.
  case unknown(String)
}
