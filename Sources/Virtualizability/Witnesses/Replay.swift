import Execution
import ISALanguage
import ISAModel

/// One concrete execution of a witness, with a trace of the lines that took part.
final class Replay: RunObserver {

  /// A step of the trace.
  struct Event: Hashable {
    enum Kind: Hashable {
      case reads(Int)
      case writes(Int)
      case accesses(MemorySpace, isWrite: Bool)
      case traps(Int)
    }
    var kind: Kind
    var span: Span
  }

  let machine: Machine
  let state: ConcreteState
  private(set) var events: [Event] = []
  private(set) var after: [Bits] = []
  private(set) var writes: [[MemoryWrite<Bits>]] = [[], []]
  private(set) var unpredictable: [Bits] = []

  /// The trap that was taken, if the run did not complete.
  private(set) var trap: Int?

  init(_ form: Form, machine: Machine, state: ConcreteState, fields: [Bits], contexts: [Bits]) {
    self.machine = machine
    self.state = state
    let evaluator = Evaluator(
      machine: machine, domain: ConcreteDomain(machine: machine, environment: state),
      components: state.components)
    evaluator.observer = self
    let result = evaluator.run(form, fields: fields, contexts: contexts)
    after = result.state.components
    writes = result.state.writes
    unpredictable = result.unpredictable
    if result.state.alive.value == 0, let taken = result.traps.first(where: { $0.condition.value == 1 }) {
      trap = taken.trap
      events.append(Event(kind: .traps(taken.trap), span: taken.span))
    }
  }

  var completes: Bool { trap == nil }

  /// Whether it traps, not for memory.
  var trapsNotForMemory: Bool {
    guard let trap else { return false }
    return machine.traps[trap].trapClass != .memory
  }

  func reads(component: Int, at span: Span) { events.append(Event(kind: .reads(component), span: span)) }
  func writes(component: Int, at span: Span) { events.append(Event(kind: .writes(component), span: span)) }

  func accesses(_ space: MemorySpace, isWrite: Bool, at span: Span) {
    events.append(Event(kind: .accesses(space, isWrite: isWrite), span: span))
  }

  /// Whether it is refused an access by a trap that leaves the state as it is.
  var trapsImprecisely: Bool {
    guard let trap else { return false }
    return machine.traps[trap].trapClass == .memory && machine.traps[trap].isImprecise
  }

  /// Whether the guest's part is another one in the end, or when the trap is taken.
  var changesGuest: Bool {
    machine.components.indices.contains {
      machine.components[$0].role == .guest && after[$0] != state.components[$0]
    } || finalWrites(.guest).contains { address, value in state.load(.guest, address) != value }
  }

  /// Whether it changes `resource`.
  func changes(_ resource: Resource) -> Bool {
    switch resource {
    case .component(let number): return after[number] != state.components[number]
    case .physicalMemory:
      return finalWrites(.physical).contains { address, value in state.load(.physical, address) != value }
    case .translation, .unpredictable: return false
    }
  }

  /// The last value written to each address.
  func finalWrites(_ space: MemorySpace) -> [UInt128: UInt128] {
    writes[space.rawValue].reduce(into: [:]) { result, write in
      if write.guarded.value == 1 { result[write.address.value] = write.value.value }
    }
  }

  /// What stands at an address of the guest's memory in the end.
  private func content(_ address: UInt128) -> UInt128 {
    finalWrites(.guest)[address] ?? state.load(.guest, address)
  }

  /// Whether a guest can tell the results of this execution and another one apart.
  func differsForGuest(from other: Replay) -> Bool {
    for number in machine.components.indices where machine.components[number].role == .guest {
      if after[number] != other.after[number] { return true }
    }
    let addresses = Set(finalWrites(.guest).keys).union(other.finalWrites(.guest).keys)
    if addresses.contains(where: { content($0) != other.content($0) }) { return true }
    return unpredictable.map(\.value) != other.unpredictable.map(\.value)
  }
}
