import ISALanguage
import ISAModel

/// The parts of a machine's state by their names: whole registers (`SR`), elements of arrays (`D[3]`), and
/// components (`SR.Z`).
struct RegisterNames {

  /// A run of bits of something with a name that one component holds.
  struct Piece {
    var component: Int
    var low: Int
    var width: Int
  }

  /// A register or an element of one.
  struct Entry {
    var name: String
    var width: Int
    var pieces: [Piece]

    /// The bits that always read as 1.
    var ones: UInt128
  }

  /// All registers, elements of arrays apart, in the order of their declaration.
  let registers: [Entry]

  private let byName: [String: Entry]

  init(_ machine: Machine) {
    var registers: [Entry] = []
    for register in machine.registers {
      for element in 0..<(register.count ?? 1) {
        var entry = Entry(
          name: register.count == nil ? register.name : "\(register.name)[\(element)]", width: register.width,
          pieces: [], ones: 0)
        for part in register.parts {
          let width = part.high - part.low + 1
          switch part.kind {
          case .fixed(let value): entry.ones |= value << UInt128(part.low)
          case .field(let field, _):
            let component = register.component(field: field, element: element)
            entry.pieces.append(Piece(component: component, low: part.low, width: width))
          }
        }
        registers.append(entry)
      }
    }
    self.registers = registers
    var byName: [String: Entry] = [:]
    for (number, component) in machine.components.enumerated() {
      let whole = Piece(component: number, low: 0, width: component.width)
      byName[component.name] = Entry(name: component.name, width: component.width, pieces: [whole], ones: 0)
    }
    for entry in registers { byName[entry.name] = entry }
    self.byName = byName
  }

  /// What has this name.
  func entry(_ name: String) throws(VectorError) -> Entry {
    if let entry = byName[name] { return entry }
    let guess = Spelling.suggestion(for: name, among: byName.keys.sorted())
    throw VectorError(
      "the machine has no register '\(name)'" + (guess.map { "; did you mean '\($0)'?" } ?? ""))
  }
}

extension RegisterNames.Entry {

  /// The value, when the components have these.
  func value(_ component: (Int) -> UInt128) -> UInt128 {
    pieces.reduce(ones) { result, piece in
      result | (component(piece.component) & Bits.mask(piece.width)) << UInt128(piece.low)
    }
  }
}
