import ISALanguage

extension Elaborator {

  /// Elaborates `syntax` as a value of the type `expected`, if one is.
  func value(_ syntax: ExpressionSyntax, expecting expected: Type? = nil) throws -> Typed {
    let typed = try anyValue(syntax, expecting: expected)
    if let expected, typed.type != expected, typed.type != .never {
      throw mismatch(expected: expected, found: typed.type, at: syntax)
    }
    return typed
  }

  func mismatch(expected: Type, found: Type, at syntax: ExpressionSyntax) -> Mistake {
    var help: String?
    if case .bits(let wanted) = expected, case .bits(let actual) = found {
      let shown = shown(syntax)
      help =
        actual < wanted
        ? "nothing widens by itself: "
          + "write zero_extend(\(shown), \(wanted)) or sign_extend(\(shown), \(wanted))"
        : "nothing narrows by itself: write truncate(\(shown), \(wanted)) or take a slice"
      if wanted == 1 { help = "a truth value is bits(1): write \(shown) != 0" }
    }
    return fail("expected \(describe(expected)), found \(describe(found))", at: syntax.span, help: help)
  }

  /// An expression as written, where it is short enough to be repeated in a message.
  func shown(_ syntax: ExpressionSyntax) -> String {
    let text = sources.file(of: syntax.span).text(of: syntax.span)
    return text.utf8.count <= 40 && !text.contains("\n") ? text : "…"
  }

  /// A truth value.
  func condition(_ syntax: ExpressionSyntax) throws -> Expression {
    try value(syntax, expecting: .bits(1)).expression
  }

  private func anyValue(_ syntax: ExpressionSyntax, expecting expected: Type?) throws -> Typed {
    try enter(syntax.span)
    defer { leave() }
    if case .bits(let width)? = expected, isStatic(syntax) {
      return Typed(.constant(try constant(syntax, width: width), width: width), .bits(width))
    }
    switch syntax.kind {
    case .number(let literal):
      guard let width = literal.digitWidth, expected == nil else {
        throw fail(
          expected.map { "expected \(describe($0)), found a number" }
            ?? "the width of this number is not known here",
          at: syntax.span,
          help: expected == nil ? "write it in binary or hexadecimal, with all its digits" : nil)
      }
      return Typed(.constant(literal.value, width: width), .bits(width))
    case .text: throw fail("a text is not a value", at: syntax.span)
    case .name(let name): return try named(name, at: syntax, expecting: expected)
    case .unary(let mark, let inner): return try unary(mark, inner, at: syntax, expecting: expected)
    case .binary(let mark, let left, let right, let span):
      return try binary(mark, left, right, at: syntax, operatorSpan: span, expecting: expected)
    case .call(let callee, let arguments):
      return try call(callee, arguments, at: syntax, expecting: expected)
    case .conditional(let condition, let then, let otherwise):
      return try conditional(condition, then, otherwise, at: syntax, expecting: expected, isStatement: false)
    case .match(let subject, let arms):
      return try match(subject, arms, at: syntax, expecting: expected, isStatement: false)
    case .block(let block):
      let (elaborated, type, _) = try self.block(block, expecting: expected, isStatement: false)
      return Typed(.block(elaborated), type)
    case .asMode(let inner, let mode): return try asMode(inner, mode)
    case .index, .slice, .member, .members: return try access(syntax)
    }
  }

  /// Whether `syntax` is a static number that takes its width from its place.
  func isStatic(_ syntax: ExpressionSyntax) -> Bool {
    switch syntax.kind {
    case .number: true
    case .name, .unary, .binary: staticNumber(syntax) != nil
    case .call(let callee, _): if case .name("width") = callee.kind { true } else { false }
    default: false
    }
  }

  // MARK: Names

