/// Turns the values of a block into operations, each when it is needed and not before.
struct BlockBuilder {

  /// The registers of compiled code: slots first, then intermediate values, then constants.
  struct Registers {
    let firstTemporary: Int
    let temporaryCount: Int
    let firstConstant: Int
    let limit: Int
  }

  let domain: CodeDomain
  let layout: Registers
  private(set) var ops: [Op] = []
  private(set) var registers: [Int32: (register: UInt16, position: Int)] = [:]
  private var nextTemporary: Int
  private let constant: (UInt64) -> UInt16?

  /// Where the block may be left for another one, and what is to be done there.
  private var exits: [(position: Int, ops: [Op])] = []

  /// Whether it ran out of registers.
  private(set) var isFull = false

  /// - Parameter constant: the register that holds a constant; nil where there are too many.
  init(domain: CodeDomain, layout: Registers, constant: @escaping (UInt64) -> UInt16?) {
    self.domain = domain
    self.layout = layout
    self.constant = constant
    nextTemporary = layout.firstTemporary
  }

  private mutating func temporary() -> UInt16 {
    guard nextTemporary < layout.firstTemporary + layout.temporaryCount else {
      isFull = true
      return UInt16(layout.firstTemporary)
    }
    defer { nextTemporary += 1 }
    return UInt16(nextTemporary)
  }

  /// The register that holds a value; made now where there is none yet.
  mutating func register(_ number: Int32, into target: UInt16? = nil) -> UInt16 {
    if let known = registers[number] { return known.register }
    let node = domain.graph[number]
    switch node.code {
    case .constant:
      guard let found = constant(node.immediate) else {
        isFull = true
        return 0
      }
      return found
    case .slot: return UInt16(truncatingIfNeeded: node.immediate)
    case .zeroExtend:
      let inner = register(node.a, into: target)
      registers[number] = (inner, ops.count - 1)
      return inner
    default: break
    }
    let a = node.a >= 0 ? register(node.a) : 0
    let b = node.b >= 0 ? register(node.b) : 0
    let c = node.c >= 0 ? register(node.c) : 0
    let d = target ?? temporary()
    ops.append(operation(node, d, a, b, c))
    registers[number] = (d, ops.count - 1)
    return d
  }

  private func operation(_ node: Node, _ d: UInt16, _ a: UInt16, _ b: UInt16, _ c: UInt16) -> Op {
    let mask = NodeGraph.mask(Int(node.width))
    func width(_ operand: Int32) -> Int { Int(domain.graph[operand].width) }
    func op(_ code: OpCode, _ immediate: UInt64 = 0) -> Op {
      Op(code: code, d: d, a: a, b: b, immediate: immediate)
    }
    switch node.code {
    case .constant, .slot, .load, .zeroExtend: return op(.move)
    case .not: return op(.not, mask)
    case .negate: return op(.negate, mask)
    case .parity: return op(.parity)
    case .add: return op(.add, mask)
    case .subtract: return op(.subtract, mask)
    case .multiply: return op(.multiply, mask)
    case .unsignedDivide: return op(.unsignedDivide, mask)
    case .unsignedRemainder: return op(.unsignedRemainder, mask)
    case .signedDivide: return op(.signedDivide, UInt64(64 - width(node.a)))
    case .signedRemainder: return op(.signedRemainder, UInt64(64 - width(node.a)))
    case .and: return op(.and)
    case .or: return op(.or)
    case .xor: return op(.xor)
    case .concat: return op(.concat, UInt64(width(node.b)))
    case .shiftLeft: return op(.shiftLeft, mask)
    case .shiftRightLogical: return op(.shiftRightLogical)
    case .shiftRightArithmetic: return op(.shiftRightArithmetic, UInt64(64 - width(node.a)))
    case .equal: return op(.equal)
    case .notEqual: return op(.notEqual)
    case .unsignedLess: return op(.unsignedLess)
    case .unsignedLessOrEqual: return op(.unsignedLessOrEqual)
    case .signedLess: return op(.signedLess, UInt64(64 - width(node.a)))
    case .signedLessOrEqual: return op(.signedLessOrEqual, UInt64(64 - width(node.a)))
    case .extract: return Op(code: .extract, d: d, a: a, b: UInt16(node.immediate), immediate: mask)
    case .signExtend: return Op(code: .signExtend, d: d, a: a, b: UInt16(64 - width(node.a)), immediate: mask)
    case .select: return op(.select, UInt64(c))
    }
  }

