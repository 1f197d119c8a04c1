import ISAModel

/// Where locals are set and used.
struct LocalScopes {

  /// How often each is set.
  private(set) var sets: [Int: Int] = [:]

  /// The first value of each.
  private(set) var values: [Int: Expression] = [:]

  /// Those that are mentioned outside of the scope of their first mention.
  private(set) var wandering: Set<Int> = []

  /// Those whose value is asked for.
  private(set) var reads: Set<Int> = []

  private var homes: [Int: [Int]] = [:]
  private var path: [Int] = [0]
  private var scopeCount = 1

  private mutating func mention(_ slot: Int) {
    if let home = homes[slot] {
      if !path.starts(with: home) { wandering.insert(slot) }
    } else {
      homes[slot] = path
    }
  }

  mutating func visit(_ block: Block) {
    for statement in block.statements {
      if case .setLocal(let slot, let value) = statement {
        visit(value)
        sets[slot, default: 0] += 1
        if values[slot] == nil { values[slot] = value }
        mention(slot)
      } else {
        statement.forEachExpression { visit($0) }
      }
    }
    if let result = block.result { visit(result) }
  }

  private mutating func scoped(_ block: Block) {
    path.append(scopeCount)
    scopeCount += 1
    visit(block)
    path.removeLast()
  }

  private mutating func visit(_ expression: Expression) {
    switch expression {
    case .local(let slot):
      mention(slot)
      reads.insert(slot)
    case .conditional(let condition, let then, let otherwise):
      visit(condition)
      scoped(then)
      scoped(otherwise)
    case .block(let block): visit(block)
    case .matchCase(let subject, _, let arms):
      visit(subject)
      for arm in arms {
        path.append(scopeCount)
        scopeCount += 1
        for slot in arm.bindings.compactMap({ $0 }) {
          sets[slot, default: 0] += 1
          mention(slot)
        }
        visit(arm.body)
        path.removeLast()
      }
    default: expression.forEachChild { visit($0) }
    }
  }
}
