import Testing

@testable import SMT

/// What the constructors must see without a solver.
struct RuleTests {
  let s = TermStore()
  var x: Term { s.variable("x", width: 32) }
  var y: Term { s.variable("y", width: 32) }
  var z: Term { s.variable("z", width: 32) }
  var b: Term { s.variable("b", width: 1) }
  var c: Term { s.variable("c", width: 1) }
  func k(_ value: UInt128, _ width: Int = 32) -> Term { s.constant(value, width: width) }
  func bits(_ t: Term, _ high: Int, _ low: Int) -> Term { s.extract(t, high: high, low: low) }

  @Test func identities() {
    let ones = k(.max)
    #expect(s.add(x, k(0)) == x)
    #expect(s.and(x, k(0)) == k(0))
    #expect(s.and(ones, x) == x)
    #expect(s.or(x, x) == x)
    #expect(s.or(x, ones) == ones)
    #expect(s.xor(x, x) == k(0))
    #expect(s.xor(x, ones) == s.not(x))
    #expect(s.subtract(x, x) == k(0))
    #expect(s.multiply(x, k(0)) == k(0))
    #expect(s.multiply(k(1), x) == x)
    #expect(s.multiply(x, k(4)) == s.concat(bits(x, 29, 0), k(0, 2)))
    #expect(s.not(s.not(x)) == x)
    #expect(s.negate(s.negate(x)) == x)
    #expect(s.and(x, s.not(x)) == k(0))
    #expect(s.or(s.not(x), x) == ones)
    #expect(s.add(x, y) == s.add(y, x))
    #expect(s.unsignedLess(x, x) == s.false)
    #expect(s.unsignedRemainder(x, k(8)) == s.zeroExtend(bits(x, 2, 0), to: 32))
    #expect(s.unsignedDivide(x, k(8)) == s.shiftRightLogical(x, k(3)))
    #expect(s.unsignedDivide(x, k(0)) == ones)
  }

  @Test func shifts() {
    #expect(s.shiftLeft(x, k(8)) == s.concat(bits(x, 23, 0), k(0, 8)))
    #expect(s.shiftLeft(x, k(32)) == k(0))
    #expect(s.shiftRightLogical(x, k(8)) == s.zeroExtend(bits(x, 31, 8), to: 32))
    #expect(s.shiftRightLogical(x, k(.max)) == k(0))
    #expect(s.shiftRightArithmetic(x, k(8)) == s.signExtend(bits(x, 31, 8), to: 32))
    #expect(s.shiftRightArithmetic(x, k(99)) == s.signExtend(bits(x, 31, 31), to: 32))
    #expect(s.shiftLeft(x, k(0)) == x)
  }

  @Test func sums() {
    #expect(s.add(s.add(x, k(3)), k(4)) == s.add(x, k(7)))
    #expect(s.subtract(x, k(1)) == s.add(x, k(.max)))
    #expect(s.subtract(s.add(x, k(3)), k(3)) == x)
    #expect(s.equal(s.add(x, k(3)), s.add(x, k(4))) == s.false)
    #expect(s.equal(s.add(x, k(3)), k(1)) == s.equal(x, k(0xFFFF_FFFE)))
    #expect(s.subtract(s.add(x, y), y) == x)
    #expect(s.add(s.subtract(x, y), y) == x)
    #expect(s.add(s.add(x, k(3)), s.add(y, k(4))) == s.add(s.add(x, y), k(7)))
    #expect(s.equal(s.add(x, y), s.add(y, z)) == s.equal(x, z))
    #expect(s.equal(s.add(x, k(5)), x) == s.false)
    #expect(s.subtract(s.add(x, k(5)), s.add(x, k(2))) == k(3))
  }

