import Testing

@testable import SMT

/// Simplified and plain terms mean the same.
struct RandomGraphTests {
  @Test(arguments: 1...150 as ClosedRange<UInt64>)
  func simplifiedEvaluatesAsPlain(seed: UInt64) {
    var graph = GraphGenerator(seed: seed)
    for _ in 0..<250 { graph.step() }
    for _ in 0..<6 {
      let (a, b) = graph.assignments()
      let left = Evaluation(graph.simplifying, a)
      let right = Evaluation(graph.plain, b)
      for (x, y) in graph.all where left.value(x) != right.value(y) {
        Issue.record("seed \(seed): \(x) is \(left.value(x)), \(y) is \(right.value(y))")
        return
      }
    }
  }

  /// Few narrow widths: rules meet more often, and all values are tried.
  @Test(arguments: 1001...1200 as ClosedRange<UInt64>)
  func simplifiedEvaluatesAsPlainWhenNarrow(seed: UInt64) {
    var graph = GraphGenerator(seed: seed, widths: [1, 2, 4], functions: seed % 2 == 0)
    for _ in 0..<200 { graph.step() }
    for _ in 0..<30 {
      let (a, b) = graph.assignments()
      let left = Evaluation(graph.simplifying, a)
      let right = Evaluation(graph.plain, b)
      for (x, y) in graph.all where left.value(x) != right.value(y) {
        Issue.record("seed \(seed): \(x) is \(left.value(x)), \(y) is \(right.value(y))")
        return
      }
    }
  }

  /// Rebuilding the plain graph with simplification gives what Z3 proves to be the same.
  @Test(arguments: 2001...2100 as ClosedRange<UInt64>)
  func simplifiedEqualsPlainForZ3(seed: UInt64) {
    var graph = GraphGenerator(seed: seed, widths: [1, 3, 8, 16], division: false)
    for _ in 0..<60 { graph.step() }
    // The plain store gets copies of the simplified terms, built without simplification.
    let solver = Solver(store: graph.plain, rlimit: 3_000_000)
    let copier = Copier(from: graph.simplifying, to: graph.plain)
    var undecided = 0
    for (x, y) in graph.all {
      let copy = copier.copy(x)
      if copy == y { continue }
      switch solver.check([graph.plain.not(graph.plain.equal(copy, y))]) {
      case .unsatisfiable: break
      case .satisfiable: Issue.record("seed \(seed): \(x) is not \(y)")
      case .unknown: undecided += 1
      }
    }
    #expect(undecided <= 4, "seed \(seed)")
  }

  @Test(arguments: 3001...3040 as ClosedRange<UInt64>)
  func substitutionAgreesWithEvaluation(seed: UInt64) {
    var graph = GraphGenerator(seed: seed)
    for _ in 0..<200 { graph.step() }
    let (a, b) = graph.assignments()
    // Every second variable becomes some term of its width; its value is then that term's.
    for (store, assignment, side) in [(graph.simplifying, a, 0), (graph.plain, b, 1)] {
      let term = { (pair: (Term, Term)) in side == 0 ? pair.0 : pair.1 }
      let before = Evaluation(store, assignment)
      var replaced: [Term: Term] = [:]
      var changed = assignment
      var picker = SeededGenerator(state: seed)
      for pair in graph.variables where Bool.random(using: &picker) {
        let candidates = graph.pool[store.width(term(pair))] ?? []
        guard let choice = candidates.randomElement(using: &picker) else { continue }
        replaced[term(pair)] = term(choice)
        changed.variables[term(pair)] = before.value(term(choice))
      }
      let after = Evaluation(store, changed)
      let substitution = TermStore.Substitution(store, variables: replaced)
      for pair in graph.all {
        let result = substitution.apply(term(pair))
        #expect(before.value(result) == after.value(term(pair)), "seed \(seed)")
      }
    }
  }

  @Test(arguments: 4001...4020 as ClosedRange<UInt64>)
  func supportCoversVariables(seed: UInt64) {
    var graph = GraphGenerator(seed: seed)
    for _ in 0..<150 { graph.step() }
    for (index, pair) in graph.all.enumerated() where index % 3 == 0 {
      for (store, t) in [(graph.simplifying, pair.0), (graph.plain, pair.1)] {
        var tags = TagSet()
        for variable in store.variables(in: [t]) { tags.formUnion(store.support(variable)) }
        #expect(store.support(t) == tags, "seed \(seed)")
        #expect(store.mentionsVariables(t) == !tags.isEmpty, "seed \(seed)")
        #expect(store.mentionsApplications(t) == !store.applications(in: [t]).isEmpty, "seed \(seed)")
      }
      // Simplification never adds to the support.
      #expect(graph.simplifying.support(pair.0).isSubset(of: graph.plain.support(pair.1)), "seed \(seed)")
    }
  }
}

/// Copies terms between stores.
final class Copier {
  let from: TermStore
  let to: TermStore
  var done: [Term: Term] = [:]

  init(from: TermStore, to: TermStore) {
    self.from = from
    self.to = to
  }

  func copy(_ t: Term) -> Term {
    for index in from.reachable(from: [t]) where done[Term(index)] == nil {
      let node = from.nodes[Int(index)]
      switch node.operation {
      case .argument: break
      case .constant: done[Term(index)] = to.constant(node.constantValue, width: Int(node.width))
      case .variable:
        done[Term(index)] = to.variable(from.variableNames[Int(node.a)], width: Int(node.width))
      case .apply:
        let signature = from.functions[Int(node.a)]
        let function = to.function(signature.name, domain: signature.domain, range: signature.range)
        done[Term(index)] = to.apply(function, from.arguments(node).compactMap { done[$0] })
      default: done[Term(index)] = to.rebuilt(node) { done[Term($0)] ?? Term($0) }
      }
    }
    return done[t] ?? t
  }
}
