import ISALanguage

extension Elaborator {

  /// How many functions, views and operands may be made on the way to one.
  private static let deepestCalls = 64

  /// The static parameters with their values, and the other arguments, elaborated.
  func splitArguments(
    _ parameters: [ParameterSyntax], _ arguments: [ExpressionSyntax], statics outer: Statics
  ) throws -> (Statics, [Expression]) {
    var statics = outer
    for (parameter, argument) in zip(parameters, arguments) where parameter.isStatic {
      statics[parameter.name.name] = .number(
        Int128(try requireStatic(argument, "the argument '\(parameter.name.name)'")), digitWidth: nil)
    }
    var dynamic: [Expression] = []
    for (parameter, argument) in zip(parameters, arguments) where !parameter.isStatic {
      // The parameter's type is read with the callee's static parameters, the argument with the caller's.
      let expected = try withNames(statics) { try self.type(parameter.type).type }
      dynamic.append(try value(argument, expecting: expected).expression)
    }
    return (statics, dynamic)
  }

  /// The function made for these static parameters.
  func functionInstance(_ number: Int, statics: Statics, at span: Span) throws -> (number: Int, layout: Int?)
  {
    let generic = genericFunctions[number]
    let syntax = generic.syntax
    let key = InstanceKey(
      number: number, statics: staticKey(syntax.parameters, statics), part: "function")
    return try instance(key, named: syntax.name, statics: generic.statics, at: span) {
      var (function, layout) = try makeFunction(
        name: resolve(syntax.name, generic.statics), parameters: syntax.parameters, result: syntax.result,
        body: syntax.body, statics: statics, isTranslation: syntax.isTranslation)
      function.isTranslation = syntax.isTranslation
      if syntax.isTranslation { try checkTranslation(function, at: syntax.name.span) }
      return (function, layout)
    }
  }

  /// Checks that the checks of virtualizability can keep `function` abstract.
  private func checkTranslation(_ function: Function, at span: Span) throws {
    let isBits = (function.parameters + [function.result]).allSatisfy { type in
      if case .bits = type { true } else { false }
    }
    guard isBits, !function.parameters.isEmpty else {
      throw fail("a function of translation makes bits of bits", at: span)
    }
    guard memory?.trap != nil else {
      throw fail(
        "a function of translation needs a trap for what it refuses", at: span,
        help: "add 'traps NAME' to the declaration of 'mem'")
    }
  }

  /// The reading or writing part of a view, as a function made for these static parameters.
  func viewInstance(_ number: Int, part: String, statics: Statics, at span: Span) throws -> Int {
    let generic = views[number]
    let syntax = generic.syntax
    let key = InstanceKey(number: number, statics: staticKey(syntax.parameters, statics), part: part)
    return try instance(key, named: syntax.name, statics: generic.statics, at: span) {
      let name = resolve(syntax.name, generic.statics)
      if part == "write", let write = syntax.write {
        let value = ParameterSyntax(name: write.value, type: syntax.type)
        return try makeFunction(
          name: name, parameters: syntax.parameters + [value], result: nil, body: write.body, statics: statics
        )
      }
      return try makeFunction(
        name: name, parameters: syntax.parameters, result: syntax.type, body: syntax.read, statics: statics)
    }.number
  }

  /// The function of `key`, made at its first use.
  private func instance(
    _ key: InstanceKey, named name: Identifier, statics: Statics, at span: Span,
    _ make: () throws -> (Function, layout: Int?)
  ) throws -> (number: Int, layout: Int?) {
    if let known = functionInstances[key], known >= 0 { return (known, functionLayouts[known]) }
    let shown = resolve(name, statics)
    if functionsInProgress.contains(key) {
      let isFunction = key.part == "function"
      throw fail(
        isFunction
          ? "'\(shown)' calls itself, directly or by way of others" : "the view '\(shown)' depends on itself",
        at: span, notes: declared(at: name.span),
        help: isFunction ? "every instruction must be a finite term: use 'for' with static bounds" : nil)
    }
    // What could not be made was reported.
    if functionInstances[key] != nil { throw Mistake() }
    guard functionsInProgress.count < Self.deepestCalls else {
      throw fail(
        "calls nest more than \(Self.deepestCalls) levels deep here", at: span,
        notes: declared(at: name.span),
        help: "a function is made anew for every value of its static parameters")
    }
    functionsInProgress.append(key)
    defer { functionsInProgress.removeLast() }
    functionInstances[key] = -1
    let (function, layout) = try make()
    functions.append(function)
    functionSpans.append(name.span)
    functionInstances[key] = functions.count - 1
    functionLayouts[functions.count - 1] = layout
    return (functions.count - 1, layout)
  }

  /// The values of the static parameters, which an instance is made for.
  func staticKey(_ parameters: [ParameterSyntax], _ statics: Statics) -> [StaticValue] {
    parameters.compactMap { $0.isStatic ? statics[$0.name.name] : nil }
  }

  func makeFunction(
    name: String, parameters: [ParameterSyntax], result: TypeSyntax?, body syntax: BlockSyntax,
    statics: Statics, isTranslation: Bool = false, firstSite: Int = 0
  ) throws -> (Function, layout: Int?) {
    let saved = body
    defer { body = saved }
    body = BodyScope(statics: statics)
    body.isTranslation = isTranslation
    body.siteCount = firstSite
    var types: [Type] = []
    for parameter in parameters where !parameter.isStatic {
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
    let variant = staticKey(parameters, statics).map { value -> String in
      switch value {
      case .number(let number, _): number.description
      case .name(let name), .text(let name): name
      }
    }
    let function = Function(
      name: name, variant: variant, parameters: types, result: declared?.type ?? .nothing, body: block,
      localCount: body.localCount, localNames: body.localNames)
    return (function, declared?.layout)
  }

  /// `expression` without locals of its own, so that it can stand anywhere: what needs locals becomes a
  /// function.
  func closed(_ expression: Expression, _ type: Type = .bits(1), named name: String, at span: Span)
    -> Expression
  {
    let before = takePending()
    guard !before.isEmpty || body.localCount > 0 else { return expression }
    functions.append(
      Function(
        name: name, parameters: [], result: type, body: Block(before, result: expression),
        localCount: body.localCount, localNames: body.localNames))
    functionSpans.append(span)
    return .call(function: functions.count - 1, [], site: newSite())
  }

  /// Checks that no two parameters have one name.
  func checkParameters(_ parameters: [ParameterSyntax]) {
    var seen: [String: Span] = [:]
    for parameter in parameters {
      if let other = seen[parameter.name.name] {
        diagnostics.error(
          "the parameter '\(parameter.name.name)' is declared twice", at: parameter.name.span,
          notes: declared(at: other, "first declared here"))
      }
      seen[parameter.name.name] = parameter.name.span
    }
  }
}

extension ParameterSyntax {

  /// Whether its value is known when the specification is read.
  var isStatic: Bool {
    if case .width = type.kind { true } else { false }
  }
}
