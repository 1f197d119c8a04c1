import Execution
import ISAModel
import SMT

/// A run as seen from one of the two states that are compared: the same terms, with the resources that may
/// differ renamed.
final class Image {

  /// What an access of this run means.
  enum Access {

    /// Translation of this state decides, in the mode that the state is in.
    case own

    /// A shadow of the translation of the virtual state, which is the unrenamed one: it admits what the
    /// virtual machine admits in its mode, as far as it is filled (model, section 5).
    case shadow
  }

  let run: SymbolicRun
  let varied: Set<Resource>
  private let substitution: TermStore.Substitution
  private let needsMapping: Bool
  private let tags: TagSet

  /// The tags of the components that are renamed.
  var tagsOfVaried: TagSet { tags }
  private var store: TermStore { run.state.store }

  /// The functions that stand for translation and for the bytes past it.
  struct Functions {
    var admits: SMT.Function?
    var present: SMT.Function?
    var physical: SMT.Function?
    var otherPhysical: SMT.Function?

    init(machine: Machine, store: TermStore) {
      if let memory = machine.memory {
        let width = memory.addressWidth
        let kind = SymbolicDomain.kindWidth
        admits = store.function(
          "admits", domain: [width, kind, SymbolicDomain.modeWidth, 8], range: 1)
        present = store.function("present", domain: [width, kind], range: 1)
      }
      if let memory = machine.physicalMemory {
        physical = store.function("phys", domain: [memory.addressWidth], range: memory.unit)
        otherPhysical = store.function("phys'", domain: [memory.addressWidth], range: memory.unit)
      }
    }
  }

  /// - Parameters:
  ///   - varied: the resources that this state does not share with the unrenamed one.
  ///   - access: what an access means.
  init(_ run: SymbolicRun, varied: Set<Resource>, access: Access = .own) {
    self.run = run
    self.varied = varied
    let state = run.state
    let store = state.store
    let functions = Functions(machine: state.machine, store: store)
    var map: [Term: Term] = [:]
    var tags = TagSet()
    for resource in varied.sorted() {
      switch resource {
      case .component(let number):
        let variable = state.components[number]
        map[variable] = state.copy(of: number)
        tags.formUnion(store.support(variable))
      case .translation:
        map[state.translation] = store.variable("translation'", width: store.width(state.translation))
      case .physicalMemory: break
      case .unpredictable:
        for term in store.variables(in: run.unpredictable) {
          guard let name = store.name(of: term), name.hasPrefix("unpredictable.") else { continue }
          map[term] = store.variable(name + "'", width: 1)
        }
      }
    }
    self.tags = tags
    needsMapping =
      run.mentionsAccess || run.mentionsTranslation
      || (varied.contains(.physicalMemory) && run.mentionsPhysical)
    let own = TermStore.Substitution(store, variables: map)
    let mode = own.apply(state.modeNumber)
    let token = own.apply(state.translation)
    let variesPhysical = varied.contains(.physicalMemory)
    let domain = state.domain
    substitution = TermStore.Substitution(store, variables: map) { function, arguments in
      if function == domain.accessFunction, let admits = functions.admits {
        guard access == .shadow, let present = functions.present else {
          return store.apply(admits, arguments + [mode, token])
        }
        return store.and(
          store.apply(admits, arguments + [state.modeNumber, state.translation]),
          store.apply(present, arguments))
      }
      if function == domain.accessAsFunction, let admits = functions.admits {
        guard access == .shadow, let present = functions.present else {
          return store.apply(admits, arguments + [token])
        }
        let asked = [arguments[0], arguments[1]]
        return store.and(
          store.apply(admits, asked + [state.modeNumber, state.translation]), store.apply(present, asked))
      }
      if let translation = domain.translations[function] {
        return store.apply(translation.inState, arguments + [token])
      }
      if variesPhysical, function == functions.physical, let other = functions.otherPhysical {
        return store.apply(other, arguments)
      }
      return nil
    }
  }

  /// `term` as this state sees it.
  func apply(_ term: Term) -> Term {
    if !needsMapping || !store.mentionsApplications(term), store.support(term).isDisjoint(with: tags),
      !varied.contains(.unpredictable)
    {
      return term
    }
    return substitution.apply(term)
  }

  var completes: Term { apply(run.completes) }
  var invariant: Term { apply(run.state.invariant) }
  var isUser: Term { apply(run.state.isUser) }

  /// Whether the machine is in a mode that guests run in, whatever its resources are.
  var isInHostMode: Term { apply(run.state.isInHostMode) }
  var isMostPrivileged: Term { apply(run.state.isMostPrivileged) }
  var trapsNotForMemory: Term { apply(run.trapsNotForMemory) }

  /// The value of a component before and after the run.
  func before(_ component: Int) -> Term { apply(run.state.components[component]) }
  func after(_ component: Int) -> Term { apply(run.components[component]) }

  /// Whether the run changes `resource`.
  func changes(_ resource: Resource) -> Term {
    switch resource {
    case .component(let number):
      return store.not(store.equal(after(number), before(number)))
    case .physicalMemory:
      return store.not(store.equal(content(.physical, probed: true), content(.physical, probed: false)))
    case .translation, .unpredictable: return store.false
    }
  }

  /// What stands at the probe address after the run, or before it.
  func content(_ space: MemorySpace, probed: Bool) -> Term {
    content(space, after: probed ? run.writes[space.rawValue] : [])
  }

  /// What stands at the probe address after some writes of the run.
  func content(_ space: MemorySpace, after writes: [MemoryWrite<Term>]) -> Term {
    let domain = run.state.domain
    guard let function = space == .guest ? domain.memoryFunction : domain.physicalFunction else {
      return store.false
    }
    let address = store.variable(
      space == .guest ? "probe.mem" : "probe.phys", width: store.domain(of: function)[0])
    let old = apply(store.apply(function, [address]))
    return writes.reduce(old) { content, write in
      store.ite(
        store.and(apply(write.guarded), store.equal(apply(write.address), address)), apply(write.value),
        content)
    }
  }
}

extension SymbolicRun {

  /// The terms that decide what the run does.
  var roots: [Term] {
    components + writes.flatMap { $0.flatMap { [$0.guarded, $0.address, $0.value] } } + traps.map(\.condition)
      + unpredictable + [completes, completesWithoutMemory, isEncoding]
  }
}

/// The difference that a guest could see between two runs.
struct GuestDifference {

  /// Whether the guest parts differ after both runs.
  let term: Term

  init(_ one: Image, _ other: Image) {
    let run = one.run
    let store = run.state.store
    let machine = run.state.machine
    var differences: [Term] = []
    for number in machine.components.indices where machine.components[number].role == .guest {
      differences.append(store.not(store.equal(one.after(number), other.after(number))))
    }
    for choice in run.unpredictable {
      differences.append(store.not(store.equal(one.apply(choice), other.apply(choice))))
    }
    let logs = run.writes[MemorySpace.guest.rawValue]
    let same = logs.allSatisfy { write in
      one.apply(write.guarded) == other.apply(write.guarded)
        && one.apply(write.address) == other.apply(write.address)
        && one.apply(write.value) == other.apply(write.value)
    }
    if !logs.isEmpty, !same || !store.simplifies {
      differences.append(
        store.not(store.equal(one.content(.guest, probed: true), other.content(.guest, probed: true))))
    }
    term = store.disjunction(differences)
  }
}
