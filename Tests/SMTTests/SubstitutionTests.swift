import Testing

@testable import SMT

struct SubstitutionTests {
  @Test func applicationsAreRewrittenAfterTheirArguments() {
    let s = TermStore()
    let f = s.function("f", domain: [8, 8], range: 8)
    let x = s.variable("x", width: 8)
    let y = s.variable("y", width: 8)
    let (one, two) = (s.constant(1, width: 8), s.constant(2, width: 8))
    var seen: [[Term]] = []
    let substitution = TermStore.Substitution(s, variables: [x: one]) { function, arguments in
      seen.append(arguments)
      #expect(function == f)
      return arguments == [one, two] ? y : nil
    }
    let inner = s.apply(f, [x, two])
    let outer = s.apply(f, [s.add(inner, x), inner])
    #expect(substitution.apply(outer) == s.apply(f, [s.add(y, one), y]))
    #expect(substitution.apply(s.negate(outer)) == s.negate(s.apply(f, [s.add(y, one), y])))
    // Each application is asked about once; a replacement is not rewritten again.
    #expect(seen == [[one, two], [s.add(y, one), y]])
    // Applications of constants alone are asked about too.
    #expect(substitution.apply(s.apply(f, [one, two])) == y)
  }

  @Test func termsMadeLaterAreRewritten() {
    let s = TermStore()
    let x = s.variable("x", width: 8)
    let substitution = TermStore.Substitution(s, variables: [x: s.constant(3, width: 8)])
    #expect(s.value(substitution.apply(x)) == 3)
    var t = x
    for index in 0..<5_000 { t = s.xor(s.multiply(t, t), s.constant(UInt128(index), width: 8)) }
    let z = s.variable("z", width: 8)
    #expect(substitution.apply(s.add(t, z)) == s.add(substitution.apply(t), z))
    #expect(s.value(substitution.apply(t)) != nil)
  }

  @Test func evaluationCanBeChanged() {
    let s = TermStore()
    let f = s.function("f", domain: [8], range: 8)
    let x = s.variable("x", width: 8)
    let evaluation = Evaluation(s, Assignment(variables: [x: 0x105], defaults: [f: 9]))
    let t = s.add(s.apply(f, [x]), x)
    #expect(evaluation.value(x) == 5)
    #expect(evaluation.value(t) == 14)
    evaluation.set(f, at: [5], 100)
    #expect(evaluation.value(t) == 105)
    let later = s.variable("later", width: 8)
    evaluation.set(later, 1)
    evaluation.set(x, 6)
    #expect(evaluation.value(s.add(t, later)) == 16)
  }

  @Test func tagsFromAHundredTwentySevenShareABit() {
    let s = TermStore()
    let terms = [nil, 0, 126, 127, 500].enumerated().map { s.variable("v\($0)", width: 8, tag: $1) }
    #expect(s.support(terms[0]).isEmpty)
    #expect(s.mentionsVariables(terms[0]))
    #expect(s.support(terms[3]) == s.support(terms[4]))
    let all = s.support(s.add(s.add(terms[1], terms[2]), terms[3]))
    #expect(all.contains(0) && all.contains(126) && all.contains(127) && all.contains(4_000))
    #expect(!all.contains(5) && all.count == 3)
  }

  @Test func dependenceIsThatOfTheWalk() {
    let s = TermStore()
    let f = s.function("f", domain: [8], range: 8)
    let all = [nil, 0, 126, 127, 500, nil].enumerated().map { s.variable("v\($0)", width: 8, tag: $1) }
    let terms = [
      s.add(all[0], s.constant(1, width: 8)), s.apply(f, [all[1]]), s.xor(all[2], all[4]),
      s.multiply(all[3], all[5]),
    ]
    for roots in [[], [terms[0]], [terms[1]], [terms[2]], [terms[3]], [terms[1], terms[2]], terms] {
      var dependence = Dependence(s, of: roots)
      let below = Set(s.variables(in: roots))
      for variable in all { #expect(dependence.contains(variable) == below.contains(variable)) }
    }
  }
}
