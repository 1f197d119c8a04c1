import SMT

/// A state for every request: one that admits a given request, with bits of the state that follow bits of the
/// request.
///
/// An entry of a translation buffer follows the page number, a bound follows nothing once it is large enough.
/// That the map is right is not taken for granted: `admits` says for which requests it is.
struct StateMap {

  /// Whether the state that belongs to a request admits it; a term over requests alone.
  let admits: Term

  /// A bit of a variable of the state.
  private struct Bit: Hashable {
    var variable: Int
    var place: Int
  }

  /// - Parameters:
  ///   - admitted: whether a state admits a request.
  ///   - assignment: a state and a request that it admits.
  init(_ run: TranslationRun, _ admitted: Term, _ assignment: Assignment) {
    let store = run.state.store
    var search = Search(run, admitted, assignment)
    search.widen()
    let followers = search.followers()
    let base = search.base
    var map: [Term: Term] = [:]
    for (number, variable) in search.variables.enumerated() where search.isOfState(number) {
      let width = store.width(variable)
      let bits = (0..<width).map { followers[Bit(variable: number, place: $0)] ?? [] }
      var value = store.constant(base[number], width: width)
      if bits.contains(where: { !$0.isEmpty }) {
        // The bits of the request as they differ from the given one.
        let change = bits.reversed().map { places in
          places.reduce(store.constant(0, width: 1)) { sum, place in
            let bit = store.extract(run.request, high: place, low: place)
            let given = store.constant(search.request >> UInt128(place) & 1, width: 1)
            return store.xor(sum, store.xor(bit, given))
          }
        }
        value = store.xor(value, change.dropFirst().reduce(change[0]) { store.concat($0, $1) })
      }
      map[variable] = value
    }
    admits = TermStore.Substitution(store, variables: map).apply(admitted)
  }

  /// Tries changes of the state, by evaluation alone.
  private struct Search: ~Copyable {

    let variables: [Term]
    let request: UInt128
    private let widths: [Int]
    private let requestWidth: Int
    private let addressWidth: Int
    private let address: Int?
    private let access: Int?
    private var cone: Cone

    init(_ run: TranslationRun, _ admitted: Term, _ assignment: Assignment) {
      let store = run.state.store
      var cone = Cone(store, [admitted])
      cone.load(Valuation(store, assignment))
      variables = cone.variableTerms
      widths = variables.map { store.width($0) }
      address = variables.firstIndex(of: run.address)
      access = variables.firstIndex(of: run.access)
      requestWidth = store.width(run.request)
      addressWidth = store.width(run.address)
      let low = assignment.variables[run.address] ?? 0
      request = (assignment.variables[run.access] ?? 0) << UInt128(addressWidth) | low
      self.cone = cone
    }

    func isOfState(_ number: Int) -> Bool { number != address && number != access }

    /// The bits of the state, the highest of each variable first.
    private var stateBits: [Bit] {
      var result: [Bit] = []
      for number in variables.indices where isOfState(number) {
        for place in (0..<widths[number]).reversed() { result.append(Bit(variable: number, place: place)) }
      }
      return result
    }

    /// The values of the variables.
    var base: [UInt128] { variables.indices.map { cone.value(ofVariable: $0) } }

    /// A variable of the state with another value.
    private typealias Change = (variable: Int, value: UInt128)

    /// Whether the request with one bit flipped (nil: the request itself) is admitted in the present state,
    /// or with other values of some variables.
    private mutating func admits(flipping bit: Int?, with changes: Change...) -> Bool {
      admits(flipping: bit, with: changes)
    }

    private mutating func admits(flipping bit: Int?, with changes: [Change]) -> Bool {
      for change in changes { cone.set(variable: change.variable, change.value) }
      if let bit {
        let isAddress = bit < addressWidth
        let place = isAddress ? bit : bit - addressWidth
        // Where the term does not mention that part of the request, flipping it changes nothing.
        if let number = isAddress ? address : access {
          cone.set(variable: number, cone.value(ofVariable: number) ^ 1 << UInt128(place))
        }
      }
      cone.settle()
      defer { cone.revert() }
      return cone.value(ofRoot: 0) == 1
    }

    /// The number of the bits of the request that may be flipped while the state stays.
    private mutating func free(with changes: [Change] = []) -> Int {
      var count = 0
      for bit in 0..<requestWidth where admits(flipping: bit, with: changes) { count += 1 }
      return count
    }

    /// Makes `changes` for good if the request is still admitted, and more of its bits may be flipped.
    private mutating func improves(_ changes: Change..., count: inout Int) -> Bool {
      guard admits(flipping: nil, with: changes) else { return false }
      let more = free(with: changes)
      guard more > count else { return false }
      count = more
      for change in changes { cone.set(variable: change.variable, change.value) }
      cone.settle()
      cone.keep()
      return true
    }

    /// The variables of the state with the least and the greatest value that they can have and have not.
    private func extremes() -> [Change] {
      var result: [Change] = []
      for number in variables.indices where isOfState(number) {
        let ones: UInt128 = widths[number] >= 128 ? .max : (1 << UInt128(widths[number])) - 1
        for value in [ones, 0] where value != cone.value(ofVariable: number) {
          result.append((number, value))
        }
      }
      return result
    }

    /// Makes the state admit more requests: a larger bound, a larger page.
    mutating func widen() {
      var count = free()
      for change in extremes() where cone.value(ofVariable: change.variable) != change.value {
        if count == requestWidth { return }
        _ = improves(change, count: &count)
      }
      // What refuses the request by itself may serve it with another: a bound from below, and one from above.
      var refused: [Change] = []
      for change in extremes() where !admits(flipping: nil, with: change) { refused.append(change) }
      for (number, one) in refused.enumerated() where count < requestWidth {
        for other in refused[..<number] where other.variable != one.variable {
          if improves(one, other, count: &count) { break }
        }
      }
    }

    /// For bits of the state the bits of the request that they follow.
    mutating func followers() -> [Bit: [Int]] {
      var result: [Bit: [Int]] = [:]
      var count = free()
      var last: Bit?
      for place in (0..<requestWidth).reversed() where !admits(flipping: place) {
        guard let bit = follower(of: place, after: last, &count) else { continue }
        result[bit, default: []].append(place)
        last = bit
      }
      return result
    }

    /// A bit of the state that must be flipped with a bit of the request; nil if there is none, or the state
    /// has been widened instead.
    ///
    /// - Parameter last: the bit that the last one of the request has; most often this one has the next.
    private mutating func follower(of place: Int, after last: Bit?, _ count: inout Int) -> Bit? {
      var candidates = stateBits
      if let last, last.place > 0 {
        candidates.insert(Bit(variable: last.variable, place: last.place - 1), at: 0)
      }
      for bit in candidates {
        let change: Change = (bit.variable, cone.value(ofVariable: bit.variable) ^ 1 << UInt128(bit.place))
        guard admits(flipping: place, with: change) else { continue }
        return improves(change, count: &count) ? nil : bit
      }
      return nil
    }
  }
}
