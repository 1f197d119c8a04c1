import ISALanguage

extension Elaborator {

  func elaborateInstructions() -> [Instruction] {
    items.compactMap { item in
      guard case .instruction(let syntax) = item.syntax.kind else { return nil }
      let made = attempt { try instruction(syntax, item) }
      if made == nil, !diagnostics.hasErrors, damage.mistakes.isEmpty {
        // A mistake that nobody reported must not make an instruction disappear.
        diagnostics.error("this instruction cannot be elaborated", at: syntax.name.span)
      }
      return made
    }
  }

  private func instruction(_ syntax: InstructionSyntax, _ item: FlatItem) throws -> Instruction {
    try spend(at: syntax.name.span)
    body = BodyScope(statics: item.statics)
    let name = resolve(syntax.name, item.statics)
    var collected = Members()
    try collect(syntax.members, statics: item.statics, into: &collected)
    if let pattern = syntax.main.pattern, !pattern.isEmpty {
      collected.forms.insert((syntax.main, item.statics), at: 0)
    }
    let isDamaged = isDamaged(item.syntax.span)
    if collected.citations.isEmpty, !collected.citesUnknown, !isDamaged {
      diagnostics.warning(
        "the instruction '\(name)' cites no source", at: syntax.name.span,
        help: documents.isEmpty
          ? "declare a document with 'source NAME \"title\"' and cite it"
          : "add 'source \(documents[0].name) \"…\"'")
    }
    guard !collected.forms.isEmpty else {
      if isDamaged { throw Mistake() }
      throw fail("the instruction '\(name)' has no encoding", at: syntax.name.span, help: "add 'encode …'")
    }
    var forms: [Form] = []
    var failed = false
    for (form, statics) in collected.forms {
      // Of a form that could not be read whole, what is missing is not told.
      if isDamaged, form.pattern == nil || (form.body ?? syntax.main.body) == nil {
        failed = true
      } else if let form = attempt({ try self.form(form, main: syntax.main, name: name, statics: statics) }) {
        forms.append(form)
      } else {
        failed = true
      }
    }
    if failed { throw Mistake() }
    return Instruction(
      name: name, title: try title(syntax.title, statics: item.statics), citations: collected.citations,
      alwaysTraps: collected.alwaysTraps, forms: forms, span: syntax.name.span,
      declaration: item.syntax.span, parameters: item.statics.mapValues(StaticEvaluator.text),
      mnemonics: mnemonics(of: forms))
  }

  private func title(_ syntax: ExpressionSyntax?, statics: Statics) throws -> String? {
    guard let syntax else { return nil }
    guard let value = staticEvaluator(statics).value(syntax) else { return nil }
    if case .name(let name) = value, case .name(name) = syntax.kind {
      throw fail(
        "a title is a text, or a variable of 'for' that stands for one", at: syntax.span,
        help: didYouMean(name, among: statics.keys))
    }
    return StaticEvaluator.text(of: value)
  }

  private struct Members {
    var citations: [String] = []
    var citesUnknown = false
    var alwaysTraps = false
    var forms: [(FormSyntax, Statics)] = []
  }

  private func collect(
    _ members: [InstructionSyntax.Member], statics: Statics, into result: inout Members
  ) throws {
    for member in members {
      switch member {
      case .source(let citation):
        let document = resolve(citation.document, statics)
        guard documentNames.contains(document) else {
          result.citesUnknown = true
          _ = noSuch("source", document, at: citation.document.span, among: documentNames)
          continue
        }
        let place = staticEvaluator(statics).interpolate(citation.place)
        try spend(place.utf8.count / 64, at: citation.document.span)
        result.citations.append("\(document) \(place)")
      case .alwaysTraps: result.alwaysTraps = true
      case .form(let form): result.forms.append((form, statics))
      case .repeated(let header, let inner):
        var evaluator = staticEvaluator(statics)
        for row in evaluator.rows(header) {
          try spend(1 + statics.count + row.count, at: header.span)
          try collect(inner, statics: statics.merging(row) { $1 }, into: &result)
        }
        evaluator.diagnostics.diagnostics.forEach { diagnostics.report($0) }
      }
    }
  }

