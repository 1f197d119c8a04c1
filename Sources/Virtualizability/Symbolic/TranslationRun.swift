import Execution
import ISAModel
import SMT

/// The specification's `translate`, run once with the address, the kind of access and the whole state as
/// variables.
///
/// What translation reads past itself, page tables, is a variable for every place that is read; places that
/// are one and the same hold the same.
final class TranslationRun {

  let state: SymbolicState

  /// The kind of access before the address, side by side: what an access asks for.
  let request: Term

  /// The two parts of a request: the address, all its parts side by side, and the kind of access.
  let address: Term
  let access: Term

  /// Whether translation admits the access.
  let completes: Term

  /// Whether the variables for what is read past translation agree where the places do.
  let consistent: Term

  /// The places past translation that are read, with the variables for what they hold.
  let loads: [(address: Term, value: Term)]

  /// The bits of the kind of access.
  static let accessWidth = 2

  /// - Precondition: `machine` has memory, and describes its translation.
  init?(machine: Machine, store: TermStore) {
    // A second stage can move every address.
    guard let memory = machine.memory, let translation = machine.translation, machine.secondStage == nil
    else { return nil }
    let width = memory.addressWidth
    // A request and its variables must be terms.
    guard width + Self.accessWidth <= 128 else { return nil }
    let state = SymbolicState(machine: machine, store: store)
    self.state = state
    address = store.variable("request.address", width: width)
    access = store.variable("request.access", width: Self.accessWidth)
    request = store.concat(access, address)
    var parts: [Term] = []
    var high = width
    for parameter in memory.parameters {
      parts.append(store.extract(address, high: high - 1, low: high - parameter.width))
      high -= parameter.width
    }
    let evaluator = Evaluator(machine: machine, domain: state.domain, components: state.components)
    evaluator.abstractsTranslation = false
    let result = evaluator.run(translation, (parts + [access]).map { .word($0) }).result

    var loads: [(address: Term, value: Term)] = []
    var known: [Term: Term] = [:]
    let substitution = TermStore.Substitution(store, variables: [:]) { function, arguments in
      guard function == state.domain.physicalFunction, let place = arguments.first else { return nil }
      if let value = known[place] { return value }
      let value = store.variable("loaded.\(loads.count)", width: store.range(of: function))
      known[place] = value
      loads.append((place, value))
      return value
    }
    completes = substitution.apply(result.state.alive)
    self.loads = loads
    var agreements: [Term] = []
    for (number, one) in loads.enumerated() {
      for other in loads[..<number] {
        agreements.append(
          store.or(
            store.not(store.equal(one.address, other.address)), store.equal(one.value, other.value)))
      }
    }
    consistent = store.conjunction(agreements)
  }

  /// Whether a request is admitted in a state for which `condition` holds.
  func admitted(when condition: Term) -> Term {
    state.store.conjunction([state.invariant, condition, completes, consistent])
  }
}
