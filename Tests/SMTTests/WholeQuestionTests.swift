import Testing

@testable import SMT

/// Questions that the solver simplifies as a whole, without functions.
struct WholeQuestionTests {

  /// An answer is that of the solver which keeps its terms; what holds was checked.
  @Test(arguments: 7501...7530 as ClosedRange<UInt64>)
  func answersAgree(seed: UInt64) {
    var graph = GraphGenerator(seed: seed, widths: [1, 3, 8], division: false)
    for _ in 0..<60 { graph.step() }
    let store = graph.simplifying
    let solver = Solver(store: store)
    let (assignment, _) = graph.assignments()
    let evaluation = Evaluation(store, assignment)
    let bits = graph.all.map(\.0).filter { store.width($0) == 1 }
    for length in [1, 2, 4, 8] {
      var parts = bits.suffix(length).map { evaluation.value($0) == 1 ? $0 : store.not($0) }
      for turn in 0..<2 {
        if turn == 1 { parts[0] = store.not(parts[0]) }
        let kept = solver.check(parts)
        switch solver.checkWhole(parts, rlimit: 1_000_000).outcome {
        case .unsatisfiable: #expect(kept == .unsatisfiable, "seed \(seed)")
        case .satisfiable(let found):
          #expect(kept != .unsatisfiable, "seed \(seed)")
          let evaluation = Evaluation(store, found)
          #expect(parts.allSatisfy { evaluation.value($0) == 1 }, "seed \(seed)")
        case .unknown: break
        }
      }
    }
  }

  /// That a function has one value at a point is found out, whichever of the two it leads to.
  @Test func aFunctionIsNotTwoThings() {
    let store = TermStore()
    let solver = Solver(store: store)
    let x = store.variable("x", width: 8)
    let y = store.variable("y", width: 8)
    let function = store.function("mem", domain: [8], range: 8)
    let one = store.apply(function, [x])
    let other = store.apply(function, [y])
    let differ = store.not(store.equal(one, other))
    let contradiction = solver.checkWhole([store.equal(x, y), differ], rlimit: 100_000)
    #expect(contradiction.outcome == .unsatisfiable)
    // Without what the function says the two would most simply be the same.
    let near = solver.checkWhole(
      [
        store.unsignedLessOrEqual(x, y), store.unsignedLessOrEqual(y, store.constant(1, width: 8)), differ,
        store.not(store.equal(one, store.apply(function, [store.constant(1, width: 8)]))),
      ], rlimit: 100_000)
    guard case .satisfiable(let apart) = near.outcome else {
      Issue.record("not found to hold apart")
      return
    }
    #expect(apart.variables[x] ?? 0 == 0)
    #expect(apart.variables[y] == 1)
    let held = solver.checkWhole([store.unsignedLess(x, y), differ], rlimit: 100_000)
    guard case .satisfiable(let found) = held.outcome else {
      Issue.record("not found to hold")
      return
    }
    let evaluation = Evaluation(store, found)
    #expect(evaluation.value(one) != evaluation.value(other))
    #expect(found.variables.keys.allSatisfy { $0 == x || $0 == y })
  }
}
