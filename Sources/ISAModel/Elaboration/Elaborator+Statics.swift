import ISALanguage

extension Elaborator {

  /// Computes with the static variables that are in scope.
  func staticEvaluator(_ statics: Statics? = nil) -> StaticEvaluator {
    StaticEvaluator(statics: statics ?? body.statics, features: features)
  }

  /// The static number that `expression` stands for.
  func staticNumber(_ expression: ExpressionSyntax) -> Int128? {
    guard (try? enter(expression.span)) != nil else { return nil }
    defer { leave() }
    switch expression.kind {
    case .name(let name):
      if body.lookup(name) != nil { return nil }
      if body.statics[name] == nil, case .constant(let constant, let statics)? = globals[name] {
        return constant.type == nil ? number(of: constant, statics, named: name) : nil
      }
      return staticEvaluator().number(expression)
    case .unary(let mark, let inner): return staticNumber(inner).flatMap { StaticEvaluator.apply(mark, $0) }
    case .binary(let mark, let left, let right, _):
      guard let one = staticNumber(left), let other = staticNumber(right) else { return nil }
      return StaticEvaluator.apply(mark, one, other)
    case .call(let callee, let arguments):
      guard case .name("width") = callee.kind, arguments.count == 1 else { return nil }
      // The argument is only looked at: what it would do is forgotten.
      let saved = body
      defer { body = saved }
      guard case .bits(let width)? = attempt({ try value(arguments[0].value).type }) else { return nil }
      return Int128(width)
    default: return staticEvaluator().number(expression)
    }
  }

  /// The number that a constant without a type stands for.
  private func number(of constant: ConstantSyntax, _ statics: Statics, named name: String) -> Int128? {
    if let known = constantNumbers[name] { return known }
    guard constantsInProgress.insert(name).inserted else {
      diagnostics.error("the constant '\(name)' depends on itself", at: constant.name.span)
      damage.lostNames.formUnion(constantsInProgress)
      return nil
    }
    defer { constantsInProgress.remove(name) }
    let result = withNames(statics) { staticNumber(constant.value) }
    constantNumbers[name] = .some(result)
    return result
  }

  /// Runs `run` with no names in scope but `statics` and those of the machine.
  func withNames<Result>(_ statics: Statics, _ run: () throws -> Result) rethrows -> Result {
    let hidden = body.hideNames(but: statics)
    defer { body.restore(hidden) }
    return try run()
  }

  func requireStatic(_ expression: ExpressionSyntax, _ what: String) throws -> Int {
    let errors = diagnostics.errorCount
    guard let number = staticNumber(expression) else {
      // Why the number is not known may have been said already.
      if diagnostics.errorCount > errors { throw Mistake() }
      throw fail(
        "\(what) must be a static number, known when the specification is read", at: expression.span,
        notes: dynamicNote(expression))
    }
    guard abs(number.clamped) < 1 << 40 else { throw fail("\(what) is out of range", at: expression.span) }
    return Int(number.clamped)
  }

  /// What makes an expression not static, when it is a name.
  private func dynamicNote(_ expression: ExpressionSyntax) -> [Diagnostic.Note] {
    guard case .name(let name) = expression.kind, body.lookup(name) == nil, let global = globals[name] else {
      return []
    }
    if case .constant(let constant, _) = global, constant.type != nil {
      return declared(
        at: constant.name.span, "a constant with a type is a value: without one it is a static number")
    }
    return declared(at: globalSpans[name])
  }

  // MARK: Constants

  func mask(_ width: Int) -> UInt128 { width >= 128 ? .max : (1 << UInt128(width)) - 1 }

  /// The constant that a static expression stands for, as `width` bits.
  func constant(_ expression: ExpressionSyntax, width: Int) throws -> UInt128 {
    if case .number(let literal) = expression.kind {
      guard literal.value <= mask(width) else {
        let written = sources.file(of: expression.span).text(of: expression.span)
        throw fail("\(written) does not fit in bits(\(width))", at: expression.span)
      }
      return literal.value
    }
    let errors = diagnostics.errorCount
    guard let number = staticNumber(expression) else {
      if diagnostics.errorCount > errors { throw Mistake() }
      if case .name(let name) = expression.kind, damage.lostNames.contains(name) { throw Mistake() }
      throw fail("expected a static number", at: expression.span)
    }
    guard let bits = Self.bits(number, width: width) else {
      throw fail("\(number) does not fit in bits(\(width))", at: expression.span)
    }
    return bits
  }

  /// `number` in two's complement, or nil if it does not fit.
  static func bits(_ number: Int128, width: Int) -> UInt128? {
    if number >= 0 {
      return width >= 127 || number < 1 << Int128(width) ? UInt128(number) : nil
    }
    guard width == 128 || number >= -(1 << Int128(width - 1)) else { return nil }
    return UInt128(bitPattern: number) & (width == 128 ? .max : (1 << UInt128(width)) - 1)
  }
}
