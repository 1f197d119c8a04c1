import SMT

/// Answers the questions of one check of an instruction, and keeps account of them.
final class Oracle {

  typealias Answer = Decider.Answer

  /// A question, with the name that messages and dumps call it by.
  struct Question {
    var purpose: String

    /// What must hold together.
    var assertions: [Term]
  }

  private let decider: Decider
  private let dump: QueryDump?
  private(set) var effort = Effort()
  private(set) var undecided: [String] = []

  /// The question that took longest, with the processor seconds that it took.
  private(set) var hardest = (purpose: "", seconds: 0.0)

  /// An account of questions that `decider` decides.
  init(_ decider: Decider, dump: QueryDump?) {
    self.decider = decider
    self.dump = dump
  }

  /// Whether the assertions hold together in some state. `purpose` names the question in messages and dumps.
  func ask(_ purpose: String, _ assertions: [Term]) -> Answer {
    let answer = note(decide(assertions, purpose), purpose, assertions)
    noteUndecided(purpose, answer)
    return answer
  }

  /// The answer to each of the questions.
  ///
  /// Most often it is no for all, which is asked first. Where it is not, those that a glance leaves open are
  /// asked together again, and then by halves.
  ///
  /// - Parameter together: what holds in some state if one of the questions of these numbers holds in some
  ///   state.
  func ask(_ questions: [Question], together: @escaping ([Int]) -> Question) -> [Answer] {
    var round = Round(questions: questions, together: together, stopsAtFirst: false)
    answer(&round)
    return round.answers.map { $0 ?? .unknown("not asked") }
  }

  /// The first of the questions whose answer is yes.
  func first(
    _ questions: [Question], together: @escaping ([Int]) -> Question
  ) -> (number: Int, assignment: Assignment)? {
    var round = Round(questions: questions, together: together, stopsAtFirst: true)
    answer(&round)
    for (number, answer) in round.answers.enumerated() {
      if case .yes(let assignment)? = answer { return (number, assignment) }
    }
    return nil
  }

  /// Questions that are asked together, with the answers so far.
  private struct Round {
    var questions: [Question]
    var together: ([Int]) -> Question
    var stopsAtFirst: Bool
    var answers: [Answer?]

    init(questions: [Question], together: @escaping ([Int]) -> Question, stopsAtFirst: Bool) {
      self.questions = questions
      self.together = together
      self.stopsAtFirst = stopsAtFirst
      answers = Array(repeating: nil, count: questions.count)
    }

    /// Whether the answer to this question does not matter any more.
    func isIdle(_ number: Int) -> Bool {
      stopsAtFirst && answers[..<number].contains { $0?.isYes ?? false }
    }
  }

  private func answer(_ round: inout Round) {
    let all = Array(round.questions.indices)
    guard decider.takesShortcuts, all.count > 1 else {
      for number in all where !round.isIdle(number) { askAlone(number, &round) }
      return
    }
    if haveNone(all[...], &round) { return }
    var open: [Int] = []
    for (number, question) in round.questions.enumerated() where !round.isIdle(number) {
      if let decision = decider.glance(question.assertions) {
        round.answers[number] = note(decision, question.purpose, question.assertions)
        noteUndecided(question.purpose, decision.answer)
      } else {
        open.append(number)
      }
    }
    if open.count < all.count, open.count > 1, haveNone(open[...], &round) { return }
    settle(open[...], &round)
  }

  /// Asks questions apart, by halves.
  private func settle(_ numbers: ArraySlice<Int>, _ round: inout Round) {
    guard let first = numbers.first, !round.isIdle(first) else { return }
    if numbers.count == 1 { return askAlone(first, &round) }
    let middle = numbers.startIndex + numbers.count / 2
    for half in [numbers[..<middle], numbers[middle...]] where half.count == 1 || !haveNone(half, &round) {
      settle(half, &round)
    }
  }

  private func askAlone(_ number: Int, _ round: inout Round) {
    let question = round.questions[number]
    round.answers[number] = ask(question.purpose, question.assertions)
  }

  /// Whether none of the questions is answered by any state.
  private func haveNone(_ numbers: ArraySlice<Int>, _ round: inout Round) -> Bool {
    guard let first = numbers.first, !round.isIdle(first) else { return true }
    let all = round.together(Array(numbers))
    let decision = decide(all.assertions, all.purpose)
    guard note(decision, all.purpose, all.assertions).isNo else { return false }
    for number in numbers { round.answers[number] = .no }
    return true
  }

  private func decide(_ assertions: [Term], _ purpose: String) -> Decider.Decision {
    let start = processorSeconds()
    let decision = decider.decide(assertions)
    let seconds = processorSeconds() - start
    if seconds > hardest.seconds { hardest = (purpose, seconds) }
    return decision
  }

  /// Notes an answer that needed no question.
  func noteSimplified() { effort.bySimplification += 1 }

  private func noteUndecided(_ purpose: String, _ answer: Answer) {
    if case .unknown(let reason) = answer { undecided.append("\(purpose): \(reason)") }
  }

  private func note(_ decision: Decider.Decision, _ purpose: String, _ assertions: [Term]) -> Answer {
    if decision.neededSolver {
      effort.bySolver += 1
      effort.rlimit += decision.rlimit
    } else {
      effort.bySimplification += 1
    }
    if decision.isNew {
      let status =
        switch decision.answer {
        case .no: "unsat"
        case .yes: "sat"
        case .unknown: "unknown"
        }
      dump?.write(purpose, assertions, store: decider.store, status: status)
    }
    return decision.answer
  }
}
