import ISALanguage

extension Elaborator {

  /// Declares everything that has a name, so that the order of declarations does not matter.
  func declareAll() {
    for feature in features { globals[feature.name] = .feature(feature.isOn) }
    for item in items { declareName(item) }
    for item in items { declareType(item) }
    for item in items { _ = attempt { try declareState(item) } }
    for item in items { _ = attempt { try declareTrap(item) } }
    resolveMemoryTrap()
  }

  private func declareGlobal(_ name: Identifier, statics: Statics = [:], _ global: Global) {
    let resolved = resolve(name, statics)
    if let other = globals[resolved] {
      if case .feature = other {
        diagnostics.error("'\(resolved)' is already the name of a feature", at: name.span)
        return
      }
      let notes = globalSpans[resolved].map { [Diagnostic.Note("first declared here", at: $0)] } ?? []
      diagnostics.error("'\(resolved)' is declared twice", at: name.span, notes: notes)
      return
    }
    globals[resolved] = global
    globalSpans[resolved] = name.span
  }

  /// A name as declared, with a variable of `for` replaced.
  func resolve(_ name: Identifier, _ statics: Statics) -> String {
    if case .name(let resolved) = statics[name.name] { return resolved }
    return name.name
  }

  private func declareName(_ item: FlatItem) {
    switch item.syntax.kind {
    case .source(let source):
      documents.append(Document(name: source.name.name, title: source.title))
    case .constant(let constant):
      declareGlobal(constant.name, statics: item.statics, .constant(constant, item.statics))
    case .alias(let alias): declareGlobal(alias.name, statics: item.statics, .alias(alias, item.statics))
    case .view(let view):
      declareGlobal(view.name, statics: item.statics, .view(views.count))
      views.append(GenericView(syntax: view, statics: item.statics))
    case .function(let function):
      declareGlobal(function.name, statics: item.statics, .function(genericFunctions.count))
      genericFunctions.append(GenericFunction(syntax: function, statics: item.statics))
    case .operand(let operand):
      declareGlobal(operand.name, statics: item.statics, .operand(genericOperands.count))
      genericOperands.append(GenericOperand(syntax: operand, statics: item.statics))
    case .record(let record):
      declareGlobal(record.name, .record(records.count))
      records.append(RecordType(name: record.name.name, fields: []))
    case .enumeration(let enumeration):
      declareGlobal(enumeration.name, .enumeration(enumerations.count))
      enumerations.append(EnumerationType(name: enumeration.name.name, cases: []))
    case .modes(let syntax):
      for mode in syntax {
        declareGlobal(mode.name, .mode(modeSyntax.count))
        modeSyntax.append(mode)
      }
    default: break
    }
  }

  private func declareType(_ item: FlatItem) {
    body = BodyScope(statics: item.statics)
    switch item.syntax.kind {
    case .record(let syntax):
      guard case .record(let number)? = globals[syntax.name.name] else { return }
      records[number].fields = fields(syntax.fields)
    case .enumeration(let syntax):
      guard case .enumeration(let number)? = globals[syntax.name.name] else { return }
      var seen: [String: Span] = [:]
      for one in syntax.cases {
        if let other = seen[one.name.name] {
          diagnostics.error(
            "the case '\(one.name.name)' is declared twice", at: one.name.span,
            notes: [Diagnostic.Note("first declared here", at: other)])
        }
        seen[one.name.name] = one.name.span
      }
      enumerations[number].cases = syntax.cases.map { (name: $0.name.name, fields: fields($0.fields)) }
    case .names(let syntax):
      _ = attempt {
        let width = try bitsWidth(syntax.type)
        guard width < 20, syntax.texts.count == 1 << width else {
          let wanted = width < 20 ? "\(1 << width)" : "too many"
          throw fail(
            "a list of names for bits(\(width)) needs \(wanted) names, this one has \(syntax.texts.count)",
            at: syntax.name.span)
        }
        guard namesByName.updateValue(names.count, forKey: syntax.name.name) == nil else {
          throw fail("the list of names '\(syntax.name.name)' is declared twice", at: syntax.name.span)
        }
        names.append(NameList(name: syntax.name.name, width: width, texts: syntax.texts))
      }
    default: break
    }
  }

