import ISAModel

/// Words of compiled code: running an instruction over this domain yields the values that it computes, as
/// operations on what stands in slots and memory before it.
///
/// What cannot be compiled makes `isRefused` true, and the result worthless.
final class CodeDomain: Domain {

  typealias Word = Int32

  var graph = NodeGraph()
  private(set) var isRefused = false
  private var facts: [Int32: Bool] = [:]
  private var trail: [Int32] = []

  /// The parts that were taken of choices under the present facts.
  private var parts: [Part: Int32] = [:]

  private struct Part: Hashable {
    var word: Int32
    var high: Int
    var low: Int
  }

  func refuse() { isRefused = true }

  private func node(_ word: Int32) -> Node { graph[word] }

  private func make(
    _ code: NodeCode, _ width: Int, _ a: Int32, _ b: Int32 = -1, _ c: Int32 = -1, _ immediate: UInt64 = 0
  )
    -> Int32
  {
    guard width <= 64, isNarrow(a), isNarrow(b), isNarrow(c) else { return refused(width) }
    let node = Node(code: code, width: Int32(width), a: a, b: b, c: c, immediate: immediate)
    if let known = folded(node) { return graph.constant(known, width: width) }
    return graph.add(node)
  }

  private func refused(_ width: Int) -> Int32 {
    isRefused = true
    // Whatever is made of it is of no use, but it must have its width.
    return graph.add(Node(code: .constant, width: Int32(width), immediate: 0))
  }

  private func isNarrow(_ operand: Int32) -> Bool { operand < 0 || graph[operand].width <= 64 }

  private func folded(_ node: Node) -> UInt64? {
    guard node.a >= 0, let a = graph.value(of: node.a) else { return nil }
    let b = node.b >= 0 ? graph.value(of: node.b) : 0
    let c = node.c >= 0 ? graph.value(of: node.c) : 0
    guard let b, let c else { return nil }
    return graph.compute(node, a, b, c)
  }

  // MARK: Words

  func constant(_ value: UInt128, width: Int) -> Int32 {
    width <= 64 ? graph.constant(UInt64(truncatingIfNeeded: value), width: width) : refused(width)
  }

  func width(_ word: Int32) -> Int { Int(node(word).width) }

  /// What a slot holds before the block. A component of two slots can be kept, but nothing be made of it.
  func slot(_ number: Int, width: Int) -> Int32 {
    graph.add(Node(code: .slot, width: Int32(width), immediate: UInt64(number)))
  }

  /// The value of a load, which is a node of its own.
  func load(number: Int, width: Int) -> Int32 {
    width <= 64
      ? graph.add(Node(code: .load, width: Int32(width), immediate: UInt64(number))) : refused(width)
  }

  func unary(_ operation: UnaryOperation, _ operand: Int32) -> Int32 {
    let width = width(operand)
    switch operation {
    case .not:
      let inner = node(operand)
      switch inner.code {
      case .not: return inner.a
      case .equal: return make(.notEqual, 1, inner.a, inner.b)
      case .notEqual: return make(.equal, 1, inner.a, inner.b)
      default: return make(.not, width, operand)
      }
    case .negate: return make(.negate, width, operand)
    case .parity: return make(.parity, 1, operand)
    }
  }

