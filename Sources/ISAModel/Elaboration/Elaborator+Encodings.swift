import ISALanguage

extension Elaborator {

  func elaborateStream() -> InstructionStream? {
    guard let item = items.first(where: { if case .encoding = $0.syntax.kind { true } else { false } }),
      case .encoding(let syntax) = item.syntax.kind
    else {
      diagnostics.error(
        "the machine '\(machineName.name)' does not say how instructions are read", at: machineName.span,
        help: "add 'encoding { unit bits(8) … }'")
      return nil
    }
    body = BodyScope(statics: item.statics)
    return attempt {
      guard let unitSyntax = syntax.unit else {
        throw fail("the encoding has no unit", at: item.syntax.span, help: "add 'unit bits(8) little'")
      }
      let unit = try bitsWidth(unitSyntax)
      streamUnit = unit
      for context in syntax.contexts { try declareContext(context) }
      let prefixes = try syntax.prefixes.map { try prefix($0, unit: unit) }
      guard let fetchSyntax = syntax.fetch else {
        throw fail(
          "the encoding does not say where instructions are", at: item.syntax.span,
          help: "add 'fetch mem[PC]'")
      }
      let fetch = try fetchAddress(fetchSyntax)
      var step: Function?
      if let stepSyntax = syntax.step {
        step = try makeFunction(
          name: "step", parameters: [], result: nil, body: stepSyntax, statics: item.statics
        ).0
      }
      guard let name = syntax.otherwise else {
        throw fail(
          "the encoding does not say what encodings do that no instruction has", at: item.syntax.span,
          help: "add 'otherwise trap NAME'")
      }
      let (otherwise, _) = try trapUse(name, [])
      return InstructionStream(
        unit: unit, isBigEndian: syntax.isBigEndian, fetch: fetch, step: step, contexts: contexts,
        prefixes: prefixes,
        otherwise: otherwise)
    }
  }

  private func declareContext(_ syntax: EncodingSyntax.Context) throws {
    let width = try bitsWidth(syntax.type)
    let initial = try syntax.initial.map { try constant($0, width: width) } ?? 0
    guard globals[syntax.name.name] == nil else {
      throw fail(
        "'\(syntax.name.name)' is declared twice", at: syntax.name.span,
        notes: globalSpans[syntax.name.name].map { [Diagnostic.Note("first declared here", at: $0)] } ?? [])
    }
    globals[syntax.name.name] = .context(contexts.count)
    globalSpans[syntax.name.name] = syntax.name.span
    contexts.append(
      Context(
        name: syntax.name.name, width: width, initial: initial, isStrict: syntax.isStrict,
        span: syntax.name.span))
  }

  private func prefix(_ syntax: EncodingSyntax.Prefix, unit: Int) throws -> Prefix {
    let elements = try syntax.pattern.map { element in
      guard case .bits(let value, let width) = element.kind else {
        throw fail("a prefix consists of constant bits", at: element.span)
      }
      return (value: value, width: width)
    }
    let settings = try syntax.settings.map { name, value in
      guard case .context(let number)? = globals[name.name] else {
        throw fail(
          "there is no context '\(name.name)'", at: name.span,
          help: didYouMean(name.name, among: contexts.map(\.name)))
      }
      return (context: number, value: try constant(value, width: contexts[number].width))
    }
    let result = Prefix(elements: elements, settings: settings)
    guard result.width % unit == 0 else {
      throw fail(
        "a prefix is a whole number of units of \(unit) bits, this one has \(result.width)", at: syntax.span)
    }
    return result
  }

  private func fetchAddress(_ syntax: ExpressionSyntax) throws -> [Expression] {
    guard case .index(let base, let indices) = syntax.kind, case .name("mem") = base.kind, let memory,
      indices.count == memory.parameters.count
    else {
      throw fail("write 'fetch mem[…]' with the address of the instruction", at: syntax.span)
    }
    return try zip(indices, memory.parameters).map { index, parameter in
      try value(index, expecting: .bits(parameter.width)).expression
    }
  }

