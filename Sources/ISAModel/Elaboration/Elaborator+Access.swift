import ISALanguage

extension Elaborator {

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
    case .view(let view, let span):
      let function = try viewInstance(view.number, part: "read", statics: view.statics, at: span)
      return Typed(
        .call(function: function, view.arguments, site: newSite()), view.type, layout: view.layout)
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
      let (keep, kept) = keeping(value.expression)
      return keep + fields.flatMap { writePart($0, of: number, element, kept, isWhole: false, span) }
    case .field(let number, let element, let part, let span):
      return writePart(part, of: number, element, value.expression, isWhole: true, span)
    case .view(let view, let span):
      let name = views[view.number].syntax.name
      guard views[view.number].syntax.write != nil else {
        throw fail(
          "the view '\(resolve(name, views[view.number].statics))' cannot be assigned: it has no 'write'",
          at: span,
          notes: declared(at: name.span))
      }
      let function = try viewInstance(view.number, part: "write", statics: view.statics, at: span)
      return [.evaluate(.call(function: function, view.arguments + [value.expression], site: newSite()))]
    case .memory(let space, let address, let units, _, let mode, let span):
      return [.store(space, address, units: units, mode: mode, value.expression, span)]
    case .slice(let inner, let high, let low):
      guard case .bits(let width) = type(of: inner) else { throw Mistake() }
      let (keep, old) = keeping(try read(inner, at: span).expression)
      var parts: [Expression] = []
      if high < width - 1 { parts.append(.extract(old, high: width - 1, low: high + 1)) }
      parts.append(value.expression)
      if low > 0 { parts.append(.extract(old, high: low - 1, low: 0)) }
      return keep + (try write(inner, Typed(Self.joined(parts), .bits(width)), at: span))
    case .bundle(let places, let layout):
      return try writeBundle(places, layout: layout, value, at: span)
    case .value:
      throw fail("this cannot be assigned: it is a value, not a place", at: span)
    }
  }

  /// `expression` in a local that is set when the assignment is carried out, and not before its whole
  /// statement: what was assigned before it counts.
  private func keeping(_ expression: Expression) -> ([Statement], Expression) {
    switch expression {
    case .local, .constant, .field, .context: return ([], expression)
    default:
      let slot = body.newSlot()
      return ([.setLocal(slot, expression)], .local(slot))
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
    // The value may be the very local that is assigned part by part.
    let slot = body.newSlot()
    let kept = Expression.local(slot)
    var statements: [Statement] = [.setLocal(slot, value.expression)]
    if let layout, value.layout == layout {
      for (name, place) in places {
        guard let part = registers[layout].part(named: name) else { throw Mistake() }
        let bits = Typed(.extract(kept, high: part.high, low: part.low), type(of: place))
        statements += try write(place, bits, at: span)
      }
      return statements
    }
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
