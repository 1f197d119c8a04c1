/// Complement and negation.
extension TermStore {
  /// The bitwise complement, as wide as the operand; of 1 bit, the negation of a boolean.
  public func not(_ a: Term) -> Term {
    let p = node(a)
    let width = Int(p.width)
    if p.isConstant { return constant(~p.constantValue, width: width) }
    guard enter() else { return raw(.not, width: width, a) }
    defer { leave() }
    switch p.operation {
    case .not: return p.first
    case .ite where node(p.second).isConstant && node(p.third).isConstant:
      return ite(p.first, not(p.second), not(p.third))
    case .concat where node(p.first).isConstant || node(p.second).isConstant:
      return concat(not(p.first), not(p.second))
    default: return raw(.not, width: width, a)
    }
  }

  /// The two's complement, as wide as the operand.
  public func negate(_ a: Term) -> Term {
    let p = node(a)
    let width = Int(p.width)
    if p.isConstant { return constant(0 &- p.constantValue, width: width) }
    guard enter() else { return raw(.negate, width: width, a) }
    defer { leave() }
    if width == 1 { return a }
    switch p.operation {
    case .negate: return p.first
    case .subtract: return subtract(p.second, p.first)
    case .add:
      guard let c = value(p.second) else { break }
      return subtract(constant(0 &- c, width: width), p.first)
    case .ite where node(p.second).isConstant && node(p.third).isConstant:
      return ite(p.first, negate(p.second), negate(p.third))
    default: break
    }
    return raw(.negate, width: width, a)
  }
}
