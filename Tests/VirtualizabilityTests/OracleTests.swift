import SMT
import Testing

@testable import Virtualizability

/// Questions that are asked together get the answers that they get alone.
struct OracleTests {

  /// Numbers that `x` must be, where it is above 4 and not 7; some of the questions contradict themselves.
  @Test(arguments: [
    [], [5], [3], [1, 2, 3], [5, 6], [1, 7, 9, 2], [7, 7, 3, 4], [9, 1, 12, 15, 7, 2, 8],
  ])
  func together(numbers: [UInt128]) throws {
    for (search, simplifies) in [(true, true), (false, true), (false, false)] {
      let store = TermStore(simplifies: simplifies)
      let x = store.variable("x", width: 8)
      let square = store.multiply(x, x)
      let common = [
        store.unsignedLess(store.constant(4, width: 8), x),
        store.not(store.equal(x, store.constant(7, width: 8))),
      ]
      func question(_ chosen: [UInt128]) -> Oracle.Question {
        let some = store.disjunction(
          chosen.map { number in
            store.conjunction([
              store.equal(square, store.constant(number &* number, width: 8)),
              store.unsignedLess(x, store.constant(16, width: 8)),
            ])
          })
        return Oracle.Question(purpose: "x is one of \(chosen)", assertions: common + [some])
      }
      let decider = Decider(
        store: store, rlimit: 0,
        search: search
          ? ModelSearch(
            store: store, functions: try Self.functions(store), starts: []) : nil)
      let oracle = Oracle(decider, dump: nil)
      let questions = numbers.map { question([$0]) }
      let answers = oracle.ask(questions) { question($0.map { numbers[$0] }) }
      let expected = numbers.map { $0 > 4 && $0 != 7 }
      #expect(answers.map(\.isYes) == expected)
      #expect(answers.map(\.isNo) == expected.map { !$0 })
      for case (.yes(let assignment), let question) in zip(answers, questions) {
        let evaluation = Evaluation(store, assignment)
        #expect(question.assertions.allSatisfy { evaluation.value($0) == 1 })
      }
      let first = oracle.first(questions) { question($0.map { numbers[$0] }) }
      #expect(first?.number == expected.firstIndex(of: true))
      #expect(oracle.undecided.isEmpty)
    }
  }

  /// Functions as those of a machine.
  private static func functions(_ store: TermStore) throws -> Image.Functions {
    let loaded = try MachineLoading.load(path: Fixtures.specification("pg74"), options: CheckOptions())
    let machine = try #require(loaded.machines.first?.machine)
    return Image.Functions(machine: machine, store: store)
  }
}
