import ISALanguage

/// What a meaning looks at beside the state, in the functions that it calls too.
struct Mentions {

  /// The contexts.
  var contexts: Set<Int> = []

  /// The modes.
  var modes: Set<Int> = []

  /// Whether the length of the instruction is asked for.
  var length = false

  /// Whether fields or operands of the encoding are.
  var fields = false

  mutating func formUnion(_ other: Mentions) {
    contexts.formUnion(other.contexts)
    modes.formUnion(other.modes)
    length = length || other.length
    fields = fields || other.fields
  }
}

extension Elaborator {

  /// What `expression` mentions.
  func mentions(in expression: Expression) -> Mentions {
    var result = Mentions()
    addMentions(in: expression, to: &result)
    return result
  }

  private func addMentions(in expression: Expression, to result: inout Mentions) {
    switch expression {
    case .context(let number): result.contexts.insert(number)
    case .mode(let number, _): result.modes.insert(number)
    case .length: result.length = true
    case .field, .operand: result.fields = true
    case .call(let number, _, _): result.formUnion(mentions(ofFunction: number))
    default: break
    }
    expression.forEachChild { addMentions(in: $0, to: &result) }
  }

  private func mentions(ofFunction number: Int) -> Mentions {
    if let known = functionMentions[number] { return known }
    var result = Mentions()
    functions[number].body.forEachExpression { addMentions(in: $0, to: &result) }
    functionMentions[number] = result
    return result
  }
}