  /// Appends an operation that has an effect; its registers were asked for before.
  mutating func append(_ op: Op) { ops.append(op) }

  /// A register for the value that a load yields.
  mutating func loaded(
    _ node: Int32, _ code: OpCode, address: UInt16, instruction: Int, high: UInt64, guarded: UInt16?
  ) {
    let d = temporary()
    if let guarded { ops.append(Op(code: .skipUnless, d: d, a: guarded)) }
    ops.append(Op(code: code, d: d, a: address, b: UInt16(instruction), immediate: high))
    registers[node] = (d, ops.count - 1)
  }

  // MARK: Exits

  /// Leaves the block where a condition is 1 (or 0), with what has changed by then put into slots.
  ///
  /// - Parameters:
  ///   - truth: the value of the condition with which the block is left.
  ///   - count: how many instructions have been done by then.
  mutating func addExit(
    where condition: Int32, is truth: Bool, after count: Int, committing changes: [(slot: Int, node: Int32)]
  ) {
    let test = register(condition)
    exits.append((position: ops.count, ops: []))
    ops.append(Op(code: truth ? .exitIf : .exitUnless, a: test))
    var exit = self
    exit.ops = []
    exit.commit(changes)
    exit.append(Op(code: .end, a: UInt16(count)))
    isFull = isFull || exit.isFull
    exits[exits.count - 1].ops = exit.ops
  }

  /// Puts the operations of the exits behind the end of the block.
  mutating func appendExits() {
    for exit in exits {
      ops[exit.position].immediate = UInt64(ops.count)
      ops += exit.ops
    }
    exits = []
  }

  // MARK: The end of a block

  /// Puts values into slots. Nothing may be asked for afterwards.
  mutating func commit(_ changes: [(slot: Int, node: Int32)]) {
    var moves: [(slot: UInt16, register: UInt16)] = []
    for change in changes {
      // What another slot held must be read before that one is written.
      guard let source = source(of: change.node) else { continue }
      let copy = temporary()
      ops.append(Op(code: .move, d: copy, a: source))
      moves.append((UInt16(change.slot), copy))
    }
    let readers = pendingReaders(changes.map(\.node))
    for change in changes where source(of: change.node) == nil {
      let slot = UInt16(change.slot)
      let isOnlyReader = (readers[UInt64(change.slot)] ?? []).allSatisfy { $0 == change.node }
      let isPlain =
        domain.graph[change.node].code != .zeroExtend && domain.graph[change.node].code != .constant
      if isOnlyReader, isPlain, registers[change.node] == nil {
        _ = register(change.node, into: slot)
      } else {
        moves.append((slot, register(change.node)))
      }
    }
    for move in moves { ops.append(Op(code: .move, d: move.slot, a: move.register)) }
  }

  /// The slot that holds a value before the block, if one does.
  private func source(of number: Int32) -> UInt16? {
    let node = domain.graph[number]
    switch node.code {
    case .slot: return UInt16(truncatingIfNeeded: node.immediate)
    case .zeroExtend: return source(of: node.a)
    default: return nil
    }
  }

  /// For every slot the values that read it and are not made yet.
  private func pendingReaders(_ roots: [Int32]) -> [UInt64: Set<Int32>] {
    var result: [UInt64: Set<Int32>] = [:]
    var seen: Set<Int32> = []
    var open = roots
    while let number = open.popLast() {
      guard registers[number] == nil, seen.insert(number).inserted else { continue }
      let node = domain.graph[number]
      for operand in [node.a, node.b, node.c] where operand >= 0 {
        if let slot = source(of: operand) { result[UInt64(slot), default: []].insert(number) }
        open.append(operand)
      }
    }
    return result
  }
}
