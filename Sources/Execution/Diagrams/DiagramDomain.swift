import ISAModel

/// Words whose bits are decision diagrams: the conditions of encodings, decided for all words at once.
package final class DiagramDomain: Domain {

  /// A bit vector, the lowest bit first.
  package struct Word: Hashable {
    package var bits: [DecisionDiagrams.Node]
    package init(_ bits: [DecisionDiagrams.Node]) { self.bits = bits }
  }

  package let diagrams: DecisionDiagrams

  package init(_ diagrams: DecisionDiagrams) { self.diagrams = diagrams }

  private typealias Node = DecisionDiagrams.Node
  private static let never = DecisionDiagrams.never
  private static let always = DecisionDiagrams.always

  package func constant(_ value: UInt128, width: Int) -> Word {
    Word((0..<width).map { value >> UInt128($0) & 1 == 1 ? Self.always : Self.never })
  }
  package func width(_ word: Word) -> Int { word.bits.count }

  package func unary(_ operation: UnaryOperation, _ operand: Word) -> Word {
    switch operation {
    case .not: return Word(operand.bits.map(diagrams.not))
    case .negate: return sum(constant(0, width: operand.bits.count), operand, subtracts: true).word
    case .parity: return Word([operand.bits.reduce(Self.never, diagrams.xor)])
    }
  }

  package func binary(_ operation: BinaryOperation, _ left: Word, _ right: Word) -> Word {
    func bitwise(_ body: (Node, Node) -> Node) -> Word { Word(zip(left.bits, right.bits).map(body)) }
    switch operation {
    case .add: return sum(left, right, subtracts: false).word
    case .subtract: return sum(left, right, subtracts: true).word
    case .and: return bitwise(diagrams.and)
    case .or: return bitwise(diagrams.or)
    case .xor: return bitwise(diagrams.xor)
    case .concat: return Word(right.bits + left.bits)
    case .equal: return Word([equal(left, right)])
    case .notEqual: return Word([diagrams.not(equal(left, right))])
    case .unsignedLess: return Word([less(left, right)])
    case .unsignedLessOrEqual: return Word([diagrams.not(less(right, left))])
    case .signedLess: return Word([less(flipped(left), flipped(right))])
    case .signedLessOrEqual: return Word([diagrams.not(less(flipped(right), flipped(left)))])
    case .shiftLeft: return shifted(left, by: right, fill: Self.never) { $0 - $1 }
    case .shiftRightLogical: return shifted(left, by: right, fill: Self.never) { $0 + $1 }
    case .shiftRightArithmetic:
      return shifted(left, by: right, fill: left.bits.last ?? Self.never) { $0 + $1 }
    case .multiply: return product(left, right)
    case .unsignedDivide, .unsignedRemainder, .signedDivide, .signedRemainder:
      guard let one = value(left), let other = value(right) else {
        diagrams.exhaust()
        return left
      }
      let result = ConcreteDomain.compute(
        operation, Bits(one, width: left.bits.count), Bits(other, width: right.bits.count))
      return constant(result.value, width: left.bits.count)
    }
  }

  package func extract(_ word: Word, high: Int, low: Int) -> Word { Word(Array(word.bits[low...high])) }

  package func extend(_ word: Word, to width: Int, signed: Bool) -> Word {
    let fill = signed ? word.bits.last ?? Self.never : Self.never
    return Word(word.bits + Array(repeating: fill, count: max(0, width - word.bits.count)))
  }

  package func choose(_ condition: Word, _ then: Word, _ otherwise: Word) -> Word {
    Word(zip(then.bits, otherwise.bits).map { diagrams.choose(condition.bits[0], $0, $1) })
  }

  package func decide(_ word: Word) -> Bool? {
    if word.bits[0] == Self.always { return true }
    return word.bits[0] == Self.never ? false : nil
  }

  package func assume(_ word: Word, _ truth: Bool) {}
  package var assumptionCount: Int { 0 }
  package func retract(to count: Int) {}

  // Encodings depend on none of these.

  package func load(_ space: MemorySpace, _ address: Word) -> Word {
    diagrams.exhaust()
    return Word([])
  }
  package func accessible(_ address: Word, _ kind: AccessKind, mode: Int?) -> Word {
    diagrams.exhaust()
    return Word([Self.never])
  }
  package func present(_ address: Word) -> Word {
    diagrams.exhaust()
    return Word([Self.never])
  }
  package func translated(_ function: Function, _ arguments: [Word]) -> (value: Word, admitted: Word)? { nil }
  package func undefined(width: Int, key: UInt64) -> Word {
    diagrams.exhaust()
    return constant(0, width: width)
  }
  package func unpredictable(key: UInt64) -> Word {
    diagrams.exhaust()
    return Word([Self.never])
  }

  // MARK: Arithmetic

  /// The number that a word of constants is.
  package func value(_ word: Word) -> UInt128? {
    var result: UInt128 = 0
    for bit in word.bits.reversed() {
      guard bit == Self.always || bit == Self.never else { return nil }
      result = result << 1 | (bit == Self.always ? 1 : 0)
    }
    return result
  }

  package func equal(_ left: Word, _ right: Word) -> DecisionDiagrams.Node {
    zip(left.bits, right.bits).reduce(Self.always) { result, pair in
      result == Self.never ? result : diagrams.and(result, diagrams.not(diagrams.xor(pair.0, pair.1)))
    }
  }

  private func less(_ left: Word, _ right: Word) -> Node {
    zip(left.bits, right.bits).reduce(Self.never) { lower, pair in
      diagrams.choose(diagrams.xor(pair.0, pair.1), pair.1, lower)
    }
  }

  private func flipped(_ word: Word) -> Word {
    Word(word.bits.dropLast() + word.bits.suffix(1).map(diagrams.not))
  }

  private func sum(_ left: Word, _ right: Word, subtracts: Bool) -> (word: Word, carry: Node) {
    var carry = subtracts ? Self.always : Self.never
    let bits = zip(left.bits, right.bits).map { one, second -> Node in
      let other = subtracts ? diagrams.not(second) : second
      let half = diagrams.xor(one, other)
      let bit = diagrams.xor(half, carry)
      carry = diagrams.choose(half, carry, one)
      return bit
    }
    return (Word(bits), carry)
  }

  private func product(_ left: Word, _ right: Word) -> Word {
    let width = left.bits.count
    var result = constant(0, width: width)
    for (place, bit) in right.bits.enumerated() where bit != Self.never {
      let part = Word((0..<width).map { $0 < place ? Self.never : diagrams.and(bit, left.bits[$0 - place]) })
      result = sum(result, part, subtracts: false).word
    }
    return result
  }

  /// Shifts by every amount that the bits of `amount` can make, a power of two at a time.
  private func shifted(
    _ word: Word, by amount: Word, fill: DecisionDiagrams.Node, _ source: (Int, Int) -> Int
  ) -> Word {
    var result = word
    for (place, bit) in amount.bits.enumerated() where bit != Self.never {
      let distance = place < 8 ? 1 << place : 256
      let moved = result.bits.indices.map { index -> Node in
        let from = source(index, distance)
        return result.bits.indices.contains(from) ? result.bits[from] : fill
      }
      result = Word(zip(moved, result.bits).map { diagrams.choose(bit, $0, $1) })
    }
    return result
  }
}
