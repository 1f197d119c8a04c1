import ISALanguage

extension Elaborator {

  /// The value of an expression that names a place, or a part of a value.
  func access(_ syntax: ExpressionSyntax) throws -> Typed {
    try read(try place(syntax, binds: false), at: syntax.span)
  }

  func asMode(_ inner: ExpressionSyntax, _ mode: Identifier) throws -> Typed {
    if case .call = inner.kind {
      let typed = try value(inner)
      guard case .accessible(let address, let kind, _, let span) = typed.expression else {
        throw fail("'as' follows an access of 'mem' or 'accessible(…)'", at: inner.span)
      }
      return Typed(.accessible(address, kind, mode: try modeNumber(mode), span), .bits(1))
    }
    return try read(try place(inner, mode: mode, binds: false), at: inner.span)
  }

  func modeNumber(_ name: Identifier) throws -> Int {
    guard case .mode(let number)? = globals[name.name] else {
      throw fail(
        "there is no mode '\(name.name)'", at: name.span,
        help: didYouMean(name.name, among: modeSyntax.map(\.name.name)))
    }
    return number
  }

  /// The place that `syntax` names. With `binds`, computed indices are kept in locals, so that the place can
  /// be read and written with its parts evaluated once.
  func place(_ syntax: ExpressionSyntax, mode: Identifier? = nil, binds: Bool) throws -> Place {
    switch syntax.kind {
    case .asMode(let inner, let mode): return try place(inner, mode: mode, binds: binds)
    case .name(let name): return try namedPlace(name, at: syntax, binds: binds)
    case .index(let base, let indices):
      return try indexed(base, indices, at: syntax, mode: mode, binds: binds)
    case .slice(let base, let high, let low):
      let inner = try place(base, binds: binds)
      let highest = try requireStatic(high, "the high bit of a slice")
      let lowest = try requireStatic(low, "the low bit of a slice")
      return try slice(inner, high: highest, low: lowest, of: base, at: syntax.span)
    case .member(let base, let name): return try member(base, name, at: syntax, binds: binds)
    case .members(let base, let names):
      let places = try names.map { name in
        (name: resolve(name, body.statics), place: try member(base, name, at: syntax, binds: binds))
      }
      var layout: Int?
      if case .register(let register, _, _) = try place(base, binds: binds) { layout = register }
      return .bundle(places, layout: layout)
    default: return .value(try value(syntax))
    }
  }

  private func namedPlace(_ name: String, at syntax: ExpressionSyntax, binds: Bool) throws -> Place {
    if case .local(let slot, let type, let layout, let isMutable) = body.lookup(name) {
      return .local(slot: slot, type, layout: layout, isMutable: isMutable, name: name)
    }
    if body.lookup(name) == nil, case .name(let other)? = body.statics[name] {
      return try namedPlace(other, at: ExpressionSyntax(kind: .name(other), span: syntax.span), binds: binds)
    }
    if body.lookup(name) == nil, body.statics[name] == nil {
      switch globals[name] {
      case .register(let number):
        guard registers[number].count == nil else {
          throw fail("'\(name)' is an array: write \(name)[n]", at: syntax.span)
        }
        return .register(number, .none, syntax.span)
      case .view(let number): return try view(number, [], at: syntax, binds: binds)
      case .alias(let alias, let statics):
        guard aliasesInProgress.insert(name).inserted else {
          throw fail("the alias '\(name)' stands for itself", at: alias.name.span)
        }
        defer { aliasesInProgress.remove(name) }
        let saved = body.statics
        defer { body.statics = saved }
        body.statics = statics
        return relocated(try place(alias.place, binds: binds), to: syntax.span)
      default: break
      }
    }
    return .value(try value(syntax))
  }

  /// `place`, blamed on the line that mentions an alias rather than on the alias.
  private func relocated(_ place: Place, to span: Span) -> Place {
    switch place {
    case .register(let number, let element, _): .register(number, element, span)
    case .field(let register, let element, let part, _): .field(register: register, element, part: part, span)
    case .slice(let inner, let high, let low): .slice(relocated(inner, to: span), high: high, low: low)
    default: place
    }
  }

