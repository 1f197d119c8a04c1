import SMT

/// Makes a satisfying assignment simple: as many variables and memory bytes as possible are 0.
///
/// It asks no solver; each step is tried by evaluating the assertions, and the order of the steps is fixed.
struct Minimiser {

  private let store: TermStore
  private let condition: Term
  private let variables: [Term]
  private var assignment: Assignment

  init(store: TermStore, assertions: [Term], assignment: Assignment) {
    self.store = store
    condition = store.conjunction(assertions)
    variables = store.variables(in: [condition])
    self.assignment = assignment
  }

  /// The simple assignment.
  mutating func minimised() -> Assignment {
    let evaluation = Evaluation(store, assignment)
    guard evaluation.value(condition) == 1 else { return assignment }
    let nonzero = variables.filter { (assignment.variables[$0] ?? 0) != 0 }
    clear(nonzero[...], evaluation)
    for variable in nonzero { shrink(variable, evaluation) }
    for function in assignment.functions.keys.sorted(by: { $0.index < $1.index }) where store.range(of: function) > 1 {
      let points = (assignment.functions[function] ?? [:]).filter { $0.value != 0 }.keys
      for point in points.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
        let old = assignment.functions[function]?[point] ?? 0
        evaluation.set(function, at: point, 0)
        if evaluation.value(condition) == 1 {
          assignment.functions[function]?[point] = 0
        } else {
          evaluation.set(function, at: point, old)
        }
      }
    }
    return assignment
  }

  /// Sets as many of `group` to 0 as possible, large groups first.
  private mutating func clear(_ group: ArraySlice<Term>, _ evaluation: Evaluation) {
    guard !group.isEmpty else { return }
    for variable in group { evaluation.set(variable, 0) }
    if evaluation.value(condition) == 1 {
      for variable in group { assignment.variables[variable] = 0 }
      return
    }
    for variable in group { evaluation.set(variable, assignment.variables[variable] ?? 0) }
    guard group.count > 1 else { return }
    let middle = group.startIndex + group.count / 2
    clear(group[..<middle], evaluation)
    clear(group[middle...], evaluation)
  }

  /// Tries 1, then the low byte, for a variable that cannot be 0.
  private mutating func shrink(_ variable: Term, _ evaluation: Evaluation) {
    let old = assignment.variables[variable] ?? 0
    guard old > 1 else { return }
    for candidate in [1, old & 0xFF, old & 0xFFFF] as [UInt128] where candidate < old && candidate != 0 {
      evaluation.set(variable, candidate)
      if evaluation.value(condition) == 1 {
        assignment.variables[variable] = candidate
        return
      }
    }
    evaluation.set(variable, old)
  }
}
