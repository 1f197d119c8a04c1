import Execution
import ISAModel
import Virtualizability

/// What one step finds in memory and where its translation leads: what an execution of a witness has found there, or what a
/// program says of memory, and 0 elsewhere.
final class StepAnswers: ConcreteEnvironment {

  private var memory: [Place: UInt128] = [:]
  private var refused: Set<UInt128> = []
  private var translations: [Asked: UInt128?] = [:]
  private var undefined: [Open: UInt128] = [:]
  private var unpredictable: Set<UInt64> = []

  private struct Place: Hashable {
    var space: MemorySpace
    var address: UInt128
  }

  private struct Open: Hashable {
    var key: UInt64
    var width: Int
  }

  private struct Asked: Hashable {
    var name: String
    var arguments: [UInt128]
  }

  /// - Parameter other: what the other execution has found where this one has not looked.
  init(_ state: Witness.Execution, beside other: Witness.Execution) {
    for execution in [other, state] {
      for cell in execution.memory {
        guard let value = cell.value else { continue }
        memory[Place(space: cell.space == "phys" ? .physical : .guest, address: cell.wholeAddress)] = value
      }
      for translation in execution.background.translations {
        translations[Asked(name: translation.name, arguments: translation.arguments)] = translation.place
      }
      for choice in execution.background.undefined {
        undefined[Open(key: choice.key, width: choice.width)] = choice.value
      }
    }
    refused = Set(state.memory.filter { $0.value == nil }.map(\.wholeAddress))
    unpredictable = Set(state.background.unpredictable)
  }

  /// What a program says of memory.
  init(_ cells: [StateProgram.Cell]) {
    for cell in cells {
      let place = Place(space: cell.space, address: cell.address)
      if memory[place] == nil { memory[place] = cell.value }
    }
  }

  func load(_ space: MemorySpace, _ address: UInt128) -> UInt128 {
    memory[Place(space: space, address: address)] ?? 0
  }

  /// A translation that nobody has asked for leads nowhere in particular.
  func translated(_ name: String, _ arguments: [UInt128]) -> UInt128?? {
    .some(translations[Asked(name: name, arguments: arguments)] ?? 0)
  }

  func accessible(_ address: UInt128, _ kind: AccessKind, mode: Int?) -> Bool { !refused.contains(address) }

  func undefined(width: Int, key: UInt64) -> UInt128 {
    undefined[Open(key: key, width: width)] ?? 0
  }

  func unpredictable(key: UInt64) -> Bool { unpredictable.contains(key) }
}

extension Witness.MemoryCell {

  /// The parts of the address side by side.
  var wholeAddress: UInt128 { address.reduce(0) { $0 << UInt128($1.width) | $1.value } }
}
