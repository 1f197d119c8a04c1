/// Concatenation and extension. Concatenations lean to the right: the high part is never one.
extension TermStore {
  /// The bits of the first operand above those of the second; together at most 128.
  public func concat(_ high: Term, _ low: Term) -> Term {
    let p = node(high)
    let q = node(low)
    let lowWidth = Int(q.width)
    let width = Int(p.width) + lowWidth
    precondition(width <= 128, "a concatenation is at most 128 bits wide")
    if p.isConstant, q.isConstant {
      return constant(p.constantValue << UInt128(lowWidth) | q.constantValue, width: width)
    }
    guard enter() else { return raw(.concat, width: width, high, low) }
    defer { leave() }
    if p.operation == .concat { return concat(p.first, concat(p.second, low)) }
    if let t = joined(high, low) { return t }
    if q.operation == .concat, let t = joined(high, q.first) { return concat(t, q.second) }
    return raw(.concat, width: width, high, low)
  }

  /// The operand with zeros above it, up to this width of at most 128 bits.
  public func zeroExtend(_ t: Term, to width: Int) -> Term {
    let from = self.width(t)
    precondition(from <= width, "an extension does not narrow")
    return from == width ? t : concat(constant(0, width: width - from), t)
  }

  /// The operand with copies of its highest bit above it, up to this width of at most 128 bits.
  public func signExtend(_ t: Term, to width: Int) -> Term {
    let p = node(t)
    let from = Int(p.width)
    precondition(from <= width && width <= 128, "an extension does not narrow, nor pass 128 bits")
    if from == width { return t }
    if p.isConstant {
      return constant(UInt128(bitPattern: Semantics.signed(p.constantValue, from)), width: width)
    }
    guard enter() else { return raw(.signExtend, width: width, t) }
    defer { leave() }
    switch p.operation {
    case .signExtend: return signExtend(p.first, to: width)
    case .concat:
      guard let c = value(p.first) else { break }
      let negative = c >> UInt128(self.width(p.first) - 1) == 1
      return concat(constant(negative ? .max : 0, width: width - from), t)
    case .ite where node(p.second).isConstant && node(p.third).isConstant:
      return ite(p.first, signExtend(p.second, to: width), signExtend(p.third, to: width))
    default: break
    }
    return raw(.signExtend, width: width, t)
  }

  /// The one term that is the concatenation of the two, if they are neighbours in one; looked for down to
  /// a number of levels.
  private func joined(_ high: Term, _ low: Term, levels: Int = 3) -> Term? {
    guard levels > 0 else { return nil }
    let below = levels - 1
    let p = node(high)
    let q = node(low)
    switch (p.operation, q.operation) {
    case (.constant, .constant): return concat(high, low)
    case (.extract, _):
      let bottom = Int(p.c)
      let count = Int(q.width)
      // The low part of the same term may have been rewritten: compare with it as it would be made now.
      guard bottom >= count, supports[Int(low.index)] & ~supports[Int(p.a)] == 0, !q.isConstant,
        extract(p.first, high: bottom - 1, low: bottom - count) == low
      else { return nil }
      return extract(p.first, high: Int(p.b), low: bottom - count)
    case (.signExtend, _):
      let total = Int(p.width) + Int(q.width)
      let top = Int(q.width) - 1
      if width(p.first) == 1, extract(low, high: top, low: top) == p.first {
        return signExtend(low, to: total)
      }
      return joined(p.first, low, levels: below).map { signExtend($0, to: total) }
    case (.not, .not): return joined(p.first, q.first, levels: below).map(not)
    case (.and, .and), (.or, .or), (.xor, .xor):
      guard let (x, y) = joinedPair(p, q, levels: below) else { return nil }
      switch p.operation {
      case .and: return and(x, y)
      case .or: return or(x, y)
      default: return xor(x, y)
      }
    case (.ite, .ite) where p.a == q.a:
      guard let x = joined(p.second, q.second, levels: below),
        let y = joined(p.third, q.third, levels: below)
      else { return nil }
      return ite(p.first, x, y)
    default: return nil
    }
  }

  private func joinedPair(_ p: Node, _ q: Node, levels: Int) -> (Term, Term)? {
    if let x = joined(p.first, q.first, levels: levels),
      let y = joined(p.second, q.second, levels: levels)
    {
      return (x, y)
    }
    if let x = joined(p.first, q.second, levels: levels),
      let y = joined(p.second, q.first, levels: levels)
    {
      return (x, y)
    }
    return nil
  }
}
