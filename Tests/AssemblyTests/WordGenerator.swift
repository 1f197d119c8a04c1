import Assembly
import Execution
import ISAModel
import TestSupport

/// Makes words of the instruction stream: for every form its constant bits, with fields and what follows by chance.
struct WordGenerator {

  let machine: Machine
  var random: SplitMix

  /// More units than any instruction here has.
  private static let most = 24

  init(_ machine: Machine, seed: UInt64) {
    self.machine = machine
    random = SplitMix(seed: seed)
  }

  /// A word that starts like `form`, in address units; `fields` gives the bits of its first fields, the lowest first.
  mutating func word(like form: Form, fields: UInt64? = nil, prefixes: [Prefix] = []) -> [UInt128] {
    var writer = UnitWriter(unit: machine.stream.unit, isBigEndian: machine.stream.isBigEndian)
    for prefix in prefixes {
      for element in prefix.elements { writer.append(Bits(element.value, width: element.width)) }
    }
    var left = fields
    layout: for element in form.layout.elements {
      switch element {
      case .bits(let value, let width): writer.append(Bits(value, width: width))
      case .field(let number):
        let width = form.layout.fields[number].width
        if let bits = left, width <= 8 {
          writer.append(Bits(UInt128(bits), width: width))
          left = bits >> UInt64(width)
        } else {
          writer.append(field: Bits(number128(), width: width))
        }
      case .operand: break layout
      }
    }
    while writer.units.count < Self.most { writer.append(Bits(number128(), width: machine.stream.unit)) }
    return writer.units.flatMap { machine.addressUnits(of: $0, bits: machine.stream.unit) }
  }

  /// Numbers of which small and negative ones are as likely as others.
  private mutating func number128() -> UInt128 {
    let bits = UInt128(random.next()) << 64 | UInt128(random.next())
    switch random.next() % 4 {
    case 0: return bits & 0x7F
    case 1: return ~(bits & 0x7F)
    default: return bits
    }
  }

  /// No prefix, or one or two. What the first one says the second does not say again: no text could show the
  /// first, and a branch at the limit of its reach could not be written.
  mutating func prefixes() -> [Prefix] {
    let all = machine.stream.prefixes
    guard !all.isEmpty else { return [] }
    var result: [Prefix] = []
    for _ in 0..<random.next() % 3 {
      let next = all[Int(random.next() % UInt64(all.count))]
      let said = Set(result.flatMap { $0.settings.map(\.context) })
      if said.isDisjoint(with: next.settings.map(\.context)) { result.append(next) }
    }
    return result
  }
}
