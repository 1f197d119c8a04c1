import ISALanguage

extension Elaborator {

  func elaborateModes() {
    guard !modeSyntax.isEmpty else {
      guard damage.mistakes.isEmpty else { return }
      diagnostics.error(
        "the machine '\(machineName.name)' has no modes", at: machineName.span,
        help: "add 'modes { user when … supervisor when … }', the least privileged first")
      return
    }
    for syntax in modeSyntax {
      body = BodyScope()
      let condition = attempt { try self.condition(syntax.condition) } ?? .constant(0, width: 1)
      var host = 0
      if let name = syntax.host, let number = attempt({ try modeNumber(name) }) { host = number }
      let closed = closed(condition, named: syntax.name.name, at: syntax.name.span)
      modes.append(
        Mode(
          name: syntax.name.name, condition: closed, text: text(of: syntax.condition), host: host,
          span: syntax.name.span))
    }
  }

  /// The host conditions, invariants and mirrored components.
  func elaborateConfiguration() -> (host: [Condition], invariants: [Condition], mirrored: [Int]) {
    var host: [Condition] = []
    var invariants: [Condition] = []
    var mirrored: [Int] = []
    for item in items {
      body = BodyScope(statics: item.statics)
      switch item.syntax.kind {
      case .host(let name, let expressions):
        let mode = name.flatMap { name in attempt { try modeNumber(name) } }
        host += expressions.compactMap { condition($0, mode: mode) }
      case .invariant(let expressions): invariants += expressions.compactMap { condition($0, mode: nil) }
      case .mirror(let places):
        for syntax in places { mirrored += attempt { try components(of: syntax) } ?? [] }
      default: break
      }
    }
    return (host, invariants, mirrored)
  }

  /// What installing keeps, or the hardware has besides.
  func installationCondition(_ syntax: ExpressionSyntax, _ statics: Statics) -> Condition? {
    body = BodyScope(statics: statics)
    return condition(syntax, mode: nil)
  }

  private func condition(_ syntax: ExpressionSyntax, mode: Int?) -> Condition? {
    body = BodyScope(statics: body.statics)
    guard let expression = attempt({ try condition(syntax) }) else { return nil }
    let closed = closed(expression, named: "condition", at: syntax.span)
    return Condition(mode: mode, expression: closed, text: text(of: syntax), span: syntax.span)
  }

  /// An expression as written, on one line.
  private func text(of syntax: ExpressionSyntax) -> String {
    sources.file(of: syntax.span).text(of: syntax.span).split(whereSeparator: \.isWhitespace).joined(
      separator: " ")
  }

  /// The components that a place is made of.
  func components(of syntax: ExpressionSyntax) throws -> [Int] {
    try components(of: try place(syntax, binds: false), at: syntax.span)
  }

  private func components(of place: Place, at span: Span) throws -> [Int] {
    switch place {
    case .register(let number, let element, _):
      let register = registers[number]
      return try (0..<register.fieldsPerElement).map {
        try component(register, field: $0, element, at: span)
      }
    case .field(let number, let element, let part, _):
      if case .field(let field, _) = part.kind {
        return [try component(registers[number], field: field, element, at: span)]
      }
    case .bundle(let places, _): return try places.flatMap { try components(of: $0.place, at: span) }
    default: break
    }
    throw fail("this must be a register or a field", at: span)
  }

  private func component(_ register: Register, field: Int, _ element: Place.Element, at span: Span) throws
    -> Int
  {
    switch element {
    case .none: return register.component(field: field, element: 0)
    case .constant(let number): return register.component(field: field, element: number)
    case .computed:
      throw fail("which element of '\(register.name)' it is must be a static number", at: span)
    }
  }

  // MARK: Traps, interrupts, translation, reset

  func elaborateTrapEntries() {
    for item in items {
      guard case .trap(let syntax) = item.syntax.kind, let entry = syntax.entry,
        case .trap(let number)? = globals[resolve(syntax.name, item.statics)]
      else { continue }
      traps[number].entry = attempt {
        try entryFunction(entry, name: traps[number].name, parameters: syntax.parameters, item.statics)
      }
    }
  }

  private func entryFunction(
    _ call: ExpressionSyntax, name: String, parameters: [ParameterSyntax], _ statics: Statics
  ) throws -> Function {
    guard case .call = call.kind else {
      throw fail("'enters' is followed by the call of a function", at: call.span)
    }
    let block = BlockSyntax(
      statements: [StatementSyntax(kind: .expression(call), span: call.span)], span: call.span)
    return try makeFunction(name: name, parameters: parameters, result: nil, body: block, statics: statics).0
  }

  func elaborateInterrupts() -> [Interrupt] {
    items.compactMap { item in
      guard case .interrupt(let syntax) = item.syntax.kind else { return nil }
      body = BodyScope(statics: item.statics)
      return attempt {
        let priority = try requireStatic(syntax.priority, "a priority")
        let name = resolve(syntax.name, item.statics)
        let condition = closed(try condition(syntax.condition), named: name, at: syntax.name.span)
        let entry = try entryFunction(syntax.entry, name: name, parameters: [], item.statics)
        return Interrupt(
          name: name, priority: priority, condition: condition, entry: entry, span: syntax.name.span)
      }
    }
  }

