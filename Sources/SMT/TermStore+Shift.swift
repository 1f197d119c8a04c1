/// Shifts by an amount as wide as the operand. Constant amounts become slices and concatenations.
extension TermStore {
  /// The operand shifted left; 0 when the amount is not below the width.
  public func shiftLeft(_ a: Term, _ amount: Term) -> Term {
    shift(.shiftLeft, a, amount) { shifted(a, left: $0) }
  }

  /// The operand shifted right with zeros; 0 when the amount is not below the width.
  public func shiftRightLogical(_ a: Term, _ amount: Term) -> Term {
    shift(.shiftRightLogical, a, amount) { shifted(a, right: $0) }
  }

  /// The operand shifted right with copies of its sign; all sign when the amount is not below the width.
  public func shiftRightArithmetic(_ a: Term, _ amount: Term) -> Term {
    shift(.shiftRightArithmetic, a, amount) {
      let width = width(a)
      return signExtend(extract(a, high: width - 1, low: min($0, width - 1)), to: width)
    }
  }

  private func shift(
    _ operation: Operation, _ a: Term, _ amount: Term, by constantAmount: (Int) -> Term
  ) -> Term {
    if let t = folded(operation, a, amount) { return t }
    guard enter() else { return raw(operation, a, amount) }
    defer { leave() }
    if let count = value(amount) { return constantAmount(Int(min(count, UInt128(width(a))))) }
    if let x = value(a) {
      if x == 0 { return a }
      if operation == .shiftRightArithmetic, x == Semantics.mask(width(a)) { return a }
    }
    return lifted(operation, a, amount) ?? raw(operation, a, amount)
  }

  /// The operand shifted left by a number of bits.
  func shifted(_ a: Term, left count: Int) -> Term {
    let width = width(a)
    if count == 0 { return a }
    if count >= width { return constant(0, width: width) }
    return concat(extract(a, high: width - 1 - count, low: 0), constant(0, width: count))
  }

  /// The operand shifted right by a number of bits, with zeros.
  func shifted(_ a: Term, right count: Int) -> Term {
    let width = width(a)
    if count == 0 { return a }
    if count >= width { return constant(0, width: width) }
    return zeroExtend(extract(a, high: width - 1, low: count), to: width)
  }
}
