import CZ3

/// Terms in Z3. What is a 1-bit term here is boolean there where its operation gives booleans, and else a
/// bit vector; the two are converted where an operand must be the other.
extension Session {
  /// The term as a Z3 boolean; it must be 1 bit wide.
  func boolean(_ t: Term) throws(SolverError) -> Z3_ast {
    try translate(t)
    return try booleanOperand(t.index)
  }

  /// The term as a Z3 value of the sort that variables of its width have.
  func native(_ t: Term) throws(SolverError) -> Z3_ast {
    try translate(t)
    return store.width(t) == 1 ? try booleanOperand(t.index) : try vectorOperand(t.index)
  }

  private func translate(_ t: Term) throws(SolverError) {
    if natives.count < store.count {
      let missing = store.count - natives.count
      natives += Array(repeating: nil, count: missing)
      conversions += Array(repeating: nil, count: missing)
    }
    if natives[Int(t.index)] != nil { return }
    stack.removeAll(keepingCapacity: true)
    stack.append(t.index)
    while let index = stack.last {
      if natives[Int(index)] == nil {
        let node = store.nodes[Int(index)]
        let before = stack.count
        store.forEachChild(node) { child in
          if natives[Int(child)] == nil { stack.append(child) }
        }
        if stack.count > before { continue }
        natives[Int(index)] = try translate(node)
      }
      stack.removeLast()
    }
  }

  private func booleanOperand(_ index: Int32) throws(SolverError) -> Z3_ast {
    let native = try made(natives[Int(index)])
    if store.nodes[Int(index)].givesBoolean { return native }
    if let known = conversions[Int(index)] { return known }
    let converted = try made(Z3_mk_eq(context, native, bitOne))
    conversions[Int(index)] = converted
    return converted
  }

  private func vectorOperand(_ index: Int32) throws(SolverError) -> Z3_ast {
    let native = try made(natives[Int(index)])
    if !store.nodes[Int(index)].givesBoolean { return native }
    if let known = conversions[Int(index)] { return known }
    let converted = try made(Z3_mk_ite(context, native, bitOne, bitZero))
    conversions[Int(index)] = converted
    return converted
  }

  private func translate(_ node: Node) throws(SolverError) -> Z3_ast {
    switch node.operation {
    case .constant: return try constant(node)
    case .variable:
      let symbol = Z3_mk_int_symbol(context, 2 * node.a)
      return try made(Z3_mk_const(context, symbol, sort(Int(node.width))))
    case .apply: return try application(node)
    case .argument: return bitZero  // A cell of a list: only marked as done.
    case .not, .negate, .signExtend, .extract: return try unary(node)
    case .ite:
      let isBoolean = node.width == 1
      let x = isBoolean ? try booleanOperand(node.b) : try vectorOperand(node.b)
      let y = isBoolean ? try booleanOperand(node.c) : try vectorOperand(node.c)
      return try made(Z3_mk_ite(context, try booleanOperand(node.a), x, y))
    case .and, .or, .xor, .equal:
      if store.width(node.first) == 1 { return try connective(node) }
    default: break
    }
    let x = try vectorOperand(node.a)
    let y = try vectorOperand(node.b)
    return try made(binary(node.operation, x, y))
  }

  private func constant(_ node: Node) throws(SolverError) -> Z3_ast {
    if node.width == 1 { return try made(node.a == 1 ? Z3_mk_true(context) : Z3_mk_false(context)) }
    if node.width <= 64 {
      return try made(Z3_mk_unsigned_int64(context, node.lowWord, sort(Int(node.width))))
    }
    return try made(Z3_mk_numeral(context, String(node.constantValue), sort(Int(node.width))))
  }

