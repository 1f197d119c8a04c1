import ISALanguage

extension Elaborator {

  /// Declares everything that has a name, so that the order of declarations does not matter.
  func declareAll() {
    for feature in features.list { globals[feature.name] = .feature(feature.isOn) }
    let items = items.filter { claimsItsNames($0) }
    for item in items { declareName(item) }
    for item in items { _ = attempt { try declareState(item) } }
    for item in items { declareType(item) }
    checkTypesEnd()
    for item in items { _ = attempt { try declareTrap(item) } }
    resolveMemoryTrap()
  }

  // MARK: Names

  /// Reserves the names that `item` declares; false when one of them is taken.
  private func claimsItsNames(_ item: FlatItem) -> Bool {
    switch item.syntax.kind {
    case .modes(let modes): modes.allSatisfy { claims($0.name, [:]) }
    case .encoding(let encoding): encoding.contexts.allSatisfy { claims($0.name, [:]) }
    case .constant, .register, .alias, .view, .memory, .trap, .function, .record, .enumeration, .operand:
      item.syntax.kindAndName.map { claims($0.name, item.statics) } ?? true
    default: true
    }
  }

  private func claims(_ name: Identifier, _ statics: Statics) -> Bool {
    let resolved = resolve(name, statics)
    if case .feature? = globals[resolved] {
      diagnostics.error("'\(resolved)' is already the name of a feature", at: name.span)
      return false
    }
    if Self.reserved.contains(resolved) {
      diagnostics.error("'\(resolved)' is a word of the language", at: name.span, help: "choose another name")
      return false
    }
    if let other = globalSpans[resolved] {
      diagnostics.error(
        "'\(resolved)' is declared twice", at: name.span, notes: declared(at: other, "first declared here"))
      return false
    }
    globalSpans[resolved] = name.span
    return true
  }

  /// Names that would hide what they are declared as.
  private static let reserved: Set<String> = [
    "undefined", "length", "if", "match", "let", "var", "for", "trap", "require", "unpredictable", "else",
    "as",
    "bits", "width", "_",
  ]

  /// A name as declared, with a variable of `for` replaced.
  func resolve(_ name: Identifier, _ statics: Statics) -> String { ItemName.resolve(name, statics) }

  private func declareName(_ item: FlatItem) {
    func declare(_ name: Identifier, _ global: Global) { globals[resolve(name, item.statics)] = global }
    switch item.syntax.kind {
    case .source(let source):
      documents.append(Document(name: source.name.name, title: source.title))
      documentNames.insert(source.name.name)
    case .constant(let constant): declare(constant.name, .constant(constant, item.statics))
    case .alias(let alias): declare(alias.name, .alias(alias, item.statics))
    case .view(let view):
      declare(view.name, .view(views.count))
      views.append(GenericView(syntax: view, statics: item.statics))
    case .function(let function):
      declare(function.name, .function(genericFunctions.count))
      genericFunctions.append(GenericFunction(syntax: function, statics: item.statics))
    case .operand(let operand):
      declare(operand.name, .operand(genericOperands.count))
      genericOperands.append(GenericOperand(syntax: operand, statics: item.statics))
    case .record(let record):
      declare(record.name, .record(records.count))
      records.append(RecordType(name: resolve(record.name, item.statics), fields: []))
    case .enumeration(let enumeration):
      declare(enumeration.name, .enumeration(enumerations.count))
      enumerations.append(EnumerationType(name: resolve(enumeration.name, item.statics), cases: []))
    case .modes(let syntax):
      for mode in syntax {
        globals[mode.name.name] = .mode(modeSyntax.count)
        modeSyntax.append(mode)
      }
    default: break
    }
  }

  // MARK: Types

  private func declareType(_ item: FlatItem) {
    body = BodyScope(statics: item.statics)
    switch item.syntax.kind {
    case .record(let syntax):
      guard case .record(let number)? = globals[resolve(syntax.name, item.statics)] else { return }
      records[number].fields = fields(syntax.fields)
    case .enumeration(let syntax):
      guard case .enumeration(let number)? = globals[resolve(syntax.name, item.statics)] else { return }
      enumerations[number].cases = cases(of: syntax)
    case .names(let syntax): _ = attempt { try declareNames(syntax, statics: item.statics) }
    default: break
    }
  }

