/// A conjunction made simpler by what its own parts say.
extension TermStore {
  /// More rounds find next to nothing.
  private static let mostRounds = 4

  /// 1-bit terms whose conjunction is equivalent to that of the assertions.
  ///
  /// A part that holds says that it is true, a part that denies another that this one is false, and an equality
  /// what the other side is; a choice says what both branches do. All of this is put in wherever else these
  /// terms stand, which may say more, and is repeated. `[false]` where the parts are found to contradict one
  /// another.
  public func propagated(_ assertions: [Term]) -> [Term] {
    var parts = unique(assertions.flatMap { split($0) })
    for _ in 0..<Self.mostRounds {
      parts = unique(parts + Implications.ofChoices(parts, self))
      guard !parts.contains(`false`), let facts = facts(of: parts) else { return [`false`] }
      let substitution = Substitution(self, terms: facts)
      let next = unique(parts.flatMap { split(rewritten($0, facts, substitution)) })
      if next == parts { break }
      parts = next
    }
    return parts
  }

  /// The terms whose conjunction the term is.
  private func split(_ term: Term) -> [Term] {
    var result: [Term] = []
    var open = [(term, true)]
    while let (next, truth) = open.popLast() {
      let node = node(next)
      switch node.operation {
      case .not where node.width == 1: open.append((node.first, !truth))
      case .and where node.width == 1 && truth, .or where node.width == 1 && !truth:
        open.append((node.second, truth))
        open.append((node.first, truth))
      default: result.append(truth ? next : not(next))
      }
    }
    return result
  }

  /// The terms without repetition and without those that are true.
  private func unique(_ terms: [Term]) -> [Term] {
    var seen: Set<Term> = [`true`]
    return terms.filter { seen.insert($0).inserted }
  }

  /// What the parts say of terms: constants, and of two variables that are equal that the later one is the
  /// earlier one. Nil if they say two things of one.
  private func facts(of parts: [Term]) -> [Term: Term]? {
    var facts: [Term: Term] = [:]
    for part in parts {
      var said = [(part, `true`)]
      let node = node(part)
      switch node.operation {
      case .not: said.append((node.first, `false`))
      case .equal:
        if value(node.first) != nil { said.append((node.second, node.first)) }
        if value(node.second) != nil { said.append((node.first, node.second)) }
      default: break
      }
      for (term, constant) in said {
        if let other = facts.updateValue(constant, forKey: term), other != constant { return nil }
      }
    }
    for part in parts {
      guard let (later, earlier) = equalVariables(part), facts[later] == nil, facts[earlier] == nil else {
        continue
      }
      facts[later] = earlier
    }
    return facts
  }

  /// The variables that the part says are equal, the one that was made later first.
  private func equalVariables(_ part: Term) -> (later: Term, earlier: Term)? {
    let node = node(part)
    guard node.operation == .equal, isVariable(node.first), isVariable(node.second) else { return nil }
    return node.a > node.b ? (node.first, node.second) : (node.second, node.first)
  }

  /// The part with everything put in but what it says itself.
  private func rewritten(_ part: Term, _ facts: [Term: Term], _ substitution: Substitution) -> Term {
    if let (later, earlier) = equalVariables(part), facts[later] == earlier { return part }
    let node = node(part)
    switch node.operation {
    case .not: return not(substitution.applyBelow(node.first))
    case .equal where value(node.first) != nil: return equal(node.first, substitution.applyBelow(node.second))
    case .equal where value(node.second) != nil:
      return equal(substitution.applyBelow(node.first), node.second)
    default: return substitution.applyBelow(part)
    }
  }
}
