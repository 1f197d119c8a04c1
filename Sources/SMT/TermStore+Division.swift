/// Division and remainder, with SMT-LIB's results for a divisor of zero.
extension TermStore {
  /// The unsigned quotient of equally wide operands; all ones for a divisor of 0.
  public func unsignedDivide(_ a: Term, _ b: Term) -> Term {
    if let t = folded(.unsignedDivide, a, b) { return t }
    guard enter() else { return raw(.unsignedDivide, a, b) }
    defer { leave() }
    guard let c = value(b) else { return raw(.unsignedDivide, a, b) }
    if c == 0 { return constant(.max, width: width(a)) }
    if c & (c - 1) == 0 { return shifted(a, right: c.trailingZeroBitCount) }
    return lifted(.unsignedDivide, a, b) ?? raw(.unsignedDivide, a, b)
  }

  /// The unsigned remainder of equally wide operands; the dividend for a divisor of 0.
  public func unsignedRemainder(_ a: Term, _ b: Term) -> Term {
    if let t = folded(.unsignedRemainder, a, b) { return t }
    guard enter() else { return raw(.unsignedRemainder, a, b) }
    defer { leave() }
    if a == b { return constant(0, width: width(a)) }
    guard let c = value(b) else { return raw(.unsignedRemainder, a, b) }
    if c == 0 { return a }
    if c & (c - 1) == 0 { return and(a, constant(c - 1, width: width(a))) }
    return lifted(.unsignedRemainder, a, b) ?? raw(.unsignedRemainder, a, b)
  }

  /// The signed quotient of equally wide operands, rounded to zero; for a divisor of 0, 1 if the dividend
  /// is negative and else all ones.
  public func signedDivide(_ a: Term, _ b: Term) -> Term {
    if let t = folded(.signedDivide, a, b) { return t }
    guard enter() else { return raw(.signedDivide, a, b) }
    defer { leave() }
    let width = width(a)
    guard width > 1, let c = value(b) else { return raw(.signedDivide, a, b) }
    if c == 1 { return a }
    if c == Semantics.mask(width) { return negate(a) }
    return lifted(.signedDivide, a, b) ?? raw(.signedDivide, a, b)
  }

  /// The signed remainder of equally wide operands, with the dividend's sign; the dividend for a divisor
  /// of 0.
  public func signedRemainder(_ a: Term, _ b: Term) -> Term {
    if let t = folded(.signedRemainder, a, b) { return t }
    guard enter() else { return raw(.signedRemainder, a, b) }
    defer { leave() }
    let width = width(a)
    if a == b { return constant(0, width: width) }
    guard let c = value(b) else { return raw(.signedRemainder, a, b) }
    if c == 0 { return a }
    if c == 1 || c == Semantics.mask(width) { return constant(0, width: width) }
    return lifted(.signedRemainder, a, b) ?? raw(.signedRemainder, a, b)
  }
}
