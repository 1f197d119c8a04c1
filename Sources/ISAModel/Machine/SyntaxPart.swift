/// A piece of assembly syntax.
package enum SyntaxPart: Sendable {
  case text(String)
  case field(Int, SyntaxStyle)
  case context(Int, SyntaxStyle)
  /// A parameter of an operand.
  case parameter(Int, SyntaxStyle)
  case operand(Int)
}

/// How the bits of a field are written.
package enum SyntaxStyle: Sendable, Equatable {

  /// As an unsigned number.
  case number

  /// By a name in the list of that number.
  case name(Int)

  /// Every bit that is set by a name in the list of that number, bit 0 by the first.
  case names(Int)

  /// As a signed number.
  case signed

  /// As a signed number that always shows its sign: what is added to something before it.
  case displacement

  /// As an unsigned number, after sign extension to so many bits.
  case extended(to: Int)

  /// As the address that lies so many steps of `scale` address units away; taken modulo 2^`width` where one
  /// is given, and else modulo the width of an address.
  case relative(from: Origin, scale: Int, width: Int?)

  /// Where a relative address counts from.
  package enum Origin: Sendable, Equatable {

    /// The end of the instruction.
    case end

    /// Where what the text belongs to starts in the encoding: the instruction, or the case of an operand.
    case here

    /// So many address units after the start of the instruction.
    case start(plus: Int)
  }
}
