import SMT

/// Which requests some state admits, for all states that satisfy a condition together.
///
/// That no state admits a request is a question for the solver. That every request of a set has a state that
/// admits it is more than that: for each a state must be named. A request of which nothing is known yet is
/// asked for; the state that admits it is made a map from requests to states, and what this map covers need
/// not be asked again. When no request is left, what no map covers is exactly what no state admits.
final class AddressReach {

  /// Why the question was not decided.
  struct Undecided: Error {
    var reason: String
  }

  private let run: TranslationRun
  private let decider: Decider
  private let admitted: Term
  private var maps: [StateMap] = []
  private var store: TermStore { run.state.store }
  private var request: Term { run.request }

  /// More maps, or ranges, than a translation that people make has.
  private static let most = 96

  /// - Parameter condition: what is asked of the state: its mode, what a monitor guarantees.
  init(_ run: TranslationRun, _ decider: Decider, when condition: Term) {
    self.run = run
    self.decider = decider
    admitted = run.admitted(when: condition)
  }

  /// The requests of `region` that no state admits.
  func unreachable(in region: RequestRanges) throws(Undecided) -> RequestRanges {
    var found: [RequestRanges.Range] = []
    for _ in 0..<Self.most {
      var open = [isWithin(region.ranges)] + maps.map { store.not($0.admits) }
      if !found.isEmpty { open.append(store.not(isWithin(found))) }
      guard let model = try ask(open) else { return RequestRanges(found).intersection(region) }
      let value = Evaluation(store, model).value(request)
      if let found = try self.state(admitting: value) {
        // A simple state, with little in it that restricts, serves many requests.
        var minimiser = Minimiser(
          store: store, assertions: found.assertions, assignment: found.assignment)
        let state = minimiser.minimised()
        maps.append(StateMap(run, admitted, state))
        // Without this the loop might ask for the same request for ever.
        guard Evaluation(store, state).value(maps[maps.count - 1].admits) == 1 else {
          throw Undecided(reason: "no map from addresses to states was found")
        }
      } else {
        found.append(try block(around: value))
      }
    }
    throw Undecided(reason: "the addresses fall into more than \(Self.most) parts")
  }

  /// A state that satisfies the condition and admits the request.
  func state(admitting value: UInt128) throws(Undecided) -> (assignment: Assignment, assertions: [Term])? {
    let assertions = [admitted, isWithin([value...value])]
    return try ask(assertions).map { ($0, assertions) }
  }

  /// The largest aligned block of requests around `value`, a power of two, of which no state admits any.
  private func block(around value: UInt128) throws(Undecided) -> RequestRanges.Range {
    // What holds of a block holds of those within.
    var known = 0
    var beyond = store.width(request) + 1
    while known + 1 < beyond {
      let middle = (known + beyond) / 2
      let isRefused = try ask([admitted(blockAround: value, bits: middle)]) == nil
      if isRefused { known = middle } else { beyond = middle }
    }
    let low = (value >> UInt128(known)) << UInt128(known)
    return low...(low + ((1 << UInt128(known)) &- 1))
  }

  /// Whether a state admits a request that is `value` but for its low `bits`. What the others are stands in the
  /// term, which is simpler for it.
  private func admitted(blockAround value: UInt128, bits: Int) -> Term {
    let width = store.width(run.address)
    func part(_ variable: Term, _ value: UInt128, open: Int) -> Term {
      let width = store.width(variable)
      if open <= 0 { return store.constant(value, width: width) }
      if open >= width { return variable }
      return store.concat(
        store.constant(value >> UInt128(open), width: width - open),
        store.extract(variable, high: open - 1, low: 0))
    }
    let parts = [
      run.address: part(run.address, value, open: bits),
      run.access: part(run.access, value >> UInt128(width), open: bits - width),
    ]
    return TermStore.Substitution(store, variables: parts).apply(admitted)
  }

  private func isWithin(_ ranges: [RequestRanges.Range]) -> Term {
    let width = store.width(request)
    return store.disjunction(
      ranges.map { range in
        let low = store.constant(range.lowerBound, width: width)
        let high = store.constant(range.upperBound, width: width)
        if range.lowerBound == range.upperBound { return store.equal(request, low) }
        return store.and(store.unsignedLessOrEqual(low, request), store.unsignedLessOrEqual(request, high))
      })
  }

  private func ask(_ assertions: [Term]) throws(Undecided) -> Assignment? {
    switch decider.decide(assertions).answer {
    case .no: return nil
    case .yes(let assignment): return assignment
    case .unknown(let reason): throw Undecided(reason: reason)
    }
  }
}
