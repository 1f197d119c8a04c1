/// One node of the arena: an operation, its width and up to four operand fields.
struct Node: Equatable {
  /// What lies below a node.
  struct Flags {
    static let variables: UInt8 = 1
    static let applications: UInt8 = 2
  }

  var operation: Operation
  var flags: UInt8 = 0
  var width: UInt16
  var a: Int32
  var b: Int32
  var c: Int32
  var d: Int32

  @inline(__always)
  init(_ operation: Operation, width: Int, _ a: Int32, _ b: Int32 = -1, _ c: Int32 = -1) {
    self.operation = operation
    self.width = UInt16(truncatingIfNeeded: width)
    self.a = a
    self.b = b
    self.c = c
    d = -1
  }

  /// A constant; the value must already fit in the width.
  @inline(__always)
  init(constant value: UInt128, width: Int) {
    operation = .constant
    self.width = UInt16(truncatingIfNeeded: width)
    a = Int32(truncatingIfNeeded: value)
    b = Int32(truncatingIfNeeded: value >> 32)
    c = Int32(truncatingIfNeeded: value >> 64)
    d = Int32(truncatingIfNeeded: value >> 96)
  }

  @inline(__always)
  var isConstant: Bool { operation == .constant }

  /// Operand fields a and b as one word.
  @inline(__always)
  var lowWord: UInt64 { UInt64(UInt32(bitPattern: a)) | UInt64(UInt32(bitPattern: b)) << 32 }

  /// Operand fields c and d as one word.
  @inline(__always)
  var highWord: UInt64 { UInt64(UInt32(bitPattern: c)) | UInt64(UInt32(bitPattern: d)) << 32 }

  /// The value of a constant.
  @inline(__always)
  var constantValue: UInt128 { UInt128(_low: lowWord, _high: highWord) }

  /// The operands as terms.
  @inline(__always)
  var first: Term { Term(a) }
  @inline(__always)
  var second: Term { Term(b) }
  @inline(__always)
  var third: Term { Term(c) }

  /// A hash of everything but the flags, which follow from the rest.
  @inline(__always)
  var hash: UInt64 {
    let head = UInt64(operation.rawValue) | UInt64(width) << 8
    let x = Node.mix(head ^ 0x9E37_79B9_7F4A_7C15, lowWord ^ 0xD6E8_FEB8_6659_FD93)
    return Node.mix(x ^ highWord, 0xA076_1D64_78BD_642F)
  }

  /// Equality but for the flags.
  @inline(__always)
  func matches(_ other: Node) -> Bool {
    operation == other.operation && width == other.width && lowWord == other.lowWord
      && highWord == other.highWord
  }

  @inline(__always)
  private static func mix(_ x: UInt64, _ y: UInt64) -> UInt64 {
    let product = x.multipliedFullWidth(by: y)
    return product.high ^ product.low
  }
}
