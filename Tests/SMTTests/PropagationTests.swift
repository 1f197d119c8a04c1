import Testing

@testable import SMT

/// Conjunctions made simpler by what their own parts say.
struct PropagationTests {

  /// Under every assignment what is made simpler is as true as it was.
  @Test(arguments: 7301...7400 as ClosedRange<UInt64>)
  func whatIsMadeSimplerIsEquivalent(seed: UInt64) {
    var graph = GraphGenerator(seed: seed, widths: seed % 2 == 0 ? [1, 2, 4] : GraphGenerator.widths)
    for _ in 0..<150 { graph.step() }
    let store = graph.simplifying
    let bits = graph.all.map(\.0).filter { store.width($0) == 1 }
    let (assignment, _) = graph.assignments()
    let evaluation = Evaluation(store, assignment)
    // What holds, but for one part in every second conjunction; and values, which say most.
    for length in 1...min(12, bits.count) {
      var parts = bits.suffix(length).map { evaluation.value($0) == 1 ? $0 : store.not($0) }
      parts += store.variables(in: parts).prefix(length % 3).map { variable in
        store.equal(variable, store.constant(evaluation.value(variable), width: store.width(variable)))
      }
      if length % 2 == 0 { parts[0] = store.not(parts[0]) }
      let holds = parts.allSatisfy { evaluation.value($0) == 1 }
      let simpler = store.propagated(parts)
      #expect(simpler.allSatisfy { evaluation.value($0) == 1 } == holds, "seed \(seed), length \(length)")
    }
  }

  @Test func valuesArePutIn() {
    let store = TermStore()
    let x = store.variable("x", width: 8)
    let y = store.variable("y", width: 8)
    let five = store.constant(5, width: 8)
    let parts = [store.equal(x, five), store.equal(store.add(x, y), store.constant(7, width: 8))]
    let simpler = store.propagated(parts)
    #expect(simpler.contains(parts[0]))
    #expect(store.variables(in: simpler.filter { $0 != parts[0] }) == [y])
  }

  @Test func whatIsDeniedIsPutIn() {
    let store = TermStore()
    let a = store.variable("a", width: 1)
    let b = store.variable("b", width: 1)
    let c = store.variable("c", width: 1)
    // A denied disjunction denies both of its parts.
    let parts = [store.not(store.or(a, b)), store.or(store.and(a, c), store.or(b, c))]
    #expect(Set(store.propagated(parts)) == [store.not(a), store.not(b), c])
  }

  @Test func twoValuesContradict() {
    let store = TermStore()
    let sum = store.add(store.variable("x", width: 8), store.variable("y", width: 8))
    let values: [UInt128] = [3, 4]
    let parts = values.map { store.equal(sum, store.constant($0, width: 8)) }
    #expect(store.propagated(parts) == [store.false])
  }

  /// What both branches of a choice say is put in, however deep the choices are nested.
  @Test func whatEveryCaseSaysIsPutIn() {
    let store = TermStore()
    let mode = store.variable("mode", width: 2)
    let isKernel = store.equal(mode, store.constant(0, width: 2))
    let kinds = store.variable("kinds", width: 8)
    let cases = (0..<8).reduce(store.and(store.variable("last", width: 1), isKernel)) { rest, kind in
      let own = store.and(isKernel, store.variable("admitted\(kind)", width: 1))
      return store.ite(store.extract(kinds, high: kind, low: kind), own, rest)
    }
    let other = store.variable("other", width: 2)
    let parts = [cases, store.equal(store.add(mode, other), store.constant(3, width: 2))]
    let simpler = store.propagated(parts)
    #expect(simpler.contains(isKernel))
    #expect(simpler.contains(store.equal(other, store.constant(3, width: 2))))
  }

  /// Of two variables that are equal the later one gives way, and what says so is kept.
  @Test func equalVariablesBecomeOne() {
    let store = TermStore()
    let names = ["a", "b", "c"]
    let variables = names.map { store.variable($0, width: 8) }
    let parts = [
      store.equal(variables[0], variables[1]), store.equal(variables[2], variables[1]),
      store.not(store.equal(variables[0], variables[2])),
    ]
    #expect(store.propagated(parts) == [store.false])
    let kept = store.propagated([parts[0], store.unsignedLess(variables[1], variables[2])])
    #expect(Set(kept) == [parts[0], store.unsignedLess(variables[0], variables[2])])
  }
}
