/// What a compiled operation does. Registers are slots of the state, constants and intermediate values side
/// by side.
enum OpCode: UInt8 {
  case move, not, negate, parity
  case add, subtract, multiply, unsignedDivide, unsignedRemainder, signedDivide, signedRemainder
  case and, or, xor, concat
  case shiftLeft, shiftRightLogical, shiftRightArithmetic
  case equal, notEqual, unsignedLess, unsignedLessOrEqual, signedLess, signedLessOrEqual
  case extract, signExtend, select

  /// From memory at the address `a`, with what else the address has in `immediate`; `b` is the instruction.
  /// The names say how many bytes, and whether the first one is high.
  case load8, load16, load32, load64, load16Swapped, load32Swapped, load64Swapped

  /// To memory at the address `a`, of `d`.
  case store8, store16, store32, store64, store16Swapped, store32Swapped, store64Swapped

  /// Makes sure that a store of `d` bytes to `a` would be done.
  case probe

  /// Passes the next operation over, and makes `d` 0, unless `a` is 1.
  case skipUnless

  /// Leaves the block before instruction `b` where `a` is 1, or is not.
  case leaveIf, leaveUnless

  /// Goes on at operation `immediate`, an exit of the block, where `a` is 1, or is not.
  case exitIf, exitUnless

  /// The end of the block, after `a` instructions; where `b` is 1, what interrupts and translation depend on may
  /// have changed.
  case end
}

/// A compiled operation.
struct Op {
  var code: OpCode
  var d: UInt16 = 0
  var a: UInt16 = 0
  var b: UInt16 = 0
  var immediate: UInt64 = 0
}

/// Instructions that run as one.
final class CompiledBlock {

  /// The address of the first instruction, all parts side by side.
  let start: UInt64

  /// The operations.
  let ops: UnsafeMutablePointer<Op>
  let opCount: Int

  /// The addresses of the instructions.
  let addresses: [UInt64]

  /// The units of the instruction stream: their addresses, and where in RAM they stand.
  let fetches: [(address: UInt64, place: Int)]

  /// Whether the block changes what interrupts, standing still or translation depend on.
  let needsCheck: Bool

  let graph: NodeGraph

  /// The register of every value that has one, and the operation that makes it.
  let registers: [Int32: (register: UInt16, position: Int)]

  /// For every instruction, the components that have changed before it.
  let changes: [[(slot: Int, node: Int32)]]

  /// Whether its instructions still stand in memory.
  var isValid = true

  init(
    start: UInt64, ops: [Op], addresses: [UInt64], fetches: [(address: UInt64, place: Int)],
    needsCheck: Bool, graph: NodeGraph,
    registers: [Int32: (register: UInt16, position: Int)], changes: [[(slot: Int, node: Int32)]]
  ) {
    self.start = start
    opCount = ops.count
    self.ops = .allocate(capacity: ops.count)
    self.ops.initialize(from: ops, count: ops.count)
    self.addresses = addresses
    self.fetches = fetches
    self.needsCheck = needsCheck
    self.graph = graph
    self.registers = registers
    self.changes = changes
  }

  deinit { ops.deallocate() }

  /// Makes the state that before instruction `number`, where the operation at `position` has left the block.
  ///
  /// What the operations before have not computed, because nothing asked for it any more, is computed here.
  func recover(_ number: Int, leftAt position: Int, _ values: UnsafeMutablePointer<UInt64>) {
    var known: [Int32: UInt64] = [:]
    func value(_ node: Int32) -> UInt64 {
      if let found = known[node] { return found }
      let one = graph[node]
      let result: UInt64
      if one.code == .constant {
        result = one.immediate
      } else if one.code == .slot {
        result = values[Int(one.immediate)]
      } else if let (register, made) = registers[node], made < position {
        result = values[Int(register)]
      } else {
        result = graph.compute(
          one, one.a >= 0 ? value(one.a) : 0, one.b >= 0 ? value(one.b) : 0, one.c >= 0 ? value(one.c) : 0)
      }
      known[node] = result
      return result
    }
    let new = changes[number].map { (slot: $0.slot, value: value($0.node)) }
    for (slot, value) in new { values[slot] = value }
  }
}
