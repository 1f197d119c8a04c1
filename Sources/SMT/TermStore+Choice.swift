/// The choice between two terms.
extension TermStore {
  /// The second operand where the 1-bit condition is 1, else the third; both are equally wide.
  public func ite(_ condition: Term, _ then: Term, _ other: Term) -> Term {
    let c = node(condition)
    precondition(c.width == 1, "a condition is 1 bit wide")
    precondition(node(then).width == node(other).width, "branches of different width")
    if c.isConstant {
      // Without simplification all three must be constant for a fold.
      if simplifies || (node(then).isConstant && node(other).isConstant) { return c.a == 1 ? then : other }
    }
    guard enter() else { return rawChoice(condition, then, other) }
    defer { leave() }
    if then == other { return then }
    if c.operation == .not { return ite(c.first, other, then) }
    let p = node(then)
    let q = node(other)
    if p.operation == .ite, p.a == condition.index { return ite(condition, p.second, other) }
    if q.operation == .ite, q.a == condition.index { return ite(condition, then, q.third) }
    if p.width == 1 { return booleanChoice(condition, then, other) }
    if c.operation == .equal {
      // Where the condition holds the branches are the same.
      if c.a == then.index && c.b == other.index || c.b == then.index && c.a == other.index { return other }
    }
    if p.operation == .ite {
      if p.c == other.index { return ite(and(condition, p.first), p.second, other) }
      if p.b == other.index { return ite(and(condition, not(p.first)), p.third, other) }
    }
    if q.operation == .ite {
      if q.b == then.index { return ite(or(condition, q.first), then, q.third) }
      if q.c == then.index { return ite(or(condition, not(q.first)), then, q.second) }
    }
    return sharedPart(condition, then, other) ?? rawChoice(condition, then, other)
  }

  /// A choice between 1-bit terms, by the connectives where one branch is decided.
  private func booleanChoice(_ condition: Term, _ then: Term, _ other: Term) -> Term {
    if let x = value(then) { return x == 1 ? or(condition, other) : and(not(condition), other) }
    if let y = value(other) { return y == 1 ? or(not(condition), then) : and(condition, then) }
    if then == condition { return or(condition, other) }
    if other == condition { return and(condition, then) }
    if areComplements(then, condition) { return and(not(condition), other) }
    if areComplements(other, condition) { return or(not(condition), then) }
    if areComplements(then, other) { return equal(condition, then) }
    return rawChoice(condition, then, other)
  }

  /// A choice between concatenations (or constants) that share a part, moved to the other part.
  private func sharedPart(_ condition: Term, _ then: Term, _ other: Term) -> Term? {
    let p = node(then)
    let q = node(other)
    guard p.operation == .concat || q.operation == .concat else { return nil }
    let shape = p.operation == .concat ? p : q
    guard q.operation == .concat && p.operation == .concat || p.isConstant || q.isConstant else { return nil }
    let border = width(shape.second)
    if p.operation == .concat, q.operation == .concat, width(p.second) != width(q.second) { return nil }
    let top = Int(shape.width) - 1
    let highs = (extract(then, high: top, low: border), extract(other, high: top, low: border))
    let lows = (extract(then, high: border - 1, low: 0), extract(other, high: border - 1, low: 0))
    guard highs.0 == highs.1 || lows.0 == lows.1 else { return nil }
    return concat(ite(condition, highs.0, highs.1), ite(condition, lows.0, lows.1))
  }
}