  private func named(_ name: String, at syntax: ExpressionSyntax, expecting expected: Type?) throws -> Typed {
    switch body.lookup(name) {
    case .local(let slot, let type, let layout, _): return Typed(.local(slot), type, layout: layout)
    case .part(let slot, let high, let low, let isWhole):
      let whole = Expression.local(slot)
      return Typed(isWhole ? whole : .extract(whole, high: high, low: low), .bits(high - low + 1))
    case .field(let number, let width): return Typed(.field(number), .bits(width))
    case .operand(let number, let type): return Typed(.operand(number, site: newSite()), type)
    case nil: break
    }
    switch body.statics[name] {
    case .number(let number, let digits):
      guard let digits, expected == nil else {
        if let expected { throw fail("expected \(describe(expected)), found a number", at: syntax.span) }
        throw fail(
          "the width of the number '\(name)' is not known here", at: syntax.span,
          help: "give it one by its place: 'let x: bits(n) = \(name)'")
      }
      return Typed(.constant(UInt128(truncatingIfNeeded: number), width: digits), .bits(digits))
    case .name(let other) where other != name:
      return try value(ExpressionSyntax(kind: .name(other), span: syntax.span), expecting: expected)
    case .text: throw fail("'\(name)' is a text, not a value", at: syntax.span)
    case .name, nil: break
    }
    switch name {
    case "undefined":
      guard case .bits(let width)? = expected else {
        throw fail(
          "the width of 'undefined' is not known here", at: syntax.span,
          help: "give it a type: 'let x: bits(8) = undefined'")
      }
      return Typed(.undefined(width: width, site: newSite()), .bits(width))
    case "length": return Typed(.length, .bits(8))
    default: break
    }
    switch globals[name] {
    case .feature(let isOn): return Typed(.constant(isOn ? 1 : 0, width: 1), .bits(1))
    case .mode(let number): return Typed(.mode(number, syntax.span), .bits(1))
    case .context(let number): return Typed(.context(number), .bits(contexts[number].width))
    case .constant(let constant, let statics):
      return try constantValue(constant, statics, at: syntax.span, expecting: expected)
    case .register, .alias, .view: return try access(syntax)
    case .memory: throw fail("'\(name)' needs an address: \(name)[address, bits]", at: syntax.span)
    case .function: throw fail("'\(name)' is a function: write \(name)(…)", at: syntax.span)
    case .some:
      throw fail("'\(name)' is not a value", at: syntax.span, notes: declared(at: globalSpans[name]))
    case nil: throw unknown(name, at: syntax.span)
    }
  }

  func unknown(_ name: String, at span: Span) -> Mistake {
    noSuch(
      nil, name, at: span,
      among: body.allNames + globals.keys + ["undefined", "length"] + Builtin.allCases.map(\.rawValue))
  }

  private func constantValue(
    _ constant: ConstantSyntax, _ statics: Statics, at span: Span, expecting expected: Type?
  ) throws -> Typed {
    guard let typeSyntax = constant.type else {
      guard case .bits(let width)? = expected else {
        throw fail(
          "the width of the constant '\(constant.name.name)' is not known here", at: span,
          notes: declared(at: constant.name.span),
          help: "give it a type: 'constant \(constant.name.name): bits(n) = …'")
      }
      return Typed(.constant(try self.constant(constant.value, width: width), width: width), .bits(width))
    }
    guard constantsInProgress.insert(constant.name.name).inserted else {
      throw fail("the constant '\(constant.name.name)' depends on itself", at: constant.name.span)
    }
    defer { constantsInProgress.remove(constant.name.name) }
    return try withNames(statics) {
      let type = try self.type(typeSyntax)
      var result = try value(constant.value, expecting: type.type)
      result.layout = type.layout
      return result
    }
  }

  // MARK: Operators

  private func unary(
    _ mark: String, _ inner: ExpressionSyntax, at syntax: ExpressionSyntax, expecting expected: Type?
  ) throws -> Typed {
    if mark == "!" {
      return Typed(.unary(.not, try condition(inner)), .bits(1))
    }
    let operand = try value(inner, expecting: expected)
    guard case .bits = operand.type else {
      throw fail("'\(mark)' needs bits, not \(describe(operand.type))", at: inner.span)
    }
    return Typed(.unary(mark == "-" ? .negate : .not, operand.expression), operand.type)
  }

  private static let arithmetic: [String: BinaryOperation] = [
    "+": .add, "-": .subtract, "*": .multiply, "/": .unsignedDivide, "%": .unsignedRemainder, "&": .and,
    "|": .or, "^": .xor,
  ]

  private static let comparisons: [String: BinaryOperation] = [
    "==": .equal, "!=": .notEqual, "<": .unsignedLess, "<=": .unsignedLessOrEqual,
  ]

