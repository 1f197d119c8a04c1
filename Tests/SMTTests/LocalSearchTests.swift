import Testing

@testable import SMT

/// Values that are kept up to date, and the search that uses them.
struct LocalSearchTests {

  @Test(arguments: 5001...5060 as ClosedRange<UInt64>)
  func valuationAgreesWithEvaluation(seed: UInt64) {
    var graph = GraphGenerator(seed: seed)
    for _ in 0..<120 { graph.step() }
    let (assignment, _) = graph.assignments()
    let valuation = Valuation(graph.simplifying, assignment)
    for round in 0..<2 {
      let evaluation = Evaluation(graph.simplifying, assignment)
      for (term, _) in graph.all where valuation.value(term) != evaluation.value(term) {
        Issue.record("seed \(seed), round \(round): \(term) is \(valuation.value(term))")
        return
      }
      // What is made later is added.
      for _ in 0..<60 { graph.step() }
    }
  }

  /// After any sequence of changes, kept or taken back, the cone has the values of a fresh evaluation.
  @Test(arguments: 5101...5180 as ClosedRange<UInt64>)
  func coneAgreesWithEvaluation(seed: UInt64) {
    var graph = GraphGenerator(seed: seed, widths: seed % 2 == 0 ? [1, 2, 4, 8] : GraphGenerator.widths)
    for _ in 0..<200 { graph.step() }
    let store = graph.simplifying
    var (kept, _) = graph.assignments()
    let roots = (0..<20).compactMap { _ in graph.all.randomElement(using: &graph.random)?.0 }
    var cone = Cone(store, roots)
    cone.load(Valuation(store, kept))
    let variables = cone.variableTerms
    let applications = store.applications(in: roots)
    for round in 0..<60 {
      var changed = kept
      for _ in 0..<Int.random(in: 1...3, using: &graph.random) {
        if let number = variables.indices.randomElement(using: &graph.random) {
          let value = graph.interestingValue(store.width(variables[number]))
          cone.set(variable: number, value)
          changed.variables[variables[number]] = value
        }
        guard Bool.random(using: &graph.random),
          let application = applications.randomElement(using: &graph.random),
          let (function, arguments) = store.functionAndArguments(of: application)
        else { continue }
        let evaluation = Evaluation(store, kept)
        let point = arguments.map { evaluation.value($0) }
        let value = graph.interestingValue(store.range(of: function))
        cone.set(function, at: point, value)
        changed.functions[function, default: [:]][point] = value
      }
      cone.settle()
      if Bool.random(using: &graph.random) {
        cone.keep()
        kept = changed
      } else {
        expect(cone, roots, Evaluation(store, changed), "seed \(seed), round \(round), changed")
        cone.revert()
      }
      expect(cone, roots, Evaluation(store, kept), "seed \(seed), round \(round)")
    }
    let exported = Evaluation(store, cone.assignment(from: kept))
    expect(cone, roots, exported, "seed \(seed), exported")
  }

  /// Where values move along with the places that they are read from, the cone has the values of its own
  /// assignment, and takes everything back.
  @Test(arguments: 5301...5380 as ClosedRange<UInt64>)
  func movingAgreesWithEvaluation(seed: UInt64) {
    var graph = GraphGenerator(seed: seed, widths: [1, 2, 4, 8])
    for _ in 0..<200 { graph.step() }
    let store = graph.simplifying
    let (kept, _) = graph.assignments()
    let roots = (0..<20).compactMap { _ in graph.all.randomElement(using: &graph.random)?.0 }
    var cone = Cone(store, roots)
    cone.load(Valuation(store, kept))
    let variables = cone.variableTerms
    for round in 0..<40 {
      guard let number = variables.indices.randomElement(using: &graph.random) else { return }
      cone.set(variable: number, graph.interestingValue(store.width(variables[number])))
      cone.settle(moving: true)
      expect(
        cone, roots, Evaluation(store, cone.assignment(from: kept)), "seed \(seed), round \(round), moved")
      cone.revert()
      expect(cone, roots, Evaluation(store, kept), "seed \(seed), round \(round), taken back")
    }
  }

