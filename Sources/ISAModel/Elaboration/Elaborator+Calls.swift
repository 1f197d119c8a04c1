import ISALanguage

extension Elaborator {

  func call(
    _ callee: ExpressionSyntax, _ arguments: [ArgumentSyntax], at syntax: ExpressionSyntax,
    expecting expected: Type?
  ) throws -> Typed {
    if case .member(let base, let name) = callee.kind, case .name(let typeName) = base.kind,
      case .enumeration(let number)? = globals[typeName]
    {
      return try enumValue(number, name, arguments: arguments, at: syntax)
    }
    guard case .name(var name) = callee.kind else {
      throw fail("only functions can be called", at: callee.span)
    }
    if case .name(let other)? = body.statics[name] { name = other }
    if case .record(let number)? = globals[name] { return try recordValue(number, arguments, at: syntax) }
    if let label = arguments.lazy.compactMap(\.label).first {
      throw fail("the arguments of a function have no names", at: label.span)
    }
    let values = arguments.map(\.value)
    switch globals[name] {
    case .function(let number): return try callFunction(number, values, at: syntax)
    case .some(let global): throw notAFunction(name, global, at: callee.span)
    case nil: break
    }
    if let function = Builtin(rawValue: name) {
      return try builtin(function, values, at: syntax, expecting: expected)
    }
    if body.lookup(name) != nil { throw fail("'\(name)' is a value, not a function", at: callee.span) }
    throw noSuch(
      "function", name, at: callee.span,
      among: genericFunctions.map { resolve($0.syntax.name, $0.statics) } + Builtin.allCases.map(\.rawValue))
  }

  private func notAFunction(_ name: String, _ global: Global, at span: Span) -> Mistake {
    var help: String?
    switch global {
    case .memory: help = "memory is read as \(name)[address, bits]"
    case .register, .view: help = "elements are written \(name)[n]"
    case .trap: help = "a trap is raised by 'trap \(name)'"
    case .enumeration: help = "a value is written \(name).CASE(…)"
    default: break
    }
    return fail("'\(name)' is not a function", at: span, notes: declared(at: globalSpans[name]), help: help)
  }

  private func callFunction(_ number: Int, _ arguments: [ExpressionSyntax], at syntax: ExpressionSyntax)
    throws
    -> Typed
  {
    let generic = genericFunctions[number]
    let parameters = generic.syntax.parameters
    guard arguments.count == parameters.count else {
      let name = resolve(generic.syntax.name, generic.statics)
      throw fail(
        "'\(name)' takes \(counted(parameters.count, "argument")), not \(arguments.count)",
        at: syntax.span, notes: declared(at: generic.syntax.name.span))
    }
    let (statics, dynamic) = try splitArguments(parameters, arguments, statics: generic.statics)
    let instance = try functionInstance(number, statics: statics, at: syntax.span)
    let function = functions[instance.number]
    return Typed(
      .call(function: instance.number, dynamic, site: newSite()), function.result, layout: instance.layout)
  }

  // MARK: Records and enums

  private func recordValue(
    _ number: Int, _ arguments: [ArgumentSyntax], at syntax: ExpressionSyntax
  ) throws -> Typed {
    let record = records[number]
    var values: [Expression?] = Array(repeating: nil, count: record.fields.count)
    for argument in arguments {
      guard let label = argument.label else {
        let fields = record.fields.map { $0.name + ": …" }.joined(separator: ", ")
        throw fail(
          "the fields of '\(record.name)' are given by name: \(record.name)(\(fields))",
          at: argument.value.span)
      }
      guard let index = record.fields.firstIndex(where: { $0.name == label.name }) else {
        throw fail(
          "'\(record.name)' has no field '\(label.name)'", at: label.span,
          notes: declared(at: globalSpans[record.name]),
          help: didYouMean(label.name, among: record.fields.map(\.name)))
      }
      guard values[index] == nil else { throw fail("'\(label.name)' is given twice", at: label.span) }
      values[index] = try value(argument.value, expecting: record.fields[index].type).expression
    }
    let missing = zip(record.fields, values).filter { $0.1 == nil }.map { "'\($0.0.name)'" }
    guard missing.isEmpty else {
      throw fail(
        "\(missing.joined(separator: ", ")) of '\(record.name)' \(missing.count == 1 ? "is" : "are") missing",
        at: syntax.span, notes: declared(at: globalSpans[record.name]))
    }
    return Typed(.record(values.compactMap { $0 }), .record(number))
  }

  func enumValue(
    _ number: Int, _ name: Identifier, arguments: [ArgumentSyntax], at syntax: ExpressionSyntax
  ) throws -> Typed {
    let enumeration = enumerations[number]
    guard let index = enumeration.cases.firstIndex(where: { $0.name == name.name }) else {
      throw fail(
        "'\(enumeration.name)' has no case '\(name.name)'", at: name.span,
        notes: declared(at: globalSpans[enumeration.name]),
        help: didYouMean(name.name, among: enumeration.cases.map(\.name)))
    }
    let fields = enumeration.cases[index].fields
    guard fields.count == arguments.count else {
      throw fail(
        "'\(enumeration.name).\(name.name)' takes \(counted(fields.count, "value")), not \(arguments.count)",
        at: syntax.span, notes: declared(at: globalSpans[enumeration.name]))
    }
    let values = try zip(fields, arguments).map { field, argument in
      if let label = argument.label, label.name != field.name {
        throw fail("expected the field '\(field.name)', found '\(label.name)'", at: label.span)
      }
      return try value(argument.value, expecting: field.type).expression
    }
    return Typed(.tagged(index, of: number, values), .enumeration(number))
  }
}