  private func indexed(
    _ base: ExpressionSyntax, _ indices: [ExpressionSyntax], at syntax: ExpressionSyntax, mode: Identifier?,
    binds: Bool
  ) throws -> Place {
    if case .name(let written) = base.kind, body.lookup(written) == nil {
      var name = written
      if case .name(let other)? = body.statics[written] { name = other }
      switch globals[name] {
      case .memory(let space): return try memoryPlace(space, indices, at: syntax, mode: mode, binds: binds)
      case .view(let number): return try view(number, indices, at: syntax, binds: binds)
      case .register(let number) where registers[number].count != nil:
        guard indices.count == 1 else { throw fail("one index is needed", at: syntax.span) }
        return .register(number, try element(indices[0], of: registers[number], binds: binds), syntax.span)
      case nil where body.statics[written] == nil: throw unknown(name, at: base.span)
      default: break
      }
    }
    guard indices.count == 1 else { throw fail("a bit has one number", at: syntax.span) }
    guard let bit = staticNumber(indices[0]).flatMap({ Int(exactly: $0) }) else {
      throw fail(
        "the number of a bit must be static", at: indices[0].span, help: "write bit(x, n) for a computed one")
    }
    return try slice(try place(base, binds: binds), high: bit, low: bit, of: base, at: syntax.span)
  }

  private func element(_ syntax: ExpressionSyntax, of register: Register, binds: Bool) throws -> Place.Element
  {
    let count = register.count ?? 1
    if isStatic(syntax) {
      let number = try requireStatic(syntax, "an index")
      guard (0..<count).contains(number) else {
        throw fail("'\(register.name)' has the elements 0 to \(count - 1)", at: syntax.span)
      }
      return .constant(number)
    }
    let index = try value(syntax)
    guard case .bits(let width) = index.type else { throw fail("an index is bits", at: syntax.span) }
    guard width < 16, 1 << width < 2 * count || count == 1 else {
      throw fail(
        "an index of bits(\(width)) is too wide for the \(count) elements of '\(register.name)'",
        at: syntax.span,
        help: "take the bits that choose the element")
    }
    return .computed(binds ? bound(index.expression) : index.expression)
  }

  /// `expression`, kept in a local unless it is as cheap as one.
  func bound(_ expression: Expression) -> Expression {
    switch expression {
    case .local, .constant, .field, .context: return expression
    default:
      let slot = body.newSlot()
      body.pending.append(.setLocal(slot, expression))
      return .local(slot)
    }
  }

  private func memoryPlace(
    _ space: MemorySpace, _ indices: [ExpressionSyntax], at syntax: ExpressionSyntax, mode: Identifier?,
    binds: Bool
  ) throws -> Place {
    let name = space == .guest ? "mem" : "phys"
    guard let memory = space == .guest ? memory : physicalMemory else {
      throw fail("the machine has no memory '\(name)'", at: syntax.span)
    }
    let parts = memory.parameters.map(\.name).joined(separator: ", ")
    guard indices.count == memory.parameters.count + 1, let size = indices.last else {
      throw fail("an access is written \(name)[\(parts), bits]", at: syntax.span)
    }
    let width = try requireStatic(size, "the size of an access")
    guard width > 0, width <= 128, width % memory.unit == 0 else {
      throw fail("the size of an access is a multiple of \(memory.unit) bits", at: size.span)
    }
    let address = try zip(indices, memory.parameters).map { index, parameter in
      let part = try value(index, expecting: .bits(parameter.width)).expression
      return binds ? bound(part) : part
    }
    return .memory(
      space, address, units: width / memory.unit, width: width, mode: try mode.map { try modeNumber($0) },
      syntax.span)
  }

  private func view(
    _ number: Int, _ indices: [ExpressionSyntax], at syntax: ExpressionSyntax, binds: Bool
  ) throws -> Place {
    let generic = views[number]
    guard indices.count == generic.syntax.parameters.count else {
      let name = generic.syntax.name.name
      throw fail(
        "'\(name)' needs \(generic.syntax.parameters.count) indices, not \(indices.count)",
        at: syntax.span)
    }
    let (statics, dynamic) = try splitArguments(generic.syntax.parameters, indices, statics: generic.statics)
    let saved = body
    body = BodyScope(statics: statics)
    let resultType = attempt { try type(generic.syntax.type) }
    body = saved
    guard let resultType else { throw Mistake() }
    viewStatics[number] = statics
    return .view(
      number, binds ? dynamic.map { bound($0) } : dynamic, resultType.type, layout: resultType.layout,
      syntax.span)
  }

