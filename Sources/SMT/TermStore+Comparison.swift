/// Orders. Of the four, simplification leaves only the strict ones.
extension TermStore {
  /// The 1-bit `a < b` of equally wide operands read as unsigned numbers.
  public func unsignedLess(_ a: Term, _ b: Term) -> Term {
    if let t = folded(.unsignedLess, a, b) { return t }
    guard enter() else { return raw(.unsignedLess, a, b) }
    defer { leave() }
    if a == b { return `false` }
    let width = width(a)
    if width == 1 { return and(not(a), b) }
    let ones = Semantics.mask(width)
    let bounds = (Semantics.mask(width - leadingZeros(a)), Semantics.mask(width - leadingZeros(b)))
    if let c = value(b) {
      if c == 0 { return `false` }
      if c == 1 { return equal(a, constant(0, width: width)) }
      if c > bounds.0 { return `true` }
      if c == ones { return not(equal(a, b)) }
      if c == bounds.0 { return not(equal(a, b)) }
    }
    if let c = value(a) {
      if c >= bounds.1 { return `false` }
      if c == 0 { return not(equal(b, a)) }
      if c == bounds.1 - 1 { return equal(b, constant(bounds.1, width: width)) }
    }
    if let t = lifted(.unsignedLess, a, b) { return t }
    let zeros = min(leadingZeros(a), leadingZeros(b))
    if zeros > 0, zeros < width {
      let high = width - zeros - 1
      return unsignedLess(extract(a, high: high, low: 0), extract(b, high: high, low: 0))
    }
    return sharedLess(.unsignedLess, a, b) ?? raw(.unsignedLess, a, b)
  }

  /// The 1-bit `a <= b` of equally wide operands read as unsigned numbers.
  public func unsignedLessOrEqual(_ a: Term, _ b: Term) -> Term {
    if let t = folded(.unsignedLessOrEqual, a, b) { return t }
    guard simplifies else { return raw(.unsignedLessOrEqual, a, b) }
    return not(unsignedLess(b, a))
  }

  /// The 1-bit `a < b` of equally wide operands read as two's complement numbers.
  public func signedLess(_ a: Term, _ b: Term) -> Term {
    if let t = folded(.signedLess, a, b) { return t }
    guard enter() else { return raw(.signedLess, a, b) }
    defer { leave() }
    if a == b { return `false` }
    let width = width(a)
    if width == 1 { return and(a, not(b)) }
    let least = UInt128(1) << UInt128(width - 1)
    if let c = value(b) {
      if c == 0 { return extract(a, high: width - 1, low: width - 1) }
      if c == least { return `false` }
      if c == least - 1 { return not(equal(a, b)) }
      if c == least + 1 { return equal(a, constant(least, width: width)) }
    }
    if let c = value(a) {
      if c == Semantics.mask(width) { return not(extract(b, high: width - 1, low: width - 1)) }
      if c == least - 1 { return `false` }
      if c == least { return not(equal(b, a)) }
    }
    if let t = lifted(.signedLess, a, b) { return t }
    if leadingZeros(a) > 0, leadingZeros(b) > 0 { return unsignedLess(a, b) }
    let p = node(a)
    let q = node(b)
    if p.operation == .signExtend, q.operation == .signExtend, self.width(p.first) == self.width(q.first) {
      return signedLess(p.first, q.first)
    }
    return sharedLess(.signedLess, a, b) ?? raw(.signedLess, a, b)
  }

  /// The 1-bit `a <= b` of equally wide operands read as two's complement numbers.
  public func signedLessOrEqual(_ a: Term, _ b: Term) -> Term {
    if let t = folded(.signedLessOrEqual, a, b) { return t }
    guard simplifies else { return raw(.signedLessOrEqual, a, b) }
    return not(signedLess(b, a))
  }

  /// How many high bits of the term are known to be 0.
  private func leadingZeros(_ t: Term) -> Int {
    let p = node(t)
    if p.isConstant { return p.constantValue.leadingZeroBitCount - (128 - Int(p.width)) }
    guard p.operation == .concat, let c = value(p.first) else { return 0 }
    return c.leadingZeroBitCount - (128 - width(p.first))
  }

  /// An order of concatenations that share their high or their low part.
  private func sharedLess(_ operation: Operation, _ a: Term, _ b: Term) -> Term? {
    let p = node(a)
    let q = node(b)
    guard p.operation == .concat, q.operation == .concat, width(p.second) == width(q.second) else {
      return nil
    }
    if p.a == q.a { return unsignedLess(p.second, q.second) }
    guard p.b == q.b else { return nil }
    return operation == .unsignedLess ? unsignedLess(p.first, q.first) : signedLess(p.first, q.first)
  }
}
