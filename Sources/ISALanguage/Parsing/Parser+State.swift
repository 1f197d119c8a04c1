extension Parser {

  mutating func parseRegister() throws -> RegisterSyntax {
    let role = atWord("register") ? nil : try parseRole()
    try expectWord("register", "after the role")
    let name = try expectName("the name of the register")
    var count: ExpressionSyntax?
    if take("[") {
      count = try parseExpression()
      try expect("]")
    }
    try expect(":", "and the width of '\(name.name)'")
    let width = try parseType()
    let reset = take("=") ? try parseExpression() : nil
    let fields = at("{") && !current.startsLine ? try parseFields() : nil
    return RegisterSyntax(name: name, role: role, count: count, width: width, reset: reset, fields: fields)
  }

  private static let roles: Set<String> = ["guest", "mode", "relocation", "control", "time"]

  private mutating func parseRole() throws -> RoleSyntax {
    let role = try expectName("a role")
    var alternative: (Identifier, Identifier)?
    if take("(") {
      let other = try expectName("a role")
      try expectWord("when", "and a feature")
      alternative = (other, try expectName("a feature"))
      try expect(")")
    }
    return RoleSyntax(role: role, alternative: alternative)
  }

  private mutating func parseFields() throws -> [RegisterSyntax.Field] {
    var role: RoleSyntax?
    return try braced("the fields", skip: { $0.skipToStatement() }) { parser in
      // A role holds for the fields after it, up to the end of its line or group.
      if parser.current.startsLine || parser.previousIs(";") { role = nil }
      let followed = parser.next.kind == .identifier || parser.next.text == "("
      if parser.current.kind == .identifier, Self.roles.contains(parser.current.text), followed {
        role = try parser.parseRole()
      }
      return [try parser.parseField(role: role)]
    }.elements
  }

  private func previousIs(_ mark: String) -> Bool {
    position > 0 && token(ahead: -1).kind == .punctuation && token(ahead: -1).text == mark
  }

  private mutating func parseField(role: RoleSyntax?) throws -> RegisterSyntax.Field {
    let name = try expectName("a field")
    try expect("@", "and the bits of '\(name.name)'")
    var ranges = [try parseBitRange()]
    if name.name == "zero" || name.name == "one" {
      while at(","), next.kind == .number {
        advance()
        ranges.append(try parseBitRange())
      }
      return RegisterSyntax.Field(
        kind: .fixed(one: name.name == "one"), ranges: ranges, span: name.span.through(previousSpan))
    }
    return RegisterSyntax.Field(
      kind: .named(name, role: role), ranges: ranges, span: name.span.through(previousSpan))
  }

  private mutating func parseBitRange() throws -> BitRangeSyntax {
    let high = try parseExpression()
    let low = take("..") ? try parseExpression() : high
    return BitRangeSyntax(high: high, low: low, span: high.span.through(low.span))
  }

  mutating func parseView() throws -> ViewSyntax {
    advance()
    let name = try expectName("the name of the view")
    let parameters = take("[") ? try parseParameters(until: "]") : []
    try expect(":", "and the type of '\(name.name)'")
    let type = try parseType()
    try expect("{")
    try expectWord("read", "and how '\(name.name)' is read")
    let read = try parseBlock()
    var write: (Identifier, BlockSyntax)?
    if takeWord("write") {
      try expect("(")
      let value = try expectName("a name for the value")
      try expect(")")
      write = (value, try parseBlock())
    }
    try expect("}")
    return ViewSyntax(name: name, parameters: parameters, type: type, read: read, write: write)
  }

  mutating func parseNames() throws -> NamesSyntax {
    advance()
    let name = try expectName("the name of the list")
    try expect(":", "and a type")
    let type = try parseType()
    try expect("=")
    var texts = [try expectText("a name").text]
    while take(",") { texts.append(try expectText("a name").text) }
    return NamesSyntax(name: name, type: type, texts: texts)
  }

  mutating func parseTranslation() throws -> TranslateSyntax {
    advance()
    try expect("(")
    let parameters = try list(until: ")") { try $0.expectName("a parameter") }
    return TranslateSyntax(parameters: parameters, body: try parseBlock())
  }

  mutating func parseMemory() throws -> MemorySyntax {
    advance()
    let name = try expectName("'mem' or 'phys'")
    try expect("[", "and the parts of an address")
    let parameters = try parseParameters(until: "]")
    try expect(":", "and the type of a unit")
    let unit = try parseType()
    guard atWord("little") || atWord("big") else {
      throw fail(expected: "the byte order: 'little' or 'big'")
    }
    let isBigEndian = advance().text == "big"
    let trap = takeWord("traps") ? try expectName("the trap of a refused access") : nil
    let size = takeWord("size") ? try parseExpression() : nil
    return MemorySyntax(
      name: name, parameters: parameters, unit: unit, isBigEndian: isBigEndian, trap: trap, size: size)
  }
}
