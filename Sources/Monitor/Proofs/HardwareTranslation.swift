import Execution
import ISAModel
import SMT
import Virtualizability

/// The hardware in some state, and what its translation makes of any access.
struct HardwareTranslation {

  let machine: Machine
  let state: SymbolicState
  let components: [Term]

  /// The components that this state came from.
  private var origin: [Term]

  /// What was written to both views of memory.
  private(set) var writes: [[MemoryWrite<Term>]] = [[], []]

  /// Whether a function has trapped, or was not carried through.
  private var hasFailed = false
  var store: TermStore { state.store }

  init(machine: Machine, state: SymbolicState, components: [Term]) {
    self.machine = machine
    self.state = state
    self.components = components
    origin = components
    state.domain.splitsSums = true
  }

  private func evaluator() -> Evaluator<SymbolicDomain> {
    let evaluator = Evaluator(machine: machine, domain: state.domain, components: components)
    evaluator.runsTranslation = true
    evaluator.abstractsTranslation = false
    evaluator.joinsWrites = true
    evaluator.isPastSecondStage = true
    evaluator.state.writes = writes
    return evaluator
  }

  /// Evaluates, and forgets what was taken for granted on the way: that one access is admitted says nothing of others.
  private func forgetting<T>(_ body: () -> T) -> T {
    let held = state.domain.assumptionCount
    defer { state.domain.retract(to: held) }
    return body()
  }

  /// The hardware after a function of the specification.
  func run(_ function: ISAModel.Function, _ arguments: [Term]) -> HardwareTranslation {
    forgetting { ran(function, arguments) }
  }

  private func ran(_ function: ISAModel.Function, _ arguments: [Term]) -> HardwareTranslation {
    let result = evaluator().run(function, arguments.map { .word($0) }).result
    var after = HardwareTranslation(machine: machine, state: state, components: result.state.components)
    after.origin = components
    after.writes = result.state.writes
    after.hasFailed = result.state.alive != store.true
    return after
  }

  /// Any access, as the hardware answers it.
  struct Seen {
    var address: Term
    var isWrite: Term
    var isAdmitted: Term
    var place: Term
  }

  /// What translation makes of the access `x`, which is the same in all states.
  func translate() -> Seen { answer().seen }

  /// What translation makes of an access.
  func translate(_ address: Term, _ access: Term) -> Seen { answer(address, access).seen }

  /// What translation makes of the access `x`, and the hardware after that: translation may write into its tables.
  func answer() -> (seen: Seen, after: HardwareTranslation) { answer(anyAddress, anyAccess) }

  private var anyAddress: Term { store.variable("x", width: machine.installedMemory?.addressWidth ?? 1) }
  private var anyAccess: Term { store.variable("x.access", width: 2) }

  private func answer(_ address: Term, _ access: Term) -> (seen: Seen, after: HardwareTranslation) {
    let isWrite = store.equal(access, store.constant(UInt128(AccessKind.write.rawValue), width: 2))
    guard let translation = machine.lastStage else {
      return (Seen(address: address, isWrite: isWrite, isAdmitted: store.false, place: store.false), self)
    }
    let arguments = (parts(of: address) + [access]).map { Value<Term>.word($0) }
    let (value, result) = forgetting { evaluator().run(translation, arguments) }
    var after = HardwareTranslation(machine: machine, state: state, components: result.state.components)
    after.origin = components
    after.writes = result.state.writes
    var seen = Seen(
      address: address, isWrite: isWrite, isAdmitted: store.false,
      place: store.constant(0, width: machine.physicalMemory?.addressWidth ?? 1))
    if case .word(let place) = value {
      seen.place = place
      seen.isAdmitted = result.state.alive
    }
    return (seen, after)
  }

  /// The parts of an address that holds them side by side, the first one highest.
  private func parts(of address: Term) -> [Term] {
    var rest = store.width(address)
    return (machine.installedMemory?.parameters ?? []).map { part in
      rest -= part.width
      return store.extract(address, high: rest + part.width - 1, low: rest)
    }
  }

  /// Whether conditions hold.
  func holds(_ conditions: [Condition]) -> Term {
    forgetting { store.conjunction(conditions.map { evaluator().value(of: $0.expression) }) }
  }

  /// The addresses of `phys` that conditions look at, from the first to the last: all where that depends on the state, nil
  /// where there are none.
  func looks(of conditions: [Condition]) -> ClosedRange<UInt128>? {
    var addresses: [UInt128] = []
    for application in store.applications(in: [holds(conditions)]) {
      guard let (function, arguments) = store.functionAndArguments(of: application),
        function == state.domain.physicalFunction
      else { continue }
      guard let place = arguments.first, let address = store.value(place) else {
        return 0...Bits.mask(machine.physicalMemory?.addressWidth ?? 1)
      }
      addresses.append(address)
    }
    guard let first = addresses.min(), let last = addresses.max() else { return nil }
    return first...last
  }

  /// Whether some component is another one than before, or some unit of `phys` at these addresses.
  func hasChanged(since before: HardwareTranslation, at addresses: ClosedRange<UInt128>?) -> Term {
    let changed = zip(before.components, components).map { store.not(store.equal($0, $1)) }
    guard let range = addresses else { return store.disjunction(changed) }
    let width = machine.physicalMemory?.addressWidth ?? 1
    let address = store.variable("z", width: width)
    let isOne = store.and(
      store.unsignedLessOrEqual(store.constant(range.lowerBound, width: width), address),
      store.unsignedLessOrEqual(address, store.constant(range.upperBound, width: width)))
    let isOther = store.not(store.equal(before.unit(at: address), unit(at: address)))
    return store.disjunction(changed + [store.and(isOne, isOther)])
  }

  private func unit(at address: Term) -> Term { forgetting { evaluator().loadUnit(.physical, address) } }

  /// Whether a component that is not of relocation was changed, or memory that does not hold tables.
  var changesMoreThanRelocation: Term {
    let changed = machine.components.indices.filter { machine.components[$0].role != .relocation }.map {
      store.not(store.equal(components[$0], origin[$0]))
    }
    let tables = UInt128(machine.installation?.memory ?? 0)
    let elsewhere = writes[MemorySpace.physical.rawValue].map { write in
      let width = store.width(write.address)
      let last = store.or(write.address, store.constant(Bits.mask(write.openBits), width: width))
      let isWithin = store.unsignedLess(last, store.constant(tables, width: width))
      return store.and(write.guarded, store.not(isWithin))
    }
    let asGuest = writes[MemorySpace.guest.rawValue].map(\.guarded)
    return store.disjunction(changed + elsewhere + asGuest + [hasFailed ? store.true : store.false])
  }
}
