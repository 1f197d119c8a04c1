/// Looks for an assignment under which 1-bit terms hold, by changing few leaves at a time.
///
/// A term that fails is given the value that it should have; the wish is handed down to an operand that can
/// grant it, and at last to a variable or a point of a function (Niemetz, Preiner and Biere, "Propagation
/// Based Local Search for Bit-Precise Reasoning", FMSD 2017). Where two states should come to differ, what
/// depends on the marked leaves of one of them leads there, and what stands beside the way is set so that it
/// lets the difference pass. What is found was evaluated; that nothing is found says nothing. The sequence of
/// choices is fixed by the seed.
public struct LocalSearch {

  var random: SplitMix

  /// What a node should become.
  private struct Wish {
    var position: Int32
    var target: UInt128

    /// Whether any other value will do, if only the two states come to differ by it.
    var tellsApart = false
  }

  /// What is wished for together with what is being handed down.
  private var open: [Wish] = []

  /// The leaves that should change together, and the values that they should get.
  private var changes: [(leaf: Int32, value: UInt128)] = []

  /// Through how many nodes the wishes of one change are handed down.
  private static let longestDescent = 400

  /// A search whose choices follow from the seed.
  public init(seed: UInt64) { random = SplitMix(seed: seed) }

  /// Whether all of the cone's terms hold after at most `steps` changes, or until its `work` is as given; it is
  /// left as it was then.
  public mutating func walk(_ cone: inout Cone, steps: Int, until work: Int = .max) -> Bool {
    var failing: [Int32] = []
    cone.collectFailing(&failing)
    if failing.isEmpty { return true }
    var next: [Int32] = []
    for _ in 0..<steps {
      guard cone.work < work else { break }
      descend(from: failing[random.below(failing.count)], cone)
      guard let first = changes.first else { continue }
      for (leaf, value) in changes { assign(leaf, value, &cone) }
      // Half of the time what is read from a place that moves moves along.
      let moves = cone.nodes[Int(first.leaf)].operation == .variable && random.below(2) == 0
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

  /// Finds the leaves that should change for `root` to become true.
  ///
  /// Half of the time all that must hold for it is wished for together, for a condition of many parts is met by
  /// no single change (Fujiwara and Shimono, "On the Acceleration of Test Generation Algorithms", IEEE TC 1983,
  /// multiple backtrace).
  private mutating func descend(from root: Int32, _ cone: borrowing Cone) {
    changes.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    open.append(Wish(position: root, target: 1))
    let together = random.below(2) == 0
    var room = Self.longestDescent
    while let wish = open.popLast(), room > 0 { handDown(wish, together, &room, cone) }
  }

  /// Hands a wish down to a leaf.
  private mutating func handDown(_ start: Wish, _ together: Bool, _ room: inout Int, _ cone: borrowing Cone) {
    var wish = start
    while room > 0, !cone.isConstant(wish.position) {
      room -= 1
      wish.target &= mask(cone.width(wish.position))
      let node = cone.nodes[Int(wish.position)]
      if wish.tellsApart, node.operation == .apply, let argument = cone.markedArgument(node),
        random.below(2) == 0
      {
        // What is read is the same for both states, but the place may be another one.
        let value = cone.values[Int(argument)] ^ someDifference(argument, cone)
        wish = Wish(position: argument, target: value, tellsApart: true)
        continue
      }
      // Now and then the place that is read changes instead of what stands there.
      if node.operation == .apply, random.below(10) == 0, let argument = someOpen(node, cone) {
        let value = anyValue(width: cone.width(argument), near: cone.values[Int(argument)])
        wish = Wish(position: argument, target: value)
      } else if node.operation == .variable || node.operation == .apply {
        return change(wish.position, to: wish.target, cone)
      } else if let next = step(node, wish, together, cone) {
        wish = next
      } else {
        return
      }
    }
  }

  /// Adds the change of a leaf. Of one that is to change already, only the bits that stay change too.
  private mutating func change(_ leaf: Int32, to value: UInt128, _ cone: borrowing Cone) {
    guard let place = changes.firstIndex(where: { $0.leaf == leaf }) else {
      return changes.append((leaf, value))
    }
    let now = cone.values[Int(leaf)]
    let changed = changes[place].value ^ now
    changes[place].value ^= (value ^ now) & ~changed
  }

  /// An argument of an application that is no constant.
  private mutating func someOpen(_ node: Node, _ cone: borrowing Cone) -> Int32? {
    var open: [Int32] = []
    for place in node.b..<node.b + node.c where !cone.isConstant(cone.arguments[Int(place)]) {
      open.append(cone.arguments[Int(place)])
    }
    return open.isEmpty ? nil : open[random.below(open.count)]
  }

  /// What an operand of `node` should become for the node to become what is wished for. What another one should
  /// become too is left open.
  private mutating func step(
    _ node: Node, _ wish: Wish, _ together: Bool, _ cone: borrowing Cone
  ) -> Wish? {
    let width = Int(node.width)
    let target = wish.target
    let a = node.a
    let one = cone.values[Int(a)]
    func to(_ operand: Int32, _ value: UInt128) -> Wish {
      Wish(position: operand, target: value, tellsApart: wish.tellsApart)
    }
    switch node.operation {
    case .not: return to(a, ~target)
    case .negate: return to(a, 0 &- target)
    case .signExtend: return to(a, target)
    case .extract:
      let low = UInt128(node.c)
      let bits = mask(width) << low
      return to(a, one & ~bits | target << low & bits)
    case .ite: return choice(node, wish, together, cone)
    default: break
    }
    let b = node.b
    let other = cone.values[Int(b)]
    let isDifference = node.operation == .equal && target == 0
    let left =
      if wish.tellsApart || isDifference, cone.isMarked(a) != cone.isMarked(b) {
        cone.isMarked(a)
      } else {
        cone.isConstant(b) || (!cone.isConstant(a) && random.below(2) == 0)
      }
    if wish.tellsApart, node.operation == .and || node.operation == .or, cone.isMarked(left ? a : b) {
      return sensitised(node, wish, left, cone)
    }
    switch node.operation {
    case .concat:
      let lowWidth = cone.width(b)
      let high = target >> UInt128(lowWidth)
      let low = target & mask(lowWidth)
      if wish.tellsApart, cone.isMarked(a) != cone.isMarked(b) {
        let (half, value) = left ? (one, high) : (other, low)
        return to(left ? a : b, value == half ? half ^ 1 : value)
      }
      let highOpen = one != high && !cone.isConstant(a)
      let lowOpen = other != low && !cone.isConstant(b)
      if highOpen, lowOpen, together { open.append(to(b, low)) }
      if highOpen, !lowOpen || together || random.below(2) == 0 { return to(a, high) }
      return lowOpen ? to(b, low) : nil
    case .and:
      if width == 1 {
        if target == 0 { return someOperand(node, target, cone) }
        return both(node, wish, together, left, cone)
      }
      return left ? to(a, one & ~other | target & other) : to(b, other & ~one | target & one)
    case .or:
      if width == 1 {
        if target == 1 { return someOperand(node, target, cone) }
        return both(node, wish, together, left, cone)
      }
      return left ? to(a, one & other | target & ~other) : to(b, other & one | target & ~one)
    case .xor: return left ? to(a, target ^ other) : to(b, target ^ one)
    case .add: return left ? to(a, target &- other) : to(b, target &- one)
    case .subtract: return left ? to(a, target &+ other) : to(b, one &- target)
    case .equal:
      if target == 1 { return left ? to(a, other) : to(b, one) }
      let chosen = left ? a : b
      let now = left ? other : one
      let value =
        cone.isMarked(chosen)
        ? now ^ someDifference(chosen, cone) : different(from: now, width: cone.width(chosen))
      return Wish(position: chosen, target: value, tellsApart: cone.isMarked(chosen))
    case .unsignedLess: return order(a, b, one, other, top: mask(cone.width(a)), left: left, target)
    default:
      return left
        ? to(a, anyValue(width: cone.width(a), near: one))
        : to(b, anyValue(width: cone.width(b), near: other))
    }
  }

  /// The operand through which a difference comes. The other one must let it pass.
  private mutating func sensitised(_ node: Node, _ wish: Wish, _ left: Bool, _ cone: borrowing Cone) -> Wish {
    let (through, side) = left ? (node.a, node.b) : (node.b, node.a)
    let wished = wish.target ^ cone.values[Int(wish.position)]
    let marks = cone.marks(through)
    let difference = wished & marks != 0 ? wished & marks : someDifference(through, cone)
    // What else should change is up to the other one.
    let rest = wished & ~marks
    let now = cone.values[Int(side)]
    let letting =
      node.operation == .and
      ? (now | difference) & ~(rest & ~wish.target) : now & ~difference | rest & wish.target
    if letting != now { open.append(Wish(position: side, target: letting)) }
    return Wish(position: through, target: cone.values[Int(through)] ^ difference, tellsApart: true)
  }

  /// Some of the bits in which two states may differ at a marked position, at least one: often just one.
  private mutating func someDifference(_ position: Int32, _ cone: borrowing Cone) -> UInt128 {
    let marks = cone.marks(position)
    let some = random.below(2) == 0 ? anyValue(width: cone.width(position), near: 0) & marks : 0
    if some != 0 { return some }
    var left = marks
    for _ in 0..<random.below(marks.nonzeroBitCount) { left &= left - 1 }
    return left & ~(left &- 1)
  }

  /// The operand that does not have the value which both must have for the node to have it.
  private mutating func both(
    _ node: Node, _ wish: Wish, _ together: Bool, _ left: Bool, _ cone: borrowing Cone
  ) -> Wish {
    let leftOpen = cone.values[Int(node.a)] != wish.target
    let rightOpen = cone.values[Int(node.b)] != wish.target
    let takesLeft = leftOpen && (!rightOpen || left)
    if leftOpen, rightOpen, together {
      open.append(Wish(position: takesLeft ? node.b : node.a, target: wish.target))
    }
    return Wish(position: takesLeft ? node.a : node.b, target: wish.target)
  }

  /// One of the operands of which a single one decides a long conjunction or disjunction; each is as likely
  /// as the others, however the chain is nested.
  private mutating func someOperand(
    _ root: Node, _ target: UInt128, _ cone: borrowing Cone
  ) -> Wish? {
    var chosen: Int32?
    var seen = 0
    var ahead: [Int32] = [root.a, root.b]
    while let position = ahead.popLast() {
      let node = cone.nodes[Int(position)]
      if node.operation == root.operation, node.width == 1, seen + ahead.count < 64 {
        ahead.append(node.a)
        ahead.append(node.b)
      } else if node.operation != .constant {
        seen += 1
        if random.below(seen) == 0 { chosen = position }
      }
    }
    return chosen.map { Wish(position: $0, target: target) }
  }

  /// Of a choice, the branch that is taken, or the condition, which then takes the other one.
  private mutating func choice(
    _ node: Node, _ wish: Wish, _ together: Bool, _ cone: borrowing Cone
  ) -> Wish? {
    let taken = cone.values[Int(node.a)] == 1
    let active = taken ? node.b : node.c
    let idle = taken ? node.c : node.b
    let stay = Wish(position: active, target: wish.target, tellsApart: wish.tellsApart)
    guard !cone.isConstant(node.a) else { return stay }
    if wish.tellsApart, cone.isMarked(node.a), !cone.isMarked(active), !cone.isMarked(idle) {
      // The two states differ in what is chosen, if that differs.
      let now = cone.values[Int(idle)]
      if now == cone.values[Int(active)] {
        open.append(Wish(position: idle, target: different(from: now, width: cone.width(idle))))
      }
      return Wish(position: node.a, target: taken ? 0 : 1, tellsApart: true)
    }
    let idleFits = cone.values[Int(idle)] == wish.target
    let chance =
      if cone.isConstant(active) {
        10
      } else if wish.tellsApart, cone.isMarked(active) != cone.isMarked(idle) {
        cone.isMarked(idle) ? 9 : cone.isMarked(node.a) ? 5 : 1
      } else {
        idleFits ? 7 : 2
      }
    guard random.below(10) < chance else { return stay }
    if together, !idleFits {
      open.append(Wish(position: idle, target: wish.target, tellsApart: wish.tellsApart))
    }
    return Wish(
      position: node.a, target: taken ? 0 : 1, tellsApart: wish.tellsApart && cone.isMarked(node.a))
  }

  private mutating func order(
    _ a: Int32, _ b: Int32, _ one: UInt128, _ other: UInt128, top: UInt128, left: Bool, _ target: UInt128
  ) -> Wish {
    let far = random.below(2) == 0
    if target == 1 {
      // a < b
      if left {
        return other == 0
          ? Wish(position: b, target: 1) : Wish(position: a, target: far ? 0 : other - 1)
      }
      return one == top
        ? Wish(position: a, target: 0) : Wish(position: b, target: far ? top : one + 1)
    }
    return left ? Wish(position: a, target: far ? top : other) : Wish(position: b, target: far ? 0 : one)
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
