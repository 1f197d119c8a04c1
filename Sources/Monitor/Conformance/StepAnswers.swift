import Execution
import ISAModel
import Virtualizability

/// What accesses find in one step: what a witness has seen there, or a program says of memory, and 0 elsewhere.
final class StepAnswers: ConcreteEnvironment {

  private var guest: [UInt128: UInt128] = [:]
  private let looks: [(address: UInt128, value: UInt128)]
  private var refused: Set<UInt128> = []
  private let choosesOtherwise: Bool

  /// Where functions of translation have led, and what was read past translation so far.
  private var places: [Asked: UInt128] = [:]
  private var seen: Set<UInt128> = []

  private struct Asked: Hashable {
    var name: String
    var arguments: [UInt128]
  }

  /// - Parameters:
  ///   - other: what the other state has found where this one has not looked.
  ///   - choosesOtherwise: whether it does the other thing where behaviour is unpredictable.
  init(_ state: Witness.Execution, beside other: Witness.Execution, choosesOtherwise: Bool = false) {
    self.choosesOtherwise = choosesOtherwise
    for execution in [other, state] {
      for cell in execution.memory where cell.space != "phys" { guest[cell.wholeAddress] = cell.value ?? 0 }
    }
    looks = Self.looks(state)
    for cell in state.memory where cell.value == nil { refused.insert(cell.wholeAddress) }
  }

  /// What a program says of memory.
  convenience init(_ memory: [StateProgram.Cell]) {
    let guest = memory.filter { $0.space == .guest }.map { ($0.address, $0.value) }
    let looks = memory.filter { $0.space == .physical }.map { (address: $0.address, value: $0.value) }
    self.init(guest: Dictionary(guest) { first, _ in first }, looks: looks, refused: [])
  }

  /// The same with the memory past translation of the other state.
  func withPhysical(of other: Witness.Execution) -> StepAnswers {
    StepAnswers(guest: guest, looks: Self.looks(other), refused: refused)
  }

  private init(
    guest: [UInt128: UInt128], looks: [(address: UInt128, value: UInt128)], refused: Set<UInt128>
  ) {
    self.guest = guest
    choosesOtherwise = false
    self.looks = looks
    self.refused = refused
  }

  /// What an execution has found past translation, in the order in which it has looked.
  private static func looks(_ state: Witness.Execution) -> [(address: UInt128, value: UInt128)] {
    state.memory.filter { $0.space == "phys" }.map { ($0.wholeAddress, $0.value ?? 0) }
  }

  func load(_ space: MemorySpace, _ address: UInt128) -> UInt128 {
    if space == .guest { return guest[address] ?? 0 }
    seen.insert(address)
    return looks.first { $0.address == address }?.value ?? 0
  }

  /// A witness does not say where its translation leads, but what it has found there, in order.
  func translated(_ name: String, _ arguments: [UInt128]) -> UInt128?? {
    let asked = Asked(name: name, arguments: arguments)
    if let known = places[asked] { return .some(known) }
    let place = looks.first { !seen.contains($0.address) }?.address ?? 0
    places[asked] = place
    return .some(place)
  }

  func accessible(_ address: UInt128, _ kind: AccessKind, mode: Int?) -> Bool { !refused.contains(address) }
  func undefined(width: Int, key: UInt64) -> UInt128 { 0 }
  func unpredictable(key: UInt64) -> Bool { choosesOtherwise }
}

extension Witness.MemoryCell {

  /// The parts of the address side by side.
  var wholeAddress: UInt128 { address.reduce(0) { $0 << UInt128($1.width) | $1.value } }
}