  // MARK: Layouts

  /// The layout of a pattern; its fields and operands are declared in `body`. `firstField` is the number of
  /// its first field.
  func layout(
    _ elements: [PatternElementSyntax], firstField: Int, unit: Int, isWhole: Bool, span: Span
  ) throws -> (layout: Layout, fieldCount: Int, remainder: Int) {
    var layout = Layout()
    var names: [String: Span] = [:]
    var direct = 0
    for element in elements {
      if case .field(let name, _) = element.kind {
        direct += 1
        if name == nil { throw fail("a field of an encoding needs a name", at: element.span) }
      }
    }
    var nextField = firstField
    var nextOperandField = firstField + direct
    var bits = 0
    for element in elements {
      switch element.kind {
      case .bits(let value, let width):
        layout.elements.append(.bits(value, width: width))
        bits += width
      case .constant(let expression):
        guard let (value, width) = staticBits(expression) else {
          throw fail(
            "the width of this number is not known here", at: element.span,
            help: "write it in the 'for' row with all its binary digits")
        }
        layout.elements.append(.bits(value, width: width))
        bits += width
      case .field(let name, let widthSyntax):
        guard let name else { throw Mistake() }
        let width = try requireStatic(widthSyntax, "the width of a field")
        guard (1...128).contains(width) else { throw fail("a field has 1 to 128 bits", at: element.span) }
        try declareOnce(name, in: &names)
        body.bind(name.name, .field(nextField, width: width))
        layout.elements.append(.field(nextField))
        layout.fields.append(EncodingField(name: name.name, width: width))
        nextField += 1
        bits += width
      case .operand(let name, let kind, let arguments):
        try declareOnce(name, in: &names)
        let use = try operandUse(name, kind, arguments, firstField: nextOperandField, at: element.span)
        nextOperandField += operands[use.operand].fieldCount
        layout.elements.append(.operand(layout.operands.count))
        body.bind(name.name, .operand(layout.operands.count, type: operands[use.operand].result))
        layout.operands.append(use)
        bits += operands[use.operand].remainder
      }
    }
    guard !isWhole || bits % unit == 0 else {
      throw fail(
        "an encoding is a whole number of units of \(unit) bits, this one has \(bits) bits", at: span)
    }
    return (layout, nextOperandField - firstField, bits % unit)
  }

  private func declareOnce(_ name: Identifier, in names: inout [String: Span]) throws {
    if let other = names[name.name] {
      throw fail(
        "the field '\(name.name)' is declared twice", at: name.span,
        notes: [Diagnostic.Note("first declared here", at: other)])
    }
    guard body.statics[name.name] == nil else {
      throw fail("'\(name.name)' is already a static variable here", at: name.span)
    }
    names[name.name] = name.span
  }

  private func operandUse(
    _ name: Identifier, _ kind: Identifier, _ arguments: [ExpressionSyntax], firstField: Int, at span: Span
  ) throws -> OperandUse {
    let resolved = resolve(kind, body.statics)
    guard case .operand(let number)? = globals[resolved] else {
      throw fail(
        "there is no operand '\(resolved)'", at: kind.span,
        help: didYouMean(resolved, among: genericOperands.map(\.syntax.name.name)))
    }
    let generic = genericOperands[number]
    guard arguments.count == generic.syntax.parameters.count else {
      throw fail(
        "'\(resolved)' takes \(generic.syntax.parameters.count) arguments, not \(arguments.count)", at: span,
        notes: [Diagnostic.Note("declared here", at: generic.syntax.name.span)])
    }
    let (statics, dynamic) = try splitArguments(
      generic.syntax.parameters, arguments, statics: generic.statics)
    let instance = try operandInstance(number, statics: statics, at: span)
    return OperandUse(
      name: name.name, operand: instance, arguments: dynamic, firstField: firstField, span: span)
  }

  // MARK: Operands

