extension Parser {

  mutating func parseMachine() throws -> MachineSyntax? {
    let start = advance()
    let name = try expectName("the name of the machine")
    let title = current.kind == .string ? advance().text : nil
    var base: Identifier?
    if takeWord("extends") { base = try expectName("the machine that '\(name.name)' extends") }
    let body = try braced("the items of '\(name.name)'", skip: { $0.skipToItem() }) { try $0.parseItem() }
    return MachineSyntax(
      name: name, title: title, base: base, items: body.elements, span: start.span.through(body.span))
  }

  mutating func parseItems() throws -> [ItemSyntax] {
    try braced("the items", skip: { $0.skipToItem() }) { try $0.parseItem() }.elements
  }

  mutating func parseItem() throws -> [ItemSyntax] {
    let start = current.span
    let kind = try parseItemKind()
    return [ItemSyntax(kind: kind, span: start.through(previousSpan))]
  }

  private mutating func parseItemKind() throws -> ItemSyntax.Kind {
    guard current.kind == .identifier else { throw fail(expected: "a declaration") }
    switch current.text {
    case "include":
      advance()
      return .include(path: try expectText("the path of the file").text)
    case "source":
      advance()
      let name = try expectName("the short name of a document")
      return .source(SourceDeclarationSyntax(name: name, title: try expectText("its title").text))
    case "feature": return .feature(try parseFeature())
    case "when":
      advance()
      let negated = take("!")
      let feature = try expectName("a feature")
      return .when(feature: feature, negated: negated, try parseItems())
    case "for":
      let header = try parseForHeader()
      return .repeated(header, try parseItems())
    case "constant":
      advance()
      let name = try expectName("the name of the constant")
      let type = take(":") ? try parseType() : nil
      try expect("=", "and a value")
      return .constant(ConstantSyntax(name: name, type: type, value: try parseExpression()))
    case "register", "guest", "mode", "relocation", "control", "time": return .register(try parseRegister())
    case "alias":
      advance()
      let name = try expectName("the name of the alias")
      try expect("=", "and a place")
      return .alias(AliasSyntax(name: name, place: try parseExpression()))
    case "view": return .view(try parseView())
    case "names": return .names(try parseNames())
    case "memory": return .memory(try parseMemory())
    case "translate": return .translate(try parseTranslation())
    case "second_stage": return .secondStage(try parseTranslation())
    case "modes": return .modes(try parseModes())
    case "host":
      advance()
      let mode = current.kind == .identifier ? try expectName("a mode") : nil
      return .host(mode: mode, try parseConditions("the host conditions"))
    case "invariant":
      advance()
      return .invariant(try parseConditions("the invariants"))
    case "mirror":
      advance()
      var places = [try parseExpression()]
      while take(",") { places.append(try parseExpression()) }
      return .mirror(places)
    case "claim": return .claim(try parseClaim())
    case "trap": return .trap(try parseTrap())
    case "interrupt": return .interrupt(try parseInterrupt())
    case "reset":
      advance()
      return .reset(try parseBlock())
    case "install": return .install(try parseInstall())
    case "device": return .device(try parseDevice())
    case "mapped": return .mapped(try parseMapped())
    case "halt":
      advance()
      try expectWord("when", "and a condition")
      return .halt(try parseExpression())
    case "wait":
      advance()
      try expectWord("when", "and a condition")
      return .wait(try parseExpression())
    case "elf":
      advance()
      return .elf(try parseExpression())
    case "function": return .function(try parseFunction())
    case "translation":
      advance()
      guard atWord("function") else { throw fail(expected: "'function' after 'translation'") }
      return .function(try parseFunction(isTranslation: true))
    case "record":
      advance()
      let name = try expectName("the name of the record")
      try expect("{")
      return .record(RecordSyntax(name: name, fields: try parseParameters(until: "}")))
    case "enum": return .enumeration(try parseEnumeration())
    case "encoding": return .encoding(try parseEncoding())
    case "operand": return .operand(try parseOperand())
    case "instruction": return .instruction(try parseInstruction())
    case "replace":
      advance()
      let start = current.span
      let kind = try nested { try $0.parseItemKind() }
      return .replace(ItemSyntax(kind: kind, span: start.through(previousSpan)))
    case "remove":
      advance()
      let kind = try expectName("the kind of item to remove")
      return .remove(kind: kind.name, try expectName("the name of the item to remove"))
    default:
      let suggestion = Spelling.suggestion(for: current.text, among: Self.itemWords.sorted())
      throw fail(
        "'\(current.text)' does not start a declaration", at: current.span,
        help: suggestion.map { "did you mean '\($0)'?" })
    }
  }