  private func cases(
    of syntax: EnumerationSyntax
  ) -> [(name: String, fields: [(name: String, type: Type)])] {
    if syntax.cases.isEmpty {
      diagnostics.error("the enum '\(syntax.name.name)' has no cases", at: syntax.name.span)
    }
    var seen: [String: Span] = [:]
    for one in syntax.cases {
      if let other = seen[one.name.name] {
        diagnostics.error(
          "the case '\(one.name.name)' is declared twice", at: one.name.span,
          notes: declared(at: other, "first declared here"))
      }
      seen[one.name.name] = seen[one.name.name] ?? one.name.span
    }
    return syntax.cases.map { (name: $0.name.name, fields: fields($0.fields)) }
  }

  private func declareNames(_ syntax: NamesSyntax, statics: Statics) throws {
    let width = try bitsWidth(syntax.type)
    guard width <= 16 else {
      throw fail("a list of names is for at most 16 bits, not \(width)", at: syntax.type.span)
    }
    guard syntax.texts.count == 1 << width else {
      throw fail(
        "a list of names for bits(\(width)) needs \(1 << width) names, this one has \(syntax.texts.count)",
        at: syntax.name.span)
    }
    let name = resolve(syntax.name, statics)
    namesByName[name] = names.count
    names.append(NameList(name: name, width: width, texts: syntax.texts))
  }

  private func fields(_ parameters: [ParameterSyntax]) -> [(name: String, type: Type)] {
    var result: [(name: String, type: Type)] = []
    var seen: [String: Span] = [:]
    for parameter in parameters {
      if let other = seen[parameter.name.name] {
        diagnostics.error(
          "the field '\(parameter.name.name)' is declared twice", at: parameter.name.span,
          notes: declared(at: other, "first declared here"))
        continue
      }
      seen[parameter.name.name] = parameter.name.span
      if let type = attempt({ try type(parameter.type).type }) {
        result.append((name: parameter.name.name, type: type))
      }
    }
    return result
  }

  /// The most parts that a value may consist of.
  private static let mostParts = 256

  /// Checks that no record or enum holds itself, and that none is too large to be taken apart.
  private func checkTypesEnd() {
    var sizes: [Type: Int] = [:]
    var inProgress: Set<Type> = []
    func size(of type: Type) throws -> Int {
      if case .bits = type { return 1 }
      if let known = sizes[type] { return known }
      let name = describe(type)
      guard inProgress.insert(type).inserted else {
        throw fail("a value of '\(name)' would hold another '\(name)', without end", at: span(of: name))
      }
      defer { inProgress.remove(type) }
      var sum = 1
      for field in parts(of: type) { sum += try size(of: field) }
      sizes[type] = sum
      guard sum <= Self.mostParts else {
        throw fail("a value of '\(name)' has more than \(Self.mostParts) parts", at: span(of: name))
      }
      return sum
    }
    let all = records.indices.map { Type.record($0) } + enumerations.indices.map { Type.enumeration($0) }
    for type in all where attempt({ try size(of: type) }) == nil {
      // One mistake is told once: what holds the faulty type is not looked at.
      sizes[type] = sizes[type] ?? 1
    }
  }

  private func span(of name: String) -> Span { globalSpans[name] ?? machineName.span }

  private func parts(of type: Type) -> [Type] {
    switch type {
    case .record(let number): records[number].fields.map(\.type)
    case .enumeration(let number): enumerations[number].cases.flatMap { $0.fields.map(\.type) }
    default: []
    }
  }

  // MARK: Traps

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
    let name = resolve(syntax.name, item.statics)
    globals[name] = .trap(traps.count)
    traps.append(
      Trap(
        name: name, trapClass: trapClass, isImprecise: syntax.isImprecise, parameters: parameters,
        entry: nil, span: syntax.name.span))
  }
}