  private func form(_ syntax: FormSyntax, main: FormSyntax, name: String, statics: Statics) throws -> Form {
    body = BodyScope(statics: statics)
    guard let pattern = syntax.pattern, let first = pattern.first, let last = pattern.last else {
      throw fail("this form has no encoding", at: syntax.span, help: "add 'encode …'")
    }
    guard let meaning = syntax.body ?? main.body else {
      throw fail("the instruction '\(name)' has no meaning", at: syntax.span, help: "add 'do { … }'")
    }
    let span = first.span.through(last.span)
    let (layout, size) = try self.layout(
      pattern, firstField: 0, unit: streamUnit, isWhole: true, span: span)
    // The parts are looked at even after a mistake in one of them.
    let condition = attempt { try formCondition(syntax.condition) }
    let block = attempt { try self.block(meaning, expecting: nil, isStatement: true).0 }
    let text = syntax.syntax ?? main.syntax
    let parts = attempt { try text.map { try formSyntax($0, layout: layout, name: name) } ?? [] }
    guard let condition, let block, let parts else { throw Mistake() }
    if let text { warnAboutUnprinted(layout, parts, block, condition, text.span) }
    return Form(
      layout: layout, fieldCount: size.fieldCount, condition: condition, syntax: parts, body: block,
      localCount: body.localCount, localNames: body.localNames, span: syntax.span)
  }

  private func formSyntax(
    _ text: (text: String, span: Span), layout: Layout, name: String
  ) throws -> [SyntaxPart] {
    // The mnemonic of a family is the name of its instruction.
    body.statics["NAME"] = body.statics["NAME"] ?? .name(name)
    return try syntaxParts(text.text, at: text.span, layout: layout, parameters: []).map { part in
      guard case .text(let text) = part else { return part }
      return .text(text.replacing(name, with: name.lowercased()))
    }
  }

  /// Warns about fields that the meaning uses, but that assembly text neither shows nor decides.
  private func warnAboutUnprinted(
    _ layout: Layout, _ parts: [SyntaxPart], _ block: Block, _ condition: Expression?, _ span: Span
  ) {
    var known: Set<Int> = []
    func note(_ expression: Expression, in set: inout Set<Int>) {
      if case .field(let number) = expression { set.insert(number) }
      expression.forEachChild { note($0, in: &set) }
    }
    for part in parts { if case .field(let number, _) = part { known.insert(number) } }
    for use in layout.operands { use.arguments.forEach { note($0, in: &known) } }
    if let condition { note(condition, in: &known) }
    guard known.count < layout.fields.count else { return }
    var used: Set<Int> = []
    block.forEachExpression { note($0, in: &used) }
    for (number, field) in layout.fields.enumerated() where used.contains(number) && !known.contains(number) {
      diagnostics.warning(
        "the syntax does not show the field '\(field.name)', which the meaning uses", at: span,
        help: "add {\(field.name)} to it")
    }
  }

  /// The form's condition; contexts declared `strict` that it does not mention must have their initial
  /// values.
  private func formCondition(_ syntax: ExpressionSyntax?) throws -> Expression? {
    let written = try syntax.map { try condition($0) }
    guard takePending().isEmpty else {
      throw fail(
        "this is too much for a 'where': use fields, context and static numbers",
        at: syntax?.span ?? machineName.span)
    }
    var tests: [Expression] = written.map { [$0] } ?? []
    let mentioned = written.map { mentions(in: $0).contexts } ?? []
    for (number, context) in contexts.enumerated() where context.isStrict && !mentioned.contains(number) {
      tests.append(.binary(.equal, .context(number), .constant(context.initial, width: context.width)))
    }
    guard let first = tests.first else { return nil }
    return tests.dropFirst().reduce(first) { .binary(.and, $0, $1) }
  }
}