  private mutating func parseFeature() throws -> FeatureSyntax {
    advance()
    let name = try expectName("the name of the feature")
    let title = try expectText("what the feature is").text
    guard take("=") else { return FeatureSyntax(name: name, title: title, isOn: false) }
    guard atWord("on") || atWord("off") else { throw fail(expected: "'on' or 'off'") }
    return FeatureSyntax(name: name, title: title, isOn: advance().text == "on")
  }

  mutating func parseConditions(_ what: String) throws -> [ExpressionSyntax] {
    try braced(what, skip: { $0.skipToStatement() }) { [try $0.parseExpression()] }.elements
  }

  mutating func parseParameters(until close: String) throws -> [ParameterSyntax] {
    try list(until: close) { parser in
      let name = try parser.expectName("a parameter")
      try parser.expect(":", "and the type of '\(name.name)'")
      return ParameterSyntax(name: name, type: try parser.parseType())
    }
  }

  private mutating func parseModes() throws -> [ModeSyntax] {
    advance()
    return try braced("the modes", skip: { $0.skipToStatement() }) { parser in
      let name = try parser.expectName("the name of a mode")
      try parser.expectWord("when", "after the name of the mode")
      let condition = try parser.parseExpression()
      let host = parser.takeWord("in") ? try parser.expectName("a mode") : nil
      return [ModeSyntax(name: name, condition: condition, host: host)]
    }.elements
  }

  private mutating func parseClaim() throws -> ClaimSyntax {
    advance()
    let name = try expectName("an instruction or a verdict")
    if takeWord("holds") { return ClaimSyntax(kind: .verdict(name: name, holds: true)) }
    if takeWord("violated") { return ClaimSyntax(kind: .verdict(name: name, holds: false)) }
    if takeWord("passes") { return ClaimSyntax(kind: .direct(instruction: name, passes: true)) }
    if takeWord("fails") { return ClaimSyntax(kind: .direct(instruction: name, passes: false)) }
    if takeWord("is") {
      let negated = takeWord("not")
      return ClaimSyntax(
        kind: .classified(instruction: name, class: try parseHyphenated("a class"), negated: negated))
    }
    let negated = takeWord("not")
    guard takeWord("violates") else {
      throw fail(expected: "'is', 'violates', 'not violates', 'passes', 'fails', 'holds' or 'violated'")
    }
    let rule =
      current.kind == .identifier && !current.startsLine ? try expectName("a rule") : nil
    return ClaimSyntax(kind: .violates(instruction: name, rule: rule, negated: negated))
  }

  private mutating func parseHyphenated(_ what: String) throws -> Identifier {
    var name = try expectName(what)
    while at("-"), !current.startsLine {
      advance()
      let part = try expectName(what)
      name = Identifier(name: name.name + "-" + part.name, span: name.span.through(part.span))
    }
    return name
  }

  private mutating func parseTrap() throws -> TrapSyntax {
    advance()
    let name = try expectName("the name of the trap")
    let parameters = take("(") ? try parseParameters(until: ")") : []
    try expect(":", "and the class of the trap")
    let trapClass = try expectName("a class: memory, privilege, service or fault")
    var isImprecise = false
    if take(",") {
      try expectWord("imprecise")
      isImprecise = true
    }
    let entry = takeWord("enters") ? try parseExpression() : nil
    return TrapSyntax(
      name: name, parameters: parameters, trapClass: trapClass, isImprecise: isImprecise, entry: entry)
  }

  private mutating func parseInterrupt() throws -> InterruptSyntax {
    advance()
    let name = try expectName("the name of the interrupt")
    try expectWord("priority")
    let priority = try parseExpression()
    try expectWord("when")
    let condition = try parseExpression()
    try expectWord("enters")
    return InterruptSyntax(
      name: name, priority: priority, condition: condition, entry: try parseExpression())
  }

  private mutating func parseFunction(isTranslation: Bool = false) throws -> FunctionSyntax {
    advance()
    let name = try expectName("the name of the function")
    try expect("(", "after the name of the function")
    let parameters = try parseParameters(until: ")")
    let result = take("->") ? try parseType() : nil
    return FunctionSyntax(
      name: name, parameters: parameters, result: result, body: try parseBlock(), isTranslation: isTranslation
    )
  }

  private mutating func parseEnumeration() throws -> EnumerationSyntax {
    advance()
    let name = try expectName("the name of the enum")
    try expect("{")
    let cases = try list(until: "}") { parser in
      let name = try parser.expectName("a case")
      let fields = parser.take("(") ? try parser.parseParameters(until: ")") : []
      return EnumerationSyntax.Case(name: name, fields: fields)
    }
    return EnumerationSyntax(name: name, cases: cases)
  }
}
