/// What a node of the arena is.
enum Operation: UInt8 {
  /// Leaves: a constant keeps its value in all four operand fields, a variable its number in `a`.
  case constant, variable
  /// An application keeps its function in `a` and the head of its list of arguments in `b` (-1: none).
  case apply
  /// A cell of a list of arguments: the term in `a`, the next cell in `b` (-1: none). It has no width.
  case argument
  /// Unary: the operand in `a`; `extract` keeps the high and the low bit in `b` and `c`.
  case not, negate, signExtend, extract
  /// Binary: operands in `a` and `b`, as wide as the result.
  case and, or, xor
  case add, subtract, multiply
  case unsignedDivide, unsignedRemainder, signedDivide, signedRemainder
  case shiftLeft, shiftRightLogical, shiftRightArithmetic
  /// The high part in `a`, the low part in `b`.
  case concat
  /// Comparisons of two equally wide operands, with a 1-bit result.
  case equal, unsignedLess, unsignedLessOrEqual, signedLess, signedLessOrEqual
  /// The condition in `a`, the branches in `b` and `c`.
  case ite

  /// The number of terms among the operand fields, counted from `a`; applications are apart.
  @inline(__always)
  var arity: Int {
    switch self {
    case .constant, .variable, .apply, .argument: 0
    case .not, .negate, .signExtend, .extract: 1
    case .ite: 3
    default: 2
    }
  }

  /// Whether the result is 1 bit wide whatever the operands' width is.
  @inline(__always)
  var isComparison: Bool { rawValue >= Operation.equal.rawValue && rawValue < Operation.ite.rawValue }

  /// Whether bit i of the result depends only on bit i of the operands.
  @inline(__always)
  var isBitwise: Bool { self == .and || self == .or || self == .xor || self == .not }
}
