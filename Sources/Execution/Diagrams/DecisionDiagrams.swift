/// Reduced ordered binary decision diagrams (Bryant 1986): one node for every function of bits, so that equal
/// functions are the same node.
///
/// Variables are numbered, and tested in the order of their numbers.
package final class DecisionDiagrams {

  /// A function of the variables.
  package struct Node: Hashable, Sendable {
    fileprivate var number: Int32
  }

  private struct Branch: Hashable {
    var variable: Int32
    var low: Node
    var high: Node
  }

  private struct Question: Hashable {
    var condition: Node
    var then: Node
    var otherwise: Node
  }

  /// Holds for no assignment, and for every one.
  package static let never = Node(number: 0)
  package static let always = Node(number: 1)

  private static let last: Int32 = .max

  @exclusivity(unchecked) private var branches: [Branch]

  /// The nodes by their contents: open addressing, 0 where a place is free.
  @exclusivity(unchecked) private var table: [Int32]
  @exclusivity(unchecked) private var mask: Int

  /// Answers that were given lately; a new one takes the place of another.
  @exclusivity(unchecked) private var answers: [Answer]
  private static let answerCount = 1 << 14

  private struct Answer {
    var question: Question
    var result: Node
  }

  /// The most nodes; beyond, every result is `never`, and `isExhausted` says so.
  private let limit: Int
  package private(set) var isExhausted = false

  package init(limit: Int = 1 << 20) {
    self.limit = limit
    let leaf = Branch(variable: Self.last, low: Self.never, high: Self.never)
    branches = [leaf, leaf]
    mask = (1 << 12) - 1
    table = Array(repeating: 0, count: mask + 1)
    // No question has a constant for its condition, so this answers none.
    let nothing = Question(condition: Self.never, then: Self.never, otherwise: Self.never)
    answers = Array(repeating: Answer(question: nothing, result: Self.never), count: Self.answerCount)
  }

  /// How many nodes there are.
  package var count: Int { branches.count }

  /// Gives up: what was asked is beyond what diagrams are good for.
  package func exhaust() { isExhausted = true }

  /// Whether the variable is 1.
  package func variable(_ number: Int) -> Node {
    node(Branch(variable: Int32(number), low: Self.never, high: Self.always))
  }

  private static func hash(_ one: Int32, _ other: Int32, _ third: Int32) -> Int {
    let mixed =
      UInt64(UInt32(bitPattern: one)) &* 0x9E37_79B9_7F4A_7C15
      ^ UInt64(UInt32(bitPattern: other)) &* 0xC2B2_AE3D_27D4_EB4F
      ^ UInt64(UInt32(bitPattern: third)) &* 0x1656_67B1_9E37_79F9
    return Int(truncatingIfNeeded: (mixed ^ mixed >> 29) &* 0xBF58_476D_1CE4_E5B9 >> 20)
  }

  private static func hash(_ branch: Branch) -> Int {
    hash(branch.variable, branch.low.number, branch.high.number)
  }

  private func node(_ branch: Branch) -> Node {
    if branch.low == branch.high { return branch.low }
    var place = Self.hash(branch) & mask
    while table[place] != 0 {
      if branches[Int(table[place])] == branch { return Node(number: table[place]) }
      place = (place + 1) & mask
    }
    guard branches.count < limit else {
      isExhausted = true
      return Self.never
    }
    let made = Int32(branches.count)
    branches.append(branch)
    table[place] = made
    if branches.count * 2 > table.count { grow() }
    return Node(number: made)
  }

  private func grow() {
    mask = mask * 2 + 1
    table = Array(repeating: 0, count: mask + 1)
    for number in 2..<branches.count {
      var place = Self.hash(branches[number]) & mask
      while table[place] != 0 { place = (place + 1) & mask }
      table[place] = Int32(number)
    }
  }

  // MARK: Connectives

  package func not(_ one: Node) -> Node { choose(one, Self.never, Self.always) }
  package func and(_ one: Node, _ other: Node) -> Node {
    one.number <= other.number ? choose(one, other, Self.never) : choose(other, one, Self.never)
  }
  package func or(_ one: Node, _ other: Node) -> Node {
    one.number <= other.number ? choose(one, Self.always, other) : choose(other, Self.always, one)
  }
  package func xor(_ one: Node, _ other: Node) -> Node { choose(one, not(other), other) }

  /// `then` where the condition holds, and `otherwise` elsewhere.
  package func choose(_ condition: Node, _ then: Node, _ otherwise: Node) -> Node {
    if condition == Self.always { return then }
    if condition == Self.never { return otherwise }
    if then == otherwise { return then }
    if then == Self.always, otherwise == Self.never { return condition }
    let question = Question(condition: condition, then: then, otherwise: otherwise)
    let place =
      Self.hash(condition.number, then.number, otherwise.number) & (Self.answerCount - 1)
    if answers[place].question == question { return answers[place].result }
    let variable = min(top(condition), top(then), top(otherwise))
    let low = choose(
      cofactor(condition, variable, false), cofactor(then, variable, false),
      cofactor(otherwise, variable, false))
    let high = choose(
      cofactor(condition, variable, true), cofactor(then, variable, true),
      cofactor(otherwise, variable, true))
    let result = node(Branch(variable: variable, low: low, high: high))
    answers[place] = Answer(question: question, result: result)
    return result
  }

  private func top(_ node: Node) -> Int32 { branches[Int(node.number)].variable }

  private func cofactor(_ node: Node, _ variable: Int32, _ value: Bool) -> Node {
    let branch = branches[Int(node.number)]
    guard branch.variable == variable else { return node }
    return value ? branch.high : branch.low
  }

  // MARK: Questions

  /// The share of all assignments for which the function holds.
  package func density(_ node: Node) -> Double {
    var known: [Node: Double] = [Self.never: 0, Self.always: 1]
    func density(_ node: Node) -> Double {
      if let value = known[node] { return value }
      let branch = branches[Int(node.number)]
      let value = (density(branch.low) + density(branch.high)) / 2
      known[node] = value
      return value
    }
    return density(node)
  }

  /// An assignment for which the function holds, of the variables that matter for it; as many as possible are
  /// 0, the first ones before the others. Nil where there is none.
  package func assignment(_ node: Node) -> [Int: Bool]? {
    guard node != Self.never else { return nil }
    var result: [Int: Bool] = [:]
    var current = node
    while current != Self.always {
      let branch = branches[Int(current.number)]
      let takesHigh = branch.low == Self.never
      result[Int(branch.variable)] = takesHigh
      current = takesHigh ? branch.high : branch.low
    }
    return result
  }

  /// Whether the function holds for an assignment; variables that it does not name are 0.
  package func value(of node: Node, under assignment: [Int: Bool]) -> Bool {
    var current = node
    while current != Self.always, current != Self.never {
      let branch = branches[Int(current.number)]
      current = assignment[Int(branch.variable)] == true ? branch.high : branch.low
    }
    return current == Self.always
  }
}
