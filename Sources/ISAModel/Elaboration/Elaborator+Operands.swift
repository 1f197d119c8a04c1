import ISALanguage

extension Elaborator {

  /// How deeply operands may be made of operands.
  private static let deepestOperands = 32

  /// The operand kind made for these static parameters.
  func operandInstance(_ number: Int, statics: Statics, at span: Span) throws -> Int {
    let generic = genericOperands[number]
    let name = resolve(generic.syntax.name, generic.statics)
    let key = InstanceKey(
      number: number, statics: staticKey(generic.syntax.parameters, statics), part: "operand")
    if let known = operandInstances[key], known >= 0 { return known }
    guard !operandsInProgress.contains(key) else {
      throw fail(
        "the operand '\(name)' contains itself", at: span, notes: declared(at: generic.syntax.name.span))
    }
    // What could not be made was reported.
    if operandInstances[key] != nil { throw Mistake() }
    guard operandsInProgress.count < Self.deepestOperands else {
      throw fail(
        "operands nest more than \(Self.deepestOperands) levels deep here", at: span,
        notes: declared(at: generic.syntax.name.span),
        help: "an operand is made anew for every value of its static parameters")
    }
    operandsInProgress.append(key)
    defer { operandsInProgress.removeLast() }
    operandInstances[key] = -1
    let saved = body
    defer { body = saved }
    let (made, longest) = try makeOperand(generic.syntax, name: name, statics: statics)
    operands.append(made)
    operandLengths.append(longest)
    operandInstances[key] = operands.count - 1
    return operands.count - 1
  }

  private func makeOperand(
    _ syntax: OperandSyntax, name: String, statics: Statics
  ) throws -> (Operand, longest: Int) {
    body = BodyScope(statics: statics)
    checkParameters(syntax.parameters)
    let result = try type(syntax.result).type
    var parameters: [(name: Identifier, width: Int)] = []
    for parameter in syntax.parameters where !parameter.isStatic {
      let width = try bitsWidth(parameter.type)
      _ = body.declare(parameter.name.name, type: .bits(width))
      parameters.append((name: parameter.name, width: width))
    }
    var cases: [Operand.Case] = []
    var fieldCount = 0
    var longest = 0
    var remainder: (bits: Int, span: Span)?
    var failed = false
    for one in syntax.cases {
      body.push()
      defer { body.pop() }
      let made = attempt {
        let (made, size) = try makeCase(one, parameters: parameters, result: result, firstField: fieldCount)
        if let remainder, remainder.bits != size.remainder {
          throw fail(
            "the cases of an operand take equal parts of a unit of \(streamUnit) bits: this one leaves "
              + "\(counted(size.remainder, "bit")) beyond whole units, the first \(remainder.bits)",
            at: one.span, notes: declared(at: remainder.span, "the first case"))
        }
        remainder = remainder ?? (size.remainder, one.span)
        return (made, size)
      }
      guard let (made, size) = made else {
        failed = true
        continue
      }
      fieldCount += size.fieldCount
      longest = max(longest, size.longest)
      cases.append(made)
    }
    if failed || syntax.cases.isEmpty && !damage.mistakes.isEmpty { throw Mistake() }
    guard !cases.isEmpty else { throw fail("the operand '\(name)' has no cases", at: syntax.name.span) }
    let usesStream = cases.count > 1 && cases.contains { $0.layout.hasConstantBits }
    if usesStream {
      for index in cases.indices {
        cases[index].exclusions = cases[..<index].compactMap { StreamOverlap.condition($0, cases[index]) }
      }
    }
    let operand = Operand(
      name: name, parameters: parameters.map(\.width), parameterNames: parameters.map(\.name.name),
      result: result, cases: cases, localCount: body.localCount,
      localNames: body.localNames,
      fieldCount: fieldCount + (usesStream ? 1 : 0),
      selectorWidth: usesStream ? Operand.selectorWidth(cases: cases.count) : nil,
      remainder: remainder?.bits ?? 0)
    return (operand, longest)
  }

  private func makeCase(
    _ one: OperandSyntax.Case, parameters: [(name: Identifier, width: Int)], result: Type, firstField: Int
  ) throws -> (Operand.Case, LayoutSize) {
    guard one.patterns.isEmpty || one.patterns.count == parameters.count else {
      throw fail(
        "this case has \(counted(one.patterns.count, "pattern")) for \(counted(parameters.count, "parameter"))",
        at: one.span)
    }
    var tests: [Expression] = []
    for (slot, (pattern, parameter)) in zip(one.patterns, parameters).enumerated()
    where !pattern.elements.isEmpty {
      let bits = try bitPattern(pattern.elements, width: parameter.width, at: pattern.span)
      for part in bits.parts {
        let isWhole = part.high - part.low + 1 == parameter.width
        body.bind(part.name.name, .part(slot: slot, high: part.high, low: part.low, isWhole: isWhole))
      }
      if let test = comparison(.local(slot), bits, width: parameter.width) { tests.append(test) }
    }
    let (layout, size) = try self.layout(
      one.elements, firstField: 0, unit: streamUnit, isWhole: false, span: one.span)
    if let condition = one.condition { tests.append(try choice(condition)) }
    let condition = tests.dropFirst().reduce(tests.first ?? .constant(1, width: 1)) { .binary(.and, $0, $1) }
    let typed = try value(one.value, expecting: result)
    let before = takePending()
    let value: Expression =
      before.isEmpty ? typed.expression : .block(Block(before, result: typed.expression))
    let parts =
      try one.syntax.map {
        try syntaxParts($0.text, at: $0.span, layout: layout, parameters: parameters.map(\.name.name))
      } ?? []
    let made = Operand.Case(
      condition: condition, exclusions: [], layout: layout, firstField: firstField, syntax: parts,
      value: value,
      span: one.span)
    return (made, size)
  }

  /// The condition of a case, which chooses it while decoding: before its own fields are read.
  private func choice(_ syntax: ExpressionSyntax) throws -> Expression {
    let test = try condition(syntax)
    let mentions = mentions(in: test)
    guard takePending().isEmpty, !mentions.fields, !mentions.length else {
      throw fail(
        "a case is chosen by parameters, contexts and static numbers", at: syntax.span,
        help: "what follows in the encoding is not known yet")
    }
    return test
  }
}
