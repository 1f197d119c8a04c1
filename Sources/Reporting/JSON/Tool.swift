/// The program that made a report.
public struct Tool: Sendable {

  /// The program's name.
  public static let name = "pgcheck"

  /// The program's version.
  public static let version = "0.1.0"

  /// The solver that answered, with its version: `Z3 4.8.12`.
  public var solver: String

  /// Makes a description of this program with `solver`.
  public init(solver: String) { self.solver = solver }
}