  private func operandInstance(_ number: Int, statics: Statics, at span: Span) throws -> Int {
    let generic = genericOperands[number]
    let key = InstanceKey(
      number: number,
      statics: generic.syntax.parameters.compactMap { parameter in
        if case .width = parameter.type.kind { statics[parameter.name.name] } else { nil }
      }, part: "operand")
    if let known = operandInstances[key], known >= 0 { return known }
    guard !operandsInProgress.contains(key) else {
      throw fail("the operand '\(generic.syntax.name.name)' contains itself", at: span)
    }
    if operandInstances[key] != nil { throw Mistake() }
    operandsInProgress.append(key)
    defer { operandsInProgress.removeLast() }
    operandInstances[key] = -1
    let saved = body
    defer { body = saved }
    let made = try makeOperand(generic.syntax, statics: statics)
    operands.append(made)
    operandInstances[key] = operands.count - 1
    return operands.count - 1
  }

  private func makeOperand(_ syntax: OperandSyntax, statics: Statics) throws -> Operand {
    body = BodyScope(statics: statics)
    let result = try type(syntax.result).type
    var parameters: [(name: Identifier, width: Int)] = []
    for parameter in syntax.parameters {
      if case .width = parameter.type.kind { continue }
      let width = try bitsWidth(parameter.type)
      _ = body.declare(parameter.name.name, type: .bits(width))
      parameters.append((name: parameter.name, width: width))
    }
    var cases: [Operand.Case] = []
    var fieldCount = 0
    var remainder: Int?
    var failed = false
    for one in syntax.cases {
      body.push()
      defer { body.pop() }
      do {
        let (made, count, rest) = try makeCase(
          one, parameters: parameters, result: result, firstField: fieldCount)
        if let remainder, remainder != rest {
          throw fail(
            "the cases of an operand leave equal parts of a unit of \(streamUnit) bits: "
              + "\(remainder) bits before, \(rest) here",
            at: one.span)
        }
        remainder = rest
        fieldCount += count
        cases.append(made)
      } catch {
        failed = true
      }
    }
    if failed { throw Mistake() }
    guard !cases.isEmpty else {
      throw fail("the operand '\(syntax.name.name)' has no cases", at: syntax.name.span)
    }
    let usesStream = cases.count > 1 && cases.contains { $0.layout.hasConstantBits }
    var selectorWidth: Int?
    if usesStream {
      for index in cases.indices {
        cases[index].exclusions = cases[..<index].compactMap { earlier in
          StreamOverlap.condition(earlier, cases[index])
        }
      }
      var width = 1
      while 1 << width < cases.count { width += 1 }
      selectorWidth = width
    }
    return Operand(
      name: syntax.name.name, parameters: parameters.map(\.width),
      parameterNames: parameters.map(\.name.name), result: result, cases: cases, localCount: body.localCount,
      fieldCount: fieldCount + (usesStream ? 1 : 0), selectorWidth: selectorWidth, remainder: remainder ?? 0)
  }

  private func makeCase(
    _ one: OperandSyntax.Case, parameters: [(name: Identifier, width: Int)], result: Type, firstField: Int
  ) throws -> (Operand.Case, fieldCount: Int, remainder: Int) {
    guard one.patterns.isEmpty || one.patterns.count == parameters.count else {
      throw fail(
        "this case has \(one.patterns.count) patterns for \(parameters.count) parameters", at: one.span)
    }
    var tests: [Expression] = []
    for (slot, (pattern, parameter)) in zip(one.patterns, parameters).enumerated()
    where !pattern.elements.isEmpty {
      let bits = try bitPattern(pattern.elements, width: parameter.width, at: pattern.span)
      for part in bits.parts {
        let local = body.declare(part.name.name, type: .bits(part.high - part.low + 1))
        body.pending.append(.setLocal(local, .extract(.local(slot), high: part.high, low: part.low)))
      }
      if let test = comparison(.local(slot), bits, width: parameter.width) { tests.append(test) }
    }
    let named = takePending()
    let (layout, count, remainder) = try self.layout(
      one.elements, firstField: 0, unit: streamUnit, isWhole: false, span: one.span)
    if let condition = one.condition {
      // A condition chooses the case while decoding: it may look at parameters and context, not at later
      // fields.
      tests.append(try self.condition(condition))
    }
    let condition = tests.dropFirst().reduce(tests.first ?? .constant(1, width: 1)) { .binary(.and, $0, $1) }
    let typed = try value(one.value, expecting: result)
    let before = named + takePending()
    let value: Expression =
      before.isEmpty ? typed.expression : .block(Block(before, result: typed.expression))
    let parts =
      try one.syntax.map {
        try syntaxParts($0.text, at: $0.span, layout: layout, parameters: parameters.map(\.name.name))
      } ?? []
    return (
      Operand.Case(
        condition: condition, exclusions: [], layout: layout, firstField: firstField, syntax: parts, value: value,
        span: one.span), count,
      remainder
    )
  }