  private func fields(_ parameters: [ParameterSyntax]) -> [(name: String, type: Type)] {
    var result: [(name: String, type: Type)] = []
    for parameter in parameters {
      if result.contains(where: { $0.name == parameter.name.name }) {
        diagnostics.error("the field '\(parameter.name.name)' is declared twice", at: parameter.name.span)
        continue
      }
      // A value inside of itself would have no end.
      if let type = attempt({ try type(parameter.type).type }) {
        if case .bits = type {
        } else if case .enumeration = type {
        } else if case .record = type {
        } else {
          continue
        }
        result.append((name: parameter.name.name, type: type))
      }
    }
    return result
  }

  private func declareTrap(_ item: FlatItem) throws {
    guard case .trap(let syntax) = item.syntax.kind else { return }
    body = BodyScope(statics: item.statics)
    guard let trapClass = Trap.Class(rawValue: syntax.trapClass.name) else {
      throw fail(
        "'\(syntax.trapClass.name)' is not a class of traps: memory, privilege, service or fault",
        at: syntax.trapClass.span,
        help: didYouMean(syntax.trapClass.name, among: Trap.Class.allCases.map(\.rawValue)))
    }
    let parameters = syntax.parameters.compactMap { parameter in attempt { try type(parameter.type).type } }
    declareGlobal(syntax.name, .trap(traps.count))
    traps.append(
      Trap(
        name: syntax.name.name, trapClass: trapClass, isImprecise: syntax.isImprecise, parameters: parameters,
        entry: nil, span: syntax.name.span))
  }

  // MARK: Types

  /// The static number that `expression` stands for.
  func staticNumber(_ expression: ExpressionSyntax) -> Int128? {
    if case .call(let callee, let arguments) = expression.kind, case .name("width") = callee.kind,
      arguments.count == 1, let inner = attempt({ try value(arguments[0].value) }),
      case .bits(let width) = inner.type
    {
      return Int128(width)
    }
    if case .name(let name) = expression.kind {
      if body.lookup(name) != nil { return nil }
      if case .constant(let constant, let statics)? = globals[name], constant.type == nil,
        body.statics[name] == nil
      {
        return StaticEvaluator(statics: statics, features: features).number(constant.value)
      }
    }
    if case .binary(let mark, let left, let right, _) = expression.kind {
      guard let one = staticNumber(left), let other = staticNumber(right) else { return nil }
      return StaticEvaluator.apply(mark, one, other)
    }
    return StaticEvaluator(statics: body.statics, features: features).number(expression)
  }

  func requireStatic(_ expression: ExpressionSyntax, _ what: String) throws -> Int {
    guard let number = staticNumber(expression) else {
      throw fail("\(what) must be a static number, known when the specification is read", at: expression.span)
    }
    guard let small = Int(exactly: number), abs(small) < 1 << 40 else {
      throw fail("\(what) is out of range", at: expression.span)
    }
    return small
  }

  func bitsWidth(_ syntax: TypeSyntax) throws -> Int {
    guard case .bits(let width) = try type(syntax).type else {
      throw fail("expected the type bits(n)", at: syntax.span)
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
    case .width: throw fail("'width' is a type of parameters only", at: syntax.span)
    case .named(let name):
      switch globals[name] {
      case .record(let number): return (.record(number), nil)
      case .enumeration(let number): return (.enumeration(number), nil)
      case .register(let number): return (.bits(registers[number].width), number)
      default:
        let candidates = globals.filter { _, global in
          switch global {
          case .record, .enumeration, .register: true
          default: false
          }
        }.keys
        throw fail(
          "there is no type '\(name)'", at: syntax.span,
          help: didYouMean(name, among: candidates + ["bits", "width"]))
      }
    }
  }

  func describe(_ type: Type) -> String {
    switch type {
    case .bits(1): "bits(1)"
    case .bits(let width): "bits(\(width))"
    case .record(let number): records[number].name
    case .enumeration(let number): enumerations[number].name
    case .nothing: "no value"
    case .never: "a trap"
    }
  }
}
