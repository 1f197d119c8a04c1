/// Equality, taken apart as far as it goes.
extension TermStore {
  /// The 1-bit equality of equally wide operands.
  public func equal(_ a: Term, _ b: Term) -> Term {
    if let t = folded(.equal, a, b) { return t }
    let (a, b) = ordered(a, b)
    guard enter() else { return raw(.equal, a, b) }
    defer { leave() }
    if a == b { return `true` }
    if areComplements(a, b) { return `false` }
    let key = Node(.equal, width: 1, a.index, b.index)
    if let known = remembered(key) { return known }
    let result: Term?
    if width(a) == 1 {
      result = booleanEqual(a, b)
    } else if let c = value(b) {
      result = equal(node(a), b, c)
    } else {
      result = cancelled(a, b) ?? equalChoice(a, b) ?? equalChoice(b, a)
    }
    let term = result ?? raw(.equal, a, b)
    remember(key, term)
    return term
  }

  private func booleanEqual(_ a: Term, _ b: Term) -> Term? {
    if let c = value(b) { return c == 1 ? a : not(a) }
    let p = node(a)
    let q = node(b)
    if p.operation == .not { return not(equal(p.first, b)) }
    if q.operation == .not { return not(equal(a, q.first)) }
    if p.operation == .equal, width(p.first) == 1 {
      if p.a == b.index { return p.second }
      if p.b == b.index { return p.first }
    }
    if q.operation == .equal, width(q.first) == 1 {
      if q.a == a.index { return q.second }
      if q.b == a.index { return q.first }
    }
    return equalChoice(a, b) ?? equalChoice(b, a)
  }

  /// Equality of a node with the constant b, of value c.
  private func equal(_ p: Node, _ b: Term, _ c: UInt128) -> Term? {
    let width = Int(p.width)
    switch p.operation {
    case .not: return equal(p.first, not(b))
    case .negate: return equal(p.first, negate(b))
    case .add:
      return node(p.second).isConstant ? equal(p.first, subtract(b, p.second)) : nil
    case .subtract:
      if node(p.first).isConstant { return equal(p.second, subtract(p.first, b)) }
      return c == 0 ? equal(p.first, p.second) : nil
    case .xor:
      if node(p.second).isConstant { return equal(p.first, xor(b, p.second)) }
      return c == 0 ? equal(p.first, p.second) : nil
    case .and:
      if let m = value(p.second) { return c & ~m != 0 ? `false` : nil }
      return c == Semantics.mask(width) ? descending { and(equal(p.first, b), equal(p.second, b)) } : nil
    case .or:
      if let m = value(p.second) { return m & ~c != 0 ? `false` : nil }
      return c == 0 ? descending { and(equal(p.first, b), equal(p.second, b)) } : nil
    case .concat: return equalParts(p, b)
    case .signExtend:
      let low = extract(b, high: self.width(p.first) - 1, low: 0)
      return signExtend(low, to: width) == b ? equal(p.first, low) : `false`
    case .ite: return equalChoice(p, b)
    default: return nil
    }
  }

  /// Equality of a concatenation's node with a term, part by part.
  private func equalParts(_ p: Node, _ b: Term) -> Term {
    let border = width(p.second)
    let high = equal(p.first, extract(b, high: Int(p.width) - 1, low: border))
    if high == `false` { return high }
    return and(high, equal(p.second, extract(b, high: border - 1, low: 0)))
  }

  private func equalChoice(_ a: Term, _ b: Term) -> Term? {
    let p = node(a)
    return p.operation == .ite ? equalChoice(p, b) : nil
  }

  /// Equality of a choice with a term, if a branch decides it.
  private func equalChoice(_ p: Node, _ b: Term) -> Term? {
    if p.b == b.index { return or(p.first, equal(p.third, b)) }
    if p.c == b.index { return or(not(p.first), equal(p.second, b)) }
    let q = node(b)
    if q.operation == .ite, p.a == q.a {
      return descending { ite(p.first, equal(p.second, q.second), equal(p.third, q.third)) }
    }
    guard q.isConstant, decidable(p.second) || decidable(p.third) else { return nil }
    depth += 8
    defer { depth -= 8 }
    let x = equal(p.second, b)
    let y = equal(p.third, b)
    return node(x).isConstant || node(y).isConstant ? ite(p.first, x, y) : nil
  }

  /// Whether equality of the term with a constant may be decided.
  private func decidable(_ t: Term) -> Bool {
    switch operation(t) {
    case .constant, .concat, .ite, .signExtend: true
    default: false
    }
  }

  /// Equality of two terms that are not constant, without what they share.
  private func cancelled(_ a: Term, _ b: Term) -> Term? {
    let p = node(a)
    let q = node(b)
    switch (p.operation, q.operation) {
    case (.not, .not), (.negate, .negate): return equal(p.first, q.first)
    case (.signExtend, .signExtend):
      return width(p.first) == width(q.first) ? equal(p.first, q.first) : nil
    case (.concat, .concat):
      let (left, right) = width(p.second) <= width(q.second) ? (p, b) : (q, a)
      return equalParts(left, right)
    case (.add, .add), (.xor, .xor):
      if p.a == q.a { return equal(p.second, q.second) }
      if p.b == q.b { return equal(p.first, q.first) }
      if p.a == q.b { return equal(p.second, q.first) }
      if p.b == q.a { return equal(p.first, q.second) }
    case (.subtract, .subtract):
      if p.a == q.a { return equal(p.second, q.second) }
      if p.b == q.b { return equal(p.first, q.first) }
    default: break
    }
    return cancelled(p, b) ?? cancelled(q, a)
  }

  /// Equality of a sum, difference or exclusive or with one of its operands.
  private func cancelled(_ p: Node, _ b: Term) -> Term? {
    let width = Int(p.width)
    switch p.operation {
    case .add, .xor:
      if p.a == b.index { return equal(p.second, constant(0, width: width)) }
      if p.b == b.index { return equal(p.first, constant(0, width: width)) }
      guard p.operation == .add, node(p.second).isConstant else { return nil }
      let q = node(b)
      guard q.operation == .add, node(q.second).isConstant else { return nil }
      return equal(add(p.first, subtract(p.second, q.second)), q.first)
    case .subtract:
      return p.a == b.index ? equal(p.second, constant(0, width: width)) : nil
    default: return nil
    }
  }
}
