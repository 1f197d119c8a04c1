extension CanonicalWriter {

  package mutating func write(_ expression: Expression) {
    switch expression {
    case .constant(let value, let width):
      write(UInt8(1))
      write(value)
      write(width)
    case .local(let slot): write(2, slot)
    case .component(let number, let span):
      write(3, number)
      note(span)
    case .element(let register, let field, let index, let span):
      write(4, register)
      write(field)
      note(span)
      write(index)
    case .field(let number): write(5, number)
    case .context(let number): write(6, number)
    case .length: write(UInt8(7))
    case .unary(let operation, let inner):
      write(UInt8(8))
      write(operation.code)
      write(inner)
    case .binary(let operation, let left, let right):
      write(UInt8(9))
      write(operation.code)
      write(left)
      write(right)
    case .extract(let inner, let high, let low):
      write(10, high)
      write(low)
      write(inner)
    case .extend(let inner, let width, let signed):
      write(11, width)
      write(signed)
      write(inner)
    case .conditional(let condition, let then, let otherwise):
      write(UInt8(12))
      write(condition)
      write(then)
      write(otherwise)
    case .block(let block):
      write(UInt8(13))
      write(block)
    case .load(let space, let address, let units, let mode, let span):
      write(14, space.rawValue)
      note(span)
      write(units)
      write(optional: mode)
      write(all: address) { $0.write($1) }
    case .accessible(let address, let kind, let mode, let span):
      write(15, kind.rawValue)
      note(span)
      write(optional: mode)
      write(all: address) { $0.write($1) }
    case .present(let inner):
      write(UInt8(16))
      write(inner)
    case .undefined(let width, let site):
      write(17, width)
      write(site)
    case .mode(let number, let span):
      write(18, number)
      note(span)
    case .record(let parts):
      write(UInt8(19))
      write(all: parts) { $0.write($1) }
    case .recordField(let inner, let number):
      write(20, number)
      write(inner)
    case .tagged(let number, let type, let parts):
      write(21, number)
      write(type)
      write(all: parts) { $0.write($1) }
    case .matchCase(let subject, let type, let arms):
      write(22, type)
      write(subject)
      write(all: arms) { writer, arm in
        writer.write(optional: arm.number)
        writer.write(all: arm.bindings) { $0.write(optional: $1) }
        writer.write(arm.body)
      }
    case .call(let function, let arguments, let site):
      write(23, site)
      refer(to: .function(function))
      write(all: arguments) { $0.write($1) }
    case .operand(let number, let site):
      write(24, number)
      write(site)
    }
  }

  package mutating func write(_ block: Block) {
    write(all: block.statements) { $0.write($1) }
    write(optional: block.result) { $0.write($1) }
  }

  private mutating func write(_ statement: Statement) {
    switch statement {
    case .setLocal(let slot, let value):
      write(1, slot)
      write(value)
    case .setComponent(let number, let value, let span):
      write(2, number)
      note(span)
      write(value)
    case .setElement(let register, let field, let index, let value, let span):
      write(3, register)
      write(field)
      note(span)
      write(index)
      write(value)
    case .store(let space, let address, let units, let mode, let value, let span):
      write(4, space.rawValue)
      note(span)
      write(units)
      write(optional: mode)
      write(all: address) { $0.write($1) }
      write(value)
    case .evaluate(let value):
      write(UInt8(5))
      write(value)
    case .trap(let trap, let arguments, let span):
      write(6, trap)
      note(span)
      write(all: arguments) { $0.write($1) }
    case .require(let condition, let trap, let arguments, let span):
      write(7, trap)
      note(span)
      write(condition)
      write(all: arguments) { $0.write($1) }
    case .unpredictable(let site, let span):
      write(8, site)
      note(span)
    }
  }

  private mutating func write(_ tag: UInt8, _ number: Int) {
    write(tag)
    write(number)
  }
}

extension UnaryOperation {

  fileprivate var code: UInt8 {
    switch self {
    case .not: 0
    case .negate: 1
    case .parity: 2
    }
  }
}

extension BinaryOperation {

  fileprivate var code: UInt8 {
    switch self {
    case .add: 0
    case .subtract: 1
    case .multiply: 2
    case .unsignedDivide: 3
    case .unsignedRemainder: 4
    case .signedDivide: 5
    case .signedRemainder: 6
    case .and: 7
    case .or: 8
    case .xor: 9
    case .concat: 10
    case .shiftLeft: 11
    case .shiftRightLogical: 12
    case .shiftRightArithmetic: 13
    case .equal: 14
    case .notEqual: 15
    case .unsignedLess: 16
    case .unsignedLessOrEqual: 17
    case .signedLess: 18
    case .signedLessOrEqual: 19
    }
  }
}