  @Test func valuesMoveWithThePlaceTheyAreReadFrom() {
    let store = TermStore()
    let function = store.function("f", domain: [8], range: 8)
    let base = store.variable("base", width: 8)
    let read = store.apply(function, [store.add(base, store.constant(2, width: 8))])
    var start = Assignment()
    start.variables[base] = 10
    start.functions[function] = [[12]: 77, [32]: 5]
    var cone = Cone(store, [read])
    cone.load(Valuation(store, start))
    cone.set(variable: 0, 20)
    cone.settle(moving: true)
    #expect(cone.value(ofRoot: 0) == 77)
    // Where something stands already it stays.
    cone.set(variable: 0, 30)
    cone.settle(moving: true)
    #expect(cone.value(ofRoot: 0) == 5)
    #expect(cone.assignment(from: start).functions[function] == [[12]: 77, [22]: 77, [32]: 5])
  }

  @Test func overlayTakesTheValuesOfTheOther() {
    let store = TermStore()
    let one = store.function("one", domain: [8], range: 8)
    let other = store.function("other", domain: [8], range: 8)
    let roots = (1...3).map { store.apply(one, [store.constant($0, width: 8)]) }
    var start = Assignment()
    start.functions[one] = [[1]: 11, [2]: 12]
    start.functions[other] = [[2]: 22, [3]: 23]
    var cone = Cone(store, roots + [store.apply(other, [store.variable("x", width: 8)])])
    cone.load(Valuation(store, start))
    cone.overlay(one, with: other)
    cone.settle()
    #expect(roots.indices.map { cone.value(ofRoot: $0) } == [11, 22, 23])
    #expect(cone.assignment(from: start).functions[one] == [[1]: 11, [2]: 22, [3]: 23])
    #expect(cone.applies(one) && cone.applies(other))
  }

  private func expect(_ cone: borrowing Cone, _ roots: [Term], _ evaluation: Evaluation, _ text: String) {
    for (number, root) in roots.enumerated() {
      let value = cone.value(ofRoot: number)
      guard value != evaluation.value(root) else { continue }
      Issue.record("\(text): \(root) is \(value), not \(evaluation.value(root))")
      return
    }
  }

