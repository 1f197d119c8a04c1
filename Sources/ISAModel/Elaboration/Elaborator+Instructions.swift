import ISALanguage

extension Elaborator {

  func elaborateInstructions() -> [Instruction] {
    items.compactMap { item in
      guard case .instruction(let syntax) = item.syntax.kind else { return nil }
      let made = attempt { try instruction(syntax, item) }
      if made == nil, !diagnostics.hasErrors {
        // A mistake that nobody reported must not make an instruction disappear.
        diagnostics.error("this instruction cannot be elaborated", at: syntax.name.span)
      }
      return made
    }
  }

  private func instruction(_ syntax: InstructionSyntax, _ item: FlatItem) throws -> Instruction {
    body = BodyScope(statics: item.statics)
    let name = resolve(syntax.name, item.statics)
    var collected = Members()
    collect(syntax.members, statics: item.statics, into: &collected)
    if let main = completeMain(syntax) {
      if let pattern = main.pattern, !pattern.isEmpty { collected.forms.insert((main, item.statics), at: 0) }
    }
    if collected.citations.isEmpty {
      diagnostics.warning(
        "the instruction '\(name)' cites no source", at: syntax.name.span,
        help: documents.isEmpty
          ? "declare a document with 'source NAME \"title\"' and cite it"
          : "add 'source \(documents[0].name) \"…\"'")
    }
    guard !collected.forms.isEmpty else {
      throw fail("the instruction '\(name)' has no encoding", at: syntax.name.span, help: "add 'encode …'")
    }
    var forms: [Form] = []
    var failed = false
    for (form, statics) in collected.forms {
      if let form = attempt({ try self.form(form, main: syntax.main, name: name, statics: statics) }) {
        forms.append(form)
      } else {
        failed = true
      }
    }
    if failed { throw Mistake() }
    return Instruction(
      name: name, title: title(syntax.title, statics: item.statics), citations: collected.citations,
      alwaysTraps: collected.alwaysTraps, forms: forms, span: syntax.name.span,
      mnemonics: mnemonics(of: forms))
  }

  private func title(_ syntax: ExpressionSyntax?, statics: Statics) -> String? {
    guard let syntax else { return nil }
    let evaluator = StaticEvaluator(statics: statics, features: features)
    guard let value = evaluator.value(syntax) else { return nil }
    return StaticEvaluator.text(of: value)
  }

  private struct Members {
    var citations: [String] = []
    var alwaysTraps = false
    var forms: [(FormSyntax, Statics)] = []
  }

  private func completeMain(_ syntax: InstructionSyntax) -> FormSyntax? {
    guard syntax.main.pattern != nil else { return nil }
    return syntax.main
  }

  private func collect(_ members: [InstructionSyntax.Member], statics: Statics, into result: inout Members) {
    for member in members {
      switch member {
      case .source(let citation):
        guard documents.contains(where: { $0.name == citation.document.name }) else {
          diagnostics.error(
            "there is no source '\(citation.document.name)'", at: citation.document.span,
            help: didYouMean(citation.document.name, among: documents.map(\.name)))
          continue
        }
        let place = StaticEvaluator(statics: statics, features: features).interpolate(citation.place)
        result.citations.append("\(citation.document.name) \(place)")
      case .alwaysTraps: result.alwaysTraps = true
      case .form(let form): result.forms.append((form, statics))
      case .repeated(let header, let inner):
        var evaluator = StaticEvaluator(statics: statics, features: features)
        for row in evaluator.rows(header) {
          collect(inner, statics: statics.merging(row) { $1 }, into: &result)
        }
        evaluator.diagnostics.diagnostics.forEach { diagnostics.report($0) }
      }
    }
  }