  private func member(
    _ base: ExpressionSyntax, _ written: Identifier, at syntax: ExpressionSyntax, binds: Bool
  ) throws -> Place {
    let name = Identifier(name: resolve(written, body.statics), span: written.span)
    if case .name(let type) = base.kind, body.lookup(type) == nil,
      case .enumeration(let number)? = globals[type]
    {
      return .value(try enumValue(number, name, arguments: [], at: syntax))
    }
    let inner = try place(base, binds: binds)
    switch inner {
    case .register(let number, let element, _):
      let register = registers[number]
      guard let part = register.part(named: name.name) else { throw noField(name, of: register) }
      return .field(register: number, element, part: part, syntax.span)
    default:
      let typed = try read(inner, at: base.span)
      if let layout = typed.layout {
        guard let part = registers[layout].part(named: name.name) else {
          throw noField(name, of: registers[layout])
        }
        if case .value = inner {} else { return .slice(inner, high: part.high, low: part.low) }
        return .value(
          Typed(.extract(typed.expression, high: part.high, low: part.low), .bits(part.high - part.low + 1)))
      }
      guard case .record(let number) = typed.type else {
        throw fail("\(describe(typed.type)) has no fields", at: name.span, help: helpForLayout(typed, name))
      }
      guard let index = records[number].fields.firstIndex(where: { $0.name == name.name }) else {
        throw fail(
          "'\(records[number].name)' has no field '\(name.name)'", at: name.span,
          help: didYouMean(name.name, among: records[number].fields.map(\.name)))
      }
      return .value(Typed(.recordField(typed.expression, index), records[number].fields[index].type))
    }
  }

  private func helpForLayout(_ typed: Typed, _ name: Identifier) -> String? {
    guard case .bits(let width) = typed.type,
      let register = registers.first(where: { $0.width == width && $0.part(named: name.name) != nil })
    else { return nil }
    return "to name its bits as those of \(register.name), declare it as 'let x: \(register.name) = …'"
  }

  private func noField(_ name: Identifier, of register: Register) -> Mistake {
    let fields = register.parts.compactMap { part in
      if case .field(_, let name) = part.kind { name } else { nil }
    }
    return fail(
      "'\(register.name)' has no field '\(name.name)'", at: name.span,
      help: didYouMean(name.name, among: fields))
  }

  private func slice(
    _ place: Place, high: Int, low: Int, of syntax: ExpressionSyntax, at span: Span
  ) throws -> Place {
    let type = self.type(of: place)
    guard case .bits(let width) = type else { throw fail("\(describe(type)) has no bits", at: syntax.span) }
    guard high >= low else {
      throw fail("a slice is written [high..low]", at: span, help: "write [\(low)..\(high)]")
    }
    guard low >= 0, high < width else {
      throw fail("the bits of bits(\(width)) are \(width - 1)..0", at: span)
    }
    if case .value(let typed) = place {
      return .value(Typed(.extract(typed.expression, high: high, low: low), .bits(high - low + 1)))
    }
    return .slice(place, high: high, low: low)
  }

  func type(of place: Place) -> Type {
    switch place {
    case .local(_, let type, _, _, _), .view(_, _, let type, _, _): type
    case .register(let number, _, _): .bits(registers[number].width)
    case .field(_, _, let part, _): .bits(part.high - part.low + 1)
    case .memory(_, _, _, let width, _, _): .bits(width)
    case .slice(_, let high, let low): .bits(high - low + 1)
    case .bundle(let places, _):
      .bits(
        places.reduce(0) { sum, next in
          if case .bits(let width) = type(of: next.place) { sum + width } else { sum }
        })
    case .value(let typed): typed.type
    }
  }

  // MARK: Reading

  func read(_ place: Place, at span: Span) throws -> Typed {
    let type = type(of: place)
    switch place {
    case .local(let slot, let type, let layout, _, _): return Typed(.local(slot), type, layout: layout)
    case .register(let number, let element, let span):
      let register = registers[number]
      let parts = register.parts.map { readPart($0, of: number, element, span) }
      return Typed(Self.joined(parts), type, layout: register.hasFields ? number : nil)
    case .field(let number, let element, let part, let span):
      return Typed(readPart(part, of: number, element, span), type)
    case .view(let number, let arguments, let type, let layout, _):
      let function = try viewInstance(number, part: "read")
      return Typed(.call(function: function, arguments, site: newSite()), type, layout: layout)
    case .memory(let space, let address, let units, _, let mode, let span):
      return Typed(.load(space, address, units: units, mode: mode, span), type)
    case .slice(let inner, let high, let low):
      return Typed(.extract(try read(inner, at: span).expression, high: high, low: low), type)
    case .bundle(let places, _):
      return Typed(Self.joined(try places.map { try read($0.place, at: span).expression }), type)
    case .value(let typed): return typed
    }
  }

