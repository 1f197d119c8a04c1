/// Nodes without simplification, and what simplification is built from.
extension TermStore {
  @inline(__always)
  func node(_ t: Term) -> Node { nodes[Int(t.index)] }

  @inline(__always)
  func operation(_ t: Term) -> Operation { nodes[Int(t.index)].operation }

  /// The unary node of this operation, as it is.
  @inline(__always)
  func raw(_ operation: Operation, width: Int, _ a: Term, _ b: Int32 = -1, _ c: Int32 = -1) -> Term {
    let x = Int(a.index)
    return cons(
      Node(operation, width: width, a.index, b, c), support: supports[x], flags: nodes[x].flags)
  }

  /// The binary node of this operation, as it is.
  @inline(__always)
  func raw(_ operation: Operation, width: Int, _ a: Term, _ b: Term) -> Term {
    let x = Int(a.index)
    let y = Int(b.index)
    return cons(
      Node(operation, width: width, a.index, b.index), support: supports[x] | supports[y],
      flags: nodes[x].flags | nodes[y].flags)
  }

  /// The binary node of an operation on operands of equal width, as it is.
  @inline(__always)
  func raw(_ operation: Operation, _ a: Term, _ b: Term) -> Term {
    raw(operation, width: operation.isComparison ? 1 : width(a), a, b)
  }

  /// The node that chooses, as it is.
  @inline(__always)
  func rawChoice(_ condition: Term, _ then: Term, _ other: Term) -> Term {
    let x = Int(condition.index)
    let y = Int(then.index)
    let z = Int(other.index)
    return cons(
      Node(.ite, width: width(then), condition.index, then.index, other.index),
      support: supports[x] | supports[y] | supports[z],
      flags: nodes[x].flags | nodes[y].flags | nodes[z].flags)
  }

  /// The constant result of an operation on equally wide operands that are both constant.
  @inline(__always)
  func folded(_ operation: Operation, _ a: Term, _ b: Term) -> Term? {
    let p = node(a)
    let q = node(b)
    precondition(p.width == q.width, "operands of different width")
    guard p.isConstant, q.isConstant else { return nil }
    let width = Int(p.width)
    let value = Semantics.binary(operation, width: width, p.constantValue, q.constantValue)
    return constant(value, width: operation.isComparison ? 1 : width)
  }

  /// Whether a constructor may simplify; if so it must `leave` in the end. Constructors call one another,
  /// and the limit bounds the stack and the work on deep terms.
  @inline(__always)
  func enter() -> Bool {
    guard simplifies, depth < TermStore.depthLimit else { return false }
    depth += 1
    return true
  }

  @inline(__always)
  func leave() { depth -= 1 }

  /// Counts what the body builds as much deeper: it works on more than one operand of a term.
  @inline(__always)
  func descending(_ body: () -> Term) -> Term {
    depth += 8
    defer { depth -= 8 }
    return body()
  }

  /// The operands of a commutative operation in their order: a constant last, else by index.
  @inline(__always)
  func ordered(_ a: Term, _ b: Term) -> (Term, Term) {
    if node(b).isConstant { return (a, b) }
    if node(a).isConstant || b.index < a.index { return (b, a) }
    return (a, b)
  }

  /// Whether one term is the bitwise complement of the other.
  @inline(__always)
  func areComplements(_ a: Term, _ b: Term) -> Bool {
    let p = node(a)
    if p.operation == .not, p.a == b.index { return true }
    let q = node(b)
    return q.operation == .not && q.a == a.index
  }

  /// The result of rewriting this node, if it is remembered.
  @inline(__always)
  func remembered(_ key: Node) -> Term? {
    let entry = rewritten[Int(truncatingIfNeeded: key.hash) & (TermStore.rewrittenCount - 1)]
    guard entry.operation == key.operation, entry.width == key.width, entry.lowWord == key.lowWord,
      entry.c == key.c
    else { return nil }
    return Term(entry.d)
  }

  /// Remembers the result of rewriting this node.
  @inline(__always)
  func remember(_ key: Node, _ result: Term) {
    let slot = Int(truncatingIfNeeded: key.hash) & (TermStore.rewrittenCount - 1)
    rewritten[slot] = key
    rewritten[slot].d = result.index
  }

  /// A choice between constants pushed below a binary operation with a constant on the other side.
  func lifted(_ operation: Operation, _ a: Term, _ b: Term) -> Term? {
    let p = node(a)
    let q = node(b)
    if p.operation == .ite, q.isConstant {
      guard let x = folded(operation, p.second, b), let y = folded(operation, p.third, b) else { return nil }
      return ite(p.first, x, y)
    }
    if q.operation == .ite, p.isConstant {
      guard let x = folded(operation, a, q.second), let y = folded(operation, a, q.third) else { return nil }
      return ite(q.first, x, y)
    }
    return nil
  }
}
