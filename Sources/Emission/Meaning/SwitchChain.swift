import ISAModel

extension Block {

  /// Whether nothing stands in it.
  var isNothing: Bool { statements.isEmpty && result == nil }

  /// The choice that is all of the block.
  var soleChoice: (Expression, Block, Block)? {
    if statements.isEmpty, case .conditional(let condition, let then, let otherwise)? = result {
      return (condition, then, otherwise)
    }
    if statements.isEmpty, case .block(let inner)? = result { return inner.soleChoice }
    guard result == nil, statements.count == 1, case .evaluate(let only) = statements[0] else { return nil }
    if case .conditional(let condition, let then, let otherwise) = only {
      return (condition, then, otherwise)
    }
    if case .block(let inner) = only { return inner.soleChoice }
    return nil
  }
}

/// A row of choices by the value of one word, which C calls a `switch`.
struct SwitchChain {
  var subject: Expression
  var cases: [(values: [UInt128], block: Block)] = []
  var rest: Block

  /// The chain that starts with a choice; nil where it is too short, or asks about different things.
  init?(_ condition: Expression, _ then: Block, _ otherwise: Block, _ emitter: BodyEmitter) {
    guard let (subject, value) = Self.comparison(emitter.folded(condition)), let key = Self.key(subject)
    else {
      return nil
    }
    self.subject = subject
    cases = [([value], then)]
    rest = otherwise
    var seen: Set<UInt128> = [value]
    while let (condition, then, otherwise) = rest.soleChoice,
      let (other, value) = Self.comparison(emitter.folded(condition)), Self.key(other) == key
    {
      if seen.insert(value).inserted { cases.append(([value], then)) }
      rest = otherwise
    }
    guard cases.count >= 3 else { return nil }
  }

  private static func comparison(_ expression: Expression) -> (Expression, UInt128)? {
    switch expression {
    case .binary(.equal, let subject, .constant(let value, let width)) where width <= 32: (subject, value)
    default: nil
    }
  }

  /// What tells one subject from another; only what is the same all along counts.
  private static func key(_ subject: Expression) -> String? {
    switch subject {
    case .local(let slot): "local \(slot)"
    case .field(let number): "field \(number)"
    case .extract(let inner, let high, let low): key(inner).map { "\($0) \(high) \(low)" }
    case .binary(.concat, let left, let right):
      key(left).flatMap { one in key(right).map { "(\(one) \($0))" } }
    default: nil
    }
  }
}
