extension Parser {

  mutating func parseEncoding() throws -> EncodingSyntax {
    advance()
    var encoding = EncodingSyntax()
    _ = try braced("the encoding", skip: { $0.skipToStatement() }) { parser -> [Never] in
      try parser.parseEncodingMember(into: &encoding)
      return []
    }
    return encoding
  }

  private mutating func parseEncodingMember(into encoding: inout EncodingSyntax) throws {
    let start = current.span
    switch current.text {
    case "unit":
      advance()
      encoding.unit = try parseType()
      if atWord("little") || atWord("big") { encoding.isBigEndian = advance().text == "big" }
    case "fetch":
      advance()
      encoding.fetch = try parseExpression()
    case "step":
      advance()
      encoding.step = try parseBlock()
    case "context":
      advance()
      let name = try expectName("the name of the context")
      try expect(":", "and a type")
      let type = try parseType()
      let initial = take("=") ? try parseExpression() : nil
      let isStrict = takeWord("strict")
      encoding.contexts.append(
        EncodingSyntax.Context(name: name, type: type, initial: initial, isStrict: isStrict))
    case "prefix":
      advance()
      let pattern = try parsePattern()
      var texts: [(text: String, span: Span)] = []
      while current.kind == .string { texts.append(try expectText("the word for the prefix")) }
      let settings = try braced("the settings of a prefix", skip: { $0.skipToStatement() }) { parser in
        let name = try parser.expectName("a context")
        try parser.expect("=", "and a value")
        return [(name: name, value: try parser.parseExpression())]
      }.elements
      encoding.prefixes.append(
        EncodingSyntax.Prefix(
          pattern: pattern, texts: texts, settings: settings, span: start.through(previousSpan)))
    case "otherwise":
      advance()
      try expectWord("trap")
      encoding.otherwise = try expectName("the name of a trap")
    default:
      throw fail(expected: "'unit', 'fetch', 'step', 'context', 'prefix' or 'otherwise'")
    }
  }

  mutating func parseOperand() throws -> OperandSyntax {
    advance()
    let name = try expectName("the name of the operand")
    try expect("(", "after the name of the operand")
    let parameters = try parseParameters(until: ")")
    try expect("->", "and the type of the operand's value")
    let result = try parseType()
    let cases = try braced("the cases of '\(name.name)'", skip: { $0.skipToStatement() }) { parser in
      [try parser.parseOperandCase()]
    }.elements
    return OperandSyntax(name: name, parameters: parameters, result: result, cases: cases)
  }

  private mutating func parseOperandCase() throws -> OperandSyntax.Case {
    let start = current.span
    try expectWord("case")
    var patterns: [(elements: [PatternElementSyntax], span: Span)] = []
    if take("(") {
      patterns = try list(until: ")") { parser in
        let start = parser.current.span
        if parser.atWord("_"), parser.next.text != ":" {
          parser.advance()
          return ([], start)
        }
        let elements = try parser.parsePattern()
        return (elements, start.through(parser.previousSpan))
      }
    }
    let elements = startsExtension ? try parsePattern() : []
    let condition = takeWord("where") ? try parseExpression() : nil
    let syntax = current.kind == .string ? try expectText("syntax") : nil
    try expect("=>", "and the value of the case")
    let value = try parseExpression()
    return OperandSyntax.Case(
      patterns: patterns, elements: elements, syntax: syntax, condition: condition, value: value,
      span: start.through(value.span))
  }

  private var startsExtension: Bool { current.kind != .string && !at("=>") && !atWord("where") }

  mutating func parseInstruction() throws -> InstructionSyntax {
    let start = advance()
    let name = try expectName("the name of the instruction")
    var title: ExpressionSyntax?
    if current.kind == .string {
      let text = advance()
      title = ExpressionSyntax(kind: .text(text.text), span: text.span)
    } else if current.kind == .identifier {
      let name = advance()
      title = ExpressionSyntax(kind: .name(name.text), span: name.span)
    }
    var main = FormSyntax(span: start.span.through(name.span))
    let members = try parseMembers(of: name, main: &main)
    return InstructionSyntax(name: name, title: title, members: members, main: main)
  }

  private mutating func parseMembers(
    of name: Identifier, main: inout FormSyntax
  ) throws -> [InstructionSyntax.Member] {
    var form = main
    defer { main = form }
    return try braced("'\(name.name)'", skip: { $0.skipToStatement() }) { parser in
      switch parser.current.text {
      case "source":
        parser.advance()
        let document = try parser.expectName("the short name of a document")
        let place = try parser.expectText("the place").text
        return [.source(InstructionSyntax.Citation(document: document, place: place))]
      case "always":
        parser.advance()
        try parser.expectWord("traps")
        return [.alwaysTraps]
      case "form":
        var inner = FormSyntax(span: parser.advance().span)
        _ = try parser.braced("the form", skip: { $0.skipToStatement() }) { parser -> [Never] in
          try parser.parseFormMember(into: &inner)
          return []
        }
        return [.form(inner)]
      case "for":
        let header = try parser.parseForHeader()
        return [.repeated(header, try parser.nested { try $0.parseMembers(of: name, main: &form) })]
      default:
        try parser.parseFormMember(into: &form)
        return []
      }
    }.elements
  }

  private mutating func parseFormMember(into form: inout FormSyntax) throws {
    let word = current
    func once<Value>(_ old: Value?) throws {
      if old != nil { throw fail("a second '\(word.text)' in one form", at: word.span) }
    }
    switch word.kind == .identifier ? word.text : "" {
    case "encode":
      try once(form.pattern)
      advance()
      form.pattern = try parsePattern()
      if takeWord("where") { form.condition = try parseExpression() }
    case "where":
      try once(form.condition)
      advance()
      form.condition = try parseExpression()
    case "syntax":
      try once(form.syntax)
      advance()
      form.syntax = try expectText("the syntax")
    case "do":
      try once(form.body)
      advance()
      form.body = try parseBlock()
    default:
      throw fail(expected: "'source', 'encode', 'where', 'syntax', 'do', 'form', 'for' or 'always traps'")
    }
  }
}
