import SMT

/// Answers the questions about one instruction, by simplification where that is enough.
final class Oracle {

  /// An answer with its proof.
  enum Answer {
    case no
    case yes(Assignment)
    case unknown(String)

    var isYes: Bool { if case .yes = self { true } else { false } }
    var isNo: Bool { if case .no = self { true } else { false } }
  }

  let store: TermStore
  private let solver: Solver
  private let dump: QueryDump?
  private let search: ModelSearch?
  private(set) var effort = Effort()
  private(set) var undecided: [String] = []
  private(set) var solverSeconds = 0.0

  /// - Parameter search: tries to answer before the solver is asked; nil to ask the solver everything.
  init(store: TermStore, rlimit: UInt32, dump: QueryDump?, search: ModelSearch?) {
    self.store = store
    self.search = search
    self.dump = dump
    solver = Solver(store: store, rlimit: rlimit)
  }

  /// Whether the assertions hold together in some state. `purpose` names the question in messages and dumps.
  func ask(_ purpose: String, _ assertions: [Term]) -> Answer {
    if store.simplifies {
      let whole = store.conjunction(assertions)
      if whole == store.false {
        effort.bySimplification += 1
        return .no
      }
    }
    if let assignment = search?.find(assertions) {
      effort.bySimplification += 1
      dump?.write(purpose, assertions, store: store, status: "sat")
      return .yes(assignment)
    }
    effort.bySolver += 1
    let before = solver.statistics.rlimit
    let start = processorSeconds()
    let outcome = solver.check(assertions)
    solverSeconds += processorSeconds() - start
    effort.rlimit += solver.statistics.rlimit - before
    switch outcome {
    case .unsatisfiable:
      dump?.write(purpose, assertions, store: store, status: "unsat")
      return .no
    case .satisfiable(let assignment):
      dump?.write(purpose, assertions, store: store, status: "sat")
      search?.remember(assignment)
      return .yes(assignment)
    case .unknown(let reason):
      dump?.write(purpose, assertions, store: store, status: "unknown")
      undecided.append("\(purpose): \(reason)")
      return .unknown(reason)
    }
  }

  /// Notes an answer that needed no question.
  func noteSimplified() { effort.bySimplification += 1 }
}
