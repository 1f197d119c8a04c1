import ISALanguage

extension Elaborator {

  /// Elaborates a block in a scope of its own. With `isStatement` its value is dropped.
  func block(
    _ syntax: BlockSyntax, expecting expected: Type?, isStatement: Bool
  ) throws -> (Block, Type, layout: Int?) {
    try enter(syntax.span)
    defer { leave() }
    body.push()
    let saved = body.pending
    body.pending = []
    defer {
      body.pop()
      body.pending = saved
    }
    var result = Block()
    var type = Type.nothing
    var layout: Int?
    var failed = false
    for (index, statement) in syntax.statements.enumerated() {
      let isLast = index == syntax.statements.count - 1
      do {
        if isLast, !isStatement, case .expression(let expression) = statement.kind {
          let typed = try lastValue(expression, expecting: expected)
          result.statements += takePending()
          type = typed.type
          layout = typed.layout
          if type == .nothing || type == .never {
            result.statements.append(.evaluate(typed.expression))
          } else {
            result.result = typed.expression
          }
        } else {
          let (statements, ends) = try self.statement(statement)
          result.statements += takePending() + statements
          if ends {
            type = .never
            if !isLast { warnAboutDeadCode(after: statement, before: syntax.statements[index + 1]) }
          }
        }
      } catch {
        failed = true
        body.pending = []
      }
    }
    // What follows from a part that could not be read is not told.
    if failed || isDamaged(syntax.span) { throw Mistake() }
    return (result, type, layout)
  }

  private func warnAboutDeadCode(after end: StatementSyntax, before next: StatementSyntax) {
    // A static condition may end one of several instances; a trap that stands there ends all.
    guard case .trap = end.kind else { return }
    diagnostics.report(
      Diagnostic(
        .warning, "this is never reached", at: next.span,
        notes: [Diagnostic.Note("because of this trap", at: end.span)]))
  }

  private func lastValue(_ syntax: ExpressionSyntax, expecting expected: Type?) throws -> Typed {
    if expected == nil {
      // Without an expectation the value may also be none at all: the call of a function that yields nothing.
      switch syntax.kind {
      case .conditional(let condition, let then, let otherwise):
        return try conditional(condition, then, otherwise, at: syntax, expecting: nil, isStatement: false)
      case .match(let subject, let arms):
        return try match(subject, arms, at: syntax, expecting: nil, isStatement: false)
      default: break
      }
    }
    return try value(syntax, expecting: expected)
  }

  func takePending() -> [Statement] {
    defer { body.pending = [] }
    return body.pending
  }

  /// The statements for `syntax`, and whether it always traps.
  private func statement(_ syntax: StatementSyntax) throws -> ([Statement], ends: Bool) {
    switch syntax.kind {
    case .local(let name, let typeSyntax, let valueSyntax, let mutable):
      guard body.statics[name.name] == nil else {
        throw fail("'\(name.name)' is already a static variable here", at: name.span)
      }
      // After a mistake the name is still declared, so that its uses are not reported too.
      guard let (typed, layout) = attempt({ try local(typeSyntax, valueSyntax) }) else {
        if let declared = typeSyntax.flatMap({ syntax in attempt { try type(syntax) } }) {
          _ = body.declare(name.name, type: declared.type, layout: declared.layout, isMutable: mutable)
        } else {
          body.lostNames.insert(name.name)
        }
        throw Mistake()
      }
      let slot = body.declare(name.name, type: typed.type, layout: layout, isMutable: mutable)
      return ([.setLocal(slot, typed.expression)], false)
    case .assign(let target, let operation, let valueSyntax):
      return (try assignment(target, operation, valueSyntax, at: syntax.span), false)
    case .expression(let expression):
      let typed: Typed
      switch expression.kind {
      case .conditional(let condition, let then, let otherwise):
        typed = try conditional(condition, then, otherwise, at: expression, expecting: nil, isStatement: true)
      case .match(let subject, let arms):
        typed = try match(subject, arms, at: expression, expecting: nil, isStatement: true)
      case .block(let inner):
        let (elaborated, type, _) = try block(inner, expecting: nil, isStatement: true)
        typed = Typed(.block(elaborated), type)
      case .call: typed = try value(expression)
      case .name(let name) where Self.isOperand(body.lookup(name)): typed = try value(expression)
      default:
        _ = try value(expression)
        throw fail(
          "this value is not used", at: expression.span, help: "assign it, or make it the last of its block")
      }
      return ([.evaluate(typed.expression)], typed.type == .never)
    case .repeated(let header, let inner): return (try repeated(header, inner), false)
    case .trap(let name, let arguments):
      let (number, values) = try trapUse(name, arguments)
      return ([.trap(number, values, syntax.span)], true)
    case .require(let conditionSyntax, let name, let arguments):
      let required = attempt { try condition(conditionSyntax) }
      // What the trap carries is computed where it is raised, whether the condition holds or not.
      let (number, values) = try trapUse(name, arguments)
      guard let required else { throw Mistake() }
      return ([.require(required, trap: number, values, syntax.span)], false)
    case .unpredictable: return ([.unpredictable(site: newSite(), syntax.span)], false)
    }
  }

