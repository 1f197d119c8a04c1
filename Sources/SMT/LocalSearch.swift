/// Looks for an assignment under which 1-bit terms hold, by changing one leaf at a time.
///
/// A term that fails is given the value that it should have; the wish is handed down to an operand that can grant it, and at
/// last to a variable or a point of a function (Niemetz, Preiner and Biere, "Propagation Based Local Search for Bit-Precise
/// Reasoning", FMSD 2017). What it finds was evaluated; that it finds nothing says nothing. The sequence of choices is fixed by the seed.
public struct LocalSearch {

  let store: TermStore
  var random: SplitMix

  /// A search among terms of the store.
  public init(store: TermStore, seed: UInt64) {
    self.store = store
    random = SplitMix(seed: seed)
  }

  /// An assignment under which all conjuncts hold, at most `steps` changes away from `start`.
  public mutating func walk(from start: Assignment, _ conjuncts: [Term], steps: Int) -> Assignment? {
    var assignment = start
    let evaluation = Evaluation(store, assignment)
    var failing = conjuncts.filter { evaluation.value($0) == 0 }
    if failing.isEmpty { return assignment }
    for _ in 0..<steps {
      let conjunct = failing[random.below(failing.count)]
      guard let (leaf, value) = descend(from: conjunct, evaluation) else { continue }
      let undo = assign(leaf, value, evaluation, &assignment)
      let next = conjuncts.filter { evaluation.value($0) == 0 }
      if next.isEmpty { return assignment }
      if next.count <= failing.count || random.below(8) == 0 {
        failing = next
      } else {
        _ = assign(leaf, undo, evaluation, &assignment)
      }
    }
    return nil
  }

  /// Gives a variable, or the point of an application, a value; yields the old one.
  private func assign(
    _ leaf: Term, _ value: UInt128, _ evaluation: Evaluation, _ assignment: inout Assignment
  ) -> UInt128 {
    guard let (function, arguments) = store.functionAndArguments(of: leaf) else {
      let old = assignment.variables[leaf] ?? 0
      assignment.variables[leaf] = value
      evaluation.set(leaf, value)
      return old
    }
    let point = arguments.map { evaluation.value($0) }
    let old = assignment.value(of: function, at: point)
    assignment.functions[function, default: [:]][point] = value
    evaluation.set(function, at: point, value)
    return old
  }

  /// The leaf that should change, and the value that it should get, for `root` to become true.
  private mutating func descend(from root: Term, _ evaluation: Evaluation) -> (Term, UInt128)? {
    var term = root
    var target: UInt128 = 1
    for _ in 0..<400 {
      let node = store.node(term)
      if node.operation == .variable || node.operation == .apply {
        // Now and then the place that is read changes instead of what stands there.
        if node.operation == .apply, random.below(10) == 0, let argument = someOpen(store.arguments(node)) {
          term = argument
          target = anyValue(width: store.width(argument), near: evaluation.value(argument))
          continue
        }
        return (term, target & mask(store.width(term)))
      }
      guard let (next, wish) = step(node, width: store.width(term), target, evaluation) else { return nil }
      guard store.value(next) == nil else { return nil }
      term = next
      target = wish & mask(store.width(next))
    }
    return nil
  }

  private mutating func someOpen(_ terms: [Term]) -> Term? {
    let open = terms.filter { store.value($0) == nil }
    return open.isEmpty ? nil : open[random.below(open.count)]
  }

  /// An operand of `node`, and the value that it should get for the node to get `target`.
  private mutating func step(
    _ node: Node, width: Int, _ target: UInt128, _ evaluation: Evaluation
  ) -> (Term, UInt128)? {
    let a = node.first
    switch node.operation {
    case .not: return (a, ~target)
    case .negate: return (a, 0 &- target)
    case .signExtend: return (a, target)
    case .extract:
      let low = UInt128(lowBit(node))
      let bits = mask(width) << low
      return (a, evaluation.value(a) & ~bits | target << low & bits)
    case .ite: return choice(node, target, evaluation)
    default: break
    }
    let b = node.second
    let one = evaluation.value(a)
    let other = evaluation.value(b)
    let left = store.value(b) != nil || (store.value(a) == nil && random.below(2) == 0)
    switch node.operation {
    case .concat:
      let lowWidth = UInt128(store.width(b))
      let high = target >> lowWidth
      let low = target & mask(Int(lowWidth))
      let highOpen = one != high && store.value(a) == nil
      let lowOpen = other != low && store.value(b) == nil
      if highOpen, !lowOpen || random.below(2) == 0 { return (a, high) }
      return lowOpen ? (b, low) : nil
    case .and:
      if width == 1, target == 1 { return one == 0 && (other == 1 || left) ? (a, 1) : (b, 1) }
      return left ? (a, one & ~other | target & other) : (b, other & ~one | target & one)
    case .or:
      if width == 1, target == 0 { return one == 1 && (other == 0 || left) ? (a, 0) : (b, 0) }
      return left ? (a, one & other | target & ~other) : (b, other & one | target & ~one)
    case .xor: return left ? (a, target ^ other) : (b, target ^ one)
    case .add: return left ? (a, target &- other) : (b, target &- one)
    case .subtract: return left ? (a, target &+ other) : (b, one &- target)
    case .equal:
      if target == 1 { return left ? (a, other) : (b, one) }
      return left
        ? (a, different(from: other, width: store.width(a))) : (b, different(from: one, width: store.width(b)))
    case .unsignedLess: return order(a, b, one, other, left: left, target)
    default:
      return left
        ? (a, anyValue(width: store.width(a), near: one)) : (b, anyValue(width: store.width(b), near: other))
    }
  }

  private mutating func choice(_ node: Node, _ target: UInt128, _ evaluation: Evaluation) -> (Term, UInt128)? {
    let taken = evaluation.value(node.first) == 1
    let active = taken ? node.second : node.third
    let idle = taken ? node.third : node.second
    let flip = (node.first, taken ? UInt128(0) : 1)
    guard store.value(node.first) == nil else { return (active, target) }
    if store.value(active) != nil { return flip }
    let idleFits = evaluation.value(idle) == target
    return random.below(10) < (idleFits ? 7 : 2) ? flip : (active, target)
  }

  private mutating func order(
    _ a: Term, _ b: Term, _ one: UInt128, _ other: UInt128, left: Bool, _ target: UInt128
  ) -> (Term, UInt128)? {
    let top = mask(store.width(a))
    let far = random.below(2) == 0
    if target == 1 {
      // a < b
      if left { return other == 0 ? (b, 1) : (a, far ? 0 : other - 1) }
      return one == top ? (a, 0) : (b, far ? top : one + 1)
    }
    return left ? (a, far ? top : other) : (b, far ? 0 : one)
  }

  private mutating func different(from value: UInt128, width: Int) -> UInt128 {
    let other = anyValue(width: width, near: value)
    return other == value ? value ^ 1 : other
  }

  private mutating func anyValue(width: Int, near value: UInt128) -> UInt128 {
    switch random.below(6) {
    case 0: return 0
    case 1: return mask(width)
    case 2, 3: return value ^ 1 << UInt128(random.below(width))
    case 4: return (value &+ 1) & mask(width)
    default: return (UInt128(random.next()) << 64 | UInt128(random.next())) & mask(width)
    }
  }

  private func mask(_ width: Int) -> UInt128 { width >= 128 ? .max : (1 << UInt128(width)) - 1 }
  private func lowBit(_ node: Node) -> Int { Int(node.c) }
}

/// A small generator of pseudo-random numbers (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014).
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// A number below `bound`, which is small.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
