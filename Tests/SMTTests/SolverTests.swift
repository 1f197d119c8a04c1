import Testing

@testable import SMT

struct SolverTests {
  @Test func versionNamesZ3() { #expect(z3Version.hasPrefix("Z3 4.")) }

  @Test func satisfiableAndUnsatisfiable() {
    let s = TermStore()
    let solver = Solver(store: s)
    let x = s.variable("x", width: 32)
    let y = s.variable("y", width: 128)
    let b = s.variable("b", width: 1)
    let assertions = [
      s.equal(s.multiply(x, x), s.constant(49, width: 32)), s.unsignedLess(x, s.constant(100, width: 32)),
      s.equal(s.add(y, y), s.constant(UInt128(1) << 127 | 10, width: 128)),
      s.xor(b, s.extract(x, high: 0, low: 0)),
    ]
    guard case .satisfiable(let model) = solver.check(assertions) else {
      Issue.record("not satisfiable")
      return
    }
    #expect(model.variables[x] == 7)
    #expect(model.variables[b] == 0)
    #expect(model.variables.keys.count == 3)
    #expect(
      solver.check(assertions + [s.not(s.equal(x, s.constant(7, width: 32)))]) == .unsatisfiable)
    // The solver is back at its empty state.
    guard case .satisfiable = solver.check(assertions) else {
      Issue.record("not satisfiable any more")
      return
    }
    #expect(solver.statistics.queries == 3)
    #expect(solver.statistics.rlimit > 0)
    #expect(solver.statistics.maximum <= solver.statistics.rlimit)
  }

  /// A short attempt that fails leaves the solver fit for a longer one, and its limit behind.
  @Test func attemptsAreLimitedOneByOne() {
    let s = TermStore()
    let solver = Solver(store: s)
    let x = s.variable("x", width: 16)
    let y = s.variable("y", width: 16)
    let wide = { (t: Term) in s.zeroExtend(t, to: 32) }
    let one = s.constant(1, width: 16)
    let prime = [
      s.equal(s.multiply(wide(x), wide(y)), s.constant(64_781, width: 32)), s.unsignedLess(one, x),
      s.unsignedLess(one, y),
    ]
    guard case .unknown = solver.checkWhole(prime, rlimit: 100).outcome else {
      Issue.record("no limit")
      return
    }
    let outcome = solver.check(prime)
    if case .unknown(let reason) = outcome { Issue.record("still limited: \(reason)") }
    guard case .unknown = Solver(store: s, rlimit: 100).checkWhole(prime, rlimit: 1_000_000).outcome else {
      Issue.record("a limit of one query raises that of all")
      return
    }
  }

  @Test func constantsNeedNoQuery() {
    let s = TermStore()
    let solver = Solver(store: s)
    #expect(solver.check([]) == .satisfiable(Assignment()))
    #expect(solver.check([s.true]) == .satisfiable(Assignment()))
    #expect(solver.check([s.variable("b", width: 1), s.false]) == .unsatisfiable)
    #expect(solver.statistics.queries == 0)
  }

  @Test func limitGivesUnknownAndLeavesTheSolverUsable() {
    let s = TermStore()
    let solver = Solver(store: s, rlimit: 2_000)
    let p = s.variable("p", width: 64)
    let q = s.variable("q", width: 64)
    let wide = s.multiply(s.zeroExtend(p, to: 128), s.zeroExtend(q, to: 128))
    let hard = [
      s.equal(wide, s.constant(0xFFFF_FFFF_FFFF_FFC5 &* 0xFFFF_FFFF_FFFF_FFAD, width: 128)),
      s.unsignedLess(s.constant(1, width: 64), p), s.unsignedLess(p, q),
    ]
    for _ in 0..<3 {
      guard case .unknown(let reason) = solver.check(hard) else {
        Issue.record("decided")
        return
      }
      #expect(!reason.isEmpty)
    }
    let easy = s.equal(s.add(p, q), s.constant(3, width: 64))
    guard case .satisfiable = solver.check([easy]) else {
      Issue.record("an easy query after a hard one is not decided")
      return
    }
  }

  @Test func functionsHavePoints() {
    let s = TermStore()
    let solver = Solver(store: s)
    let read = s.function("read", domain: [32, 1], range: 8)
    let flag = s.function("flag", domain: [8], range: 1)
    let x = s.variable("x", width: 32)
    let y = s.variable("y", width: 32)
    let b = s.variable("b", width: 1)
    let (rx, ry) = (s.apply(read, [x, b]), s.apply(read, [y, b]))
    let differ = s.not(s.equal(rx, ry))
    let nested = s.apply(flag, [s.add(rx, s.apply(read, [s.zeroExtend(ry, to: 32), s.not(b)]))])
    guard case .satisfiable(let model) = solver.check([differ, nested]) else {
      Issue.record("not satisfiable")
      return
    }
    #expect(model.functions[read].map { $0.count >= 2 } == true)
    #expect(model.variables[x] != model.variables[y])
    #expect(solver.check([differ, s.equal(x, y)]) == .unsatisfiable)
  }

  /// Variables and functions of one name, with one sort, are still different things.
  @Test func namesDoNotClash() {
    let s = TermStore()
    let solver = Solver(store: s)
    let a = s.variable("a", width: 8)
    let f = s.function("a", domain: [8], range: 8)
    let g = s.function("g", domain: [8], range: 8)
    guard
      case .satisfiable = solver.check([
        s.not(s.equal(s.apply(f, [a]), a)), s.not(s.equal(s.apply(f, [a]), s.apply(g, [a]))),
      ])
    else {
      Issue.record("not satisfiable")
      return
    }
  }

  @Test func randomModelsSatisfy() {
    for seed in 5001...5040 as ClosedRange<UInt64> {
      var graph = GraphGenerator(seed: seed, widths: [1, 8, 16, 128], division: false)
      for _ in 0..<60 { graph.step() }
      let solver = Solver(store: graph.simplifying, rlimit: 1_000_000)
      for pair in (graph.pool[1] ?? []).suffix(5) {
        if case .unknown(let reason) = solver.check([pair.0]) {
          #expect(reason != "model does not satisfy the query", "seed \(seed)")
          #expect(!reason.hasPrefix("Z3:"), "seed \(seed)")
        }
      }
    }
  }
}
