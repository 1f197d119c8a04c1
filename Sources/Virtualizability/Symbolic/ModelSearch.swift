import SMT

/// Finds satisfying assignments by trying, without the solver.
///
/// Most questions about an instruction are satisfiable, and an answer to one is nearly an answer to the next.
/// A search starts from assignments that answered earlier questions.
final class ModelSearch {

  private let store: TermStore
  private var pool: [Valuation] = []
  private var local = LocalSearch(seed: 0x7067_3734)
  private let defaults: [Function: UInt128]
  private let originals: Originals

  /// Pairs of a function and its renamed copy in the second state: where the copy has no value it starts as
  /// the original.
  private let copies: [(original: Function, copy: Function)]

  /// How many assignments are remembered.
  private static let poolSize = 12

  /// How long is searched before giving up.
  struct Persistence {

    /// How many starting points are tried.
    var starts: Int

    /// From how many of them is searched once more, the first state being made like the second.
    var doubled: Int

    /// How many changes are tried from one starting point.
    var steps: Int

    /// About how many values of terms are computed in all before giving up.
    var work = Int.max

    /// Only what is remembered is tried.
    static let none = Persistence(starts: 0, doubled: 0, steps: 0)

    /// Enough for a question that says little, and takes no longer than making it simpler.
    static let brief = Persistence(starts: 1, doubled: 0, steps: 20)

    /// Enough for most questions that have an answer.
    static let short = Persistence(starts: 2, doubled: 2, steps: 100)

    /// Takes less time than the solver over an easy question as a whole.
    static let longer = Persistence(starts: 6, doubled: 6, steps: 1000, work: 100_000)

    /// Takes as long as the solver over a hard one.
    static let long = Persistence(starts: 6, doubled: 6, steps: 1000, work: 600_000)
  }

  init(store: TermStore, functions: Image.Functions, starts: [Assignment]) {
    self.store = store
    originals = Originals(store)
    var defaults: [Function: UInt128] = [:]
    if let admits = functions.admits { defaults[admits] = 1 }
    if let present = functions.present { defaults[present] = 1 }
    self.defaults = defaults
    if let original = functions.physical, let copy = functions.otherPhysical {
      copies = [(original, copy)]
    } else {
      copies = []
    }
    starts.forEach { remember($0) }
  }

  /// Makes `assignment` a starting point for later questions.
  func remember(_ assignment: Assignment) {
    var kept = assignment
    kept.defaults.merge(defaults) { $1 }
    for (original, copy) in copies where kept.functions[copy] == nil {
      kept.functions[copy] = kept.functions[original] ?? [:]
    }
    insert(Valuation(store, kept) { [originals] in originals[$0] })
  }

  private func insert(_ valuation: Valuation) {
    pool.insert(valuation, at: 0)
    if pool.count > Self.poolSize { pool.remove(at: Self.poolSize - 3) }
  }

  /// An assignment under which all assertions hold, if one is found.
  func find(_ assertions: [Term], _ persistence: Persistence) -> Assignment? {
    let conjuncts = assertions.flatMap { store.conjuncts(of: $0) }
    guard !conjuncts.contains(store.false) else { return nil }
    var ranked: [(failing: Int, start: Valuation)] = []
    for (place, start) in pool.enumerated() {
      let failing = start.countFailing(conjuncts)
      if failing == 0 {
        pool.remove(at: place)
        pool.insert(start, at: 0)
        return start.assignment
      }
      ranked.append((failing, start))
    }
    guard persistence.starts > 0 else { return nil }
    // The most promising starting points first; among equals the most recent.
    ranked.sort { $0.failing < $1.failing }
    var cone = Cone(store, conjuncts)
    let variables = cone.variableTerms
    cone.mark(variables: { originals[$0] != nil }, functions: Set(copies.map(\.copy)))
    for (_, start) in ranked.prefix(persistence.starts) where cone.work < persistence.work {
      cone.load(start)
      if let found = walk(&cone, from: start, persistence) { return found }
    }
    // Most often the second state is the harder one. What the two states share is taken from there.
    let here = Set(variables)
    let twins = variables.map { originals.copy(of: $0) }
    guard
      twins.contains(where: { $0.map(here.contains) ?? false })
        || copies.contains(where: { cone.applies($0.copy) })
    else { return nil }
    // A difference that cannot come about in the second state may do so in the first.
    cone.mark(
      variables: { originals.copy(of: $0).map(here.contains) ?? false },
      functions: Set(copies.filter { cone.applies($0.copy) }.map(\.original)))
    for (_, start) in ranked.prefix(persistence.doubled) where cone.work < persistence.work {
      cone.load(start)
      for (number, twin) in twins.enumerated() {
        if let twin, !here.contains(twin) { cone.set(variable: number, start.value(twin)) }
      }
      for (original, copy) in copies where !cone.applies(copy) { cone.overlay(original, with: copy) }
      cone.settle()
      cone.keep()
      if let found = walk(&cone, from: start, persistence) { return found }
    }
    return nil
  }

  private func walk(_ cone: inout Cone, from start: Valuation, _ persistence: Persistence) -> Assignment? {
    guard local.walk(&cone, steps: persistence.steps, until: persistence.work) else { return nil }
    let found = cone.assignment(from: start.assignment)
    remember(found)
    return found
  }
}

/// The variables of the first state that renamed ones of the second state stand for.
private final class Originals {

  private let store: TermStore
  private var known: [Known] = []

  private enum Known {
    case unasked
    case original(Term?)
  }

  init(_ store: TermStore) { self.store = store }

  subscript(variable: Term) -> Term? {
    let place = Int(variable.index)
    if place < known.count, case .original(let original) = known[place] { return original }
    var original: Term?
    if let name = store.name(of: variable), name.hasSuffix("'") {
      original = store.knownVariable(String(name.dropLast()))
    }
    if place >= known.count {
      known += repeatElement(.unasked, count: max(place + 1, 2 * known.count) - known.count)
    }
    known[place] = .original(original)
    return original
  }

  /// The renamed variable of the second state that stands for `variable`, if it was made.
  func copy(of variable: Term) -> Term? {
    store.name(of: variable).flatMap { store.knownVariable($0 + "'") }
  }
}