  func elaborateTranslation() -> Function? {
    for item in items {
      guard case .translate(let syntax) = item.syntax.kind else { continue }
      return attempt {
        guard let memory, let physicalMemory else {
          throw fail("'translate' needs both memories, 'mem' and 'phys'", at: item.syntax.span)
        }
        return try translation("translate", syntax, item, of: memory, to: physicalMemory)
      }
    }
    return nil
  }

  func elaborateSecondStage() -> Function? {
    for item in items {
      guard case .secondStage(let syntax) = item.syntax.kind else { continue }
      return attempt {
        guard items.contains(where: { if case .translate = $0.syntax.kind { true } else { false } }),
          let physicalMemory
        else {
          throw fail("'second_stage' needs a first one, 'translate'", at: item.syntax.span)
        }
        return try translation("second_stage", syntax, item, of: physicalMemory, to: physicalMemory)
      }
    }
    return nil
  }

  /// A stage of translation, from the addresses of one memory to those of another.
  private func translation(
    _ name: String, _ syntax: TranslateSyntax, _ item: FlatItem, of memory: Memory, to target: Memory
  ) throws -> Function {
    let widths = memory.parameters.map(\.width) + [2]
    guard syntax.parameters.count == widths.count else {
      let names = (memory.parameters.map(\.name) + ["access"]).joined(separator: ", ")
      throw fail("'\(name)' has the parameters (\(names))", at: item.syntax.span)
    }
    func bits(_ width: Int) -> TypeSyntax {
      let number = NumberLiteral(value: UInt128(width), digitWidth: nil)
      let span = item.syntax.span
      return TypeSyntax(kind: .bits(ExpressionSyntax(kind: .number(number), span: span)), span: span)
    }
    let parameters = zip(syntax.parameters, widths).map { ParameterSyntax(name: $0, type: bits($1)) }
    return try makeFunction(
      name: name, parameters: parameters, result: bits(target.addressWidth),
      body: syntax.body, statics: item.statics, isTranslation: true
    ).0
  }

  func elaborateReset() -> Function? {
    for item in items {
      guard case .reset(let block) = item.syntax.kind else { continue }
      return attempt {
        try makeFunction(name: "reset", parameters: [], result: nil, body: block, statics: item.statics).0
      }
    }
    return nil
  }

  /// Checks the functions and views without static parameters, used or not.
  func elaboratePlainFunctions() {
    for (number, generic) in genericFunctions.enumerated() {
      checkParameters(generic.syntax.parameters)
      guard !generic.syntax.parameters.contains(where: \.isStatic) else { continue }
      _ = attempt { try functionInstance(number, statics: generic.statics, at: generic.syntax.name.span) }
    }
    for (number, generic) in views.enumerated() {
      let syntax = generic.syntax
      checkParameters(syntax.parameters)
      guard !syntax.parameters.contains(where: \.isStatic) else { continue }
      for part in syntax.write == nil ? ["read"] : ["read", "write"] {
        _ = attempt {
          try viewInstance(number, part: part, statics: generic.statics, at: syntax.name.span)
        }
      }
    }
  }

  // MARK: Claims

  func elaborateClaims(instructions: [Instruction]) -> [Claim] {
    let known = Set(instructions.map(\.name))
    var result: [Claim] = []
    for item in items {
      guard case .claim(let syntax) = item.syntax.kind else { continue }
      func instruction(_ name: Identifier) -> String? {
        let resolved = resolve(name, item.statics)
        if known.contains(resolved) { return resolved }
        _ = noSuch("instruction", resolved, at: name.span, among: known)
        return nil
      }
      func word(_ name: Identifier, among words: [String], _ what: String) -> String? {
        if words.contains(name.name) { return name.name }
        diagnostics.error(
          "'\(name.name)' is not \(what): \(words.joined(separator: ", "))", at: name.span,
          help: didYouMean(name.name, among: words))
        return nil
      }
      var kind: Claim.Kind?
      switch syntax.kind {
      case .classified(let name, let className, let negated):
        guard let found = instruction(name), let className = word(className, among: Claim.classes, "a class")
        else { continue }
        kind = .classified(instruction: found, class: className, negated: negated)
      case .violates(let name, let rule, let negated):
        guard let found = instruction(name) else { continue }
        if let rule, word(rule, among: Claim.rules, "a rule") == nil { continue }
        kind = .violates(instruction: found, rule: rule?.name, negated: negated)
      case .direct(let name, let passes):
        kind = instruction(name).map { .direct(instruction: $0, passes: passes) }
      case .verdict(let name, let holds):
        kind = word(name, among: Claim.verdicts, "a verdict").map { .verdict(name: $0, holds: holds) }
      }
      if let kind { result.append(Claim(kind: kind, span: item.syntax.span)) }
    }
    return result
  }
}

extension Claim {

  /// The classes that a claim may name.
  static let classes = [
    "privileged", "control-sensitive", "behaviour-sensitive", "mode-sensitive", "location-sensitive",
    "resource-sensitive", "time-sensitive", "user-sensitive", "innocuous", "always-trapping",
  ]

  /// The rules that a claim may name.
  static let rules = ["PG101", "PG102", "PG103", "PG104", "PG105", "PG110", "PG120", "PG201"]

  /// The verdicts that a claim may name.
  static let verdicts = ["theorem1", "theorem2", "theorem3", "direct_execution", "virtualizable"]
}