  private func application(_ node: Node) throws(SolverError) -> Z3_ast {
    let number = Int(node.a)
    if functionDeclarations.count <= number {
      functionDeclarations += Array(repeating: nil, count: number + 1 - functionDeclarations.count)
    }
    let signature = store.functions[number]
    if functionDeclarations[number] == nil {
      let domain: [Z3_sort?] = signature.domain.map(sort)
      functionDeclarations[number] = Z3_mk_func_decl(
        context, Z3_mk_int_symbol(context, 2 * node.a + 1), UInt32(domain.count), domain,
        sort(signature.range))
    }
    guard let declaration = functionDeclarations[number] else { throw error() }
    var arguments: [Z3_ast?] = []
    for argument in store.arguments(node) {
      let isBoolean = store.width(argument) == 1
      arguments.append(
        isBoolean ? try booleanOperand(argument.index) : try vectorOperand(argument.index))
    }
    return try made(Z3_mk_app(context, declaration, UInt32(arguments.count), arguments))
  }

  private func sort(_ width: Int) -> Z3_sort? {
    width == 1 ? Z3_mk_bool_sort(context) : Z3_mk_bv_sort(context, UInt32(width))
  }

  private func unary(_ node: Node) throws(SolverError) -> Z3_ast {
    if node.operation == .not, node.width == 1 {
      return try made(Z3_mk_not(context, try booleanOperand(node.a)))
    }
    let x = try vectorOperand(node.a)
    switch node.operation {
    case .not: return try made(Z3_mk_bvnot(context, x))
    case .negate: return try made(Z3_mk_bvneg(context, x))
    case .extract: return try made(Z3_mk_extract(context, UInt32(node.b), UInt32(node.c), x))
    default:
      let more = Int(node.width) - store.width(node.first)
      return try made(Z3_mk_sign_ext(context, UInt32(more), x))
    }
  }

  private func connective(_ node: Node) throws(SolverError) -> Z3_ast {
    let x = try booleanOperand(node.a)
    let y = try booleanOperand(node.b)
    switch node.operation {
    case .and: return try made(Z3_mk_and(context, 2, [x, y]))
    case .or: return try made(Z3_mk_or(context, 2, [x, y]))
    case .xor: return try made(Z3_mk_xor(context, x, y))
    default: return try made(Z3_mk_iff(context, x, y))
    }
  }

  private func binary(_ operation: Operation, _ x: Z3_ast, _ y: Z3_ast) -> Z3_ast? {
    switch operation {
    case .and: Z3_mk_bvand(context, x, y)
    case .or: Z3_mk_bvor(context, x, y)
    case .xor: Z3_mk_bvxor(context, x, y)
    case .add: Z3_mk_bvadd(context, x, y)
    case .subtract: Z3_mk_bvsub(context, x, y)
    case .multiply: Z3_mk_bvmul(context, x, y)
    case .unsignedDivide: Z3_mk_bvudiv(context, x, y)
    case .unsignedRemainder: Z3_mk_bvurem(context, x, y)
    case .signedDivide: Z3_mk_bvsdiv(context, x, y)
    case .signedRemainder: Z3_mk_bvsrem(context, x, y)
    case .shiftLeft: Z3_mk_bvshl(context, x, y)
    case .shiftRightLogical: Z3_mk_bvlshr(context, x, y)
    case .shiftRightArithmetic: Z3_mk_bvashr(context, x, y)
    case .concat: Z3_mk_concat(context, x, y)
    case .equal: Z3_mk_eq(context, x, y)
    case .unsignedLess: Z3_mk_bvult(context, x, y)
    case .unsignedLessOrEqual: Z3_mk_bvule(context, x, y)
    case .signedLess: Z3_mk_bvslt(context, x, y)
    default: Z3_mk_bvsle(context, x, y)
    }
  }
}

extension Node {
  /// Whether the term is boolean in Z3 and in SMT-LIB, not a bit vector of 1 bit.
  var givesBoolean: Bool {
    guard width == 1 else { return false }
    switch operation {
    case .constant, .variable, .apply, .not, .and, .or, .xor, .ite: return true
    default: return operation.isComparison
    }
  }
}
