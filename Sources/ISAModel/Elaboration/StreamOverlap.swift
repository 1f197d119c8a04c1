/// When two cases of an operand would take the same bits of the instruction stream.
enum StreamOverlap {

  /// A bit of the stream as a case lays it out.
  private enum Bit {
    case constant(Bool)
    case field(Int, bit: Int)
  }

  /// When `earlier` takes what `later` lays out, as a condition over the parameters and the fields of
  /// `later`; nil if never.
  static func condition(_ earlier: Operand.Case, _ later: Operand.Case) -> Expression? {
    let mine = bits(of: later.layout)
    var tests: [Expression] = [earlier.condition]
    for (position, bit) in bits(of: earlier.layout).enumerated() {
      guard case .constant(let wanted) = bit else { continue }
      guard position < mine.count else { return nil }
      switch mine[position] {
      case .constant(let actual): if actual != wanted { return nil }
      case .field(let number, let index):
        let test = Expression.extract(.field(number), high: index, low: index)
        tests.append(wanted ? test : .unary(.not, test))
      }
    }
    return tests.dropFirst().reduce(tests[0]) { .binary(.and, $0, $1) }
  }

  /// The bits up to the first nested operand, the first of the stream first.
  private static func bits(of layout: Layout) -> [Bit] {
    var result: [Bit] = []
    for element in layout.elements {
      switch element {
      case .bits(let value, let width):
        for bit in stride(from: width - 1, through: 0, by: -1) {
          result.append(.constant(value >> UInt128(bit) & 1 == 1))
        }
      case .field(let number):
        for bit in stride(from: layout.fields[number].width - 1, through: 0, by: -1) {
          result.append(.field(number, bit: bit))
        }
      case .operand: return result
      }
    }
    return result
  }
}

extension Layout {

  /// Whether some bits are the same in every encoding.
  var hasConstantBits: Bool {
    elements.contains { element in
      if case .bits = element { true } else { false }
    }
  }
}