  private static func isOperand(_ binding: BodyScope.Binding?) -> Bool {
    if case .operand = binding { true } else { false }
  }

  private func local(_ typeSyntax: TypeSyntax?, _ valueSyntax: ExpressionSyntax) throws -> (
    Typed, layout: Int?
  ) {
    let declared = try typeSyntax.map { try type($0) }
    let typed = try value(valueSyntax, expecting: declared?.type)
    guard typed.type != .nothing else { throw fail("this has no value", at: valueSyntax.span) }
    guard typed.type != .never else { throw fail("this always traps: it has no value", at: valueSyntax.span) }
    return (typed, declared?.layout ?? (declared == nil ? typed.layout : nil))
  }

  private func assignment(
    _ target: ExpressionSyntax, _ operation: String?, _ valueSyntax: ExpressionSyntax, at span: Span
  ) throws -> [Statement] {
    guard let operation else {
      // The value is computed first: what it reads is the state before the assignment.
      var needsBinding = false
      if case .name = target.kind {} else { needsBinding = true }
      let place = try place(target, binds: needsBinding)
      let typed: Typed
      if case .bundle(_, let layout?) = place,
        case let whole = try valueOrNumber(valueSyntax, type(of: place)),
        whole.layout == layout
      {
        typed = whole
      } else {
        typed = try value(valueSyntax, expecting: type(of: place))
      }
      return takePending(before: try write(place, typed, at: target.span))
    }
    let place = try place(target, binds: true)
    let old = try read(place, at: target.span)
    guard case .bits = old.type else {
      throw fail("'\(operation)=' needs bits, not \(describe(old.type))", at: target.span)
    }
    let right = try value(valueSyntax, expecting: old.type)
    let operations: [String: BinaryOperation] = [
      "+": .add, "-": .subtract, "*": .multiply, "&": .and, "|": .or, "^": .xor,
    ]
    guard let binary = operations[operation] else {
      throw fail("'\(operation)=' is not an assignment", at: span)
    }
    return takePending(
      before: try write(
        place, Typed(.binary(binary, old.expression, right.expression), old.type), at: target.span))
  }

  /// A value whose type is its own, unless it is a number, which takes `type`.
  private func valueOrNumber(_ syntax: ExpressionSyntax, _ type: Type) throws -> Typed {
    let needsType = isStatic(syntax) || isUndefined(syntax)
    return try value(syntax, expecting: needsType ? type : nil)
  }

  private func takePending(before statements: [Statement]) -> [Statement] { takePending() + statements }