  // MARK: Syntax

  /// The pieces of an assembly syntax text.
  func syntaxParts(_ text: String, at span: Span, layout: Layout, parameters: [String]) throws -> [SyntaxPart]
  {
    let text = StaticEvaluator(statics: body.statics, features: features).interpolate(text)
    var parts: [SyntaxPart] = []
    var literal = ""
    var rest = Substring(text)
    while let first = rest.first {
      rest = rest.dropFirst()
      if first == "{", rest.first == "{" || first == "}", rest.first == "}" {
        literal.append(first)
        rest = rest.dropFirst()
        continue
      }
      guard first == "{" else {
        literal.append(first)
        continue
      }
      guard let close = rest.firstIndex(of: "}") else { throw fail("'{' without '}' in a syntax", at: span) }
      let inner = rest[..<close].split(separator: ":", maxSplits: 1).map { $0.trimmingSpaces }
      rest = rest[rest.index(after: close)...]
      if !literal.isEmpty { parts.append(.text(literal)) }
      literal = ""
      guard let name = inner.first else { throw fail("'{}' names no field", at: span) }
      parts.append(
        try syntaxPart(
          name, names: inner.count > 1 ? inner[1] : nil, at: span, layout: layout, parameters: parameters))
    }
    if !literal.isEmpty { parts.append(.text(literal)) }
    return parts
  }

  private func syntaxPart(
    _ name: String, names list: String?, at span: Span, layout: Layout, parameters: [String]
  ) throws -> SyntaxPart {
    var number: Int?
    if let list {
      var resolved = list
      if case .name(let other)? = body.statics[list] { resolved = other }
      guard let found = namesByName[resolved] else {
        throw fail(
          "there is no list of names '\(resolved)'", at: span,
          help: didYouMean(resolved, among: names.map(\.name)))
      }
      number = found
    }
    func check(width: Int) throws {
      guard let number, names[number].width != width else { return }
      throw fail(
        "'\(names[number].name)' names values of bits(\(names[number].width)), '\(name)' has bits(\(width))",
        at: span)
    }
    if let index = layout.operands.firstIndex(where: { $0.name == name }) {
      guard list == nil else { throw fail("an operand has its own syntax", at: span) }
      return .operand(index)
    }
    if case .field(let field, let width)? = body.lookup(name) {
      try check(width: width)
      return .field(field, names: number)
    }
    if let index = parameters.firstIndex(of: name) { return .parameter(index, names: number) }
    if case .context(let context)? = globals[name] {
      try check(width: contexts[context].width)
      return .context(context, names: number)
    }
    let candidates =
      layout.operands.map(\.name) + layout.fields.map(\.name) + parameters + contexts.map(\.name)
    throw fail(
      "the syntax mentions '\(name)', which is no field or operand here", at: span,
      help: didYouMean(name, among: candidates))
  }
}

extension Substring {

  /// The text without spaces at its ends.
  fileprivate var trimmingSpaces: String {
    var text = self
    while text.first == " " { text = text.dropFirst() }
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}
