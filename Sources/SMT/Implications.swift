/// What follows from a 1-bit term that holds, or does not, whichever way its choices go.
///
/// A choice holds where one of its branches does: what both branches say follows. A requirement that stands
/// behind every case of an operand is found so, however deep the cases are nested.
struct Implications {
  private let store: TermStore

  /// What follows from a literal: literals in ascending order. A literal is twice the index of a term, and one
  /// more where the term is false.
  private var known: [Int32: [Int32]] = [:]

  /// More is forgotten; less than all that follows does follow.
  private static let most = 32
  private static let deepest = 300

  private init(_ store: TermStore) { self.store = store }

  /// What follows from those of the 1-bit `parts` that are choices, and stands in none of them alone.
  static func ofChoices(_ parts: [Term], _ store: TermStore) -> [Term] {
    var implications = Implications(store)
    var result: [Term] = []
    for part in parts {
      let isNegated = store.operation(part) == .not
      let inner = isNegated ? store.node(part).first : part
      switch store.operation(inner) {
      case .ite, .or, .and:
        for literal in implications.implied(inner, !isNegated, 0) where literal >> 1 != inner.index {
          let term = Term(literal >> 1)
          result.append(literal & 1 == 0 ? term : store.not(term))
        }
      default: break
      }
    }
    return result
  }

  private mutating func implied(_ term: Term, _ truth: Bool, _ depth: Int) -> [Int32] {
    let node = store.node(term)
    if node.operation == .not { return implied(node.first, !truth, depth) }
    let literal = term.index << 1 | (truth ? 0 : 1)
    guard node.width == 1, depth < Self.deepest, [.ite, .and, .or].contains(node.operation) else {
      return [literal]
    }
    if let found = known[literal] { return found }
    var result: [Int32]
    if node.operation == .ite {
      result = Self.common(
        implied(node.second, truth, depth + 1), implied(node.third, truth, depth + 1), with: literal)
    } else {
      let one = implied(node.first, truth, depth + 1)
      let other = implied(node.second, truth, depth + 1)
      let isBoth = (node.operation == .and) == truth
      result = isBoth ? Self.union(one, other) : Self.common(one, other, with: literal)
    }
    if result.count > Self.most { result.removeLast(result.count - Self.most) }
    known[literal] = result
    return result
  }

  /// Both of two ascending lists.
  private static func union(_ one: [Int32], _ other: [Int32]) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(one.count + other.count)
    var i = 0
    var j = 0
    while i < one.count || j < other.count {
      let takesOne = j == other.count || (i < one.count && one[i] <= other[j])
      let next = takesOne ? one[i] : other[j]
      if i < one.count, one[i] == next { i += 1 }
      if j < other.count, other[j] == next { j += 1 }
      result.append(next)
    }
    return result
  }

  /// What stands in both of two ascending lists, and one more literal.
  private static func common(_ one: [Int32], _ other: [Int32], with literal: Int32) -> [Int32] {
    var result: [Int32] = []
    var i = 0
    var j = 0
    while i < one.count, j < other.count {
      if one[i] == other[j] {
        result.append(one[i])
        i += 1
        j += 1
      } else if one[i] < other[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return union(result, [literal])
  }
}
