import ISALanguage

extension Elaborator {

  func elaborateModes() {
    guard !modeSyntax.isEmpty else {
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
      modes.append(
        Mode(
          name: syntax.name.name, condition: withPending(condition), text: text(of: syntax.condition), host: host,
          span: syntax.name.span))
    }
  }

  private func withPending(_ expression: Expression) -> Expression {
    let before = takePending()
    return before.isEmpty ? expression : .block(Block(before, result: expression))
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
        for syntax in places { mirrored += attempt { try mirroredComponents(syntax) } ?? [] }
      default: break
      }
    }
    return (host, invariants, mirrored)
  }

  private func condition(_ syntax: ExpressionSyntax, mode: Int?) -> Condition? {
    body = BodyScope(statics: body.statics)
    guard let expression = attempt({ try condition(syntax) }) else { return nil }
    return Condition(mode: mode, expression: withPending(expression), text: text(of: syntax), span: syntax.span)
  }

  /// An expression as written, on one line.
  private func text(of syntax: ExpressionSyntax) -> String {
    sources.file(of: syntax.span).text(of: syntax.span).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func mirroredComponents(_ syntax: ExpressionSyntax) throws -> [Int] {
    switch try place(syntax, binds: false) {
    case .register(let number, let element, _):
      let register = registers[number]
      return (0..<register.fieldsPerElement).compactMap { component(register, field: $0, element) }
    case .field(let number, let element, let part, _):
      guard case .field(let field, _) = part.kind,
        let component = component(registers[number], field: field, element)
      else { break }
      return [component]
    case .bundle(let places, _):
      return places.compactMap { _, place in
        guard case .field(let number, let element, let part, _) = place, case .field(let field, _) = part.kind
        else { return nil }
        return component(registers[number], field: field, element)
      }
    default: break
    }
    throw fail("a mirrored component is a register or a field", at: syntax.span)
  }

  private func component(_ register: Register, field: Int, _ element: Place.Element) -> Int? {
    switch element {
    case .none: register.component(field: field, element: 0)
    case .constant(let number): register.component(field: field, element: number)
    case .computed: nil
    }
  }

  // MARK: Traps, interrupts, translation, reset

  func elaborateTrapEntries() {
    for item in items {
      guard case .trap(let syntax) = item.syntax.kind, let entry = syntax.entry,
        case .trap(let number)? = globals[syntax.name.name]
      else { continue }
      traps[number].entry = attempt {
        try entryFunction(entry, name: syntax.name.name, parameters: syntax.parameters, item.statics)
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
        let condition = withPending(try condition(syntax.condition))
        let entry = try entryFunction(syntax.entry, name: syntax.name.name, parameters: [], item.statics)
        return Interrupt(
          name: syntax.name.name, priority: priority, condition: condition, entry: entry,
          span: syntax.name.span)
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
        let widths = memory.parameters.map(\.width) + [2]
        guard syntax.parameters.count == widths.count else {
          let names = (memory.parameters.map(\.name) + ["access"]).joined(separator: ", ")
          throw fail("'translate' has the parameters (\(names))", at: item.syntax.span)
        }
        func bits(_ width: Int) -> TypeSyntax {
          let number = NumberLiteral(value: UInt128(width), digitWidth: nil)
          let span = item.syntax.span
          return TypeSyntax(kind: .bits(ExpressionSyntax(kind: .number(number), span: span)), span: span)
        }
        let parameters = zip(syntax.parameters, widths).map { ParameterSyntax(name: $0, type: bits($1)) }
        return try makeFunction(
          name: "translate", parameters: parameters, result: bits(physicalMemory.addressWidth),
          body: syntax.body,
          statics: item.statics
        ).0
      }
    }
    return nil
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

  /// Checks the functions without static parameters, used or not.
  func elaboratePlainFunctions() {
    for (number, generic) in genericFunctions.enumerated() {
      let isPlain = !generic.syntax.parameters.contains {
        if case .width = $0.type.kind { true } else { false }
      }
      if isPlain {
        _ = attempt { try functionInstance(number, statics: generic.statics, at: generic.syntax.name.span) }
      }
    }
    for (number, generic) in views.enumerated()
    where !generic.syntax.parameters.contains(where: { if case .width = $0.type.kind { true } else { false } }
    ) {
      _ = attempt { try viewInstance(number, part: "read") }
      if generic.syntax.write != nil { _ = attempt { try viewInstance(number, part: "write") } }
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
        diagnostics.error(
          "there is no instruction '\(resolved)'", at: name.span, help: didYouMean(resolved, among: known))
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
