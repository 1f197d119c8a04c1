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
    if let labelled = arguments.first(where: { $0.label != nil }), let label = labelled.label {
      throw fail("the arguments of a function have no names", at: label.span)
    }
    let values = arguments.map(\.value)
    switch globals[name] {
    case .function(let number): return try callFunction(number, values, at: syntax)
    case .some: throw fail("'\(name)' is not a function", at: callee.span)
    case nil: break
    }
    if let function = Builtin(rawValue: name) {
      return try builtin(function, values, at: syntax, expecting: expected)
    }
    let functions = genericFunctions.map(\.syntax.name.name) + Builtin.allCases.map(\.rawValue)
    throw fail("there is no function '\(name)'", at: callee.span, help: didYouMean(name, among: functions))
  }

  private func callFunction(_ number: Int, _ arguments: [ExpressionSyntax], at syntax: ExpressionSyntax)
    throws -> Typed
  {
    let generic = genericFunctions[number]
    guard arguments.count == generic.syntax.parameters.count else {
      let name = generic.syntax.name.name
      throw fail(
        "'\(name)' takes \(generic.syntax.parameters.count) arguments, not \(arguments.count)",
        at: syntax.span, notes: [Diagnostic.Note("declared here", at: generic.syntax.name.span)])
    }
    let (statics, dynamic) = try splitArguments(
      generic.syntax.parameters, arguments, statics: generic.statics)
    let instance = try functionInstance(number, statics: statics, at: syntax.span)
    let function = functions[instance.number]
    return Typed(
      .call(function: instance.number, dynamic, site: newSite()), function.result, layout: instance.layout)
  }

  /// The static parameters with their values, and the other arguments, elaborated.
  func splitArguments(
    _ parameters: [ParameterSyntax], _ arguments: [ExpressionSyntax], statics outer: Statics
  ) throws -> (Statics, [Expression]) {
    var statics = outer
    for (parameter, argument) in zip(parameters, arguments) {
      guard case .width = parameter.type.kind else { continue }
      statics[parameter.name.name] = .number(
        Int128(try requireStatic(argument, "the argument '\(parameter.name.name)'")), digitWidth: nil)
    }
    var dynamic: [Expression] = []
    for (parameter, argument) in zip(parameters, arguments) {
      if case .width = parameter.type.kind { continue }
      // The parameter's type is read with the callee's static parameters, the argument with the caller's.
      let caller = body.statics
      body.statics = statics
      let expected = attempt { try type(parameter.type).type }
      body.statics = caller
      guard let expected else { throw Mistake() }
      dynamic.append(try value(argument, expecting: expected).expression)
    }
    return (statics, dynamic)
  }

  // MARK: Instances

  /// The function made for these static parameters.
  func functionInstance(_ number: Int, statics: Statics, at span: Span) throws -> (number: Int, layout: Int?)
  {
    let generic = genericFunctions[number]
    let key = InstanceKey(
      number: number, statics: staticKey(generic.syntax.parameters, statics), part: "function")
    if let known = functionInstances[key], known >= 0 { return (known, functionLayouts[known]) }
    guard !functionsInProgress.contains(key) else {
      throw fail(
        "'\(generic.syntax.name.name)' calls itself, directly or by way of others", at: span,
        notes: [Diagnostic.Note("declared here", at: generic.syntax.name.span)],
        help: "every instruction must be a finite term: use 'for' with static bounds")
    }
    guard functionsInProgress.count < 60 else { throw fail("calls nest too deeply", at: span) }
    // A function that was looked at in vain has been reported already.
    if functionInstances[key] != nil { throw Mistake() }
    functionsInProgress.append(key)
    defer { functionsInProgress.removeLast() }
    functionInstances[key] = -1
    let made: (Function, Int?)
    do {
      made = try makeFunction(
        name: generic.syntax.name.name, parameters: generic.syntax.parameters, result: generic.syntax.result,
        body: generic.syntax.body, statics: statics)
    } catch {
      throw error
    }
    if generic.syntax.isTranslation { try checkTranslation(made.0, generic.syntax) }
    functions.append(made.0)
    functions[functions.count - 1].isTranslation = generic.syntax.isTranslation
    functionInstances[key] = functions.count - 1
    functionLayouts[functions.count - 1] = made.1
    return (functions.count - 1, made.1)
  }

  private func checkTranslation(_ function: Function, _ syntax: FunctionSyntax) throws {
    let all = function.parameters + [function.result]
    let isBits = all.allSatisfy { type in
      if case .bits = type { true } else { false }
    }
    guard isBits, !function.parameters.isEmpty else {
      throw fail("a function of translation makes bits of bits", at: syntax.name.span)
    }
    guard memory?.trap != nil else {
      throw fail(
        "a function of translation needs a trap for what it refuses", at: syntax.name.span,
        help: "add 'traps NAME' to the declaration of 'mem'")
    }
  }

  private func staticKey(_ parameters: [ParameterSyntax], _ statics: Statics) -> [StaticValue] {
    parameters.compactMap { parameter in
      if case .width = parameter.type.kind { statics[parameter.name.name] } else { nil }
    }
  }

  /// The reading or writing part of a view, as a function.
  func viewInstance(_ number: Int, part: String) throws -> Int {
    let generic = views[number]
    let statics = viewStatics[number] ?? generic.statics
    let key = InstanceKey(number: number, statics: staticKey(generic.syntax.parameters, statics), part: part)
    if let known = functionInstances[key], known >= 0 { return known }
    guard !functionsInProgress.contains(key) else {
      throw fail("the view '\(generic.syntax.name.name)' depends on itself", at: generic.syntax.name.span)
    }
    if functionInstances[key] != nil { throw Mistake() }
    functionsInProgress.append(key)
    defer { functionsInProgress.removeLast() }
    functionInstances[key] = -1
    let made: (Function, Int?)
    if part == "write", let write = generic.syntax.write {
      let value = ParameterSyntax(name: write.value, type: generic.syntax.type)
      made = try makeFunction(
        name: generic.syntax.name.name, parameters: generic.syntax.parameters + [value], result: nil,
        body: write.body, statics: statics)
    } else {
      made = try makeFunction(
        name: generic.syntax.name.name, parameters: generic.syntax.parameters, result: generic.syntax.type,
        body: generic.syntax.read, statics: statics)
    }
    functions.append(made.0)
    functionInstances[key] = functions.count - 1
    return functions.count - 1
  }

  func makeFunction(
    name: String, parameters: [ParameterSyntax], result: TypeSyntax?, body syntax: BlockSyntax,
    statics: Statics
  ) throws -> (Function, layout: Int?) {
    let saved = body
    defer { body = saved }
    body = BodyScope(statics: statics)
    var types: [Type] = []
    for parameter in parameters {
      if case .width = parameter.type.kind { continue }
      let (type, layout) = try type(parameter.type)
      types.append(type)
      _ = body.declare(parameter.name.name, type: type, layout: layout)
    }
    let declared = try result.map { try type($0) }
    let (block, found, _) = try block(syntax, expecting: declared?.type, isStatement: declared == nil)
    if let declared, found != declared.type, found != .never {
      throw fail(
        "'\(name)' must end with a value of \(describe(declared.type)), found \(describe(found))",
        at: syntax.statements.last?.span ?? syntax.span)
    }
    return (
      Function(
        name: name, parameters: types, result: declared?.type ?? .nothing, body: block,
        localCount: body.localCount),
      declared?.layout
    )
  }

  // MARK: Records and enums

  private func recordValue(_ number: Int, _ arguments: [ArgumentSyntax], at syntax: ExpressionSyntax) throws
    -> Typed
  {
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
          help: didYouMean(label.name, among: record.fields.map(\.name)))
      }
      guard values[index] == nil else { throw fail("'\(label.name)' is given twice", at: label.span) }
      values[index] = try value(argument.value, expecting: record.fields[index].type).expression
    }
    let missing = zip(record.fields, values).filter { $0.1 == nil }.map(\.0.name)
    guard missing.isEmpty else {
      throw fail(
        "the fields \(missing.joined(separator: ", ")) of '\(record.name)' are missing", at: syntax.span)
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
        help: didYouMean(name.name, among: enumeration.cases.map(\.name)))
    }
    let fields = enumeration.cases[index].fields
    guard fields.count == arguments.count else {
      throw fail(
        "'\(enumeration.name).\(name.name)' takes \(fields.count) values, not \(arguments.count)",
        at: syntax.span)
    }
    let values = try zip(fields, arguments).map { field, argument in
      if let label = argument.label, label.name != field.name {
        throw fail("expected the field '\(field.name)'", at: label.span)
      }
      return try value(argument.value, expecting: field.type).expression
    }
    return Typed(.tagged(index, of: number, values), .enumeration(number))
  }
}
