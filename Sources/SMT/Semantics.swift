/// The meaning of the operations on values, after SMT-LIB's theory FixedSizeBitVectors.
enum Semantics {
  /// The largest value of a width of 1...128 bits.
  @inline(__always)
  static func mask(_ width: Int) -> UInt128 { UInt128.max &>> UInt128(truncatingIfNeeded: 128 - width) }

  /// The value as a signed number.
  @inline(__always)
  static func signed(_ value: UInt128, _ width: Int) -> Int128 {
    let shift = Int128(truncatingIfNeeded: 128 - width)
    return (Int128(bitPattern: value) &<< shift) &>> shift
  }

  /// The value of `not`, `negate`, `signExtend` (from `operandWidth` to `width`) and `extract`.
  static func unary(_ node: Node, operandWidth: Int, _ x: UInt128) -> UInt128 {
    let width = Int(node.width)
    switch node.operation {
    case .not: return ~x & mask(width)
    case .negate: return (0 &- x) & mask(width)
    case .signExtend: return UInt128(bitPattern: signed(x, operandWidth)) & mask(width)
    case .extract: return (x >> UInt128(node.c)) & mask(width)
    default: preconditionFailure("not a unary operation")
    }
  }

  /// The value of a binary operation or comparison on two operands of `width` bits; of `concat`, the
  /// width is that of the low part.
  @inline(__always)
  static func binary(_ operation: Operation, width: Int, _ x: UInt128, _ y: UInt128) -> UInt128 {
    switch operation {
    case .and: return x & y
    case .or: return x | y
    case .xor: return x ^ y
    case .add: return (x &+ y) & mask(width)
    case .subtract: return (x &- y) & mask(width)
    case .multiply: return (x &* y) & mask(width)
    case .concat: return x &<< UInt128(truncatingIfNeeded: width) | y
    case .equal: return x == y ? 1 : 0
    case .unsignedLess: return x < y ? 1 : 0
    case .unsignedLessOrEqual: return x <= y ? 1 : 0
    case .signedLess: return signed(x, width) < signed(y, width) ? 1 : 0
    case .signedLessOrEqual: return signed(x, width) <= signed(y, width) ? 1 : 0
    case .shiftLeft, .shiftRightLogical, .shiftRightArithmetic: return shift(operation, width: width, x, y)
    default: return divide(operation, width: width, x, y)
    }
  }

  private static func shift(_ operation: Operation, width: Int, _ x: UInt128, _ y: UInt128) -> UInt128 {
    let inside = y < UInt128(width)
    switch operation {
    case .shiftLeft: return inside ? (x &<< y) & mask(width) : 0
    case .shiftRightLogical: return inside ? x &>> y : 0
    default:
      let amount = inside ? Int128(bitPattern: y) : Int128(width - 1)
      return UInt128(bitPattern: signed(x, width) &>> amount) & mask(width)
    }
  }

  private static func divide(_ operation: Operation, width: Int, _ x: UInt128, _ y: UInt128) -> UInt128 {
    let p = signed(x, width)
    let q = signed(y, width)
    let quotient: UInt128
    switch operation {
    case .unsignedDivide: return y == 0 ? mask(width) : x / y
    case .unsignedRemainder: return y == 0 ? x : x % y
    case .signedDivide:
      if y == 0 { return p < 0 ? 1 : mask(width) }
      quotient = p.magnitude / q.magnitude
      return ((p < 0) != (q < 0) ? 0 &- quotient : quotient) & mask(width)
    case .signedRemainder:
      if y == 0 { return x }
      quotient = p.magnitude % q.magnitude
      return (p < 0 ? 0 &- quotient : quotient) & mask(width)
    default: preconditionFailure("not a binary operation")
    }
  }
}
