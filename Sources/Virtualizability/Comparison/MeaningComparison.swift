import ISAModel
import SMT

/// Decides what is different about the meaning of one instruction in two machines: by the terms of both
/// symbolic runs, and by the solver where these are not the same.
struct MeaningComparison {

  /// What was found.
  private(set) var changes: [MeaningChange] = []

  /// Questions that the solver did not decide, in words.
  private(set) var undecided: [String] = []

  private let store = TermStore()
  private let decider: Decider

  init(
    old: (instruction: Instruction, machine: Machine), new: (instruction: Instruction, machine: Machine),
    rlimit: UInt32
  ) {
    decider = Decider(store: store, rlimit: rlimit, search: nil)
    if let obstacle = ComparedStates.obstacle(old.machine, new.machine) {
      changes = [.incomparable(obstacle)]
      return
    }
    let states = ComparedStates(old: old.machine, new: new.machine, store: store)
    let oldRuns = old.instruction.forms.enumerated().map {
      SymbolicRun($1, state: states.old, prefix: "field.\($0)")
    }
    let newRuns = new.instruction.forms.enumerated().map {
      SymbolicRun($1, state: states.new, prefix: "other.\($0)")
    }
    let pairing = FormPairing(old: old, new: new) { one, other in
      let pair = RunPair(states: states, old: oldRuns[one], new: newRuns[other])
      return oldRuns[one].isEncoding == pair.seen(newRuns[other].isEncoding)
    }
    if !pairing.lost.isEmpty || !pairing.gained.isEmpty {
      add(.encodings(gained: !pairing.gained.isEmpty, lost: !pairing.lost.isEmpty))
    }
    for (one, other) in pairing.pairs {
      compare(RunPair(states: states, old: oldRuns[one], new: newRuns[other]))
    }
  }

  private mutating func add(_ change: MeaningChange) {
    if !changes.contains(change) { changes.append(change) }
  }

  /// Whether the assertions hold together in some state.
  private mutating func isPossible(_ what: String, _ assertions: [Term]) -> Bool {
    switch decider.decide(assertions).answer {
    case .yes: return true
    case .no: return false
    case .unknown(let reason):
      undecided.append("\(what): \(reason)")
      return false
    }
  }

  private func differs(_ one: Term, _ other: Term) -> Term { store.not(store.equal(one, other)) }

  private mutating func compare(_ pair: RunPair) {
    compareEncodings(pair)
    compareOutcomes(pair)
    compareArguments(pair)
    compareResults(pair)
    let unpredictable = differs(pair.old.isUnpredictable, pair.seen(pair.new.isUnpredictable))
    if isPossible("is unpredictable in other states", pair.situation + [unpredictable]) {
      add(.unpredictable)
    }
  }

  private mutating func compareEncodings(_ pair: RunPair) {
    let old = pair.old.isEncoding
    let new = pair.seen(pair.new.isEncoding)
    guard old != new else { return }
    let gained = isPossible("has words that it had not", [new, store.not(old)])
    let lost = isPossible("lacks words that it had", [old, store.not(new)])
    if gained || lost { add(.encodings(gained: gained, lost: lost)) }
  }

  /// In which states the run ends otherwise.
  private mutating func compareOutcomes(_ pair: RunPair) {
    let outcomes = pair.outcomes.filter { $0.old != $0.new }
    guard !outcomes.isEmpty else { return }
    let any = store.disjunction(outcomes.map { differs($0.old, $0.new) })
    guard isPossible("ends otherwise", pair.situation + [any]) else { return }
    for was in outcomes {
      for now in outcomes where now.outcome != was.outcome {
        let assertions = pair.situation + [was.old, now.new]
        guard isPossible("\(was.outcome.words) before and \(now.outcome.words) now", assertions) else {
          continue
        }
        let modes = pair.states.old.machine.modes.indices.filter {
          isPossible(
            "the same in mode \(pair.states.old.machine.modes[$0].name)",
            assertions + [pair.states.old.inMode[$0]])
        }
        add(
          .outcome(
            was: was.outcome, is: now.outcome, modes: modes.map { pair.states.old.machine.modes[$0].name }))
      }
    }
  }

  /// What traps carry, and what imprecise ones leave behind.
  private mutating func compareArguments(_ pair: RunPair) {
    for outcome in pair.outcomes {
      guard case .traps(let name, _) = outcome.outcome else { continue }
      let old = pair.old.traps(named: name)
      let new = pair.new.traps(named: name)
      guard let first = old.first, let second = new.first else { continue }
      let situation = pair.situation + [outcome.old, outcome.new]
      func difference(_ one: Term?, _ other: Term?) -> Term {
        guard let one, let other, store.width(one) == store.width(other) else { return store.false }
        return differs(one, pair.seen(other))
      }
      if first.arguments.count != second.arguments.count {
        add(.trapArguments(trap: name))
      } else {
        let differences = first.arguments.indices.map { place in
          difference(
            pair.old.merged(old) { $0.arguments.count > place ? $0.arguments[place] : nil },
            pair.new.merged(new) { $0.arguments.count > place ? $0.arguments[place] : nil })
        }
        if isPossible("carries something else to \(name)", situation + [store.disjunction(differences)]) {
          add(.trapArguments(trap: name))
        }
      }
      guard pair.states.old.machine.traps[first.trap].isImprecise,
        pair.states.new.machine.traps[second.trap].isImprecise
      else { continue }
      let left = pair.states.common.filter { numbers in
        isPossible(
          "leaves something else behind at \(name)",
          situation + [
            difference(
              pair.old.merged(old) { $0.components[numbers.old] },
              pair.new.merged(new) { $0.components[numbers.new] })
          ])
      }
      if !left.isEmpty {
        add(.leftBehind(trap: name, left.map { pair.states.old.machine.components[$0.old].name }))
      }
    }
  }

  /// What is left in the state where both runs complete.
  private mutating func compareResults(_ pair: RunPair) {
    let states = pair.states
    var parts: [(name: String, difference: Term)] = states.common.map { numbers in
      (
        states.old.machine.components[numbers.old].name,
        differs(pair.old.components[numbers.old], pair.seen(pair.new.components[numbers.new]))
      )
    }
    for number in states.onlyOld {
      parts.append(
        (
          states.old.machine.components[number].name,
          differs(pair.old.components[number], states.old.components[number])
        ))
    }
    for number in states.onlyNew {
      parts.append(
        (
          states.new.machine.components[number].name,
          differs(pair.seen(pair.new.components[number]), states.new.components[number])
        ))
    }
    for (space, name) in [(MemorySpace.guest, "mem"), (.physical, "phys")] {
      guard let content = pair.content(space) else { continue }
      parts.append((name, differs(content.old, content.new)))
    }
    let open = parts.filter { $0.difference != store.false }
    let situation = pair.situation + [pair.old.completes, pair.seen(pair.new.completes)]
    guard !open.isEmpty,
      isPossible("leaves another state", situation + [store.disjunction(open.map(\.difference))])
    else { return }
    let changed = open.filter { isPossible("leaves another \($0.name)", situation + [$0.difference]) }
    if !changed.isEmpty { add(.results(changed.map(\.name))) }
  }
}

extension MeaningChange.Outcome {

  /// What the run does, as the rest of a sentence.
  public var words: String {
    switch self {
    case .completes: "completes"
    case .traps(let name, _): "traps with \(name)"
    }
  }
}