  func binary(_ operation: BinaryOperation, _ left: Int32, _ right: Int32) -> Int32 {
    let width = width(left)
    let one = graph.value(of: left)
    let other = graph.value(of: right)
    let ones = NodeGraph.mask(width)
    switch operation {
    case .add:
      if one == 0 { return right }
      if other == 0 { return left }
      if let other, node(left).code == .add, let inner = graph.value(of: node(left).b) {
        return binary(.add, node(left).a, graph.constant(inner &+ other, width: width))
      }
      return one != nil ? make(.add, width, right, left) : make(.add, width, left, right)
    case .subtract:
      if other == 0 { return left }
      if left == right { return graph.constant(0, width: width) }
      if let other { return binary(.add, left, graph.constant(0 &- other, width: width)) }
      return make(.subtract, width, left, right)
    case .multiply: return make(.multiply, width, left, right)
    case .unsignedDivide: return make(.unsignedDivide, width, left, right)
    case .unsignedRemainder: return make(.unsignedRemainder, width, left, right)
    case .signedDivide: return make(.signedDivide, width, left, right)
    case .signedRemainder: return make(.signedRemainder, width, left, right)
    case .and:
      if one == 0 || other == ones || left == right { return left }
      if other == 0 || one == ones { return right }
      return make(.and, width, left, right)
    case .or:
      if one == 0 || other == ones { return right }
      if other == 0 || one == ones || left == right { return left }
      return make(.or, width, left, right)
    case .xor:
      if one == 0 { return right }
      if other == 0 { return left }
      if left == right { return graph.constant(0, width: width) }
      if width == 1, other == 1 { return unary(.not, left) }
      return make(.xor, width, left, right)
    case .concat: return concat(left, right)
    case .shiftLeft, .shiftRightLogical, .shiftRightArithmetic: return shift(operation, left, right)
    case .equal, .notEqual:
      let isEqual = operation == .equal
      if left == right { return graph.constant(isEqual ? 1 : 0, width: 1) }
      if width == 1, let known = one ?? other {
        let rest = one == nil ? left : right
        return (known == 1) == isEqual ? rest : unary(.not, rest)
      }
      return make(isEqual ? .equal : .notEqual, 1, left, right)
    case .unsignedLess: return make(.unsignedLess, 1, left, right)
    case .unsignedLessOrEqual: return make(.unsignedLessOrEqual, 1, left, right)
    case .signedLess: return make(.signedLess, 1, left, right)
    case .signedLessOrEqual: return make(.signedLessOrEqual, 1, left, right)
    }
  }

  private func shift(_ operation: BinaryOperation, _ value: Int32, _ amount: Int32) -> Int32 {
    let width = width(value)
    let code: NodeCode =
      switch operation {
      case .shiftLeft: .shiftLeft
      case .shiftRightLogical: .shiftRightLogical
      default: .shiftRightArithmetic
      }
    if let count = graph.value(of: amount), graph.value(of: value) == nil {
      if count == 0 { return value }
      if operation == .shiftRightLogical {
        return count >= UInt64(width)
          ? graph.constant(0, width: width)
          : extend(extract(value, high: width - 1, low: Int(count)), to: width, signed: false)
      }
      if operation == .shiftLeft, count >= UInt64(width) { return graph.constant(0, width: width) }
    }
    return make(code, width, value, amount)
  }

  private func concat(_ high: Int32, _ low: Int32) -> Int32 {
    let width = width(high) + width(low)
    guard width <= 64 else { return refused(width) }
    if graph.value(of: high) == 0 { return extend(low, to: width, signed: false) }
    let one = node(high)
    let other = node(low)
    if one.code == .extract, other.code == .extract, one.a == other.a,
      one.immediate == other.immediate + UInt64(other.width)
    {
      return extract(one.a, high: Int(one.immediate) + Int(one.width) - 1, low: Int(other.immediate))
    }
    return make(.concat, width, high, low)
  }

  func extract(_ word: Int32, high: Int, low: Int) -> Int32 {
    let width = high - low + 1
    let inner = node(word)
    if width == Int(inner.width) { return word }
    switch inner.code {
    case .extract: return extract(inner.a, high: high + Int(inner.immediate), low: low + Int(inner.immediate))
    case .zeroExtend, .signExtend:
      let own = self.width(inner.a)
      if high < own { return extract(inner.a, high: high, low: low) }
      if inner.code == .zeroExtend {
        if low >= own { return graph.constant(0, width: width) }
        return extend(extract(inner.a, high: own - 1, low: low), to: width, signed: false)
      }
    case .concat:
      let split = self.width(inner.b)
      if high < split { return extract(inner.b, high: high, low: low) }
      if low >= split { return extract(inner.a, high: high - split, low: low - split) }
    case .add, .subtract, .multiply, .and, .or, .xor:
      // The low bits depend on low bits alone.
      if low == 0, isNarrow(inner.a, width), isNarrow(inner.b, width) {
        let one = extract(inner.a, high: high, low: 0)
        let other = extract(inner.b, high: high, low: 0)
        return make(inner.code, width, one, other)
      }
    case .select:
      // Choices share what they choose from: each is taken apart once.
      let part = Part(word: word, high: high, low: low)
      if let known = parts[part] { return known }
      let chosen = choose(
        inner.c, extract(inner.a, high: high, low: low), extract(inner.b, high: high, low: low))
      parts[part] = chosen
      return chosen
    default: break
    }
    return make(.extract, width, word, -1, -1, UInt64(low))
  }

