import ISALanguage

extension Elaborator {

  func bitsWidth(_ syntax: TypeSyntax) throws -> Int {
    let (type, _) = try type(syntax)
    guard case .bits(let width) = type else {
      throw fail("expected bits(n), found \(describe(type))", at: syntax.span)
    }
    return width
  }

  /// The type that `syntax` names, and the register whose layout it has.
  func type(_ syntax: TypeSyntax) throws -> (type: Type, layout: Int?) {
    switch syntax.kind {
    case .bits(let expression):
      let width = try requireStatic(expression, "a width")
      guard (1...128).contains(width) else {
        throw fail("a width is between 1 and 128, not \(width)", at: expression.span)
      }
      return (.bits(width), nil)
    case .width:
      throw fail(
        "'width' is a type of parameters only", at: syntax.span,
        help: "only functions, operands and views have static parameters")
    case .named(let name): return try namedType(name, at: syntax.span)
    }
  }

  private func namedType(_ name: String, at span: Span) throws -> (type: Type, layout: Int?) {
    switch globals[name] {
    case .record(let number): return (.record(number), nil)
    case .enumeration(let number): return (.enumeration(number), nil)
    case .register(let number): return (.bits(registers[number].width), number)
    case .some:
      throw fail(
        "'\(name)' is not a type", at: span, notes: declared(at: globalSpans[name]),
        help: "types are bits(n), width, records, enums, and registers for their layout")
    case nil:
      throw noSuch("type", name, at: span, among: typeNames + ["bits", "width"])
    }
  }

  private var typeNames: [String] {
    globals.compactMap { name, global in
      switch global {
      case .record, .enumeration, .register: name
      default: nil
      }
    }
  }

  func describe(_ type: Type) -> String {
    switch type {
    case .bits(let width): "bits(\(width))"
    case .record(let number): records[number].name
    case .enumeration(let number): enumerations[number].name
    case .nothing: "no value"
    case .never: "a trap"
    }
  }
}
