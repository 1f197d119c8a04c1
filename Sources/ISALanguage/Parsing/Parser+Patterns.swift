extension Parser {

  /// Reads the elements of an encoding up to the next word of the form, or a text, brace or `=>`.
  mutating func parsePattern() throws -> [PatternElementSyntax] {
    var elements: [PatternElementSyntax] = []
    while startsPatternElement { elements.append(try parsePatternElement()) }
    guard !elements.isEmpty else {
      throw fail(expected: "an encoding: bits, 0x… or name:width")
    }
    return elements
  }

  private var startsPatternElement: Bool {
    switch current.kind {
    case .number: true
    case .punctuation: current.text == "("
    case .identifier: next.kind == .punctuation && next.text == ":"
    default: false
    }
  }

  mutating func parsePatternElement() throws -> PatternElementSyntax {
    let start = current
    switch start.kind {
    case .number:
      advance()
      let literal = try patternBits(start)
      return PatternElementSyntax(
        kind: .bits(value: literal.value, width: literal.width), span: start.span)
    case .punctuation where start.text == "(":
      advance()
      let value = try parseExpression()
      try expect(")")
      return PatternElementSyntax(kind: .constant(value), span: start.span.through(previousSpan))
    case .identifier:
      let name = try expectName("a field")
      try expect(":", "after the name of a field")
      return try parseField(name)
    default:
      throw fail(expected: "an encoding: bits, 0x… or name:width")
    }
  }

  private mutating func parseField(_ name: Identifier) throws -> PatternElementSyntax {
    if current.kind == .identifier, next.kind == .punctuation, next.text == "(", !next.startsLine,
      next.span.start == current.span.end
    {
      let kind = try expectName("an operand")
      try expect("(")
      let arguments = try nested { try $0.list(until: ")") { try $0.parseExpression() } }
      return PatternElementSyntax(
        kind: .operand(name, kind: kind, arguments: arguments), span: name.span.through(previousSpan))
    }
    let width: ExpressionSyntax
    let token = current
    switch token.kind {
    case .number:
      advance()
      width = ExpressionSyntax(kind: .number(try number(token)), span: token.span)
    case .identifier:
      advance()
      width = ExpressionSyntax(kind: .name(token.text), span: token.span)
    case .punctuation where token.text == "(":
      advance()
      width = try parseExpression()
      try expect(")")
    default:
      throw fail(expected: "the width of field '\(name.name)'")
    }
    return PatternElementSyntax(
      kind: .field(name.name == "_" ? nil : name, width: width), span: name.span.through(previousSpan))
  }

  private mutating func patternBits(_ token: Token) throws -> (value: UInt128, width: Int) {
    if token.text.hasPrefix("0x") || token.text.hasPrefix("0b") {
      let literal = try number(token)
      guard let width = literal.digitWidth else { throw Mistake() }
      return (literal.value, width)
    }
    guard token.text.allSatisfy({ $0 == "0" || $0 == "1" || $0 == "_" }) else {
      throw fail(
        "'\(token.text)' is not a string of bits", at: token.span,
        help: token.text.allSatisfy({ $0.isHexDigit }) ? "write 0x\(token.text) for hexadecimal" : nil)
    }
    let width = token.text.count { $0 != "_" }
    guard width <= 128 else { throw fail("more than 128 bits in one constant", at: token.span) }
    return (Self.bits(Substring(token.text)), width)
  }
}
