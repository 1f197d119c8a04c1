import Execution
import FoundationEssentials
import Monitor

/// A program of one instruction as a line of JSON; numbers are hexadecimal.
struct StateProgramLine: Codable {

  struct Cell: Codable {
    var space: String
    var address: String
    var value: String
  }

  var name: String
  var components: [String: String]
  var memory: [Cell]
  var units: [String]

  init(_ program: StateProgram) {
    func text(_ value: UInt128) -> String { String(value, radix: 16) }
    name = program.name
    components = program.components.mapValues(text)
    memory = program.memory.map {
      Cell(space: $0.space == .guest ? "mem" : "phys", address: text($0.address), value: text($0.value))
    }
    units = program.units.map(text)
  }

  /// The program; nil where a number is none.
  var program: StateProgram? {
    func number(_ text: String) -> UInt128? { UInt128(text, radix: 16) }
    let values = components.compactMapValues(number)
    let cells = memory.compactMap { cell -> StateProgram.Cell? in
      guard let address = number(cell.address), let value = number(cell.value),
        cell.space == "mem" || cell.space == "phys"
      else { return nil }
      return StateProgram.Cell(
        space: cell.space == "mem" ? .guest : .physical, address: address, value: value)
    }
    let words = units.compactMap(number)
    guard values.count == components.count, cells.count == memory.count, words.count == units.count else {
      return nil
    }
    return StateProgram(name: name, components: values, memory: cells, units: words)
  }
}
