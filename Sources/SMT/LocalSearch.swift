/// Looks for an assignment under which 1-bit terms hold, by changing one leaf at a time.
///
/// A term that fails is given the value that it should have; the wish is handed down to an operand that can
/// grant it, and at last to a variable or a point of a function (Niemetz, Preiner and Biere, "Propagation
/// Based Local Search for Bit-Precise Reasoning", FMSD 2017). What it finds was evaluated; that it finds
/// nothing says nothing. The sequence of choices is fixed by the seed.
public struct LocalSearch {

  var random: SplitMix

  /// A search whose choices follow from the seed.
  public init(seed: UInt64) { random = SplitMix(seed: seed) }

  /// Whether all of the cone's terms hold after at most `steps` changes; it is left as it was then.
  public mutating func walk(_ cone: inout Cone, steps: Int) -> Bool {
    var failing: [Int32] = []
    cone.collectFailing(&failing)
    if failing.isEmpty { return true }
    var next: [Int32] = []
    for _ in 0..<steps {
      let conjunct = failing[random.below(failing.count)]
      guard let (leaf, value) = descend(from: conjunct, cone) else { continue }
      assign(leaf, value, &cone)
      // Half of the time what is read from a place that moves moves along.
      let moves = cone.nodes[Int(leaf)].operation == .variable && random.below(2) == 0
      cone.settle(moving: moves)
      next.removeAll(keepingCapacity: true)
      cone.collectFailing(&next)
      if next.isEmpty { return true }
      if next.count <= failing.count || random.below(8) == 0 {
        swap(&failing, &next)
        cone.keep()
      } else {
        cone.revert()
      }
    }
    return false
  }

  /// Gives a variable, or the point of an application, a value.
  private func assign(_ leaf: Int32, _ value: UInt128, _ cone: inout Cone) {
    let node = cone.nodes[Int(leaf)]
    guard node.operation == .apply else { return cone.set(position: leaf, value) }
    let point = (node.b..<node.b + node.c).map { cone.values[Int(cone.arguments[Int($0)])] }
    cone.set(Function(node.a), at: point, value)
  }

  /// The leaf that should change, and the value that it should get, for `root` to become true.
  private mutating func descend(from root: Int32, _ cone: borrowing Cone) -> (Int32, UInt128)? {
    var position = root
    var target: UInt128 = 1
    for _ in 0..<400 {
      let node = cone.nodes[Int(position)]
      if node.operation == .variable || node.operation == .apply {
        // Now and then the place that is read changes instead of what stands there.
        if node.operation == .apply, random.below(10) == 0, let argument = someOpen(node, cone) {
          position = argument
          target = anyValue(width: cone.width(argument), near: cone.values[Int(argument)])
          continue
        }
        return (position, target & mask(Int(node.width)))
      }
      guard let (next, wish) = step(node, target, cone), !cone.isConstant(next) else { return nil }
      position = next
      target = wish & mask(cone.width(next))
    }
    return nil
  }

  /// An argument of an application that is no constant.
  private mutating func someOpen(_ node: Node, _ cone: borrowing Cone) -> Int32? {
    var open: [Int32] = []
    for place in node.b..<node.b + node.c where !cone.isConstant(cone.arguments[Int(place)]) {
      open.append(cone.arguments[Int(place)])
    }
    return open.isEmpty ? nil : open[random.below(open.count)]
  }

  /// An operand of `node`, and the value that it should get for the node to get `target`.
  private mutating func step(_ node: Node, _ target: UInt128, _ cone: borrowing Cone) -> (Int32, UInt128)? {
    let width = Int(node.width)
    let a = node.a
    let one = cone.values[Int(a)]
    switch node.operation {
    case .not: return (a, ~target)
    case .negate: return (a, 0 &- target)
    case .signExtend: return (a, target)
    case .extract:
      let low = UInt128(node.c)
      let bits = mask(width) << low
      return (a, one & ~bits | target << low & bits)
    case .ite: return choice(node, target, cone)
    default: break
    }
    let b = node.b
    let other = cone.values[Int(b)]
    let left = cone.isConstant(b) || (!cone.isConstant(a) && random.below(2) == 0)
    switch node.operation {
    case .concat:
      let lowWidth = cone.width(b)
      let high = target >> UInt128(lowWidth)
      let low = target & mask(lowWidth)
      let highOpen = one != high && !cone.isConstant(a)
      let lowOpen = other != low && !cone.isConstant(b)
      if highOpen, !lowOpen || random.below(2) == 0 { return (a, high) }
      return lowOpen ? (b, low) : nil
    case .and:
      if width == 1 {
        if target == 0 { return someOperand(node, target, cone) }
        return one == 0 && (other == 1 || left) ? (a, 1) : (b, 1)
      }
      return left ? (a, one & ~other | target & other) : (b, other & ~one | target & one)
    case .or:
      if width == 1 {
        if target == 1 { return someOperand(node, target, cone) }
        return one == 1 && (other == 0 || left) ? (a, 0) : (b, 0)
      }
      return left ? (a, one & other | target & ~other) : (b, other & one | target & ~one)
    case .xor: return left ? (a, target ^ other) : (b, target ^ one)
    case .add: return left ? (a, target &- other) : (b, target &- one)
    case .subtract: return left ? (a, target &+ other) : (b, one &- target)
    case .equal:
      if target == 1 { return left ? (a, other) : (b, one) }
      return left
        ? (a, different(from: other, width: cone.width(a))) : (b, different(from: one, width: cone.width(b)))
    case .unsignedLess: return order(a, b, one, other, top: mask(cone.width(a)), left: left, target)
    default:
      return left
        ? (a, anyValue(width: cone.width(a), near: one)) : (b, anyValue(width: cone.width(b), near: other))
    }
  }

  /// One of the operands of which a single one decides a long conjunction or disjunction; each is as likely
  /// as the others, however the chain is nested.
  private mutating func someOperand(
    _ root: Node, _ target: UInt128, _ cone: borrowing Cone
  ) -> (Int32, UInt128)? {
    var chosen: Int32?
    var seen = 0
    var open: [Int32] = [root.a, root.b]
    while let position = open.popLast() {
      let node = cone.nodes[Int(position)]
      if node.operation == root.operation, node.width == 1, seen + open.count < 64 {
        open.append(node.a)
        open.append(node.b)
      } else if node.operation != .constant {
        seen += 1
        if random.below(seen) == 0 { chosen = position }
      }
    }
    return chosen.map { ($0, target) }
  }

  private mutating func choice(_ node: Node, _ target: UInt128, _ cone: borrowing Cone) -> (Int32, UInt128)? {
    let taken = cone.values[Int(node.a)] == 1
    let active = taken ? node.b : node.c
    let idle = taken ? node.c : node.b
    let flip = (node.a, taken ? UInt128(0) : 1)
    guard !cone.isConstant(node.a) else { return (active, target) }
    if cone.isConstant(active) { return flip }
    let idleFits = cone.values[Int(idle)] == target
    return random.below(10) < (idleFits ? 7 : 2) ? flip : (active, target)
  }

  private mutating func order(
    _ a: Int32, _ b: Int32, _ one: UInt128, _ other: UInt128, top: UInt128, left: Bool, _ target: UInt128
  ) -> (Int32, UInt128)? {
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
}