  static func joined(_ parts: [Expression]) -> Expression {
    parts.dropFirst().reduce(parts[0]) { .binary(.concat, $0, $1) }
  }

  private func readPart(_ part: Register.Part, of number: Int, _ element: Place.Element, _ span: Span)
    -> Expression
  {
    let register = registers[number]
    switch part.kind {
    case .fixed(let value): return .constant(value, width: part.high - part.low + 1)
    case .field(let field, _):
      switch element {
      case .none: return .component(register.component(field: field, element: 0), span)
      case .constant(let element): return .component(register.component(field: field, element: element), span)
      case .computed(let index): return .element(register: number, field: field, index: index, span)
      }
    }
  }

  // MARK: Writing

  /// The statements that assign `value` to `place`. The value may be mentioned more than once.
  func write(_ place: Place, _ value: Typed, at span: Span) throws -> [Statement] {
    switch place {
    case .local(let slot, _, _, let isMutable, let name):
      guard isMutable else {
        throw fail("'\(name)' cannot be assigned", at: span, help: "declare it with 'var \(name) = …'")
      }
      return [.setLocal(slot, value.expression)]
    case .register(let number, let element, let span):
      let fields = registers[number].parts.filter { part in
        if case .field = part.kind { true } else { false }
      }
      guard fields.count > 1 else {
        return fields.flatMap {
          writePart(
            $0, of: number, element, value.expression, isWhole: registers[number].parts.count == 1, span)
        }
      }
      let kept = bound(value.expression)
      return fields.flatMap { writePart($0, of: number, element, kept, isWhole: false, span) }
    case .field(let number, let element, let part, let span):
      return writePart(part, of: number, element, value.expression, isWhole: true, span)
    case .view(let number, let arguments, _, _, let span):
      guard views[number].syntax.write != nil else {
        throw fail("the view '\(views[number].syntax.name.name)' cannot be assigned", at: span)
      }
      let function = try viewInstance(number, part: "write")
      return [.evaluate(.call(function: function, arguments + [value.expression], site: newSite()))]
    case .memory(let space, let address, let units, _, let mode, let span):
      return [.store(space, address, units: units, mode: mode, value.expression, span)]
    case .slice(let inner, let high, let low):
      guard case .bits(let width) = type(of: inner) else { throw Mistake() }
      let old = bound(try read(inner, at: span).expression)
      var parts: [Expression] = []
      if high < width - 1 { parts.append(.extract(old, high: width - 1, low: high + 1)) }
      parts.append(value.expression)
      if low > 0 { parts.append(.extract(old, high: low - 1, low: 0)) }
      return try write(inner, Typed(Self.joined(parts), .bits(width)), at: span)
    case .bundle(let places, let layout):
      return try writeBundle(places, layout: layout, value, at: span)
    case .value:
      throw fail("this cannot be assigned: it is a value, not a place", at: span)
    }
  }

  private func writePart(
    _ part: Register.Part, of number: Int, _ element: Place.Element, _ value: Expression, isWhole: Bool,
    _ span: Span
  ) -> [Statement] {
    guard case .field(let field, _) = part.kind else { return [] }
    let register = registers[number]
    let bits: Expression = isWhole ? value : .extract(value, high: part.high, low: part.low)
    switch element {
    case .none: return [.setComponent(register.component(field: field, element: 0), bits, span)]
    case .constant(let element):
      return [.setComponent(register.component(field: field, element: element), bits, span)]
    case .computed(let index): return [.setElement(register: number, field: field, index: index, bits, span)]
    }
  }

  private func writeBundle(
    _ places: [(name: String, place: Place)], layout: Int?, _ value: Typed, at span: Span
  ) throws -> [Statement] {
    let kept = bound(value.expression)
    if let layout, value.layout == layout {
      return try places.flatMap { name, place in
        guard let part = registers[layout].part(named: name) else { throw Mistake() }
        let bits = Typed(.extract(kept, high: part.high, low: part.low), type(of: place))
        return try write(place, bits, at: span)
      }
    }
    var statements: [Statement] = []
    guard case .bits(var next) = value.type else { throw fail("bits are needed here", at: span) }
    for (_, place) in places {
      guard case .bits(let width) = type(of: place), next >= width else { throw Mistake() }
      statements += try write(
        place, Typed(.extract(kept, high: next - 1, low: next - width), .bits(width)), at: span)
      next -= width
    }
    return statements
  }
}
