import ISAModel

/// What a value in compiled code is: a leaf, or an operation on other values. All values have at most 64 bits
/// and are kept with the bits beyond their width 0.
enum NodeCode: UInt8 {

  /// `immediate` is the value.
  case constant

  /// What slot `immediate` of the state held before the block.
  case slot

  /// What a load yields; every load is a node of its own, numbered by `immediate`.
  case load
  case not, negate, parity
  case add, subtract, multiply, unsignedDivide, unsignedRemainder, signedDivide, signedRemainder
  case and, or, xor, concat
  case shiftLeft, shiftRightLogical, shiftRightArithmetic
  case equal, notEqual, unsignedLess, unsignedLessOrEqual, signedLess, signedLessOrEqual

  /// From bit `immediate` on, as many bits as the node is wide.
  case extract
  case zeroExtend, signExtend

  /// `a` where `c` is 1, and `b` elsewhere.
  case select
}

/// A value in compiled code; equal values are one node.
struct Node: Hashable {
  var code: NodeCode
  var width: Int32
  var a: Int32 = -1
  var b: Int32 = -1
  var c: Int32 = -1
  var immediate: UInt64 = 0
}

/// The values of a block of compiled code.
struct NodeGraph {

  private(set) var nodes: [Node] = []
  private var numbers: [Node: Int32] = [:]

  subscript(_ number: Int32) -> Node { nodes[Int(number)] }

  mutating func add(_ node: Node) -> Int32 {
    if let known = numbers[node] { return known }
    let number = Int32(nodes.count)
    nodes.append(node)
    numbers[node] = number
    return number
  }

  mutating func constant(_ value: UInt64, width: Int) -> Int32 {
    add(Node(code: .constant, width: Int32(width), immediate: value & Self.mask(width)))
  }

  func value(of number: Int32) -> UInt64? {
    let node = self[number]
    return node.code == .constant ? node.immediate : nil
  }

  static func mask(_ width: Int) -> UInt64 { width >= 64 ? .max : (1 << UInt64(width)) - 1 }

  /// The value of an operation on the values of its operands.
  func compute(_ node: Node, _ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt64 {
    let mask = Self.mask(Int(node.width))
    func signed(_ value: UInt64, _ operand: Int32) -> Int64 {
      let shift = UInt64(64 - self[operand].width)
      return Int64(bitPattern: value << shift) >> Int64(shift)
    }
    switch node.code {
    case .constant, .slot, .load: return node.immediate
    case .not: return ~a & mask
    case .negate: return (0 &- a) & mask
    case .parity: return UInt64(a.nonzeroBitCount & 1)
    case .add: return (a &+ b) & mask
    case .subtract: return (a &- b) & mask
    case .multiply: return (a &* b) & mask
    case .unsignedDivide: return b == 0 ? mask : a / b
    case .unsignedRemainder: return b == 0 ? a : a % b
    case .signedDivide:
      if b == 0 { return signed(a, node.a) < 0 ? 1 & mask : mask }
      return UInt64(
        bitPattern: signed(a, node.a).dividedReportingOverflow(by: signed(b, node.b)).partialValue)
        & mask
    case .signedRemainder:
      if b == 0 { return a }
      return UInt64(
        bitPattern: signed(a, node.a).remainderReportingOverflow(dividingBy: signed(b, node.b)).partialValue)
        & mask
    case .and: return a & b
    case .or: return a | b
    case .xor: return a ^ b
    case .concat: return a << UInt64(self[node.b].width) | b
    case .shiftLeft: return (a << b) & mask
    case .shiftRightLogical: return a >> b
    case .shiftRightArithmetic: return UInt64(bitPattern: signed(a, node.a) >> min(b, 63)) & mask
    case .equal: return a == b ? 1 : 0
    case .notEqual: return a != b ? 1 : 0
    case .unsignedLess: return a < b ? 1 : 0
    case .unsignedLessOrEqual: return a <= b ? 1 : 0
    case .signedLess: return signed(a, node.a) < signed(b, node.b) ? 1 : 0
    case .signedLessOrEqual: return signed(a, node.a) <= signed(b, node.b) ? 1 : 0
    case .extract: return a >> node.immediate & mask
    case .zeroExtend: return a
    case .signExtend: return UInt64(bitPattern: signed(a, node.a)) & mask
    case .select: return c == 1 ? a : b
    }
  }
}
