/// The functions that the language brings along.
enum Builtin: String, CaseIterable {
  case zeroExtend = "zero_extend"
  case signExtend = "sign_extend"
  case truncate
  case width
  case bit
  case signedLess = "signed_less"
  case signedLessEqual = "signed_less_equal"
  case signedDivide = "signed_divide"
  case signedRemainder = "signed_remainder"
  case shiftRightArithmetic = "shift_right_arithmetic"
  case rotateLeft = "rotate_left"
  case rotateRight = "rotate_right"
  case carry
  case overflow
  case borrow
  case overflowSubtract = "overflow_subtract"
  case parity
  case `repeat`
  case accessible
  case present

  /// The names of the parameters, for messages.
  var parameters: [String] {
    switch self {
    case .zeroExtend, .signExtend, .truncate, .repeat: ["x", "n"]
    case .width, .parity: ["x"]
    case .bit, .shiftRightArithmetic, .rotateLeft, .rotateRight: ["x", "n"]
    case .signedLess, .signedLessEqual, .signedDivide, .signedRemainder: ["a", "b"]
    case .carry, .overflow, .borrow, .overflowSubtract: ["a", "b", "c"]
    case .present: ["address"]
    case .accessible: ["address…", "read|write|execute"]
    }
  }
}