  @Test func booleans() {
    let d = s.variable("d", width: 1)
    #expect(s.equal(b, s.true) == b)
    #expect(s.equal(b, s.false) == s.not(b))
    #expect(s.and(b, s.or(b, c)) == b)
    #expect(s.and(b, s.or(s.not(b), c)) == s.and(b, c))
    #expect(s.or(b, s.and(b, c)) == b)
    #expect(s.and(s.and(b, c), s.and(d, s.not(b))) == s.and(s.and(b, c), s.and(d, s.not(b))))
    #expect(s.and(s.and(s.and(b, c), d), s.not(c)) == s.false)
    #expect(s.and(s.and(s.and(b, c), d), c) == s.and(s.and(b, c), d))
    #expect(s.implies(b, b) == s.true)
    #expect(s.conjunction([]) == s.true)
    #expect(s.disjunction([]) == s.false)
    #expect(s.conjunction([b, c, s.not(b)]) == s.false)
    #expect(s.disjunction([b, c, s.not(b)]) == s.true)
    #expect(s.equal(s.not(b), s.not(c)) == s.equal(b, c))
    #expect(s.equal(s.equal(b, c), c) == b)
  }

  @Test func choices() {
    #expect(s.ite(s.true, x, y) == x)
    #expect(s.ite(b, x, x) == x)
    #expect(s.ite(s.not(b), x, y) == s.ite(b, y, x))
    #expect(s.ite(b, s.ite(b, x, y), z) == s.ite(b, x, z))
    #expect(s.ite(b, x, s.ite(b, y, z)) == s.ite(b, x, z))
    #expect(s.ite(b, s.true, c) == s.or(b, c))
    #expect(s.ite(b, c, s.false) == s.and(b, c))
    #expect(s.equal(s.ite(b, k(1), k(2)), k(1)) == b)
    #expect(s.equal(s.ite(b, k(1), k(2)), k(2)) == s.not(b))
    #expect(s.equal(s.ite(b, k(1), k(2)), k(3)) == s.false)
    #expect(s.equal(s.ite(b, k(1), x), k(2)) == s.and(s.not(b), s.equal(x, k(2))))
    #expect(s.ite(b, s.ite(c, x, y), y) == s.ite(s.and(b, c), x, y))
    #expect(s.ite(s.equal(x, y), x, y) == y)
    #expect(s.add(s.ite(b, k(4), k(2)), k(6)) == s.ite(b, k(10), k(8)))
    #expect(
      s.ite(b, s.concat(bits(x, 7, 0), bits(y, 7, 0)), s.concat(bits(x, 7, 0), bits(z, 7, 0)))
        == s.concat(bits(x, 7, 0), s.ite(b, bits(y, 7, 0), bits(z, 7, 0))))
  }

  @Test func slices() {
    let xy = s.concat(x, y)
    #expect(bits(xy, 63, 32) == x)
    #expect(bits(xy, 31, 0) == y)
    #expect(bits(xy, 39, 24) == s.concat(bits(x, 7, 0), bits(y, 31, 24)))
    #expect(bits(bits(x, 23, 8), 7, 4) == bits(x, 15, 12))
    #expect(s.concat(bits(x, 31, 16), bits(x, 15, 0)) == x)
    #expect(bits(s.signExtend(bits(x, 7, 0), to: 32), 7, 0) == bits(x, 7, 0))
    #expect(bits(s.zeroExtend(bits(x, 7, 0), to: 32), 31, 8) == k(0, 24))
    #expect(bits(s.ite(b, k(0xFF00), k(0xFF)), 15, 8) == s.ite(b, k(0xFF, 8), k(0, 8)))
    #expect(bits(s.add(x, y), 7, 0) == s.add(bits(x, 7, 0), bits(y, 7, 0)))
    #expect(s.and(x, k(0xFF)) == s.zeroExtend(bits(x, 7, 0), to: 32))
    #expect(bits(s.and(x, k(0xF0F)), 7, 4) == k(0, 4))
    #expect(bits(s.or(x, k(0xF0F)), 3, 0) == k(0xF, 4))
    #expect(bits(s.and(x, k(0xF0F)), 3, 0) == bits(x, 3, 0))
    #expect(s.equal(s.zeroExtend(bits(x, 7, 0), to: 32), k(0x100)) == s.false)
    #expect(s.equal(xy, s.concat(x, z)) == s.equal(y, z))
    #expect(
      s.equal(s.zeroExtend(bits(x, 7, 0), to: 32), s.zeroExtend(bits(y, 7, 0), to: 32))
        == s.equal(bits(x, 7, 0), bits(y, 7, 0)))
  }

  /// Stored byte by byte and loaded again, a term comes back whole, also where slices were rewritten.
  @Test func bytesComeBackWhole() {
    let wide = s.variable("wide", width: 64)
    for t in [
      x, s.add(x, y), s.subtract(x, y), s.xor(x, y), s.not(s.and(x, y)), s.ite(b, x, y), s.or(s.not(x), y),
      bits(s.multiply(wide, wide), 31, 0), s.signExtend(bits(x, 15, 0), to: 32), s.add(x, k(5)),
    ] {
      var upwards = bits(t, 7, 0)
      for byte in 1..<4 { upwards = s.concat(bits(t, byte * 8 + 7, byte * 8), upwards) }
      #expect(upwards == t)
      var downwards = bits(t, 31, 24)
      for byte in (0..<3).reversed() { downwards = s.concat(downwards, bits(t, byte * 8 + 7, byte * 8)) }
      #expect(downwards == t)
    }
  }

  /// A register of 32 flags, built by concatenation, masked, updated and taken apart.
  @Test func flagsRegister() {
    var register = s.variable("f0", width: 1)
    for index in 1..<32 { register = s.concat(s.variable("f\(index)", width: 1), register) }
    let f = (0..<32).map { s.variable("f\($0)", width: 1) }
    for index in 0..<32 { #expect(bits(register, index, index) == f[index]) }
    let updated = s.or(s.and(register, k(~0b1001)), k(0b1000))
    #expect(bits(updated, 0, 0) == s.false)
    #expect(bits(updated, 3, 3) == s.true)
    #expect(bits(updated, 31, 4) == bits(register, 31, 4))
    #expect(bits(s.ite(b, updated, register), 7, 7) == f[7])
    #expect(bits(s.ite(b, updated, register), 3, 3) == s.or(b, f[3]))
  }

  @Test func orders() {
    #expect(s.unsignedLess(x, k(0)) == s.false)
    #expect(s.unsignedLess(k(.max), x) == s.false)
    #expect(s.unsignedLessOrEqual(k(0), x) == s.true)
    #expect(s.unsignedLess(k(0), x) == s.not(s.equal(x, k(0))))
    #expect(s.unsignedLess(x, k(1)) == s.equal(x, k(0)))
    #expect(s.unsignedLess(s.zeroExtend(bits(x, 7, 0), to: 32), k(256)) == s.true)
    #expect(s.signedLess(x, k(0)) == bits(x, 31, 31))
    #expect(s.signedLessOrEqual(k(0), x) == s.not(bits(x, 31, 31)))
    #expect(s.unsignedLess(b, c) == s.and(s.not(b), c))
  }

  /// Every operation on all values of small widths folds to what Z3 says it is.
  @Test func constantsFoldAsInZ3() {
    let plain = TermStore(simplifies: false)
    for width in [1, 2, 3] {
      let p = plain.variable("p\(width)", width: width)
      let q = plain.variable("q\(width)", width: width)
      let limit = UInt128(1) << UInt128(width)
      let operations: [(TermStore) -> (Term, Term) -> Term] = [
        TermStore.add, TermStore.subtract, TermStore.multiply, TermStore.unsignedDivide,
        TermStore.unsignedRemainder, TermStore.signedDivide, TermStore.signedRemainder, TermStore.shiftLeft,
        TermStore.shiftRightLogical, TermStore.shiftRightArithmetic, TermStore.unsignedLess,
        TermStore.unsignedLessOrEqual, TermStore.signedLess, TermStore.signedLessOrEqual,
      ]
      let solver = Solver(store: plain)
      for operation in operations {
        var wrong: [Term] = []
        for i in 0..<limit {
          for j in 0..<limit {
            let (a, b) = (plain.constant(i, width: width), plain.constant(j, width: width))
            let here = plain.and(plain.equal(p, a), plain.equal(q, b))
            let folded = operation(plain)(a, b)
            #expect(plain.value(folded) != nil)
            wrong.append(plain.and(here, plain.not(plain.equal(operation(plain)(p, q), folded))))
          }
        }
        #expect(solver.check([plain.disjunction(wrong)]) == .unsatisfiable)
      }
    }
  }
}
