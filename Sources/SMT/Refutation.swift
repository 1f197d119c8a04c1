/// Refutes conjunctions by what follows from their parts without any search.
///
/// Every bit of every term is 0, 1 or unknown. What a conjunct says outright is put in, that a variable has a
/// value above all; what follows is computed upwards once. Where a disjunction of such things is among the
/// conjuncts, as of the modes that guests run in, every case of it must fail. That nothing is refuted says
/// nothing.
public struct Refutation {
  /// The bits of a term that are known to be 1, and to be 0.
  private struct Known {
    var ones: UInt128 = 0
    var zeros: UInt128 = 0

    init() {}
    init(ones: UInt128, zeros: UInt128) {
      self.ones = ones
      self.zeros = zeros
    }
    init(_ value: UInt128, width: Int) {
      ones = value
      zeros = ~value & Semantics.mask(width)
    }

    /// The value, if all bits are known.
    func value(width: Int) -> UInt128? { ones | zeros == Semantics.mask(width) ? ones : nil }
  }

  private let store: TermStore
  private let reached: [Int32]
  private var places: [Int32]

  /// More cases are left to the solver.
  private static let mostCases = 8

  /// Whether the 1-bit assertions are found to contradict one another.
  public static func refutes(_ store: TermStore, _ assertions: [Term]) -> Bool {
    let conjuncts = assertions.flatMap { store.conjuncts(of: $0) }
    let refutation = Refutation(store, conjuncts)
    var facts = Array(repeating: Known(), count: refutation.reached.count)
    for conjunct in conjuncts { refutation.note(conjunct, true, &facts) }
    var known: [Known] = []
    if refutation.contradicts(facts, &known) { return true }
    for conjunct in conjuncts {
      guard let cases = refutation.cases(of: conjunct) else { continue }
      let fail = cases.allSatisfy { one in
        var more = facts
        let lowest = refutation.note(one, true, &more)
        // Below what the case says nothing changes.
        var below = Array(known[..<lowest])
        return refutation.contradicts(more, &below)
      }
      if fail { return true }
    }
    return false
  }

  private init(_ store: TermStore, _ conjuncts: [Term]) {
    self.store = store
    reached = store.reachable(from: conjuncts).filter { store.nodes[Int($0)].operation != .argument }
    places = Array(repeating: 0, count: Int(reached.last ?? -1) + 1)
    for (place, index) in reached.enumerated() { places[Int(index)] = Int32(truncatingIfNeeded: place) }
  }

  /// Notes that a 1-bit term is true or false, and what that says of the terms it is made of. Yields the lowest
  /// place of these.
  @discardableResult
  private func note(_ term: Term, _ truth: Bool, _ facts: inout [Known]) -> Int {
    var lowest = reached.count
    func join(_ known: Known, to index: Int32) {
      let place = Int(places[Int(index)])
      facts[place].ones |= known.ones
      facts[place].zeros |= known.zeros
      lowest = min(lowest, place)
    }
    var open = [(term, truth)]
    while let (next, truth) = open.popLast() {
      let node = store.node(next)
      join(Known(truth ? 1 : 0, width: 1), to: next.index)
      switch node.operation {
      case .not: open.append((node.first, !truth))
      case .and where truth, .or where !truth:
        open.append((node.first, truth))
        open.append((node.second, truth))
      case .equal where truth:
        for (one, other) in [(node.first, node.second), (node.second, node.first)] {
          guard let value = store.value(one) else { continue }
          join(Known(value, width: store.width(one)), to: other.index)
        }
      default: break
      }
    }
    return lowest
  }

  /// The cases of a disjunction, if they are few and each gives some term a value.
  private func cases(of conjunct: Term) -> [Term]? {
    guard store.node(conjunct).operation == .or else { return nil }
    var result: [Term] = []
    var open = [conjunct]
    while let next = open.popLast() {
      let node = store.node(next)
      if node.operation == .or {
        open.append(node.second)
        open.append(node.first)
      } else {
        result.append(next)
      }
      if result.count + open.count > Self.mostCases { return nil }
    }
    let areValues = result.allSatisfy { one in
      store.conjuncts(of: one).contains { part in
        let operation = store.node(part).operation
        return operation == .equal || operation == .variable || operation == .not
      }
    }
    return areValues ? result : nil
  }

  /// Whether the facts contradict what is computed from them. What is known of each place is added to `known`.
  private func contradicts(_ facts: [Known], _ known: inout [Known]) -> Bool {
    known.reserveCapacity(reached.count)
    for place in known.count..<reached.count {
      var bits = computed(store.nodes[Int(reached[place])], known)
      bits.ones |= facts[place].ones
      bits.zeros |= facts[place].zeros
      if bits.ones & bits.zeros != 0 { return true }
      known.append(bits)
    }
    return false
  }

  private func computed(_ node: Node, _ known: [Known]) -> Known {
    func operand(_ index: Int32) -> Known { known[Int(places[Int(index)])] }
    func width(_ index: Int32) -> Int { Int(store.nodes[Int(index)].width) }
    let own = Int(node.width)
    switch node.operation {
    case .constant: return Known(node.constantValue, width: own)
    case .variable, .apply, .argument: return Known()
    case .not:
      let one = operand(node.a)
      return Known(ones: one.zeros, zeros: one.ones)
    case .extract:
      let one = operand(node.a)
      let mask = Semantics.mask(own)
      return Known(ones: one.ones >> UInt128(node.c) & mask, zeros: one.zeros >> UInt128(node.c) & mask)
    case .negate, .signExtend:
      let below = width(node.a)
      guard let value = operand(node.a).value(width: below) else { return Known() }
      return Known(Semantics.unary(node, operandWidth: below, value), width: own)
    case .ite:
      let test = operand(node.a)
      if test.ones == 1 { return operand(node.b) }
      if test.zeros == 1 { return operand(node.c) }
      let one = operand(node.b)
      let other = operand(node.c)
      return Known(ones: one.ones & other.ones, zeros: one.zeros & other.zeros)
    default: break
    }
    return binary(node, operand(node.a), operand(node.b), width: width(node.b))
  }

  /// - Parameter width: that of the second operand.
  private func binary(_ node: Node, _ one: Known, _ other: Known, width: Int) -> Known {
    let mask = Semantics.mask(width)
    switch node.operation {
    case .and: return Known(ones: one.ones & other.ones, zeros: one.zeros | other.zeros)
    case .or: return Known(ones: one.ones | other.ones, zeros: one.zeros & other.zeros)
    case .xor:
      let both = (one.ones | one.zeros) & (other.ones | other.zeros)
      let value = one.ones ^ other.ones
      return Known(ones: value & both, zeros: ~value & both)
    case .concat:
      let shift = UInt128(width)
      return Known(ones: one.ones << shift | other.ones, zeros: one.zeros << shift | other.zeros)
    case .equal:
      if one.ones & other.zeros | one.zeros & other.ones != 0 { return Known(0, width: 1) }
    case .unsignedLess:
      if ~one.zeros & mask < other.ones { return Known(1, width: 1) }
      if one.ones >= ~other.zeros & mask { return Known(0, width: 1) }
    case .unsignedLessOrEqual:
      if ~one.zeros & mask <= other.ones { return Known(1, width: 1) }
      if one.ones > ~other.zeros & mask { return Known(0, width: 1) }
    default: break
    }
    guard let left = one.value(width: width), let right = other.value(width: width) else { return Known() }
    return Known(
      Semantics.binary(node.operation, width: width, left, right) & Semantics.mask(Int(node.width)),
      width: Int(node.width))
  }
}
