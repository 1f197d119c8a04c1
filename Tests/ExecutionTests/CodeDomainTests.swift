import Testing

@testable import Execution

/// How operations of compiled code are made.
struct CodeDomainTests {

  /// A choice between choices that share what they choose from has as many paths as there are numbers of its conditions: its
  /// parts are made without walking them all.
  @Test func partsOfSharedChoicesAreMadeOnce() {
    let domain = CodeDomain()
    var word = domain.slot(0, width: 32)
    for number in 1...64 {
      let one = domain.slot(3 * number, width: 1)
      let other = domain.slot(3 * number + 1, width: 1)
      word = domain.choose(one, domain.choose(other, word, domain.slot(3 * number + 2, width: 32)), word)
    }
    let part = domain.extract(word, high: 7, low: 0)
    #expect(domain.width(part) == 8)
    #expect(domain.extract(word, high: 7, low: 0) == part)
    #expect(!domain.isRefused)
  }

  /// A part that was taken of a choice while its condition was known is not taken for another one later.
  @Test func partsHoldUnderTheirFactsAlone() {
    let domain = CodeDomain()
    let condition = domain.slot(0, width: 1)
    let one = domain.slot(1, width: 32)
    let other = domain.slot(2, width: 32)
    let word = domain.choose(condition, one, other)
    let held = domain.assumptionCount
    domain.assume(condition, true)
    #expect(domain.extract(word, high: 7, low: 0) == domain.extract(one, high: 7, low: 0))
    domain.retract(to: held)
    domain.assume(condition, false)
    #expect(domain.extract(word, high: 7, low: 0) == domain.extract(other, high: 7, low: 0))
    domain.retract(to: held)
    let open = domain.extract(word, high: 7, low: 0)
    #expect(open != domain.extract(one, high: 7, low: 0))
    #expect(open != domain.extract(other, high: 7, low: 0))
  }
}
