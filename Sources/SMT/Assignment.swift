/// Values for variables and for points of uninterpreted functions.
public struct Assignment: Sendable, Equatable {
  /// The values of variables, not wider than those; absent: 0.
  public var variables: [Term: UInt128]
  /// The values of functions at points, a value for every argument; absent: the function's default.
  public var functions: [Function: [[UInt128]: UInt128]]
  /// The values of functions at all other points; absent: 0.
  public var defaults: [Function: UInt128]

  /// An assignment of these values.
  public init(
    variables: [Term: UInt128] = [:], functions: [Function: [[UInt128]: UInt128]] = [:],
    defaults: [Function: UInt128] = [:]
  ) {
    self.variables = variables
    self.functions = functions
    self.defaults = defaults
  }

  /// The value of the function at a point.
  public func value(of function: Function, at point: [UInt128]) -> UInt128 {
    functions[function]?[point] ?? defaults[function] ?? 0
  }
}
