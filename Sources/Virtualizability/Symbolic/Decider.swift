import SMT

/// Decides questions about one instruction, the cheapest way first, and remembers the answers.
///
/// The two models of resources, and the encodings of an instruction, ask many of the same questions; with
/// terms that are shared and simplified, the same question is the same term.
final class Decider {

  /// An answer with its proof.
  enum Answer {
    case no
    case yes(Assignment)
    case unknown(String)

    var isYes: Bool { if case .yes = self { true } else { false } }
    var isNo: Bool { if case .no = self { true } else { false } }
  }

  /// An answer, and what it took.
  struct Decision {
    var answer: Answer

    /// Whether the solver was asked.
    var neededSolver = false

    /// Whether the assertions were not contradictory as they stood, and were not asked before.
    var isNew = false

    /// The resource units that the solver spent.
    var rlimit: UInt64 = 0
  }

  let store: TermStore

  /// The selectors of operands. Once they have values, most of what the instruction could do falls away.
  var selectors: [Term] = []

  private let solver: Solver
  private let search: ModelSearch?
  private var known: [Term: Answer] = [:]

  /// The questions that were put to the solver.
  private(set) var asked = 0

  /// The processor seconds spent in the solver.
  private(set) var solverSeconds = 0.0

  /// The processor seconds spent in looking for assignments by trying.
  private(set) var searchSeconds = 0.0

  /// The resource units of a first, short attempt of the solver. Nearly every question without an answer
  /// needs fewer; an assignment that takes the solver more is found sooner by trying harder.
  private static let shortAttempt: UInt32 = 12_000

  /// The resource units of the attempts at a question as a whole: nearly every one without an answer needs
  /// fewer than the first; the second comes after what is known of other questions has not helped, and the third
  /// before one with the solver's whole budget.
  private static let wholeAttempts: [UInt32] = [30_000, 150_000, 600_000]

  /// - Parameters:
  ///   - rlimit: the resource units that the solver may spend on a question; 0 for any number.
  ///   - search: tries to answer before the solver is asked; nil to ask the solver everything.
  init(store: TermStore, rlimit: UInt32, search: ModelSearch?) {
    self.store = store
    self.search = search
    solver = Solver(store: store, rlimit: rlimit)
  }

  /// Whether answers may be found without the solver; otherwise it is asked everything.
  var takesShortcuts: Bool { search != nil }

  /// The answer, if it is known or found at once.
  func glance(_ assertions: [Term]) -> Decision? { recall(assertions, .short) }

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
  func decide(_ assertions: [Term]) -> Decision {
    guard let search else { return solve(assertions) }
    if let decision = recall(assertions, .none) { return decision }
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
    let applications = store.applications(in: assertions).count
    let first: Decision? =
      applications == 0
      ? attempt(original, .kept(Self.shortAttempt), &spent)
      : attempt(assertions, .whole(Self.wholeAttempts[0]), &spent)
    if let first { return first }
    if let found = narrow(assertions, .earlier, search, &spent) ?? look(search, for: assertions, .thorough) {
      return Decision(answer: .yes(found), neededSolver: true, isNew: true, rlimit: spent)
    }
    if let second = attempt(assertions, .whole(Self.wholeAttempts[1]), &spent) { return second }
    if let found = look(search, for: assertions, .long) {
      return Decision(answer: .yes(found), neededSolver: true, isNew: true, rlimit: spent)
    }
    if let third = attempt(assertions, .whole(Self.wholeAttempts[2]), &spent) { return third }
    if let found = narrow(assertions, .varied, search, &spent) {
      return Decision(answer: .yes(found), neededSolver: true, isNew: true, rlimit: spent)
    }
    var decision = solve(original)
    decision.rlimit += spent
    return decision
  }

  /// How the solver is asked: with the terms of earlier questions kept, or by simplifying the question as a
  /// whole; and the resource units that it may spend.
  private enum Way {
    case kept(UInt32)
    case whole(UInt32)
  }

  /// The answer, if the solver finds it this way.
  private func attempt(_ assertions: [Term], _ way: Way, _ spent: inout UInt64) -> Decision? {
    var decision = solve(assertions, way)
    spent += decision.rlimit
    if case .unknown = decision.answer { return nil }
    decision.rlimit = spent
    return decision
  }

  /// An assignment in which the operands are of the kinds that an earlier answer had, or of nearly these.
  private func narrow(
    _ assertions: [Term], _ kinds: ModelSearch.Kinds, _ search: ModelSearch, _ spent: inout UInt64
  ) -> Assignment? {
    for narrowed in search.narrowings(of: assertions, fixing: selectors, kinds) {
      if look(search, for: narrowed, .short) == nil {
        guard attempt(narrowed, .kept(Self.shortAttempt), &spent)?.answer.isYes ?? false else { continue }
      }
      // What was found is remembered, and is now held against the question itself.
      if let found = look(search, for: assertions, .short) { return found }
    }
    return nil
  }

  private func look(
    _ search: ModelSearch, for assertions: [Term], _ persistence: ModelSearch.Persistence
  ) -> Assignment? {
    let start = processorSeconds()
    defer { searchSeconds += processorSeconds() - start }
    return search.find(assertions, persistence)
  }

  private func solve(_ assertions: [Term], _ way: Way? = nil) -> Decision {
    let before = solver.statistics.rlimit
    let start = processorSeconds()
    asked += 1
    let outcome: Outcome
    switch way {
    case nil: outcome = solver.check(assertions)
    case .kept(let limit): outcome = solver.check(assertions, rlimit: limit)
    case .whole(let limit):
      let found = solver.checkWhole(assertions, rlimit: limit)
      // It may be right but for one function, and is in any case right about the kinds of operands.
      if let candidate = found.candidate { search?.remember(candidate) }
      outcome = found.outcome
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
