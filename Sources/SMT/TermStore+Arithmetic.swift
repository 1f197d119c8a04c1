/// Addition, subtraction and multiplication modulo two to the width.
extension TermStore {
  /// The sum of equally wide operands.
  public func add(_ a: Term, _ b: Term) -> Term {
    if let t = folded(.add, a, b) { return t }
    let (a, b) = ordered(a, b)
    guard enter() else { return raw(.add, a, b) }
    defer { leave() }
    if width(a) == 1 { return xor(a, b) }
    let p = node(a)
    if let c = value(b) {
      if c == 0 { return a }
      if p.operation == .subtract, node(p.first).isConstant { return subtract(add(p.first, b), p.second) }
      if p.operation == .negate { return subtract(b, p.first) }
      return reassociated(.add, a, b) ?? lifted(.add, a, b) ?? raw(.add, a, b)
    }
    if areComplements(a, b) { return constant(.max, width: width(a)) }
    let q = node(b)
    if q.operation == .negate { return subtract(a, q.first) }
    if p.operation == .negate { return subtract(b, p.first) }
    if p.operation == .subtract {
      if p.b == b.index { return p.first }
      if node(p.first).isConstant { return add(subtract(b, p.second), p.first) }
    }
    if q.operation == .subtract {
      if q.b == a.index { return q.first }
      if node(q.first).isConstant { return add(subtract(a, q.second), q.first) }
    }
    return reassociated(.add, a, b) ?? raw(.add, a, b)
  }

  /// The difference of equally wide operands.
  public func subtract(_ a: Term, _ b: Term) -> Term {
    if let t = folded(.subtract, a, b) { return t }
    guard enter() else { return raw(.subtract, a, b) }
    defer { leave() }
    let width = width(a)
    if width == 1 { return xor(a, b) }
    if a == b { return constant(0, width: width) }
    if let c = value(b) { return add(a, constant(0 &- c, width: width)) }
    let p = node(a)
    let q = node(b)
    if p.isConstant, p.constantValue == 0 { return negate(b) }
    if let t = lifted(.subtract, a, b) { return t }
    switch q.operation {
    case .negate: return add(a, q.first)
    case .add:
      if let c = value(q.second) { return add(subtract(a, q.first), constant(0 &- c, width: width)) }
      if q.a == a.index { return negate(q.second) }
      if q.b == a.index { return negate(q.first) }
    case .subtract:
      if q.a == a.index { return q.second }
      if node(q.first).isConstant { return add(add(a, q.second), negate(q.first)) }
    default: break
    }
    switch p.operation {
    case .add:
      if node(p.second).isConstant { return add(subtract(p.first, b), p.second) }
      if p.a == b.index { return p.second }
      if p.b == b.index { return p.first }
      guard q.operation == .add else { break }
      if p.a == q.a { return subtract(p.second, q.second) }
      if p.b == q.b { return subtract(p.first, q.first) }
      if p.a == q.b { return subtract(p.second, q.first) }
      if p.b == q.a { return subtract(p.first, q.second) }
    case .subtract:
      if p.a == b.index { return negate(p.second) }
    default: break
    }
    return raw(.subtract, a, b)
  }

  /// The low half of the product of equally wide operands.
  public func multiply(_ a: Term, _ b: Term) -> Term {
    if let t = folded(.multiply, a, b) { return t }
    let (a, b) = ordered(a, b)
    guard enter() else { return raw(.multiply, a, b) }
    defer { leave() }
    let width = width(a)
    if width == 1 { return and(a, b) }
    if let c = value(b) {
      if c == 0 { return b }
      if c == 1 { return a }
      if c == Semantics.mask(width) { return negate(a) }
      if c & (c - 1) == 0 { return shifted(a, left: c.trailingZeroBitCount) }
      if let t = lifted(.multiply, a, b) { return t }
    }
    return reassociated(.multiply, a, b) ?? raw(.multiply, a, b)
  }
}