  /// Whether taking the low bits of a word makes nothing new.
  private func isNarrow(_ word: Int32, _ width: Int) -> Bool {
    let inner = node(word)
    switch inner.code {
    case .constant: return true
    case .zeroExtend, .signExtend: return self.width(inner.a) >= width
    default: return false
    }
  }

  func extend(_ word: Int32, to width: Int, signed: Bool) -> Int32 {
    let inner = node(word)
    if Int(inner.width) == width { return word }
    guard width <= 64 else { return refused(width) }
    if inner.code == .zeroExtend { return make(.zeroExtend, width, inner.a) }
    if inner.code == .signExtend, signed { return make(.signExtend, width, inner.a) }
    return make(signed ? .signExtend : .zeroExtend, width, word)
  }

  func choose(_ condition: Int32, _ then: Int32, _ otherwise: Int32) -> Int32 {
    if let known = decide(condition) { return known ? then : otherwise }
    if then == otherwise { return then }
    let width = width(then)
    if width == 1 {
      switch (graph.value(of: then), graph.value(of: otherwise)) {
      case (1?, 0?): return condition
      case (0?, 1?): return unary(.not, condition)
      case (1?, _): return binary(.or, condition, otherwise)
      case (_, 0?): return binary(.and, condition, then)
      case (0?, _): return binary(.and, unary(.not, condition), otherwise)
      default: break
      }
    }
    let test = node(condition)
    if test.code == .not { return make(.select, width, otherwise, then, test.a) }
    return make(.select, width, then, otherwise, condition)
  }

  // MARK: What is known on the present path

  func decide(_ word: Int32) -> Bool? {
    if let value = graph.value(of: word) { return value == 1 }
    if let known = facts[word] { return known }
    let inner = node(word)
    if inner.code == .not, let known = facts[inner.a] { return !known }
    return nil
  }

  var assumptionCount: Int { trail.count }

  func assume(_ word: Int32, _ truth: Bool) {
    guard graph.value(of: word) == nil, facts[word] == nil else { return }
    facts[word] = truth
    trail.append(word)
    parts.removeAll(keepingCapacity: true)
    let inner = node(word)
    if inner.code == .not { assume(inner.a, !truth) }
    if inner.code == .and, truth {
      assume(inner.a, true)
      assume(inner.b, true)
    }
  }

  func retract(to count: Int) {
    if trail.count > count { parts.removeAll(keepingCapacity: true) }
    while trail.count > count { facts[trail.removeLast()] = nil }
  }

  // MARK: What is outside of the processor

  // Loads come as whole accesses; one unit alone is asked for where that is not possible.
  func load(_ space: MemorySpace, _ address: Int32) -> Int32 {
    refuse()
    return graph.constant(0, width: 8)
  }

  func accessible(_ address: Int32, _ kind: AccessKind, mode: Int?) -> Int32 {
    refuse()
    return graph.constant(1, width: 1)
  }

  func present(_ address: Int32) -> Int32 {
    refuse()
    return graph.constant(1, width: 1)
  }

  func translated(_ function: Function, _ arguments: [Int32]) -> (value: Int32, admitted: Int32)? {
    refuse()
    return nil
  }

  func undefined(width: Int, key: UInt64) -> Int32 { constant(0, width: width) }
  func unpredictable(key: UInt64) -> Int32 { graph.constant(0, width: 1) }
}
