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

  /// The resource units of a longer attempt, enough for nearly every question: simplifying it as a whole takes
  /// longer.
  private static let longerAttempt: UInt32 = 200_000

  /// The resource units of an attempt to contradict a question as a whole: more than those need that are
  /// contradicted that way.
  private static let wholeAttempt: UInt32 = 300_000

  /// The resource units of such an attempt where there are no functions to compare: most that succeed then need
  /// fewer.
  private static let wholeGlance: UInt32 = 90_000

  /// With more applications of functions a question is not simplified as a whole, which compares them pair by
  /// pair.
  private static let mostApplications = 24

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
  func glance(_ assertions: [Term]) -> Decision? {
    guard let search else { return nil }
    let whole = store.conjunction(assertions)
    if whole == store.false { return Decision(answer: .no) }
    if let answer = known[whole] { return Decision(answer: answer) }
    return look(search, for: assertions, .short).map { found in
      known[whole] = .yes(found)
      return Decision(answer: .yes(found), isNew: true)
    }
  }

  /// Whether the assertions hold together in some state.
  func decide(_ assertions: [Term]) -> Decision {
    guard let search else { return solve(assertions) }
    if let decision = glance(assertions) { return decision }
    let decision = workOut(assertions, search)
    known[store.conjunction(assertions)] = decision.answer
    return decision
  }

  /// The answer to what a glance did not answer.
  private func workOut(_ assertions: [Term], _ search: ModelSearch) -> Decision {
    // Most often it is the mode that contradicts itself.
    if Refutation.refutes(store, assertions) { return Decision(answer: .no, isNew: true) }
    if let found = look(search, for: assertions, .medium) {
      return Decision(answer: .yes(found), isNew: true)
    }
    var attempt = solve(assertions, rlimit: Self.shortAttempt)
    if case .unknown = attempt.answer {} else { return attempt }
    let applications = store.applications(in: assertions).count
    if applications == 0, refutes(assertions, within: Self.wholeGlance, &attempt.rlimit) {
      attempt.answer = .no
      return attempt
    }
    if let found = narrow(assertions, search, &attempt.rlimit) ?? look(search, for: assertions, .long) {
      return Decision(answer: .yes(found), neededSolver: true, isNew: true, rlimit: attempt.rlimit)
    }
    if applications <= Self.mostApplications {
      let spent = attempt.rlimit
      attempt = solve(assertions, rlimit: Self.longerAttempt)
      attempt.rlimit += spent
      if case .unknown = attempt.answer {} else { return attempt }
      if refutes(assertions, within: Self.wholeAttempt, &attempt.rlimit) {
        attempt.answer = .no
        return attempt
      }
    }
    var decision = solve(assertions)
    decision.rlimit += attempt.rlimit
    return decision
  }

  /// An assignment in which the operands are of the kinds that an earlier answer had.
  private func narrow(
    _ assertions: [Term], _ search: ModelSearch, _ spent: inout UInt64
  ) -> Assignment? {
    for narrowed in search.narrowings(of: assertions, fixing: selectors) {
      if look(search, for: narrowed, .medium) == nil {
        let attempt = solve(narrowed, rlimit: Self.shortAttempt)
        spent += attempt.rlimit
        guard attempt.answer.isYes else { continue }
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

  /// Whether the solver finds a contradiction when it simplifies the question as a whole.
  private func refutes(_ assertions: [Term], within limit: UInt32, _ spent: inout UInt64) -> Bool {
    let before = solver.statistics.rlimit
    let start = processorSeconds()
    let answer = solver.refutes(assertions, rlimit: limit)
    solverSeconds += processorSeconds() - start
    spent += solver.statistics.rlimit - before
    return answer
  }

  private func solve(_ assertions: [Term], rlimit: UInt32? = nil) -> Decision {
    let before = solver.statistics.rlimit
    let start = processorSeconds()
    asked += 1
    let outcome = solver.check(assertions, rlimit: rlimit)
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
