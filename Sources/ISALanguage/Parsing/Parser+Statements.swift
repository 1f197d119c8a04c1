extension Parser {

  mutating func parseBlock() throws -> BlockSyntax {
    let block = try braced("the statements", skip: { $0.skipToStatement() }) { [try $0.parseStatement()] }
    return BlockSyntax(statements: block.elements, span: block.span)
  }

  private mutating func parseStatement() throws -> StatementSyntax {
    let start = current.span
    let kind = try parseStatementKind()
    return StatementSyntax(kind: kind, span: start.through(previousSpan))
  }

  private mutating func parseStatementKind() throws -> StatementSyntax.Kind {
    // A word that starts a statement is a name where an operator follows.
    let followedByOperator = next.kind == .punctuation && ["=", ".", "["].contains(next.text)
    if current.kind == .identifier, !followedByOperator {
      switch current.text {
      case "let", "var": return try parseLocal()
      case "for":
        let header = try parseForHeader()
        return .repeated(header, try parseBlock())
      case "trap":
        advance()
        let (name, arguments) = try parseTrapUse()
        return .trap(name, arguments)
      case "require":
        advance()
        let condition = try parseExpression()
        try expectWord("else", "after the condition of 'require'")
        try expectWord("trap", "after 'else'")
        let (name, arguments) = try parseTrapUse()
        return .require(condition, trap: name, arguments: arguments)
      case "unpredictable":
        advance()
        return .unpredictable
      default: break
      }
    }
    let place = try parseExpression()
    if take("=") { return .assign(place, operation: nil, value: try parseExpression()) }
    if current.kind == .punctuation, ["+=", "-=", "*=", "&=", "|=", "^="].contains(current.text) {
      let operation = String(advance().text.dropLast())
      return .assign(place, operation: operation, value: try parseExpression())
    }
    return .expression(place)
  }

  private mutating func parseLocal() throws -> StatementSyntax.Kind {
    let isMutable = advance().text == "var"
    let name = try expectName("a name")
    let type = take(":") ? try parseType() : nil
    try expect("=", "and a value")
    return .local(name, type: type, value: try parseExpression(), mutable: isMutable)
  }

  mutating func parseTrapUse() throws -> (Identifier, [ExpressionSyntax]) {
    let name = try expectName("the name of a trap")
    guard at("("), !current.startsLine else { return (name, []) }
    advance()
    return (name, try list(until: ")") { try $0.parseExpression() })
  }

  mutating func parseForHeader() throws -> ForHeaderSyntax {
    let start = advance()
    var variables: [Identifier] = []
    repeat { variables.append(try expectName("a variable of 'for'")) } while take(",")
    try expectWord("in", "after the variables of 'for'")
    var rows: [[ExpressionSyntax]] = []
    repeat {
      if variables.count > 1 {
        try expect("(", "before a row of \(variables.count) values")
        rows.append(try list(until: ")") { try $0.parseExpression() })
      } else {
        let value = try parseExpression()
        if rows.isEmpty, take("..<") {
          let high = try parseExpression()
          return ForHeaderSyntax(
            variables: variables, rows: .range(low: value, high: high), span: start.span.through(high.span))
        }
        rows.append([value])
      }
    } while take(",") && !at("{")
    return ForHeaderSyntax(
      variables: variables, rows: .rows(rows), span: start.span.through(previousSpan))
  }

  mutating func parseType() throws -> TypeSyntax {
    let name = try expectName("a type")
    switch name.name {
    case "bits":
      try expect("(", "and a width")
      let width = try parseExpression()
      try expect(")")
      return TypeSyntax(kind: .bits(width), span: name.span.through(previousSpan))
    case "width": return TypeSyntax(kind: .width, span: name.span)
    default: return TypeSyntax(kind: .named(name.name), span: name.span)
    }
  }
}
