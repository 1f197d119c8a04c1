import Execution
import ISAModel
import SMT

/// Decides whether something can be otherwise.
final class Prover {

  let store: TermStore
  private let solver: Solver
  private let rlimit: UInt32

  init(_ store: TermStore, rlimit: UInt32) {
    self.store = store
    self.rlimit = rlimit
    solver = Solver(store: store, rlimit: rlimit)
  }

  /// The outcome of an obligation that is refuted where all of `assertions` hold together.
  ///
  /// - Parameter show: puts a state in which they do into words.
  func prove(_ assertions: [Term], show: (Assignment) -> String) -> ProofObligation.Outcome {
    if store.conjunction(assertions) == store.false { return .proven(by: .simplification) }
    let simpler = store.propagated(assertions)
    if simpler == [store.false] || Refutation.refutes(store, simpler) { return .proven(by: .simplification) }
    // Most obligations are decided sooner where the question is simplified as a whole.
    var outcome = solver.checkWhole(simpler, rlimit: rlimit).outcome
    if case .unknown = outcome { outcome = solver.check(simpler) }
    switch outcome {
    case .unsatisfiable: return .proven(by: .solver)
    case .satisfiable(let found): return .refuted(show(found))
    case .unknown(let reason): return .unknown(reason)
    }
  }

  /// The variables of a state that are not 0, for people.
  func show(_ assignment: Assignment, of terms: [Term]) -> String {
    let words = store.variables(in: terms).compactMap { variable -> String? in
      guard let value = assignment.variables[variable], value != 0, let name = store.name(of: variable) else {
        return nil
      }
      return "\(name) = 0x" + String(value, radix: 16, uppercase: true)
    }
    return words.isEmpty ? "everything 0" : words.prefix(12).joined(separator: ", ")
  }
}