  private func repeated(_ header: ForHeaderSyntax, _ inner: BlockSyntax) throws -> [Statement] {
    var evaluator = staticEvaluator()
    let rows: [Statics]
    if case .range(let low, let high) = header.rows {
      let first = try requireStatic(low, "the lower bound of 'for'")
      let end = try requireStatic(high, "the upper bound of 'for'")
      rows = evaluator.rows(header, from: first, to: end)
    } else {
      rows = evaluator.rows(header)
    }
    evaluator.diagnostics.diagnostics.forEach { diagnostics.report($0) }
    if evaluator.diagnostics.hasErrors { throw Mistake() }
    let saved = body.statics
    defer { body.statics = saved }
    var statements: [Statement] = []
    for row in rows {
      try spend(1 + row.count, at: header.span)
      body.statics = saved.merging(row) { $1 }
      statements.append(.evaluate(.block(try block(inner, expecting: nil, isStatement: true).0)))
    }
    return statements
  }

  func trapUse(_ name: Identifier, _ arguments: [ExpressionSyntax]) throws -> (Int, [Expression]) {
    let resolved = resolve(name, body.statics)
    guard case .trap(let number)? = globals[resolved] else {
      guard globals[resolved] == nil else {
        throw fail("'\(resolved)' is not a trap", at: name.span, notes: declared(at: globalSpans[resolved]))
      }
      throw noSuch("trap", resolved, at: name.span, among: traps.map(\.name))
    }
    let parameters = traps[number].parameters
    guard parameters.count == arguments.count else {
      throw fail(
        "the trap '\(resolved)' carries \(counted(parameters.count, "value")), not \(arguments.count)",
        at: name.span, notes: declared(at: traps[number].span))
    }
    return (number, try zip(parameters, arguments).map { try value($1, expecting: $0).expression })
  }

  // MARK: if

  func conditional(
    _ conditionSyntax: ExpressionSyntax, _ then: BlockSyntax, _ otherwise: BlockSyntax?,
    at syntax: ExpressionSyntax,
    expecting expected: Type?, isStatement: Bool
  ) throws -> Typed {
    // A static condition chooses at reading time: the other branch may not make sense for these static
    // values.
    if let choice = staticNumber(conditionSyntax) {
      guard choice == 0 || choice == 1 else { throw fail("expected a truth value", at: conditionSyntax.span) }
      guard let chosen = choice == 1 ? then : otherwise else { return Typed(.block(Block()), .nothing) }
      let (elaborated, type, layout) = try block(chosen, expecting: expected, isStatement: isStatement)
      return Typed(.block(elaborated), isStatement && type != .never ? .nothing : type, layout: layout)
    }
    let test = try condition(conditionSyntax)
    let one = attempt { try block(then, expecting: expected, isStatement: isStatement) }
    let other = attempt { () throws -> (Block, Type, layout: Int?) in
      guard let otherwise else { return (Block(), .nothing, nil) }
      return try block(
        otherwise, expecting: expected ?? one.flatMap { $0.1.isValue ? $0.1 : nil }, isStatement: isStatement)
    }
    guard let one, let other else { throw Mistake() }
    let type = try joined(
      [(one.1, then.span), (other.1, otherwise?.span ?? syntax.span)], isStatement: isStatement,
      at: syntax.span)
    return Typed(
      .conditional(test, one.0, other.0), type, layout: one.layout == other.layout ? one.layout : nil)
  }

  /// The type of an expression whose branches have these types.
  func joined(_ types: [(Type, Span)], isStatement: Bool, at span: Span) throws -> Type {
    let values = types.filter { $0.0 != .never }
    guard let first = values.first else { return .never }
    if isStatement { return .nothing }
    if let other = values.first(where: { $0.0 != first.0 }) {
      if isDamaged(span) { throw Mistake() }
      throw fail(
        "the branches yield different types: \(describe(first.0)) and \(describe(other.0))", at: other.1,
        notes: [Diagnostic.Note("\(describe(first.0)) here", at: first.1)])
    }
    return first.0
  }
}

extension Type {

  /// Whether there is a value.
  var isValue: Bool { self != .nothing && self != .never }
}
