import Execution
import ISALanguage
import ISAModel
import SMT

/// Turns a satisfying assignment into two concrete executions, and runs them.
struct WitnessBuilder {

  /// What the executions must show; otherwise the checker is wrong.
  enum Claim {

    /// The first completes and changes the resource; the second, a user state, completes.
    case change(Resource)

    /// Both complete, the second in a user state, with results that differ for the guest.
    case difference

    /// The first traps, not for memory; the second, a user state, completes.
    case missedTrap

    /// Both complete in one mode, the second in a user state, with results that differ for the guest.
    case userDifference

    /// Both are in one mode; the first traps, not for memory, the second, a user state, completes.
    case userMissedTrap

    /// The hardware completes, and the virtual machine does something else.
    case direct

    /// A memory trap that is not precise leaves the guest's part changed, in a user state.
    case impreciseTrap
  }

  /// A witness with what the finding needs besides.
  struct Built {
    var witness: Witness
    var spans: [GuiltySpan]
    /// Why the executions do not show the claim; nil when they do.
    var failure: String?
  }

  let run: SymbolicRun
  let instruction: Instruction
  let resources: Resources

  private var machine: Machine { run.state.machine }
  private var store: TermStore { run.state.store }

  /// - Parameters:
  ///   - varied: the resources that the second state does not share.
  ///   - isSingle: whether the second state is the first.
  ///   - relevant: the terms whose components are shown.
  func build(
    _ assignment: Assignment, assertions: [Term], varied: Set<Resource>, isSingle: Bool, claim: Claim,
    causes: [Resource], relevant: [Term]
  ) -> Built {
    let functions = Image.Functions(machine: machine, store: store)
    var start = admitting(assignment, assertions, functions)
    equalise(&start, varied: varied)
    // A context with its initial value needs no prefix.
    let initial = zip(run.contexts, machine.stream.contexts).map { ($0, $1.initial) }
    var minimiser = Minimiser(
      store: store, assertions: assertions, assignment: start,
      simplest: Dictionary(initial, uniquingKeysWith: { first, _ in first }))
    var simple = minimiser.minimised()
    equalise(&simple, varied: varied)
    for (context, value) in initial where simple.variables[context] == nil {
      simple.variables[context] = value
    }

    let isDirect: Bool
    if case .direct = claim { isDirect = true } else { isDirect = false }
    let first = state(simple, varied: [], functions, isShadow: false)
    let second = isSingle ? nil : state(simple, varied: varied, functions, isShadow: isDirect)
    let fields = run.fields.map { Bits(simple.variables[$0] ?? 0, width: store.width($0)) }
    let contexts = run.contexts.map { Bits(simple.variables[$0] ?? 0, width: store.width($0)) }
    let one = Replay(run.form, machine: machine, state: first, fields: fields, contexts: contexts)
    let other = second.map {
      Replay(run.form, machine: machine, state: $0, fields: fields, contexts: contexts)
    }

    let differing = resources.all.filter { resource in
      guard varied.contains(resource), let second else { return false }
      switch resource {
      case .component(let number): return first.components[number] != second.components[number]
      case .translation: return causes.contains(.translation)
      case .physicalMemory:
        return Set(first.looks.filter { $0.space == .physical })
          != Set(second.looks.filter { $0.space == .physical })
      case .unpredictable: return true
      }
    }
    let presenter = WitnessPresenter(
      run: run, instruction: instruction, resources: resources, one: one, other: other,
      claim: claim, causes: causes, differing: differing)
    let witness = presenter.witness(
      fields: fields, contexts: contexts, relevant: Set(store.variables(in: relevant)))
    return Built(
      witness: witness, spans: presenter.spans(), failure: failure(claim, one, other, causes))
  }

  /// The assignment with every access admitted of which it says nothing, as far as the assertions let it.
  private func admitting(
    _ assignment: Assignment, _ assertions: [Term], _ functions: Image.Functions
  ) -> Assignment {
    let translations = run.state.domain.translations.values.filter { $0.name.hasSuffix(".admits") }
      .map(\.inState).sorted { $0.index < $1.index }
    let all = [functions.admits, functions.present].compactMap { $0 } + translations
    func with(_ admitted: [SMT.Function]) -> Assignment? {
      var result = assignment
      for function in admitted { result.defaults[function] = 1 }
      return Valuation(store, result).countFailing(assertions) == 0 ? result : nil
    }
    if let result = with(all) { return result }
    var admitted: [SMT.Function] = []
    for function in all where with(admitted + [function]) != nil { admitted.append(function) }
    return with(admitted) ?? assignment
  }

