import ISAModel
import SMT

/// Finds for every encoding of an instruction in one machine the encoding in the other that is to be compared
/// with it: one whose layout is the same, with fields of the same widths at the same places.
struct FormPairing {

  /// The encodings that belong together, by their numbers.
  private(set) var pairs: [(old: Int, new: Int)] = []

  /// The encodings without a partner.
  private(set) var lost: [Int] = []
  private(set) var gained: [Int] = []

  /// - Parameter agree: whether an encoding of the older machine and one of the newer accept the same words;
  ///   asked only of encodings whose layouts are the same.
  init(
    old: (instruction: Instruction, machine: Machine), new: (instruction: Instruction, machine: Machine),
    agree: (Int, Int) -> Bool
  ) {
    let oldShapes = old.instruction.forms.map { LayoutShape($0.layout, of: old.machine) }
    let newShapes = new.instruction.forms.map { LayoutShape($0.layout, of: new.machine) }
    var free = Set(newShapes.indices)
    var open: [Int] = []
    for (number, shape) in oldShapes.enumerated() {
      let candidates = newShapes.indices.filter { free.contains($0) && newShapes[$0] == shape }
      if let partner = candidates.first(where: { agree(number, $0) }) {
        pairs.append((number, partner))
        free.remove(partner)
      } else {
        open.append(number)
      }
    }
    for number in open {
      if let partner = newShapes.indices.first(where: {
        free.contains($0) && newShapes[$0] == oldShapes[number]
      }) {
        pairs.append((number, partner))
        free.remove(partner)
      } else {
        lost.append(number)
      }
    }
    gained = free.sorted()
    pairs.sort { $0.old < $1.old }
  }
}

/// Where the constant bits and the fields of a layout stand, whatever they are called.
struct LayoutShape: Hashable {

  private enum Part: Hashable {
    case bits(UInt128, width: Int)
    case field(Int, width: Int)
    case operand([LayoutShape], selector: Int?)
  }

  private var parts: [Part] = []

  init(_ layout: Layout, of machine: Machine) {
    for element in layout.elements {
      switch element {
      case .bits(let value, let width):
        if case .bits(let before, let length)? = parts.last, length + width <= 128 {
          parts[parts.count - 1] = .bits(before << UInt128(width) | value, width: length + width)
        } else {
          parts.append(.bits(value, width: width))
        }
      case .field(let number): parts.append(.field(number, width: layout.fields[number].width))
      case .operand(let number):
        let operand = machine.operands[layout.operands[number].operand]
        parts.append(
          .operand(
            operand.cases.map { LayoutShape($0.layout, of: machine) }, selector: operand.selectorWidth))
      }
    }
  }
}
