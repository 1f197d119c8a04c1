import ISALanguage

extension Elaborator {

  /// The pieces of an assembly syntax text, which stands at `span` with its quotation marks.
  func syntaxParts(_ written: String, at span: Span, layout: Layout, parameters: [String]) throws
    -> [SyntaxPart]
  {
    let text = staticEvaluator().interpolate(written)
    // Where nothing was replaced, a mistake can be shown to the letter.
    let isLiteral = text == written && text.utf8.count + 2 == span.end - span.start
    func place(_ part: Substring) -> Span {
      guard isLiteral else { return span }
      let start = span.start + 1 + text.utf8.distance(from: text.startIndex, to: part.startIndex)
      return Span(file: Int(span.file), start: start, end: start + part.utf8.count)
    }
    var parts: [SyntaxPart] = []
    var literal = ""
    var rest = Substring(text)
    while let first = rest.first {
      let start = rest.startIndex
      rest = rest.dropFirst()
      if first == "{", rest.first == "{" || first == "}", rest.first == "}" {
        literal.append(first)
        rest = rest.dropFirst()
        continue
      }
      guard first == "{" else {
        literal.append(first)
        continue
      }
      guard let close = rest.firstIndex(of: "}") else {
        throw fail("'{' without '}' in a syntax", at: place(text[start..<rest.startIndex]))
      }
      let inner = rest[..<close]
      rest = rest[rest.index(after: close)...]
      if !literal.isEmpty { parts.append(.text(literal)) }
      literal = ""
      parts.append(
        try syntaxPart(
          inner, at: place(text[start..<rest.startIndex]), layout: layout, parameters: parameters))
    }
    if !literal.isEmpty { parts.append(.text(literal)) }
    return parts
  }

  private func syntaxPart(
    _ written: Substring, at span: Span, layout: Layout, parameters: [String]
  ) throws -> SyntaxPart {
    let inner = written.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    let name = inner[0].filter { $0 != " " }
    guard !name.isEmpty else {
      throw fail("'{}' names no field", at: span, help: "a brace is written '{{'")
    }
    let style = inner.count > 1 ? try syntaxStyle(inner[1], at: span) : .number
    if let index = layout.operands.firstIndex(where: { $0.name == name }) {
      guard inner.count == 1 else {
        throw fail(
          "'\(name)' is an operand: it is printed as its cases say", at: span, help: "write {\(name)}")
      }
      return .operand(index)
    }
    if case .field(let field, let width)? = body.lookup(name) {
      try check(style, of: name, width: width, at: span)
      return .field(field, style)
    }
    if let index = parameters.firstIndex(of: name) {
      if case .local(_, .bits(let width), _, _)? = body.lookup(name) {
        try check(style, of: name, width: width, at: span)
      }
      return .parameter(index, style)
    }
    if case .context(let context)? = globals[name] {
      try check(style, of: name, width: contexts[context].width, at: span)
      return .context(context, style)
    }
    let candidates =
      layout.operands.map(\.name) + layout.fields.map(\.name) + parameters + contexts.map(\.name)
    throw fail(
      "the syntax mentions '\(name)', which is no field or operand here", at: span,
      help: didYouMean(name, among: candidates))
  }

  /// The words that instructions with these forms begin with, in lower case.
  func mnemonics(of forms: [Form]) -> [String] {
    var result: [String] = []
    var seen: Set<String> = []
    for form in forms {
      var words = [""]
      var ended = false
      for part in form.syntax where !ended {
        switch part {
        case .text(let text):
          let word = text.prefix { $0 != " " }
          words = words.map { $0 + word }
          ended = word.count < text.count
        case .field(_, .name(let list)), .context(_, .name(let list)), .parameter(_, .name(let list)):
          let texts = names[list].texts
          guard words.count * texts.count <= Self.mostMnemonics else {
            ended = true
            continue
          }
          words = words.flatMap { word in texts.map { word + $0 } }
        default: ended = true
        }
      }
      for word in words.map({ $0.lowercased() }) where !word.isEmpty && seen.insert(word).inserted {
        result.append(word)
      }
    }
    return result
  }

  /// How many words one form may begin with; where there are more, their common start is taken.
  private static let mostMnemonics = 4096
}
