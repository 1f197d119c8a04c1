import Testing

@testable import SMT

/// Contradictions that are found without any search.
struct RefutationTests {

  /// What some assignment satisfies is never refuted.
  @Test(arguments: 7001...7120 as ClosedRange<UInt64>)
  func whatHoldsIsNotRefuted(seed: UInt64) {
    var graph = GraphGenerator(seed: seed, widths: seed % 2 == 0 ? [1, 2, 4, 8] : GraphGenerator.widths)
    for _ in 0..<150 { graph.step() }
    let store = graph.simplifying
    let (assignment, _) = graph.assignments()
    let evaluation = Evaluation(store, assignment)
    let truths = graph.all.map(\.0).filter { store.width($0) == 1 }.map { term in
      evaluation.value(term) == 1 ? term : store.not(term)
    }
    let values = store.variables(in: truths).map { variable in
      store.equal(variable, store.constant(evaluation.value(variable), width: store.width(variable)))
    }
    for assertions in [truths, truths + values, Array(truths.suffix(3)) + values] {
      #expect(!Refutation.refutes(store, assertions), "seed \(seed)")
    }
    // A disjunction with one case that holds.
    if let value = values.first, let truth = truths.last {
      let cases = store.disjunction([store.not(truth), value])
      #expect(!Refutation.refutes(store, truths + [cases]), "seed \(seed)")
    }
  }

  /// With every variable known and no function, everything that is false is refuted.
  @Test(arguments: 7201...7260 as ClosedRange<UInt64>)
  func whatIsFalseUnderKnownValuesIsRefuted(seed: UInt64) {
    var graph = GraphGenerator(seed: seed, functions: false)
    for _ in 0..<100 { graph.step() }
    let store = graph.simplifying
    let (assignment, _) = graph.assignments()
    let evaluation = Evaluation(store, assignment)
    for (term, _) in graph.all where store.width(term) == 1 {
      let falsehood = evaluation.value(term) == 1 ? store.not(term) : term
      let values = store.variables(in: [term]).map { variable in
        store.equal(variable, store.constant(evaluation.value(variable), width: store.width(variable)))
      }
      #expect(Refutation.refutes(store, values + [falsehood]), "seed \(seed)")
    }
  }

  @Test func everyCaseMustFail() {
    let store = TermStore()
    let mode = store.variable("mode", width: 2)
    let value = store.variable("value", width: 8)
    let function = store.function("mem", domain: [8], range: 8)
    func isMode(_ number: UInt128) -> Term { store.equal(mode, store.constant(number, width: 2)) }
    let loaded = store.apply(function, [value])
    // Both outcomes ask for mode 0, each for a reason of its own.
    let completes = store.ite(
      store.equal(loaded, store.constant(7, width: 8)), isMode(0),
      store.and(store.unsignedLess(value, loaded), isMode(0)))
    #expect(Refutation.refutes(store, [completes, store.or(isMode(1), isMode(3))]))
    #expect(!Refutation.refutes(store, [completes, store.or(isMode(1), isMode(0))]))
    #expect(!Refutation.refutes(store, [completes]))
  }
}