  private func binary(
    _ mark: String, _ left: ExpressionSyntax, _ right: ExpressionSyntax, at syntax: ExpressionSyntax,
    operatorSpan: Span, expecting expected: Type?
  ) throws -> Typed {
    switch mark {
    case "&&", "||": return try logical(mark, left, right)
    case "++":
      let high = try value(left)
      let low = try value(right)
      guard case .bits(let one) = high.type, case .bits(let other) = low.type else {
        throw fail(
          "'++' joins bits: found \(describe(high.type)) and \(describe(low.type))", at: operatorSpan)
      }
      guard one + other <= 128 else {
        throw fail("the result has \(one + other) bits, more than 128", at: syntax.span)
      }
      return Typed(.binary(.concat, high.expression, low.expression), .bits(one + other))
    case "<<", ">>":
      let operand = try value(left, expecting: expected)
      guard case .bits = operand.type else {
        throw fail("'\(mark)' needs bits, not \(describe(operand.type))", at: left.span)
      }
      return Typed(
        .binary(
          mark == "<<" ? .shiftLeft : .shiftRightLogical, operand.expression, try shiftAmount(right)),
        operand.type)
    default: break
    }
    if let operation = Self.arithmetic[mark] {
      let (one, other) = try sameWidth(mark, left, right, at: operatorSpan, expecting: expected)
      return Typed(.binary(operation, one.expression, other.expression), one.type)
    }
    var (one, other) = try sameWidth(mark, left, right, at: operatorSpan, expecting: nil)
    var operation = Self.comparisons[mark]
    if mark == ">" || mark == ">=" {
      swap(&one, &other)
      operation = mark == ">" ? .unsignedLess : .unsignedLessOrEqual
    }
    guard let operation else { throw fail("'\(mark)' is not an operator", at: operatorSpan) }
    return Typed(.binary(operation, one.expression, other.expression), .bits(1))
  }

  /// A shift amount, of any width.
  func shiftAmount(_ syntax: ExpressionSyntax) throws -> Expression {
    if isStatic(syntax) {
      let amount = try requireStatic(syntax, "a shift amount")
      guard amount >= 0 else { throw fail("a shift amount is not negative", at: syntax.span) }
      return .constant(UInt128(min(amount, 1 << 31)), width: 32)
    }
    let amount = try value(syntax)
    guard case .bits = amount.type else {
      throw fail("a shift amount is bits, not \(describe(amount.type))", at: syntax.span)
    }
    return amount.expression
  }

  /// Two operands of one width, a number taking the width of the other.
  func sameWidth(
    _ mark: String, _ left: ExpressionSyntax, _ right: ExpressionSyntax, at span: Span,
    expecting expected: Type?
  ) throws -> (Typed, Typed) {
    let one: Typed
    let other: Typed
    if isStatic(left), !isStatic(right) {
      other = try value(right, expecting: nil)
      one = try value(left, expecting: other.type)
    } else {
      one = try value(left, expecting: isStatic(left) ? expected : nil)
      let literal = isStatic(right) || isUndefined(right)
      other = try value(right, expecting: literal ? one.type : nil)
    }
    guard case .bits(let first) = one.type, case .bits(let second) = other.type else {
      throw fail("'\(mark)' needs bits: found \(describe(one.type)) and \(describe(other.type))", at: span)
    }
    guard first == second else {
      let narrow = first < second ? left : right
      let shown = shown(narrow)
      throw fail(
        "'\(mark)' needs operands of one width: found bits(\(first)) and bits(\(second))", at: span,
        help:
          "write zero_extend(\(shown), \(max(first, second))) or sign_extend(\(shown), \(max(first, second)))"
      )
    }
    return (one, other)
  }

  func isUndefined(_ syntax: ExpressionSyntax) -> Bool {
    if case .name("undefined") = syntax.kind { true } else { false }
  }

  private func logical(_ mark: String, _ left: ExpressionSyntax, _ right: ExpressionSyntax) throws -> Typed {
    let one = try condition(left)
    // The right side is only evaluated where it counts: it may trap.
    let saved = body.pending
    body.pending = []
    let other = try condition(right)
    let before = body.pending
    body.pending = saved
    if before.isEmpty, other.isPure {
      return Typed(.binary(mark == "&&" ? .and : .or, one, other), .bits(1))
    }
    let block = Block(before, result: other)
    let constant = Block(result: .constant(mark == "&&" ? 0 : 1, width: 1))
    return Typed(
      mark == "&&" ? .conditional(one, block, constant) : .conditional(one, constant, block), .bits(1))
  }
}

extension Expression {

  /// Whether evaluating it can neither trap nor change anything.
  var isPure: Bool {
    switch self {
    case .constant, .local, .component, .field, .context, .length, .undefined, .mode: true
    case .element(_, _, let index, _): index.isPure
    case .unary(_, let inner), .extract(let inner, _, _), .extend(let inner, _, _),
      .recordField(let inner, _), .present(let inner):
      inner.isPure
    case .binary(_, let left, let right): left.isPure && right.isPure
    case .record(let fields), .tagged(_, _, let fields): fields.allSatisfy(\.isPure)
    case .conditional(let condition, let then, let otherwise):
      condition.isPure && then.isPure && otherwise.isPure
    case .block(let block): block.isPure
    case .load, .accessible, .matchCase, .call, .operand: false
    }
  }
}

extension Block {

  var isPure: Bool { statements.isEmpty && (result?.isPure ?? true) }
}
