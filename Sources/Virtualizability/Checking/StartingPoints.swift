import ISAModel
import SMT

/// States that every search for a satisfying assignment may start from: one of the most privileged mode, and
/// one for every mode that guests run in. They are found once for a machine.
struct StartingPoints: Sendable {

  /// The values of the components.
  private var states: [[UInt128]] = []

  init() {}

  init(_ machine: Machine, options: CheckOptions) {
    guard options.simplifies else { return }
    let store = TermStore()
    let state = SymbolicState(machine: machine, store: store)
    let decider = Decider(machine: machine, store: store, options: options)
    var questions = [[state.invariant, state.isMostPrivileged]]
    for (number, mode) in machine.modes.enumerated().reversed() {
      questions.append([state.invariant, state.inMode[mode.host], state.hostConditions[number]])
    }
    for question in questions {
      guard case .yes(let found) = decider.decide(question).answer else { continue }
      var minimiser = Minimiser(store: store, assertions: question, assignment: found)
      let simple = minimiser.minimised()
      let values = state.components.map { simple.variables[$0] ?? 0 }
      if !states.contains(values) { states.append(values) }
    }
  }

  /// The states as assignments to the variables of `state`.
  func assignments(_ state: SymbolicState) -> [Assignment] {
    states.map { values in
      var assignment = Assignment()
      for (variable, value) in zip(state.components, values) { assignment.variables[variable] = value }
      return assignment
    }
  }
}
