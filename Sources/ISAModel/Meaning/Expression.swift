import ISALanguage

/// An operation on one bit vector.
package enum UnaryOperation: Sendable { case not, negate, parity }

/// An operation on two bit vectors.
package enum BinaryOperation: Sendable {
  case add, subtract, multiply, unsignedDivide, unsignedRemainder, signedDivide, signedRemainder
  case and, or, xor, concat
  case shiftLeft, shiftRightLogical, shiftRightArithmetic
  case equal, notEqual, unsignedLess, unsignedLessOrEqual, signedLess, signedLessOrEqual
}

/// What an access does.
package enum AccessKind: Int, Sendable, CaseIterable { case read = 0, write, execute }

/// The two views of memory.
package enum MemorySpace: Int, Sendable { case guest = 0, physical }

/// An elaborated expression; all widths are known and agree.
package indirect enum Expression: Sendable {
  case constant(UInt128, width: Int)
  case local(Int)
  case component(Int, Span)
  /// A component of a register array, chosen by a computed index. Beyond the array it reads 0.
  case element(register: Int, field: Int, index: Expression, Span)
  /// A field of the encoding, counted from the start of the form or operand that mentions it.
  case field(Int)
  case context(Int)
  case length
  case unary(UnaryOperation, Expression)
  case binary(BinaryOperation, Expression, Expression)
  case extract(Expression, high: Int, low: Int)
  case extend(Expression, to: Int, signed: Bool)
  case conditional(Expression, Block, Block)
  case block(Block)
  case load(MemorySpace, [Expression], units: Int, mode: Int?, Span)
  case accessible([Expression], AccessKind, mode: Int?, Span)
  /// Whether memory, or what is mapped into it, stands at an address past translation.
  case present(Expression)
  /// A value that the manual leaves open; the number names the place in the specification.
  case undefined(width: Int, site: Int)
  case mode(Int, Span)
  case record([Expression])
  case recordField(Expression, Int)
  case tagged(Int, of: Int, [Expression])
  case matchCase(Expression, of: Int, [CaseArm])
  case call(function: Int, [Expression], site: Int)
  case operand(Int, site: Int)
}

/// An arm of a match over an enum.
package struct CaseArm: Sendable {

  /// The number of the case, nil for all others.
  package var number: Int?

  /// The locals that take the case's fields; nil where a field is not used.
  package var bindings: [Int?]

  package var body: Block
}

/// Statements and the value that they leave.
package struct Block: Sendable {
  package var statements: [Statement]
  package var result: Expression?

  package init(_ statements: [Statement] = [], result: Expression? = nil) {
    self.statements = statements
    self.result = result
  }
}

/// An elaborated statement.
package indirect enum Statement: Sendable {
  case setLocal(Int, Expression)
  case setComponent(Int, Expression, Span)
  case setElement(register: Int, field: Int, index: Expression, Expression, Span)
  case store(MemorySpace, [Expression], units: Int, mode: Int?, Expression, Span)
  case evaluate(Expression)
  case trap(Int, [Expression], Span)
  case require(Expression, trap: Int, [Expression], Span)
  case unpredictable(site: Int, Span)
}
