import ISALanguage

extension Elaborator {

  func elaborateStream() -> InstructionStream? {
    guard let item = items.first(where: { if case .encoding = $0.syntax.kind { true } else { false } }),
      case .encoding(let syntax) = item.syntax.kind
    else {
      guard damage.mistakes.isEmpty else { return nil }
      diagnostics.error(
        "the machine '\(machineName.name)' does not say how instructions are read", at: machineName.span,
        help: "add 'encoding { unit bits(8) … }'")
      return nil
    }
    body = BodyScope(statics: item.statics)
    let head = Span(
      file: Int(item.syntax.span.file), start: item.syntax.span.start, end: item.syntax.span.start + 8)
    let damaged = isDamaged(item.syntax.span)
    // Every part is looked at, so that what is wrong in one does not hide the others, or the contexts.
    let unit = attempt { try self.unit(syntax, at: head, damaged: damaged) }
    let contextsAreSound = syntax.contexts.map { context in
      attempt { try declareContext(context) } != nil
    }
    let prefixes = syntax.prefixes.map { prefix in attempt { try self.prefix(prefix, unit: streamUnit) } }
    let fetch = attempt { try fetchAddress(syntax.fetch, at: head, damaged: damaged) }
    let step = syntax.step.map { block in
      attempt {
        try makeFunction(
          name: "step", parameters: [], result: nil, body: block, statics: item.statics,
          firstSite: BodyScope.firstSiteOfStep
        ).0
      }
    }
    let otherwise = syntax.otherwise.map { name in attempt { try trapUse(name, []).0 } }
    guard !damaged, let unit, let fetch, !contextsAreSound.contains(false),
      !prefixes.contains(where: { $0 == nil })
    else { return nil }
    if let step, step == nil { return nil }
    if let otherwise, otherwise == nil { return nil }
    return InstructionStream(
      unit: unit, isBigEndian: syntax.isBigEndian, fetch: fetch, step: step ?? nil, contexts: contexts,
      prefixes: prefixes.compactMap { $0 }, otherwise: otherwise ?? nil,
      fetchWidth: memory?.parameters.last?.width ?? 0, span: head)
  }

  private func unit(_ syntax: EncodingSyntax, at head: Span, damaged: Bool) throws -> Int {
    guard let unit = syntax.unit else {
      if damaged { throw Mistake() }
      throw fail("the encoding has no unit", at: head, help: "add 'unit bits(8) little'")
    }
    streamUnit = try bitsWidth(unit)
    return streamUnit
  }

  private func declareContext(_ syntax: EncodingSyntax.Context) throws {
    // A name that is taken was reported.
    guard globals[syntax.name.name] == nil else { throw Mistake() }
    let width = try bitsWidth(syntax.type)
    let initial = try syntax.initial.map { try constant($0, width: width) } ?? 0
    globals[syntax.name.name] = .context(contexts.count)
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
        throw noSuch("context", name.name, at: name.span, among: contexts.map(\.name))
      }
      return (context: number, value: try constant(value, width: contexts[number].width))
    }
    for text in syntax.texts where text.text.isEmpty || !text.text.allSatisfy(Self.isWordPart) {
      throw fail("the text of a prefix is one word", at: text.span)
    }
    let result = Prefix(elements: elements, settings: settings, texts: syntax.texts.map(\.text))
    let span = syntax.pattern.first.flatMap { first in syntax.pattern.last.map { first.span.through($0.span) }
    }
    guard result.width % unit == 0 else {
      throw fail(
        "a prefix is a whole number of units of \(unit) bits, this one has \(counted(result.width, "bit"))",
        at: span ?? syntax.span)
    }
    return result
  }

  private static func isWordPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "._".contains(character)
  }

  private func fetchAddress(_ syntax: ExpressionSyntax?, at head: Span, damaged: Bool) throws -> [Expression]
  {
    guard let syntax else {
      if damaged { throw Mistake() }
      throw fail("the encoding does not say where instructions are", at: head, help: "add 'fetch mem[PC]'")
    }
    guard let memory else { throw fail("the machine has no memory 'mem' to fetch from", at: syntax.span) }
    let parts = memory.parameters.map(\.name).joined(separator: ", ")
    guard case .index(let base, let indices) = syntax.kind, case .name("mem") = base.kind,
      indices.count == memory.parameters.count
    else {
      throw fail("write 'fetch mem[\(parts)]' with the address of the instruction", at: syntax.span)
    }
    return try zip(indices, memory.parameters).map { index, parameter in
      body = BodyScope(statics: body.statics)
      let type = Type.bits(parameter.width)
      return closed(try value(index, expecting: type).expression, type, named: "fetch", at: index.span)
    }
  }
}
