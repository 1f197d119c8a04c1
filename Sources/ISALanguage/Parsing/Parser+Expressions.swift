extension Parser {

  /// How tightly the binary operators bind.
  private static let precedence: [String: Int] = {
    let levels = [
      ["||"], ["&&"], ["==", "!=", "<", "<=", ">", ">="], ["|"], ["^"], ["&"], ["++"], ["<<", ">>"],
      ["+", "-"], ["*", "/", "%"],
    ]
    var result: [String: Int] = [:]
    for (level, marks) in levels.enumerated() {
      for mark in marks { result[mark] = level }
    }
    return result
  }()
  private static let comparison = precedence["=="]

  /// How many operators, calls and blocks may stand inside of one another, each operator of a chain counted.
  static let highest = 500

  mutating func parseExpression() throws -> ExpressionSyntax {
    try nested { try $0.parseBinary(from: 0) }
  }

  /// Reads operands joined by operators that bind at least as tightly as `lowest`.
  private mutating func parseBinary(from lowest: Int) throws -> ExpressionSyntax {
    var left = try parseUnary()
    var compared = false
    while current.kind == .punctuation, let level = Self.precedence[current.text], level >= lowest {
      let mark = advance()
      if level == Self.comparison, compared {
        throw fail(
          "comparisons do not chain", at: mark.span, help: "write 'a \(mark.text) b && b \(mark.text) c'")
      }
      compared = level == Self.comparison
      let right = try parseBinary(from: level + 1)
      left = try checked(
        ExpressionSyntax(
          kind: .binary(mark.text, left, right, operatorSpan: mark.span),
          span: left.span.through(right.span)))
    }
    return left
  }

  /// `expression`, unless it is too high for those who walk it.
  private mutating func checked(_ expression: ExpressionSyntax) throws -> ExpressionSyntax {
    guard expression.height <= Self.highest else {
      throw fail(
        "this expression has more than \(Self.highest) operators, calls or blocks inside of one another",
        at: expression.span, help: "give names to parts of it with 'let'")
    }
    return expression
  }

  private mutating func parseUnary() throws -> ExpressionSyntax {
    guard current.kind == .punctuation, ["-", "~", "!"].contains(current.text) else {
      return try parsePostfix()
    }
    let mark = advance()
    let operand = try nested { try $0.parseUnary() }
    return ExpressionSyntax(kind: .unary(mark.text, operand), span: mark.span.through(operand.span))
  }

  private mutating func parsePostfix() throws -> ExpressionSyntax {
    var expression = try parsePrimary()
    while true {
      expression = try checked(expression)
      if at("["), !current.startsLine {
        expression = try parseIndex(of: expression)
      } else if at("("), !current.startsLine {
        advance()
        let arguments = try nested { try $0.list(until: ")") { try $0.parseArgument() } }
        expression = ExpressionSyntax(
          kind: .call(expression, arguments), span: expression.span.through(previousSpan))
      } else if at(".") {
        advance()
        if take("{") {
          let names = try list(until: "}") { try $0.expectName("the name of a field") }
          expression = ExpressionSyntax(
            kind: .members(expression, names), span: expression.span.through(previousSpan))
        } else {
          let name = try expectName("the name of a field or case after '.'")
          expression = ExpressionSyntax(
            kind: .member(expression, name), span: expression.span.through(name.span))
        }
      } else if atWord("as"), !current.startsLine {
        advance()
        let mode = try expectName("the name of a mode after 'as'")
        expression = ExpressionSyntax(
          kind: .asMode(expression, mode), span: expression.span.through(mode.span))
      } else {
        return expression
      }
    }
  }

  private mutating func parseArgument() throws -> ArgumentSyntax {
    if current.kind == .identifier, next.kind == .punctuation, next.text == ":" {
      let label = try expectName("a field")
      advance()
      return ArgumentSyntax(label: label, value: try parseExpression())
    }
    return ArgumentSyntax(label: nil, value: try parseExpression())
  }

  private mutating func parseIndex(of base: ExpressionSyntax) throws -> ExpressionSyntax {
    try expect("[")
    let first = try parseExpression()
    if take("..") {
      let low = try parseExpression()
      try expect("]")
      return ExpressionSyntax(
        kind: .slice(base, high: first, low: low), span: base.span.through(previousSpan))
    }
    var indices = [first]
    while take(",") { indices.append(try parseExpression()) }
    try expect("]")
    return ExpressionSyntax(kind: .index(base, indices), span: base.span.through(previousSpan))
  }

  private mutating func parsePrimary() throws -> ExpressionSyntax {
    let token = current
    switch token.kind {
    case .number:
      advance()
      return ExpressionSyntax(kind: .number(try number(token)), span: token.span)
    case .string:
      advance()
      return ExpressionSyntax(kind: .text(token.text), span: token.span)
    case .identifier where token.text == "if":
      return try nested { try $0.parseConditional() }
    case .identifier where token.text == "match":
      return try nested { try $0.parseMatch() }
    case .identifier:
      advance()
      return ExpressionSyntax(kind: .name(token.text), span: token.span)
    case .punctuation where token.text == "(":
      advance()
      var inner = try parseExpression()
      try expect(")")
      inner.span = token.span.through(previousSpan)
      return inner
    case .punctuation where token.text == "{":
      let block = try parseBlock()
      return ExpressionSyntax(kind: .block(block), span: block.span)
    default:
      throw fail(expected: "an expression")
    }
  }

  private mutating func parseConditional() throws -> ExpressionSyntax {
    let start = advance()
    let condition = try parseExpression()
    let then = try parseBlock()
    var otherwise: BlockSyntax?
    if takeWord("else") {
      if atWord("if") {
        let inner = try nested { try $0.parseConditional() }
        otherwise = BlockSyntax(
          statements: [StatementSyntax(kind: .expression(inner), span: inner.span)], span: inner.span)
      } else {
        otherwise = try parseBlock()
      }
    }
    return ExpressionSyntax(
      kind: .conditional(condition, then, otherwise), span: start.span.through(previousSpan))
  }

  private mutating func parseMatch() throws -> ExpressionSyntax {
    let start = advance()
    let subject = try parseExpression()
    let arms = try braced("the cases of a match", skip: { $0.skipToStatement() }) { parser in
      [try parser.parseArm()]
    }
    return ExpressionSyntax(
      kind: .match(subject, arms.elements), span: start.span.through(previousSpan))
  }

  private mutating func parseArm() throws -> ArmSyntax {
    let start = current.span
    let pattern = try parseArmPattern()
    try expect("=>", "after the pattern")
    let body = try parseExpression()
    return ArmSyntax(pattern: pattern, body: body, span: start.through(body.span))
  }

  private mutating func parseArmPattern() throws -> ArmPatternSyntax {
    let start = current.span
    if current.kind == .identifier, !(next.kind == .punctuation && next.text == ":") {
      let name = try expectName("a case")
      if name.name == "_" { return .anything(name.span) }
      var bindings: [Identifier] = []
      if take("(") { bindings = try list(until: ")") { try $0.expectName("a name for the case's field") } }
      return .enumCase(name, bindings: bindings)
    }
    var elements: [PatternElementSyntax] = []
    while !at("=>"), !isAtEnd { elements.append(try parsePatternElement()) }
    guard !elements.isEmpty else { throw fail(expected: "a pattern") }
    return .bits(elements, start.through(previousSpan))
  }

  /// The value of a number token.
  mutating func number(_ token: Token) throws -> NumberLiteral {
    var digits = Substring(token.text)
    var radix: UInt128 = 10
    if digits.hasPrefix("0x") { radix = 16 } else if digits.hasPrefix("0b") { radix = 2 }
    if radix != 10 { digits = digits.dropFirst(2) }
    var value: UInt128 = 0
    var count = 0
    var binary = true
    for character in digits where character != "_" {
      guard let digit = character.hexDigitValue, UInt128(digit) < radix else {
        throw fail(
          "'\(token.text)' is not a number", at: token.span,
          help: radix == 10 && digits.allSatisfy { $0.isHexDigit || $0 == "_" }
            ? "hexadecimal numbers start with 0x: 0x\(token.text)" : nil)
      }
      let product = value.multipliedReportingOverflow(by: radix)
      let sum = product.partialValue.addingReportingOverflow(UInt128(digit))
      guard !product.overflow, !sum.overflow else {
        throw fail("'\(token.text)' does not fit in 128 bits", at: token.span)
      }
      value = sum.partialValue
      binary = binary && digit < 2
      count += 1
    }
    guard count > 0 else { throw fail("'\(token.text)' has no digits", at: token.span) }
    let width = radix == 16 ? count * 4 : count
    guard radix == 10 || width <= 128 else {
      throw fail("the digits of this number stand for \(width) bits, more than 128", at: token.span)
    }
    switch radix {
    case 16, 2: return NumberLiteral(value: value, digitWidth: width)
    default:
      // 010 in a `for` row is three bits where a pattern uses it; as a number it would mislead.
      guard count > 1, digits.hasPrefix("0"), count <= 128 else {
        return NumberLiteral(value: value, digitWidth: nil)
      }
      guard binary else {
        throw fail(
          "a decimal number does not start with 0", at: token.span,
          help: "hexadecimal numbers start with 0x, binary ones with 0b")
      }
      return NumberLiteral(value: Self.bits(digits), digitWidth: count)
    }
  }

  /// The value of a string of binary digits.
  static func bits(_ digits: Substring) -> UInt128 {
    digits.reduce(0) { $1 == "_" ? $0 : $0 << 1 | ($1 == "1" ? 1 : 0) }
  }
}
