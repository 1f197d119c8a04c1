import SMT

/// Finds satisfying assignments by trying, without the solver.
///
/// Most questions about an instruction are satisfiable, and an answer to one is nearly an answer to the next. A search starts
/// from assignments that answered earlier questions.
final class ModelSearch {

  private let store: TermStore
  private var pool: [Assignment]
  private var local: LocalSearch
  private let defaults: [Function: UInt128]

  /// Pairs of a function and its renamed copy in the second state: where the copy has no value it starts as the original.
  private let copies: [(original: Function, copy: Function)]

  /// How many assignments are remembered.
  private static let poolSize = 12

  /// How many changes are tried from one starting point.
  private static let steps = 120

  init(store: TermStore, functions: Image.Functions, starts: [Assignment]) {
    self.store = store
    local = LocalSearch(store: store, seed: 0x7067_3734)
    var defaults: [Function: UInt128] = [:]
    if let admits = functions.admits { defaults[admits] = 1 }
    if let present = functions.present { defaults[present] = 1 }
    self.defaults = defaults
    if let original = functions.physical, let copy = functions.otherPhysical {
      copies = [(original, copy)]
    } else {
      copies = []
    }
    pool = []
    starts.forEach { remember($0) }
  }

  /// Makes `assignment` a starting point for later questions.
  func remember(_ assignment: Assignment) {
    var kept = assignment
    kept.defaults.merge(defaults) { $1 }
    pool.insert(kept, at: 0)
    if pool.count > Self.poolSize { pool.remove(at: Self.poolSize - 3) }
  }

  /// An assignment under which all assertions hold, if one is found.
  func find(_ assertions: [Term]) -> Assignment? {
    let conjuncts = assertions.flatMap { store.conjuncts(of: $0) }
    guard !conjuncts.contains(store.false) else { return nil }
    var ranked: [(failing: Int, assignment: Assignment)] = []
    for start in pool {
      let assignment = completed(start, for: conjuncts)
      let evaluation = Evaluation(store, assignment)
      let failing = conjuncts.count { evaluation.value($0) == 0 }
      if failing == 0 { return found(assignment) }
      ranked.append((failing, assignment))
    }
    // The most promising starting points first; among equals the most recent.
    ranked.sort { $0.failing < $1.failing }
    for (_, assignment) in ranked.prefix(3) {
      if let result = local.walk(from: assignment, conjuncts, steps: Self.steps) { return found(result) }
    }
    return nil
  }

  private func found(_ assignment: Assignment) -> Assignment {
    remember(assignment)
    return assignment
  }

  /// `start` with the renamed variables of the second state set to the values of the first.
  private func completed(_ start: Assignment, for conjuncts: [Term]) -> Assignment {
    var result = start
    for variable in store.variables(in: conjuncts) where result.variables[variable] == nil {
      guard let name = store.name(of: variable), name.hasSuffix("'") else { continue }
      let original = store.variable(String(name.dropLast()), width: store.width(variable))
      result.variables[variable] = result.variables[original] ?? 0
    }
    for (original, copy) in copies where result.functions[copy] == nil {
      result.functions[copy] = result.functions[original] ?? [:]
    }
    return result
  }
}
