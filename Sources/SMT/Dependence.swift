/// What variables terms depend on: by their tags, and by a walk over the terms where tags do not tell.
public struct Dependence {
  private let store: TermStore
  private let terms: [Term]
  private let support: TagSet
  private lazy var variables = Set(store.variables(in: terms))

  /// The dependence of these terms of the store.
  public init(_ store: TermStore, of terms: [Term]) {
    self.store = store
    self.terms = terms
    support = terms.reduce(TagSet()) { $0.union(store.support($1)) }
  }

  /// Whether the variable lies below one of the terms.
  public mutating func contains(_ variable: Term) -> Bool {
    let own = store.support(variable)
    guard !own.isEmpty, own.isUnshared else { return variables.contains(variable) }
    return !support.isDisjoint(with: own)
  }
}
