/// Conjunction, disjunction and exclusive or, bit by bit. Of 1 bit they are the boolean connectives.
extension TermStore {
  /// The bitwise conjunction of equally wide operands.
  public func and(_ a: Term, _ b: Term) -> Term { lattice(.and, a, b) }

  /// The bitwise disjunction of equally wide operands.
  public func or(_ a: Term, _ b: Term) -> Term { lattice(.or, a, b) }

  /// The bitwise exclusive or of equally wide operands.
  public func xor(_ a: Term, _ b: Term) -> Term {
    if let t = folded(.xor, a, b) { return t }
    let (a, b) = ordered(a, b)
    guard enter() else { return raw(.xor, a, b) }
    defer { leave() }
    let width = width(a)
    if width == 1 { return not(equal(a, b)) }
    if a == b { return constant(0, width: width) }
    if areComplements(a, b) { return constant(.max, width: width) }
    let p = node(a)
    if let c = value(b) {
      if c == 0 { return a }
      if c == Semantics.mask(width) { return not(a) }
      if p.operation == .not { return xor(p.first, not(b)) }
    } else {
      let q = node(b)
      switch (p.operation, q.operation) {
      case (.not, .not): return xor(p.first, q.first)
      case (.not, _): return not(xor(p.first, b))
      case (_, .not): return not(xor(a, q.first))
      default: break
      }
      if p.operation == .xor {
        if p.a == b.index { return p.second }
        if p.b == b.index { return p.first }
      }
      if q.operation == .xor {
        if q.a == a.index { return q.second }
        if q.b == a.index { return q.first }
      }
    }
    return reassociated(.xor, a, b) ?? lifted(.xor, a, b) ?? split(.xor, a, b) ?? raw(.xor, a, b)
  }

  /// `and` or `or`: the rules of one are those of the other upside down.
  private func lattice(_ operation: Operation, _ a: Term, _ b: Term) -> Term {
    if let t = folded(operation, a, b) { return t }
    let (a, b) = ordered(a, b)
    guard enter() else { return raw(operation, a, b) }
    defer { leave() }
    if a == b { return a }
    let width = width(a)
    let ones = Semantics.mask(width)
    let absorbing = operation == .and ? 0 : ones
    if let c = value(b) {
      if c == absorbing { return b }
      if c == ones - absorbing { return a }
      return reassociated(operation, a, b) ?? lifted(operation, a, b) ?? split(operation, a, b)
        ?? masked(operation, a, c) ?? raw(operation, a, b)
    }
    if areComplements(a, b) { return constant(absorbing, width: width) }
    return absorbed(operation, a, b, absorbing) ?? absorbed(operation, b, a, absorbing)
      ?? reassociated(operation, a, b) ?? split(operation, a, b) ?? raw(operation, a, b)
  }

  /// Constants moved out: (x ∘ c) ∘ d = x ∘ (c ∘ d) and (x ∘ c) ∘ y = (x ∘ y) ∘ c, for an operation that
  /// is associative and commutative.
  func reassociated(_ operation: Operation, _ a: Term, _ b: Term) -> Term? {
    let p = node(a)
    if p.operation == operation, node(p.second).isConstant {
      if let c = folded(operation, p.second, b) { return commutative(operation, p.first, c) }
      return commutative(operation, commutative(operation, p.first, b), p.second)
    }
    let q = node(b)
    if q.operation == operation, node(q.second).isConstant {
      return commutative(operation, commutative(operation, a, q.first), q.second)
    }
    return nil
  }

  private func commutative(_ operation: Operation, _ a: Term, _ b: Term) -> Term {
    switch operation {
    case .and, .or: lattice(operation, a, b)
    case .xor: xor(a, b)
    case .add: add(a, b)
    default: multiply(a, b)
    }
  }

  /// An operand that is a concatenation split where the other can be split without cost.
  private func split(_ operation: Operation, _ a: Term, _ b: Term) -> Term? {
    let p = node(a)
    let q = node(b)
    if p.operation == .concat, q.isConstant {
      let low = width(p.second)
      let high = extract(b, high: Int(p.width) - 1, low: low)
      return concat(
        commutative(operation, p.first, high),
        commutative(operation, p.second, extract(b, high: low - 1, low: 0)))
    }
    if p.operation == .concat, q.operation == .concat, width(p.second) == width(q.second) {
      return concat(
        commutative(operation, p.first, q.first), commutative(operation, p.second, q.second))
    }
    return nil
  }

  /// A term under a mask that keeps one run of bits: those bits between constants.
  private func masked(_ operation: Operation, _ a: Term, _ c: UInt128) -> Term? {
    let width = width(a)
    let kept = operation == .and ? c : ~c & Semantics.mask(width)
    let low = kept.trailingZeroBitCount
    let run = kept >> UInt128(low)
    guard run & (run &+ 1) == 0 else { return nil }
    let high = low + run.nonzeroBitCount - 1
    let filler: UInt128 = operation == .and ? 0 : .max
    var result = extract(a, high: high, low: low)
    if low > 0 { result = concat(result, constant(filler, width: low)) }
    if high < width - 1 { result = concat(constant(filler, width: width - 1 - high), result) }
    return result
  }

  /// What follows when a, or its complement, is among the operands of b.
  private func absorbed(_ operation: Operation, _ a: Term, _ b: Term, _ absorbing: UInt128) -> Term? {
    var budget = 16
    switch member(a, of: b, under: operation, &budget) {
    case .present: return b
    case .complemented: return constant(absorbing, width: width(a))
    case .absent: break
    }
    let dual: Operation = operation == .and ? .or : .and
    let inner = node(b)
    if inner.operation == dual {
      budget = 16
      if member(a, of: b, under: dual, &budget) == .present { return a }
      if areComplements(a, inner.first) { return lattice(operation, a, inner.second) }
      if areComplements(a, inner.second) { return lattice(operation, a, inner.first) }
    }
    if inner.operation == .not, node(inner.first).operation == dual {
      // not (a | x) under a: nothing is left; not (a & x) above a: everything.
      budget = 16
      if member(a, of: inner.first, under: dual, &budget) == .present {
        return constant(absorbing, width: width(a))
      }
    }
    return nil
  }

  private enum Membership { case present, complemented, absent }

  /// Whether the term or its complement is among the operands of nested operations of one kind.
  private func member(
    _ a: Term, of tree: Term, under operation: Operation, _ budget: inout Int
  ) -> Membership {
    if a == tree { return .present }
    if areComplements(a, tree) { return .complemented }
    let p = node(tree)
    guard p.operation == operation, budget > 0 else { return .absent }
    budget -= 1
    let first = member(a, of: p.second, under: operation, &budget)
    return first != .absent ? first : member(a, of: p.first, under: operation, &budget)
  }
}
