import SMT

/// Makes a satisfying assignment simple: as many variables and memory bytes as possible have their simplest
/// value, mostly 0.
///
/// It asks no solver; each step is tried by evaluating the assertions, and the order of the steps is fixed.
struct Minimiser {

  private let store: TermStore
  private let condition: Term
  private let simplest: [Term: UInt128]
  private var assignment: Assignment

  /// - Parameter simplest: the values that are simpler than 0 for some variables.
  init(store: TermStore, assertions: [Term], assignment: Assignment, simplest: [Term: UInt128] = [:]) {
    self.store = store
    condition = store.conjunction(assertions)
    self.simplest = simplest
    self.assignment = assignment
  }

  /// The simple assignment.
  mutating func minimised() -> Assignment {
    var cone = Cone(store, [condition])
    cone.load(Valuation(store, assignment))
    guard cone.value(ofRoot: 0) == 1 else { return assignment }
    let wished = cone.variableTerms.map { simplest[$0] ?? 0 }
    let other = wished.indices.filter { cone.value(ofVariable: $0) != wished[$0] }
    simplify(other[...], wished, &cone)
    for variable in other where cone.value(ofVariable: variable) != wished[variable] {
      shrink(variable, &cone)
    }
    for function in assignment.functions.keys.sorted(by: { $0.index < $1.index })
    where store.range(of: function) > 1 {
      let points = (assignment.functions[function] ?? [:]).filter { $0.value != 0 }.keys
      for point in points.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
        cone.set(function, at: point, 0)
        _ = settled(&cone)
      }
    }
    return cone.assignment(from: assignment)
  }

  /// Gives as many of the variables as possible their simplest values, large groups first.
  private func simplify(_ group: ArraySlice<Int>, _ wished: [UInt128], _ cone: inout Cone) {
    guard !group.isEmpty else { return }
    for variable in group { cone.set(variable: variable, wished[variable]) }
    if settled(&cone) || group.count == 1 { return }
    let middle = group.startIndex + group.count / 2
    simplify(group[..<middle], wished, &cone)
    simplify(group[middle...], wished, &cone)
  }

  /// Tries 1, then the low byte, for a variable that cannot be 0.
  private func shrink(_ variable: Int, _ cone: inout Cone) {
    let old = cone.value(ofVariable: variable)
    guard old > 1 else { return }
    for candidate in [1, old & 0xFF, old & 0xFFFF] as [UInt128] where candidate < old && candidate != 0 {
      cone.set(variable: variable, candidate)
      if settled(&cone) { return }
    }
  }

  /// Keeps the changes if the condition still holds; otherwise takes them back.
  private func settled(_ cone: inout Cone) -> Bool {
    cone.settle()
    guard cone.value(ofRoot: 0) == 1 else {
      cone.revert()
      return false
    }
    cone.keep()
    return true
  }
}