  /// What the search finds holds, and a second search finds the same.
  @Test(arguments: 5201...5260 as ClosedRange<UInt64>)
  func searchIsSoundAndDeterministic(seed: UInt64) {
    var graph = GraphGenerator(seed: seed)
    for _ in 0..<150 { graph.step() }
    let store = graph.simplifying
    let (start, _) = graph.assignments()
    let candidates = graph.all.map(\.0).filter { store.width($0) == 1 && $0 != store.false }
    let conjuncts = (0..<4).compactMap { _ in candidates.randomElement(using: &graph.random) }
    func found() -> Assignment? {
      var search = LocalSearch(seed: seed)
      var cone = Cone(store, conjuncts)
      let valuation = Valuation(store, start)
      cone.load(valuation)
      return search.walk(&cone, steps: 300) ? cone.assignment(from: valuation.assignment) : nil
    }
    let first = found()
    #expect(first == found(), "seed \(seed)")
    guard let first else { return }
    let evaluation = Evaluation(store, first)
    for conjunct in conjuncts { #expect(evaluation.value(conjunct) == 1, "seed \(seed)") }
  }

  /// A condition of many parts is met by changing what they need together: one after the other would take more
  /// steps than there are.
  @Test(arguments: 5401...5420 as ClosedRange<UInt64>)
  func partsAreWishedForTogether(seed: UInt64) {
    let store = TermStore()
    let parts = (0..<24 as Range<UInt128>).map { number in
      store.equal(store.variable("x\(number)", width: 8), store.constant(number + 100, width: 8))
    }
    let a = store.variable("a", width: 8)
    let either = store.ite(store.conjunction(parts), a, store.constant(0, width: 8))
    let root = store.equal(either, store.constant(9, width: 8))
    var search = LocalSearch(seed: seed)
    var cone = Cone(store, [root])
    cone.load(Valuation(store, Assignment()))
    #expect(search.walk(&cone, steps: 20), "seed \(seed)")
  }

  /// Two states that differ in one register alone come to differ in what is read, though it is one of many that
  /// a number selects and a mask lets through, and decides which value it is.
  @Test(arguments: 5501...5520 as ClosedRange<UInt64>)
  func statesAreToldApart(seed: UInt64) {
    let store = TermStore()
    let number = store.variable("number", width: 32)
    let mask = store.variable("mask", width: 16)
    func read(_ register: Term) -> Term {
      let isSelected = store.equal(number, store.constant(200, width: 32))
      let others = (0..<100 as Range<UInt128>).reduce(store.constant(0, width: 16)) { rest, other in
        store.ite(
          store.equal(number, store.constant(other, width: 32)), store.variable("r\(other)", width: 16), rest)
      }
      let tested = store.equal(
        store.and(store.ite(isSelected, register, others), mask), store.constant(0, width: 16))
      return store.ite(tested, store.constant(1, width: 8), store.variable("skip", width: 8))
    }
    let copy = store.variable("register'", width: 16)
    let root = store.not(store.equal(read(store.variable("register", width: 16)), read(copy)))
    var search = LocalSearch(seed: seed)
    var cone = Cone(store, [root])
    cone.mark(variables: { $0 == copy }, functions: [])
    cone.load(Valuation(store, Assignment()))
    #expect(search.walk(&cone, steps: 100), "seed \(seed)")
  }

  /// Only marked bits change with what is marked, and nothing is marked that has nothing to do with it.
  @Test(arguments: 5601...5620 as ClosedRange<UInt64>)
  func marksAreWhatDependsOnThem(seed: UInt64) {
    var graph = GraphGenerator(seed: seed)
    for _ in 0..<150 { graph.step() }
    let store = graph.simplifying
    let roots = (0..<20).compactMap { _ in graph.all.randomElement(using: &graph.random)?.0 }
    guard let chosen = store.variables(in: roots).randomElement(using: &graph.random) else { return }
    var cone = Cone(store, roots)
    cone.mark(variables: { $0 == chosen }, functions: [])
    for (root, position) in zip(roots, cone.roots) {
      #expect(!cone.isMarked(position) || store.variables(in: [root]).contains(chosen), "seed \(seed)")
    }
    let start = Valuation(store, Assignment())
    for _ in 0..<20 {
      let value = UInt128(graph.random.next()) << 64 | UInt128(graph.random.next())
      var other = Assignment()
      other.variables[chosen] = value & Semantics.mask(store.width(chosen))
      let changed = Valuation(store, other)
      for (root, position) in zip(roots, cone.roots) {
        let difference = start.value(root) ^ changed.value(root)
        #expect(difference & ~cone.marks(position) == 0, "seed \(seed)")
      }
    }
  }

  /// A search ends about when the given work is done.
  @Test func workIsLimited() {
    let store = TermStore()
    let x = store.variable("x", width: 64)
    let root = store.equal(store.multiply(x, x), store.constant(3, width: 64))
    var search = LocalSearch(seed: 1)
    var cone = Cone(store, [root])
    cone.load(Valuation(store, Assignment()))
    #expect(!search.walk(&cone, steps: 1_000_000, until: 500))
    #expect(cone.work >= 500 && cone.work < 510)
  }

  @Test func pointsAreForgottenInReverse() {
    var table = PointTable(arity: 2)
    for number in 0..<100 as Range<UInt128> { #expect(table.set([number, 7], number) == nil) }
    #expect(table.set([3, 7], 300) == 3)
    for number in (50..<100 as Range<UInt128>).reversed() {
      #expect(table.value(at: [number, 7]) == number)
      table.removeLast()
      #expect(table.value(at: [number, 7]) == nil)
    }
    #expect(table.count == 50)
    #expect(table.value(at: [3, 7]) == 300)
    #expect(table.value(at: [7, 3]) == nil)
  }
}
