import SMT
import Testing

@testable import Execution

/// How terms are made for the words of a run.
struct SymbolicDomainTests {

  private let store = TermStore()
  private let domain: SymbolicDomain

  init() throws {
    domain = SymbolicDomain(machine: try machine(BlockWriteTests.text), store: store)
  }

  private func variable(_ name: String, _ width: Int) -> Term { store.variable(name, width: width) }
  private func constant(_ value: UInt128, _ width: Int) -> Term { store.constant(value, width: width) }

  // MARK: Sums

  @Test func sumWithinTheKnownBitsIsPutTogether() {
    let table = variable("table", 6)
    let start = domain.binary(.concat, table, constant(0b00, 2))
    domain.splitsSums = true
    #expect(domain.binary(.add, start, constant(3, 8)) == store.concat(table, constant(0b11, 2)))
    domain.splitsSums = false
    #expect(domain.binary(.add, start, constant(3, 8)) == store.add(start, constant(3, 8)))
  }

  @Test func sumThatCarriesIntoTheOtherBitsStaysASum() {
    let start = domain.binary(.concat, variable("table", 6), constant(0b10, 2))
    domain.splitsSums = true
    #expect(
      domain.binary(.add, start, constant(1, 8)) == store.concat(variable("table", 6), constant(0b11, 2)))
    for more: UInt128 in [2, 4, 0xFF] {
      #expect(domain.binary(.add, start, constant(more, 8)) == store.add(start, constant(more, 8)))
    }
    let unknown = variable("x", 8)
    #expect(domain.binary(.add, unknown, constant(1, 8)) == store.add(unknown, constant(1, 8)))
  }

  /// Whatever a sum is made of, it has the value of a sum.
  @Test func splitSumsAreSums() {
    let high = variable("high", 4)
    for low: UInt128 in 0..<16 {
      let word = store.concat(high, constant(low, 4))
      for more: UInt128 in 0..<40 {
        domain.splitsSums = true
        let sum = domain.binary(.add, word, constant(more, 8))
        for value: UInt128 in [0, 7, 15] {
          let found = Evaluation(store, Assignment(variables: [high: value])).value(sum)
          #expect(found == ((value << 4 | low) + more) & 0xFF)
        }
      }
    }
  }

  // MARK: What was asked for before

  /// A term that depends on many choices, made anew.
  private func chain(_ length: Int) -> Term {
    var result = variable("start", 16)
    for number in 0..<length {
      let test = domain.binary(
        .equal, domain.extract(result, high: 3, low: 0), constant(UInt128(number % 16), 4))
      let sum = domain.binary(.add, result, variable("v\(number % 5)", 16))
      result = domain.choose(test, sum, domain.binary(.xor, result, variable("w\(number % 3)", 16)))
    }
    return result
  }

  @Test func sameRequestHasTheSameAnswerWhateverWasMadeBetween() {
    let (one, other) = domain.remembering { () -> (Term, Term) in
      let one = chain(40)
      // So many other terms that the store has forgotten how it has rewritten the first ones.
      for number in 0..<20_000 {
        _ = store.equal(variable("noise", 32), constant(UInt128(number), 32))
      }
      return (one, chain(40))
    }
    #expect(one == other)
  }

  @Test func rememberedTermsHaveTheSameValues() {
    let plain = chain(12)
    let remembered = domain.remembering { chain(12) }
    for seed: UInt128 in 0..<50 {
      let values = store.variables(in: [plain]).enumerated().map { number, variable in
        (variable, (seed &+ 1) &* UInt128(number * 40503 + 1) & 0xFFFF)
      }
      let evaluation = Evaluation(store, Assignment(variables: Dictionary(uniqueKeysWithValues: values)))
      #expect(evaluation.value(plain) == evaluation.value(remembered))
    }
  }

  @Test func nothingIsRememberedAfterwards() {
    let a = variable("a", 8)
    let b = variable("b", 8)
    let inside = domain.remembering { domain.binary(.and, a, b) }
    domain.splitsSums = true
    let start = domain.remembering {
      domain.binary(.add, store.concat(variable("t", 6), constant(0, 2)), constant(1, 8))
    }
    domain.splitsSums = false
    let again = domain.remembering {
      domain.binary(.add, store.concat(variable("t", 6), constant(0, 2)), constant(1, 8))
    }
    #expect(inside == store.and(a, b))
    // What was made of the same words in another way is not recalled.
    #expect(start == store.concat(variable("t", 6), constant(1, 2)))
    #expect(again == store.add(store.concat(variable("t", 6), constant(0, 2)), constant(1, 8)))
  }
}
