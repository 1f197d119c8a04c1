import Execution
import ISAModel
import SMT

/// One encoding of an instruction, run in both machines from one symbolic state.
///
/// The newer run is seen with the older one's names: fields by their place in the encoding, values that the
/// manual leaves open by the order in which a run meets them, modes by their names.
struct RunPair {

  let states: ComparedStates
  let old: SymbolicRun
  let new: SymbolicRun
  private let renaming: TermStore.Substitution

  init(states: ComparedStates, old: SymbolicRun, new: SymbolicRun) {
    self.states = states
    self.old = old
    self.new = new
    let store = states.old.store
    var names: [Term: Term] = [:]
    for (one, other) in zip(old.fields, new.fields) where store.width(one) == store.width(other) {
      names[other] = one
    }
    for (other, one) in Self.paired(new.undefined, old.undefined, store) where names[other] == nil {
      names[other] = one
    }
    let domain = states.new.domain
    let oldModes = states.old.machine.modes.map(\.name)
    let newModes = states.new.machine.modes.map(\.name)
    let width = SymbolicDomain.modeWidth
    renaming = TermStore.Substitution(store, variables: names) { function, arguments in
      guard oldModes != newModes, function == domain.accessAsFunction, let mode = store.value(arguments[2]),
        mode < newModes.count
      else { return nil }
      let number = oldModes.firstIndex(of: newModes[Int(mode)]) ?? oldModes.count + Int(mode)
      return store.apply(
        function, [arguments[0], arguments[1], store.constant(UInt128(number), width: width)])
    }
  }

  /// The open values of the newer run with those of the older one, those of each width in order.
  private static func paired(_ new: [Term], _ old: [Term], _ store: TermStore) -> [(Term, Term)] {
    func byWidth(_ terms: [Term]) -> [Int: [Term]] {
      var seen: Set<Term> = []
      return Dictionary(grouping: terms.filter { seen.insert($0).inserted }, by: store.width)
    }
    let candidates = byWidth(old)
    return byWidth(new).sorted { $0.key < $1.key }.flatMap { zip($1, candidates[$0] ?? []) }
  }

  private var store: TermStore { states.old.store }

  /// A term of the newer run in the names of the older one.
  func seen(_ term: Term) -> Term { renaming.apply(term) }

  /// What is common to all questions: a state that both machines can be in, and a word that is the
  /// instruction in both.
  var situation: [Term] { [states.invariant, old.isEncoding, seen(new.isEncoding)] }

  /// When each end is reached in both runs.
  var outcomes: [(outcome: MeaningChange.Outcome, old: Term, new: Term)] {
    var result: [(outcome: MeaningChange.Outcome, old: Term, new: Term)] = [
      (.completes, old.completes, seen(new.completes))
    ]
    var names: [String] = []
    for (run, machine) in [(old, states.old.machine), (new, states.new.machine)] {
      for taken in run.traps where !names.contains(machine.traps[taken.trap].name) {
        names.append(machine.traps[taken.trap].name)
      }
    }
    for name in names {
      let trapClass =
        (states.new.machine.traps.first { $0.name == name }
        ?? states.old.machine.traps.first { $0.name == name })?
        .trapClass.rawValue ?? ""
      result.append(
        (
          .traps(name, class: trapClass), store.disjunction(old.traps(named: name).map(\.condition)),
          seen(store.disjunction(new.traps(named: name).map(\.condition)))
        ))
    }
    return result
  }

  /// What stands at an address that is not named, after the run.
  func content(_ space: MemorySpace) -> (old: Term, new: Term)? {
    guard let one = old.content(space), let other = new.content(space) else { return nil }
    return (one, seen(other))
  }
}

extension SymbolicRun {

  /// The ways to the trap of this name.
  func traps(named name: String) -> [TakenTrap] { traps.filter { state.machine.traps[$0.trap].name == name } }

  /// What a trap of this name finds in `part` of the ways to it; nil if there is none.
  func merged(_ taken: [TakenTrap], _ part: (TakenTrap) -> Term?) -> Term? {
    let ways = taken.compactMap { way in part(way).map { (way.condition, $0) } }
    guard ways.count == taken.count, let last = ways.last else { return nil }
    return ways.dropLast().reversed().reduce(last.1) { state.store.ite($1.0, $1.1, $0) }
  }

  /// When behaviour is unpredictable, whatever an implementation chooses.
  var isUnpredictable: Term {
    let store = state.store
    let choices = Set(
      store.variables(in: unpredictable).filter { store.name(of: $0)?.hasPrefix("unpredictable.") ?? false })
    guard !choices.isEmpty else { return store.disjunction(unpredictable) }
    let map = Dictionary(uniqueKeysWithValues: choices.map { ($0, store.true) })
    let chosen = TermStore.Substitution(store, variables: map)
    return store.disjunction(unpredictable.map(chosen.apply))
  }

  /// What stands at an address that is not named, after the run; nil where the machine has no such memory.
  fileprivate func content(_ space: MemorySpace) -> Term? {
    let domain = state.domain
    guard let function = space == .guest ? domain.memoryFunction : domain.physicalFunction else { return nil }
    let store = state.store
    let address = store.variable(
      space == .guest ? "probe.mem" : "probe.phys", width: store.domain(of: function)[0])
    return writes[space.rawValue].reduce(store.apply(function, [address])) { content, write in
      store.ite(store.and(write.guarded, store.equal(write.address, address)), write.value, content)
    }
  }
}