  private func form(_ syntax: FormSyntax, main: FormSyntax, name: String, statics: Statics) throws -> Form {
    body = BodyScope(statics: statics)
    guard let pattern = syntax.pattern else {
      throw fail("this form has no encoding", at: syntax.span, help: "add 'encode …'")
    }
    guard let meaning = syntax.body ?? main.body else {
      throw fail("the instruction '\(name)' has no meaning", at: syntax.span, help: "add 'do { … }'")
    }
    let (layout, fieldCount, _) = try self.layout(
      pattern, firstField: 0, unit: streamUnit, isWhole: true,
      span: pattern[0].span.through(pattern[pattern.count - 1].span))
    let condition = try formCondition(syntax.condition ?? (syntax.pattern == nil ? main.condition : nil))
    let (block, _, _) = try block(meaning, expecting: nil, isStatement: true)
    // The mnemonic of a family is the name of its instruction.
    let text = syntax.syntax ?? main.syntax
    var parts: [SyntaxPart] = []
    if let text {
      body.statics["NAME"] = body.statics["NAME"] ?? .name(name)
      parts = try syntaxParts(text.text, at: text.span, layout: layout, parameters: []).map { part in
        guard case .text(let text) = part else { return part }
        return .text(text.replacing(name, with: name.lowercased()))
      }
    }
    return Form(
      layout: layout, fieldCount: fieldCount, condition: condition, syntax: parts, body: block,
      localCount: body.localCount, span: syntax.span)
  }

  /// The form's condition; contexts declared `strict` that it does not mention must have their initial
  /// values.
  private func formCondition(_ syntax: ExpressionSyntax?) throws -> Expression? {
    let written = try syntax.map { try condition($0) }
    let before = takePending()
    guard before.isEmpty else {
      throw fail(
        "this is too much for a 'where': use fields, context and static numbers",
        at: syntax?.span ?? machineName.span)
    }
    var tests: [Expression] = written.map { [$0] } ?? []
    for (number, context) in contexts.enumerated() where context.isStrict {
      if let written, written.mentions(context: number, in: functions) { continue }
      tests.append(.binary(.equal, .context(number), .constant(context.initial, width: context.width)))
    }
    guard let first = tests.first else { return nil }
    return tests.dropFirst().reduce(first) { .binary(.and, $0, $1) }
  }

  private func mnemonics(of forms: [Form]) -> [String] {
    var result: [String] = []
    for form in forms {
      var words = [""]
      var ended = false
      for part in form.syntax where !ended {
        switch part {
        case .text(let text):
          let word = text.prefix { $0 != " " }
          words = words.map { $0 + word }
          ended = word.count < text.count
        case .field(_, let list?), .context(_, let list?), .parameter(_, let list?):
          words = words.flatMap { word in names[list].texts.map { word + $0 } }
        default: ended = true
        }
      }
      for word in words where !word.isEmpty && !result.contains(word.lowercased()) {
        result.append(word.lowercased())
      }
    }
    return result
  }
}

extension Expression {

  /// Whether `context` is mentioned, in this expression or in a function that it calls.
  func mentions(context: Int, in functions: [Function]) -> Bool {
    switch self {
    case .context(let number): number == context
    case .unary(_, let inner), .extract(let inner, _, _), .extend(let inner, _, _),
      .recordField(let inner, _),
      .element(_, _, let inner, _):
      inner.mentions(context: context, in: functions)
    case .binary(_, let left, let right):
      left.mentions(context: context, in: functions) || right.mentions(context: context, in: functions)
    case .conditional(let test, let then, let otherwise):
      test.mentions(context: context, in: functions) || then.mentions(context: context, in: functions)
        || otherwise.mentions(context: context, in: functions)
    case .block(let block): block.mentions(context: context, in: functions)
    case .call(let number, let arguments, _):
      arguments.contains { $0.mentions(context: context, in: functions) }
        || functions[number].body.mentions(context: context, in: functions)
    default: false
    }
  }
}

extension Block {

  func mentions(context: Int, in functions: [Function]) -> Bool {
    statements.contains { statement in
      switch statement {
      case .setLocal(_, let value), .evaluate(let value): value.mentions(context: context, in: functions)
      default: false
      }
    } || (result?.mentions(context: context, in: functions) ?? false)
  }
}
