import Testing

@testable import SMT

/// Terms a hundred thousand operations deep overflow no stack.
struct DeepTermTests {
  static let depth = 100_000

  func deep(_ s: TermStore) -> (Term, [Term]) {
    let xs = (0..<7).map { (index: Int) in s.variable("x\(index)", width: 32, tag: index) }
    let b = s.variable("b", width: 1)
    var t = xs[0]
    for index in 0..<DeepTermTests.depth {
      let x = xs[index % 7]
      switch index % 6 {
      case 0: t = s.add(t, x)
      case 1: t = s.xor(t, s.multiply(t, x))
      case 2: t = s.ite(s.unsignedLess(t, x), t, s.ite(b, x, s.not(t)))
      case 3: t = s.and(t, s.or(x, t))
      case 4: t = s.subtract(x, t)
      default: t = s.concat(s.extract(t, high: 15, low: 0), s.extract(t, high: 31, low: 16))
      }
    }
    return (t, xs)
  }

  @Test(arguments: [true, false])
  func buildEvaluateSubstitutePrint(simplifies: Bool) {
    let s = TermStore(simplifies: simplifies)
    let (t, xs) = deep(s)
    let values = Dictionary(uniqueKeysWithValues: xs.enumerated().map { ($1, UInt128($0 * 77)) })
    let value = Evaluation(s, Assignment(variables: values)).value(t)
    var constants = values.mapValues { s.constant($0, width: 32) }
    constants[s.variable("b", width: 1)] = s.false
    #expect(s.value(TermStore.Substitution(s, variables: constants).apply(t)) == value)
    let text = SMTLIB.script(store: s, assertions: [s.equal(t, xs[1])])
    #expect(text.utf8.count < 400 * DeepTermTests.depth)
    #expect(s.extract(t, high: 3, low: 0) != t)
    #expect(Set(s.variables(in: [t])).isSuperset(of: xs))
  }

  /// The translation must survive; whether Z3's own recursion does is not asked of terms so deep.
  @Test func translateThousands() {
    let s = TermStore(simplifies: false)
    var t = s.variable("x", width: 8)
    let y = s.variable("y", width: 8)
    for index in 0..<5_000 { t = index % 2 == 0 ? s.add(t, y) : s.xor(y, t) }
    let solver = Solver(store: s)
    guard case .satisfiable = solver.check([s.equal(t, y)]) else {
      Issue.record("not satisfiable")
      return
    }
  }

  /// Slices and equalities of heavily shared graphs take no exponential time.
  @Test func sharedGraphsStayLinear() {
    let s = TermStore()
    var t = s.variable("x", width: 64)
    var u = s.variable("y", width: 64)
    for index in 0..<300 {
      let b = s.variable("b\(index % 5)", width: 1)
      (t, u) = (s.and(s.xor(t, u), s.or(t, s.not(u))), s.ite(b, s.or(t, u), s.xor(t, s.not(u))))
      _ = s.extract(t, high: 17, low: 3)
      _ = s.equal(u, s.constant(5, width: 64))
    }
    #expect(s.count < 300_000)
  }
}
