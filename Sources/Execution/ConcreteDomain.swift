import ISAModel

/// Memory, and whatever else a concrete run finds outside of the processor.
package protocol ConcreteEnvironment: AnyObject {
  func load(_ space: MemorySpace, _ address: UInt128) -> UInt128
  func accessible(_ address: UInt128, _ kind: AccessKind, mode: Int?) -> Bool
  /// Whether something stands at an address past translation.
  func present(_ address: UInt128) -> Bool
  /// What a function of translation yields, nil where it refuses; no answer at all where the function itself
  /// is to be run.
  func translated(_ name: String, _ arguments: [UInt128]) -> UInt128??
  func undefined(width: Int, key: UInt64) -> UInt128
  func unpredictable(key: UInt64) -> Bool
}

extension ConcreteEnvironment {
  package func present(_ address: UInt128) -> Bool { true }
}

/// Concrete words.
package final class ConcreteDomain: Domain {

  private let environment: ConcreteEnvironment
  private let unitWidths: [Int]

  package init(machine: Machine, environment: ConcreteEnvironment) {
    self.environment = environment
    unitWidths = [machine.memory?.unit ?? 8, machine.physicalMemory?.unit ?? 8]
  }

  package func constant(_ value: UInt128, width: Int) -> Bits { Bits(value, width: width) }
  package func width(_ word: Bits) -> Int { word.width }

  package func unary(_ operation: UnaryOperation, _ operand: Bits) -> Bits {
    Self.compute(operation, operand)
  }

  /// The result of an operation on one word.
  package static func compute(_ operation: UnaryOperation, _ operand: Bits) -> Bits {
    switch operation {
    case .not: Bits(~operand.value, width: operand.width)
    case .negate: Bits(0 &- operand.value, width: operand.width)
    case .parity: Bits(UInt128(operand.value.nonzeroBitCount & 1), width: 1)
    }
  }

  package func binary(_ operation: BinaryOperation, _ left: Bits, _ right: Bits) -> Bits {
    Self.compute(operation, left, right)
  }

  /// The result of an operation on two words.
  package static func compute(_ operation: BinaryOperation, _ left: Bits, _ right: Bits) -> Bits {
    func same(_ value: UInt128) -> Bits { Bits(value, width: left.width) }
    func truth(_ value: Bool) -> Bits { Bits(value ? 1 : 0, width: 1) }
    let one = left.value
    let other = right.value
    switch operation {
    case .add: return same(one &+ other)
    case .subtract: return same(one &- other)
    case .multiply: return same(one &* other)
    case .unsignedDivide: return same(other == 0 ? .max : one / other)
    case .unsignedRemainder: return same(other == 0 ? one : one % other)
    case .signedDivide:
      if other == 0 { return same(left.signed < 0 ? 1 : .max) }
      return same(UInt128(bitPattern: left.signed.dividedReportingOverflow(by: right.signed).partialValue))
    case .signedRemainder:
      if other == 0 { return left }
      return same(
        UInt128(bitPattern: left.signed.remainderReportingOverflow(dividingBy: right.signed).partialValue))
    case .and: return same(one & other)
    case .or: return same(one | other)
    case .xor: return same(one ^ other)
    case .concat: return Bits(one << UInt128(right.width) | other, width: left.width + right.width)
    case .shiftLeft: return same(other >= UInt128(left.width) ? 0 : one << other)
    case .shiftRightLogical: return same(other >= UInt128(left.width) ? 0 : one >> other)
    case .shiftRightArithmetic:
      let amount = min(other, UInt128(left.width - 1))
      return same(UInt128(bitPattern: left.signed >> Int128(amount)))
    case .equal: return truth(one == other)
    case .notEqual: return truth(one != other)
    case .unsignedLess: return truth(one < other)
    case .unsignedLessOrEqual: return truth(one <= other)
    case .signedLess: return truth(left.signed < right.signed)
    case .signedLessOrEqual: return truth(left.signed <= right.signed)
    }
  }

  package func extract(_ word: Bits, high: Int, low: Int) -> Bits {
    Bits(word.value >> UInt128(low), width: high - low + 1)
  }

  package func extend(_ word: Bits, to width: Int, signed: Bool) -> Bits {
    Bits(signed ? UInt128(bitPattern: word.signed) : word.value, width: width)
  }

  package func choose(_ condition: Bits, _ then: Bits, _ otherwise: Bits) -> Bits {
    condition.value == 1 ? then : otherwise
  }

  package func decide(_ word: Bits) -> Bool? { word.value == 1 }
  package func assume(_ word: Bits, _ truth: Bool) {}
  package var assumptionCount: Int { 0 }
  package func retract(to count: Int) {}

  package func load(_ space: MemorySpace, _ address: Bits) -> Bits {
    Bits(environment.load(space, address.value), width: unitWidths[space.rawValue])
  }

  package func accessible(_ address: Bits, _ kind: AccessKind, mode: Int?) -> Bits {
    Bits(environment.accessible(address.value, kind, mode: mode) ? 1 : 0, width: 1)
  }

  package func present(_ address: Bits) -> Bits {
    Bits(environment.present(address.value) ? 1 : 0, width: 1)
  }

  package func translated(_ function: Function, _ arguments: [Bits]) -> (value: Bits, admitted: Bits)? {
    guard case .bits(let width) = function.result,
      let answer = environment.translated(function.name, arguments.map(\.value))
    else { return nil }
    return (Bits(answer ?? 0, width: width), Bits(answer == nil ? 0 : 1, width: 1))
  }

  package func undefined(width: Int, key: UInt64) -> Bits {
    Bits(environment.undefined(width: width, key: key), width: width)
  }

  package func unpredictable(key: UInt64) -> Bits {
    Bits(environment.unpredictable(key: key) ? 1 : 0, width: 1)
  }
}
