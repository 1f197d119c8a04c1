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
      throw noSuch("mode", name.name, at: name.span, among: modeSyntax.map(\.name.name))
    }
    return number
  }

  /// The place that `syntax` names. With `binds`, computed indices are kept in locals, so that the place can
  /// be read and written with its parts evaluated once.
  func place(_ syntax: ExpressionSyntax, mode: Identifier? = nil, binds: Bool) throws -> Place {
    try enter(syntax.span)
    defer { leave() }
    switch syntax.kind {
    case .asMode(let inner, let mode): return try place(inner, mode: mode, binds: binds)
    case .index(let base, let indices):
      return try indexed(base, indices, at: syntax, mode: mode, binds: binds)
    default:
      if let mode { throw fail("'as' follows an access of 'mem' or 'accessible(…)'", at: mode.span) }
    }
    switch syntax.kind {
    case .name(let name): return try namedPlace(name, at: syntax, binds: binds)
    case .slice(let base, let high, let low):
      let inner = try place(base, binds: binds)
      let highest = try requireStatic(high, "the high bit of a slice")
      let lowest = try requireStatic(low, "the low bit of a slice")
      return try slice(inner, high: highest, low: lowest, of: base, at: syntax.span)
    case .member(let base, let name): return try member(base, name, at: syntax, binds: binds)
    case .members(let base, let names): return try bundle(base, names, at: syntax, binds: binds)
    default: return .value(try value(syntax))
    }
  }

  private func bundle(
    _ base: ExpressionSyntax, _ names: [Identifier], at syntax: ExpressionSyntax, binds: Bool
  ) throws -> Place {
    guard !names.isEmpty else { throw fail("no field is named here", at: syntax.span) }
    let inner = try place(base, binds: binds)
    var layout: Int?
    if case .register(let register, _, _) = inner { layout = register }
    var seen: [String: Span] = [:]
    var width = 0
    let places = try names.map { name in
      let resolved = Identifier(name: resolve(name, body.statics), span: name.span)
      if let other = seen[resolved.name] {
        throw fail(
          "the field '\(resolved.name)' stands twice in this list", at: name.span,
          notes: declared(at: other, "first here"))
      }
      seen[resolved.name] = name.span
      let place = try member(of: inner, resolved, base: base, at: name.span)
      guard case .bits(let bits) = type(of: place) else {
        throw fail("'\(resolved.name)' is not made of bits", at: name.span)
      }
      width += bits
      return (name: resolved.name, place: place)
    }
    guard width <= 128 else {
      throw fail("these fields have \(width) bits together, more than 128", at: syntax.span)
    }
    return .bundle(places, layout: layout)
  }

  private func namedPlace(_ name: String, at syntax: ExpressionSyntax, binds: Bool) throws -> Place {
    switch body.lookup(name) {
    case .local(let slot, let type, let layout, let isMutable):
      return .local(slot: slot, type, layout: layout, isMutable: isMutable, name: name)
    case .some: return .value(try value(syntax))
    case nil: break
    }
    if case .name(let other)? = body.statics[name], other != name {
      return try namedPlace(other, at: ExpressionSyntax(kind: .name(other), span: syntax.span), binds: binds)
    }
    guard body.statics[name] == nil || body.statics[name] == .name(name) else {
      return .value(try value(syntax))
    }
    switch globals[name] {
    case .register(let number):
      guard registers[number].count == nil else {
        throw fail(
          "'\(name)' is an array: write \(name)[n]", at: syntax.span, notes: declared(at: globalSpans[name]))
      }
      return .register(number, .none, syntax.span)
    case .view(let number): return try view(number, [], at: syntax, binds: binds)
    case .alias(let alias, let statics):
      guard aliasesInProgress.insert(name).inserted else {
        throw fail("the alias '\(name)' stands for itself", at: alias.name.span)
      }
      defer { aliasesInProgress.remove(name) }
      let place = try withNames(statics) { try self.place(alias.place, binds: binds) }
      if case .value = place { throw fail("the alias '\(name)' stands for no place", at: alias.place.span) }
      return relocated(place, to: syntax.span)
    default: return .value(try value(syntax))
    }
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
        guard indices.count == 1 else {
          throw fail("'\(name)' needs one index, not \(indices.count)", at: syntax.span)
        }
        if let mode { throw fail("'as' follows an access of 'mem' or 'accessible(…)'", at: mode.span) }
        return .register(number, try element(indices[0], of: registers[number], binds: binds), syntax.span)
      case nil where body.statics[written] == nil && name != "undefined" && name != "length":
        throw unknown(name, at: base.span)
      default: break
      }
    }
    if let mode { throw fail("'as' follows an access of 'mem' or 'accessible(…)'", at: mode.span) }
    guard indices.count == 1 else {
      throw fail(
        "a bit has one number, not \(indices.count)", at: syntax.span, help: "a slice is written x[high..low]"
      )
    }
    let errors = diagnostics.errorCount
    guard let bit = staticNumber(indices[0]).map({ Int($0.clamped) }) else {
      if diagnostics.errorCount > errors { throw Mistake() }
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

        throw fail(
          "'\(register.name)' has the elements 0 to \(count - 1), not \(number)", at: syntax.span,
          notes: declared(at: register.span))
      }
      return .constant(number)
    }
    let index = try value(syntax)
    guard case .bits(let width) = index.type else {
      throw fail("an index is bits, not \(describe(index.type))", at: syntax.span)
    }
    guard width < 16, 1 << width < 2 * count || count == 1 else {
      let digits = max(1, Int.bitWidth - (count - 1).leadingZeroBitCount)
      throw fail(
        "an index of bits(\(width)) is too wide for the \(counted(count, "element")) of '\(register.name)'",
        at: syntax.span, notes: declared(at: register.span),
        help: "take the bits that choose the element: \(shown(syntax))[\(digits - 1)..0]")
    }
    // Each field of the register mentions the index.
    let isMentionedOften = register.fieldsPerElement > 1 && !index.expression.isPure
    return .computed(binds || isMentionedOften ? bound(index.expression) : index.expression)
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
      throw fail(
        "an access is written \(name)[\(parts), bits]: \(memory.parameters.count + 1) numbers, not \(indices.count)",
        at: syntax.span)
    }
    let width = try requireStatic(size, "the size of an access")
    guard width > 0, width <= 128, width % memory.unit == 0 else {
      throw fail(
        "the size of an access is a multiple of \(memory.unit) bits up to 128, not \(width)", at: size.span)
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
      let name = resolve(generic.syntax.name, generic.statics)
      throw fail(
        "'\(name)' needs \(counted(generic.syntax.parameters.count, "index", "indices")), not \(indices.count)",
        at: syntax.span, notes: declared(at: generic.syntax.name.span))
    }
    let (statics, dynamic) = try splitArguments(
      generic.syntax.parameters, indices, statics: generic.statics)
    let (type, layout) = try withNames(statics) { try self.type(generic.syntax.type) }
    let view = ViewUse(
      number: number, statics: statics, arguments: binds ? dynamic.map { bound($0) } : dynamic, type: type,
      layout: layout)
    return .view(view, syntax.span)
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
    return try member(of: try place(base, binds: binds), name, base: base, at: syntax.span)
  }

  /// The field `name` of a place.
  private func member(
    of inner: Place, _ name: Identifier, base: ExpressionSyntax, at span: Span
  ) throws -> Place {
    if case .register(let number, let element, _) = inner {
      guard let part = registers[number].part(named: name.name) else {
        throw noField(name, of: registers[number])
      }
      return .field(register: number, element, part: part, span)
    }
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
        notes: declared(at: globalSpans[records[number].name]),
        help: didYouMean(name.name, among: records[number].fields.map(\.name)))
    }
    return .value(Typed(.recordField(typed.expression, index), records[number].fields[index].type))
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
      "'\(register.name)' has no field '\(name.name)'", at: name.span, notes: declared(at: register.span),
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
    case .local(_, let type, _, _, _): type
    case .view(let view, _): view.type
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
}
