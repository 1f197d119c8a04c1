import CZ3

/// Decides conjunctions of 1-bit terms with a Z3 context of its own.
///
/// The context is made with the first query that simplification leaves open. Translations are kept for the
/// life of the solver. A solver is for the thread of its store. Errors of Z3 become `unknown`.
public final class Solver {
  /// What the queries cost.
  public struct Statistics: Sendable, Equatable {
    /// The queries put to Z3; those with a constant false assertion, or none but true ones, are not.
    public var queries = 0
    /// Z3's resource units spent in them.
    public var rlimit: UInt64 = 0
    /// The resource units of the most expensive query.
    public var maximum: UInt64 = 0
  }

  /// The costs so far.
  public private(set) var statistics = Statistics()

  private let store: TermStore
  private let rlimit: UInt32
  private var session: Session?
  private var abstraction: FunctionAbstraction?

  /// A solver for terms of the store, with a limit of resource units per query (0: none).
  public init(store: TermStore, rlimit: UInt32 = 0) {
    self.store = store
    self.rlimit = rlimit
  }

  /// Whether the 1-bit assertions hold together. An assignment gives a value for every variable and every
  /// application below them and was checked by evaluation.
  public func check(_ assertions: [Term]) -> Outcome {
    var open: [Term] = []
    for assertion in assertions {
      precondition(store.width(assertion) == 1, "an assertion is 1 bit wide")
      if assertion == store.false { return .unsatisfiable }
      if assertion != store.true { open.append(assertion) }
    }
    if open.isEmpty { return .satisfiable(Assignment()) }
    let outcome = query { session throws(SolverError) in
      try session.check(open)
    }
    return verified(outcome, assertions)
  }

  private func query(_ body: (Session) throws(SolverError) -> Outcome) -> Outcome {
    statistics.queries += 1
    do throws(SolverError) {
      let session = try opened()
      let outcome = try body(session)
      note(session.spent())
      return outcome
    } catch {
      if let session { note(session.spent()) }
      // Whatever state Z3 was left in, the next query gets a new one.
      session = nil
      return .unknown(error.reason)
    }
  }

  /// What looking at a question as a whole has found.
  public struct WholeOutcome {
    /// The answer, if there is one.
    public var outcome: Outcome
    /// Without an answer: an assignment under which the assertions hold but for what functions should be.
    public var candidate: Assignment?
  }

  /// Decides the 1-bit assertions like `check`, each time anew, by simplifying the question as a whole. What
  /// functions have to do with is left open at first; what an assignment then takes no notice of is added, and
  /// the question asked again (Brummayer and Biere, "Lemmas on Demand for the Extensional Theory of Arrays",
  /// JSAT 2009). `rlimit` resource units are for all of it.
  public func checkWhole(_ assertions: [Term], rlimit limit: UInt32) -> WholeOutcome {
    let abstraction = self.abstraction ?? FunctionAbstraction(store)
    self.abstraction = abstraction
    var abstracted = assertions.map { abstraction.abstracted($0) }
    if abstracted.contains(store.false) { return WholeOutcome(outcome: .unsatisfiable) }
    let start = statistics.rlimit
    var result = WholeOutcome(outcome: .unknown("not asked"))
    for _ in 0..<Self.mostRefinements {
      let left = UInt64(limit) - (statistics.rlimit - start)
      let outcome = query { session throws(SolverError) in
        try session.checkWhole(abstracted.filter { $0 != store.true }, rlimit: bound(UInt32(left)))
      }
      guard case .satisfiable(let found) = outcome else {
        result.outcome = outcome
        break
      }
      let candidate = abstraction.concrete(found, for: abstracted)
      result.outcome = verified(.satisfiable(candidate), assertions)
      if case .satisfiable = result.outcome { return WholeOutcome(outcome: result.outcome) }
      result.candidate = candidate
      abstracted += abstraction.lemmas(against: found, for: abstracted)
      if statistics.rlimit - start >= UInt64(limit) { break }
    }
    return result
  }

  /// How often what a candidate takes no notice of is added to a question.
  private static let mostRefinements = 12

  private func opened() throws(SolverError) -> Session {
    if let session { return session }
    let made = try Session(store: store, rlimit: rlimit)
    session = made
    return made
  }

  /// The smaller of two limits, of which 0 is none.
  private func bound(_ limit: UInt32) -> UInt32 {
    if limit == 0 { return rlimit }
    return rlimit == 0 ? limit : min(limit, rlimit)
  }

  private func note(_ spent: UInt64) {
    statistics.rlimit += spent
    statistics.maximum = max(statistics.maximum, spent)
  }

  private func verified(_ outcome: Outcome, _ assertions: [Term]) -> Outcome {
    guard case .satisfiable(let assignment) = outcome else { return outcome }
    let evaluation = Evaluation(store, assignment)
    guard assertions.allSatisfy({ evaluation.value($0) == 1 }) else {
      return .unknown("model does not satisfy the query")
    }
    return outcome
  }
}

/// An error of Z3, with its message.
struct SolverError: Error {
  var reason: String
}

/// The name and version of the solver, such as "Z3 4.8.12".
public var z3Version: String {
  var major: UInt32 = 0
  var minor: UInt32 = 0
  var build: UInt32 = 0
  var revision: UInt32 = 0
  Z3_get_version(&major, &minor, &build, &revision)
  return "Z3 \(major).\(minor).\(build)"
}
