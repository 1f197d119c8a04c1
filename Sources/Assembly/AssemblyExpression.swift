import ISALanguage

/// An expression of an assembly program.
indirect enum AssemblyExpression {
  case number(Int128)
  case symbol(String, Span)

  /// The address of the statement.
  case here
  case unary(Character, AssemblyExpression)
  case binary(String, AssemblyExpression, AssemblyExpression, Span)

  /// Why an expression has no value.
  struct Failure: Error {
    var message: String
    var span: Span
    var help: String?
  }

  /// What expressions are computed with.
  struct Environment {
    var address: Int128

    /// The value of a symbol; nil where it is not known yet. Throws where there is none of that name.
    var symbol: (String, Span) throws(Failure) -> Int128?
  }

  /// The value; nil as long as a symbol has none.
  func value(in environment: Environment) throws(Failure) -> Int128? {
    switch self {
    case .number(let number): return number
    case .here: return environment.address
    case .symbol(let name, let span): return try environment.symbol(name, span)
    case .unary(let sign, let inner):
      guard let value = try inner.value(in: environment) else { return nil }
      return sign == "-" ? 0 &- value : sign == "~" ? ~value : value
    case .binary(let sign, let left, let right, let span):
      let one = try left.value(in: environment)
      let other = try right.value(in: environment)
      guard let one, let other else { return nil }
      return try Self.compute(sign, one, other, span)
    }
  }

  private static func compute(
    _ sign: String, _ one: Int128, _ other: Int128, _ span: Span
  ) throws(Failure) -> Int128 {
    let result: (partialValue: Int128, overflow: Bool)
    switch sign {
    case "+": result = one.addingReportingOverflow(other)
    case "-": result = one.subtractingReportingOverflow(other)
    case "*": result = one.multipliedReportingOverflow(by: other)
    case "/", "%":
      guard other != 0 else { throw Failure(message: "a division by 0", span: span) }
      result =
        sign == "/"
        ? one.dividedReportingOverflow(by: other) : one.remainderReportingOverflow(dividingBy: other)
    case "<<", ">>":
      guard (0..<128).contains(other) else {
        throw Failure(message: "a shift by \(other)", span: span, help: "shift by 0 to 127")
      }
      result = (sign == "<<" ? one << other : one >> other, false)
    case "&": return one & other
    case "|": return one | other
    default: return one ^ other
    }
    guard !result.overflow, result.partialValue.magnitude < 1 << 120 else {
      throw Failure(message: "the value of this expression is too large", span: span)
    }
    return result.partialValue
  }
}
