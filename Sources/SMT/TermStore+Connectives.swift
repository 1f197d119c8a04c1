/// Connectives on 1-bit terms made of the others.
extension TermStore {
  /// The 1-bit implication of 1-bit operands.
  public func implies(_ a: Term, _ b: Term) -> Term {
    precondition(width(a) == 1 && width(b) == 1, "implication is between 1-bit terms")
    return or(not(a), b)
  }

  /// The 1-bit conjunction of 1-bit terms; of none, true.
  public func conjunction(_ terms: [Term]) -> Term {
    var result = `true`
    for term in terms {
      precondition(width(term) == 1, "a conjunction is of 1-bit terms")
      result = and(result, term)
    }
    return result
  }

  /// The 1-bit disjunction of 1-bit terms; of none, false.
  public func disjunction(_ terms: [Term]) -> Term {
    var result = `false`
    for term in terms {
      precondition(width(term) == 1, "a disjunction is of 1-bit terms")
      result = or(result, term)
    }
    return result
  }
}
