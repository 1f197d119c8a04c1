import Execution
import ISAModel
import SMT
import Virtualizability

/// All states that a virtual machine can have in one mode, as variables; what the mode fixes stands there as
/// a constant.
final class VirtualState {

  let machine: Machine
  let mode: Int
  let state: SymbolicState
  var store: TermStore { state.store }
  let components: [Term]

  /// What holds in the mode, as assertions for the solver.
  let assertions: [Term]

  /// What the mode fixes, as facts for evaluators.
  private let facts: [(term: Term, truth: Bool)]

  /// Whether functions of translation are left to the domain; they are run where relocation is known.
  let abstractsTranslation: Bool

  /// - Parameter relocation: the values of components of relocation, where these are known.
  init(_ machine: Machine, mode: Int, store: TermStore = TermStore(), relocation: [Int: UInt128] = [:]) {
    abstractsTranslation = relocation.isEmpty
    self.machine = machine
    self.mode = mode
    let state = SymbolicState(machine: machine, store: store)
    self.state = state
    let known = Knowledge(of: mode, in: machine)
    var components = state.components
    for (number, value) in relocation.merging(known.components, uniquingKeysWith: { $1 }) {
      components[number] = store.constant(value, width: machine.components[number].width)
    }
    let fixed = components
    self.components = fixed
    var facts: [(Term, Bool)] = []
    var assertions: [Term] = []
    func evaluator() -> Evaluator<SymbolicDomain> {
      Evaluator(machine: machine, domain: state.domain, components: fixed)
    }
    for (fact, value) in known.facts {
      let term: Term
      switch fact {
      case .mode(let number): term = evaluator().value(of: machine.modes[number].condition)
      case .function(let number):
        guard case .word(let word) = evaluator().run(machine.functions[number], []).value else { continue }
        term = word
      }
      facts.append((term, value == 1))
      assertions.append(value == 1 ? term : store.not(term))
    }
    for invariant in machine.invariants { assertions.append(evaluator().value(of: invariant.expression)) }
    self.facts = facts
    self.assertions = assertions
  }

  /// An evaluator over these states, which knows what the mode fixes until `body` has ended.
  func evaluate<Result>(
    _ functions: FunctionTable? = nil, assuming more: [Term] = [],
    _ body: (Evaluator<SymbolicDomain>) -> Result
  ) -> Result {
    let evaluator = Evaluator(machine: machine, domain: state.domain, components: components)
    evaluator.moreFunctions = functions
    evaluator.abstractsTranslation = abstractsTranslation
    for (term, truth) in facts { state.domain.assume(term, truth) }
    for term in more { state.domain.assume(term, true) }
    defer { state.domain.retract(to: 0) }
    return body(evaluator)
  }
}
