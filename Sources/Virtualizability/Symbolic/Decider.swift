import ISAModel
import SMT

/// Decides questions about states, the cheapest way first, and remembers the answers.
///
/// The two models of resources, and the encodings of an instruction, ask many of the same questions; with
/// terms that are shared and simplified, the same question is the same term.
package final class Decider {

  /// An answer with its proof.
  package enum Answer {
    case no
    case yes(Assignment)
    case unknown(String)

    package var isYes: Bool { if case .yes = self { true } else { false } }
    package var isNo: Bool { if case .no = self { true } else { false } }
  }

  /// An answer, and what it took.
  package struct Decision {
    package var answer: Answer

    /// Whether the solver was asked.
    var neededSolver = false

    /// Whether the assertions were not contradictory as they stood, and were not asked before.
    var isNew = false

    /// The resource units that the solver spent.
    var rlimit: UInt64 = 0
  }

  let store: TermStore

  private let solver: Solver
  private let search: ModelSearch?
  private var known: [Term: Answer] = [:]

  /// The questions that were put to the solver.
  private(set) var asked = 0

  /// The processor seconds spent in the solver.
  private(set) var solverSeconds = 0.0

  /// The processor seconds spent in looking for assignments by trying.
  private(set) var searchSeconds = 0.0

  /// The resource units of the attempt at a question as a whole: nearly every one without an answer needs fewer.
  private static let wholeAttempt: UInt32 = 100_000

  /// - Parameters:
  ///   - rlimit: the resource units that the solver may spend on a question; 0 for any number.
  ///   - search: tries to answer before the solver is asked; nil to ask the solver everything.
  init(store: TermStore, rlimit: UInt32, search: ModelSearch?) {
    self.store = store
    self.search = search
    solver = Solver(store: store, rlimit: rlimit)
  }

  /// Decides questions about states of the machine as the options ask for it.
  ///
  /// - Parameter starts: where a search begins.
  package convenience init(
    machine: Machine, store: TermStore, options: CheckOptions, starts: [Assignment] = [Assignment()]
  ) {
    let search =
      options.simplifies
      ? ModelSearch(store: store, functions: Image.Functions(machine: machine, store: store), starts: starts)
      : nil
    self.init(store: store, rlimit: options.rlimit, search: search)
  }

  /// Whether answers may be found without the solver; otherwise it is asked everything.
  var takesShortcuts: Bool { search != nil }

  /// The answer, if it is known or found at once.
  package func glance(_ assertions: [Term]) -> Decision? { recall(assertions, .short) }

  /// The answer, if it is known or can be found with this persistence.
  private func recall(_ assertions: [Term], _ persistence: ModelSearch.Persistence) -> Decision? {
    guard let search else { return nil }
    let whole = store.conjunction(assertions)
    if whole == store.false { return Decision(answer: .no) }
    if let answer = known[whole] { return Decision(answer: answer) }
    return look(search, for: assertions, persistence).map { found in
      known[whole] = .yes(found)
      return Decision(answer: .yes(found), isNew: true)
    }
  }

  /// Whether the assertions hold together in some state.
  package func decide(_ assertions: [Term]) -> Decision {
    guard let search else { return solve(assertions) }
    if let decision = recall(assertions, .brief) { return decision }
    let simpler = store.propagated(assertions)
    let decision = recall(simpler, .none) ?? workOut(simpler, assertions, search)
    known[store.conjunction(assertions)] = decision.answer
    known[store.conjunction(simpler)] = decision.answer
    return decision
  }

  /// The answer to what is not known yet.
  ///
  /// - Parameter original: the assertions before they were made simpler, which share terms with those of other
  ///   questions: what the solver keeps of these helps.
  private func workOut(_ assertions: [Term], _ original: [Term], _ search: ModelSearch) -> Decision {
    // Most often it is the mode that contradicts itself.
    if Refutation.refutes(store, assertions) { return Decision(answer: .no, isNew: true) }
    if let found = look(search, for: assertions, .short) {
      return Decision(answer: .yes(found), isNew: true)
    }
    var spent: UInt64 = 0
    if let found = look(search, for: assertions, .longer) {
      return Decision(answer: .yes(found), isNew: true)
    }
    if let whole = attempt(assertions, &spent) { return whole }
    if let found = look(search, for: assertions, .long) {
      return Decision(answer: .yes(found), neededSolver: true, isNew: true, rlimit: spent)
    }
    var decision = solve(original)
    decision.rlimit += spent
    return decision
  }

  /// The answer, if the solver finds it by simplifying the question as a whole.
  private func attempt(_ assertions: [Term], _ spent: inout UInt64) -> Decision? {
    var decision = solve(assertions, wholeWithin: Self.wholeAttempt)
    spent += decision.rlimit
    if case .unknown = decision.answer { return nil }
    decision.rlimit = spent
    return decision
  }

  private func look(
    _ search: ModelSearch, for assertions: [Term], _ persistence: ModelSearch.Persistence
  ) -> Assignment? {
    let start = processorSeconds()
    defer { searchSeconds += processorSeconds() - start }
    return search.find(assertions, persistence)
  }

  private func solve(_ assertions: [Term], wholeWithin limit: UInt32? = nil) -> Decision {
    let before = solver.statistics.rlimit
    let start = processorSeconds()
    asked += 1
    let outcome: Outcome
    if let limit {
      let found = solver.checkWhole(assertions, rlimit: limit)
      // It may be right but for one function, and is in any case right about the kinds of operands.
      if let candidate = found.candidate { search?.remember(candidate) }
      outcome = found.outcome
    } else {
      outcome = solver.check(assertions)
    }
    solverSeconds += processorSeconds() - start
    let answer: Answer
    switch outcome {
    case .unsatisfiable: answer = .no
    case .satisfiable(let assignment):
      search?.remember(assignment)
      answer = .yes(assignment)
    case .unknown(let reason): answer = .unknown(reason)
    }
    return Decision(
      answer: answer, neededSolver: true, isNew: true, rlimit: solver.statistics.rlimit - before)
  }
}
