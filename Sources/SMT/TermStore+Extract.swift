/// Slices, pushed down to where the bits come from.
extension TermStore {
  /// Bits `high` down to `low` of the operand, counted from 0; `high - low + 1` bits wide.
  public func extract(_ t: Term, high: Int, low: Int) -> Term {
    let p = node(t)
    let width = high - low + 1
    precondition(low >= 0 && low <= high && high < Int(p.width), "a slice lies inside its operand")
    if width == Int(p.width) { return t }
    if p.isConstant { return constant(p.constantValue >> UInt128(low), width: width) }
    guard enter() else { return raw(.extract, width: width, t, Int32(high), Int32(low)) }
    defer { leave() }
    switch p.operation {
    case .variable, .apply: return raw(.extract, width: width, t, Int32(high), Int32(low))
    case .extract: return extract(p.first, high: high + Int(p.c), low: low + Int(p.c))
    default: break
    }
    let key = Node(.extract, width: width, t.index, Int32(high), Int32(low))
    if let known = remembered(key) { return known }
    let result =
      slice(p, high: high, low: low) ?? raw(.extract, width: width, t, Int32(high), Int32(low))
    remember(key, result)
    return result
  }

  private func slice(_ p: Node, high: Int, low: Int) -> Term? {
    let part = { [self] (x: Int32) in extract(Term(x), high: high, low: low) }
    switch p.operation {
    case .concat:
      let border = width(p.second)
      if low >= border { return extract(p.first, high: high - border, low: low - border) }
      if high < border { return extract(p.second, high: high, low: low) }
      return concat(
        extract(p.first, high: high - border, low: 0), extract(p.second, high: border - 1, low: low))
    case .signExtend:
      let top = width(p.first) - 1
      if high <= top { return part(p.a) }
      return signExtend(extract(p.first, high: top, low: min(low, top)), to: high - low + 1)
    case .ite:
      guard slicesWell(p.second) || slicesWell(p.third) else { return nil }
      return descending { ite(p.first, part(p.b), part(p.c)) }
    case .not: return descending { not(part(p.a)) }
    case .and: return descending { and(part(p.a), part(p.b)) }
    case .or: return descending { or(part(p.a), part(p.b)) }
    case .xor: return descending { xor(part(p.a), part(p.b)) }
    case .negate where low == 0: return descending { negate(part(p.a)) }
    case .add where low == 0: return descending { add(part(p.a), part(p.b)) }
    case .subtract where low == 0: return descending { subtract(part(p.a), part(p.b)) }
    case .multiply where low == 0: return descending { multiply(part(p.a), part(p.b)) }
    default: return nil
    }
  }

  /// Whether a slice of the term is likely to be smaller than the slice of an opaque term.
  private func slicesWell(_ t: Term) -> Bool {
    switch operation(t) {
    case .constant, .concat, .extract, .signExtend, .ite, .not, .and, .or, .xor: true
    default: false
    }
  }
}
