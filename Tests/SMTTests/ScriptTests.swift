import Testing

@testable import SMT

struct ScriptTests {
  @Test func scriptText() {
    let s = TermStore()
    let x = s.variable("GPR[1]", width: 32)
    let b = s.variable("CR.LT", width: 1)
    let read = s.function("read|memory", domain: [32, 1], range: 8)
    let sum = s.add(x, s.constant(4, width: 32))
    let byte = s.apply(read, [sum, b])
    let text = SMTLIB.script(
      store: s,
      assertions: [
        s.unsignedLess(sum, x), s.equal(byte, s.constant(0x7F, width: 8)),
        s.equal(s.concat(b, s.extract(x, high: 2, low: 0)), s.extract(byte, high: 3, low: 0)),
        s.not(s.and(b, s.extract(x, high: 5, low: 5))),
      ], comment: ["addi", "two\nlines"])
    #expect(
      text == """
        ; addi
        ; two
        ; lines
        (set-info :smt-lib-version 2.6)
        (set-logic QF_UFBV)
        (declare-fun |GPR[1]| () (_ BitVec 32))
        (declare-fun CR.LT () Bool)
        (declare-fun read_memory ((_ BitVec 32) Bool) (_ BitVec 8))
        (define-fun t1 () (_ BitVec 32) (bvadd |GPR[1]| #x00000004))
        (define-fun t2 () (_ BitVec 8) (read_memory t1 CR.LT))
        (assert (bvult t1 |GPR[1]|))
        (assert (= t2 #x7f))
        (assert (= (concat (ite CR.LT #b1 #b0) ((_ extract 2 0) |GPR[1]|)) ((_ extract 3 0) t2)))
        (assert (not (and CR.LT (= ((_ extract 5 5) |GPR[1]|) #b1))))
        (check-sat)

        """)
  }

  @Test func booleanLogicOnly() {
    let s = TermStore(simplifies: false)
    let a = s.variable("and", width: 1)
    let b = s.variable("b", width: 1)
    let text = SMTLIB.script(
      store: s, assertions: [s.implies(a, b), s.unsignedLess(a, b), s.ite(a, b, s.not(b))])
    #expect(
      text == """
        (set-info :smt-lib-version 2.6)
        (set-logic QF_BV)
        (declare-fun and!2 () Bool)
        (declare-fun b () Bool)
        (assert (or b (not and!2)))
        (assert (bvult (ite and!2 #b1 #b0) (ite b #b1 #b0)))
        (assert (ite and!2 b (not b)))
        (check-sat)

        """)
  }
}