  /// Where a variable of the second state does not matter, it is that of the first.
  private func equalise(_ assignment: inout Assignment, varied: Set<Resource>) {
    for resource in varied.sorted() {
      guard case .component(let number) = resource else { continue }
      let variable = run.state.components[number]
      let primed = run.state.copy(of: number)
      if assignment.variables[primed] == nil {
        assignment.variables[primed] = assignment.variables[variable] ?? 0
      }
      if assignment.variables[variable] == nil {
        assignment.variables[variable] = assignment.variables[primed] ?? 0
      }
    }
  }

  private func state(
    _ assignment: Assignment, varied: Set<Resource>, _ functions: Image.Functions, isShadow: Bool
  ) -> ConcreteState {
    func value(_ variable: Term, primed: Bool) -> UInt128 {
      guard primed, let name = store.name(of: variable) else { return assignment.variables[variable] ?? 0 }
      return assignment.variables[store.variable(name + "'", width: store.width(variable))] ?? 0
    }
    let components = run.state.components.enumerated().map { number, variable in
      Bits(value(variable, primed: varied.contains(.component(number))), width: store.width(variable))
    }
    let domain = run.state.domain
    let physical = varied.contains(.physicalMemory) ? functions.otherPhysical : functions.physical
    // The shadow takes its admissions from the virtual machine's translation; where system structures stand
    // is the hardware's own matter.
    let own = value(run.state.translation, primed: varied.contains(.translation))
    let token = isShadow ? value(run.state.translation, primed: false) : own
    // The shadow never admits more than the virtual machine's translation in its own mode.
    let virtualMode = isShadow ? Evaluation(store, assignment).value(run.state.modeNumber) : nil
    let variesChoice = varied.contains(.unpredictable)
    return ConcreteState(
      machine: machine, components: components,
      answers: ConcreteState.Answers(
        memory: { address in domain.memoryFunction.map { assignment.value(of: $0, at: [address]) } ?? 0 },
        physical: { address in physical.map { assignment.value(of: $0, at: [address]) } ?? 0 },
        accessible: { address, kind, mode in
          guard let admits = functions.admits else { return true }
          let admitted =
            assignment.value(of: admits, at: [address, UInt128(kind), virtualMode ?? UInt128(mode), token])
            == 1
          guard isShadow, let present = functions.present else { return admitted }
          return admitted && assignment.value(of: present, at: [address, UInt128(kind)]) == 1
        },
        translated: { name, arguments in
          func answer(_ wanted: String) -> UInt128 {
            guard let function = domain.translations.values.first(where: { $0.name == wanted }) else {
              return 0
            }
            return assignment.value(of: function.inState, at: arguments + [own])
          }
          return answer("\(name).admits") == 1 ? answer(name) : nil
        },
        undefined: { key, width in
          assignment.variables[
            store.variable(SymbolicDomain.undefinedName(width: width, key: key), width: width)] ?? 0
        },
        unpredictable: { key in
          value(store.variable(SymbolicDomain.unpredictableName(key: key), width: 1), primed: variesChoice)
            == 1
        }))
  }

  /// Why the executions do not show what they must.
  private func failure(_ claim: Claim, _ one: Replay, _ other: Replay?, _ causes: [Resource]) -> String? {
    let second = other ?? one
    let user = second.state.isUser
    switch claim {
    case .change(let resource):
      if !user { return "the second state is no user state" }
      if !one.completes || !second.completes { return "an execution does not complete" }
      if !one.changes(resource) { return "\(resources.name(of: resource)) does not change" }
    case .difference:
      if !user { return "the second state is no user state" }
      if !one.completes || !second.completes { return "an execution does not complete" }
      if !one.differsForGuest(from: second) { return "the guest sees no difference" }
    case .missedTrap:
      if !user { return "the second state is no user state" }
      if !one.trapsNotForMemory { return "the first execution does not trap" }
      if !second.completes { return "the second execution does not complete" }
    case .userDifference:
      if !user || !one.state.isInHostMode { return "a state is no user state" }
      if !one.completes || !second.completes { return "an execution does not complete" }
      if !one.differsForGuest(from: second) { return "the guest sees no difference" }
    case .userMissedTrap:
      if !user || !one.state.isInHostMode { return "a state is no user state" }
      if !one.trapsNotForMemory || !second.completes { return "no trap is missed" }
    case .direct:
      if !user { return "the hardware is in no user state" }
      if !second.completes { return "the hardware traps" }
      let changed = resources.all.contains { resources.counts($0) && (one.changes($0) || second.changes($0)) }
      if one.completes, !changed, !one.differsForGuest(from: second) { return "both do the same" }
    case .impreciseTrap:
      if !user { return "the state is no user state" }
      if !one.trapsImprecisely { return "no imprecise trap is taken" }
      if !one.changesGuest { return "the guest's part is as it was" }
    }
    return nil
  }
}
