import Execution
import ISAModel
import SMT
import Virtualizability

/// That the allocator grants nothing but what a guest has: its rules, over all numbers.
struct AllocationProof {

  let machine: Machine
  let rlimit: UInt32

  func obligations() -> [ProofObligation] {
    let store = TermStore()
    let domain = SymbolicDomain(machine: machine, store: store)
    let rules = AllocationRules(domain)
    let prover = Prover(store, rlimit: rlimit)
    func obligation(_ subject: String, _ statement: String, _ doubt: [Term]) -> ProofObligation {
      ProofObligation(
        kind: .resourceControl, subject: subject, mode: nil, statement: statement,
        outcome: prover.prove(doubt) { prover.show($0, of: doubt) })
    }
    var result: [ProofObligation] = []
    if let installation = machine.installation, let width = machine.installedMemory?.addressWidth,
      let placeWidth = machine.physicalMemory?.addressWidth
    {
      let bounds = Bounds(store, placeWidth: placeWidth)
      switch installation.shape {
      case .window:
        let size = store.variable("size", width: width + 1)
        let count = store.variable("count", width: width + 1)
        let granted = rules.window(
          place: bounds.place, size: size, base: bounds.base, count: count, unit: installation.unit)
        let outside = bounds.isOutside(granted.place, units: granted.size, count: count)
        let isSome = store.not(store.equal(granted.size, store.constant(0, width: width + 1)))
        result.append(
          obligation("window", "what is granted lies in the slice", bounds.sound(count) + [isSome, outside]))
        let moved = store.equal(granted.place, store.add(bounds.base, bounds.place))
        let isNoMore = store.unsignedLessOrEqual(granted.size, size)
        result.append(
          obligation(
            "window", "what is granted is what was asked for, moved into the slice, and no more of it",
            bounds.sound(count) + [isSome, store.not(store.and(moved, isNoMore))]))
      case .page(let size):
        let count = store.variable("count", width: placeWidth + 1)
        let granted = rules.page(place: bounds.place, size: UInt128(size), base: bounds.base, count: count)
        let units = store.constant(UInt128(size), width: placeWidth + 1)
        result.append(
          obligation(
            "page", "what is granted lies in the slice",
            bounds.sound(count) + [
              granted.isGranted, bounds.isOutside(granted.place, units: units, count: count),
            ]))
      }
    }
    if machine.platform.devices.contains(where: { $0.kind == .block }) {
      let width = 64
      let block = store.variable("block", width: width)
      let first = store.variable("first", width: width)
      let count = store.variable("blocks", width: width)
      let wide = width + 1
      let end = store.add(store.zeroExtend(first, to: wide), store.zeroExtend(count, to: wide))
      let isSound = store.not(store.extract(end, high: width, low: width))
      let granted = rules.block(block, first: first, count: count)
      let isInside = store.and(
        store.unsignedLessOrEqual(first, granted.block),
        store.unsignedLess(store.zeroExtend(granted.block, to: wide), end))
      result.append(
        obligation(
          "block", "what is granted lies in the extent", [isSound, granted.isGranted, store.not(isInside)]))
    }
    return result
  }

  /// A slice in a memory, in words that do not overflow.
  private struct Bounds {
    let store: TermStore
    let place: Term
    let base: Term
    let placeWidth: Int

    init(_ store: TermStore, placeWidth: Int) {
      self.store = store
      self.placeWidth = placeWidth
      place = store.variable("place", width: placeWidth)
      base = store.variable("base", width: placeWidth)
    }

    private func wide(_ term: Term) -> Term {
      store.zeroExtend(term, to: 2 + max(placeWidth, store.width(term)))
    }
    private func sum(_ one: Term, _ other: Term) -> Term {
      let width = 2 + max(placeWidth, store.width(one), store.width(other))
      return store.add(store.zeroExtend(one, to: width), store.zeroExtend(other, to: width))
    }

    /// That the slice lies in memory.
    func sound(_ count: Term) -> [Term] {
      let end = sum(base, count)
      return [
        store.unsignedLessOrEqual(end, store.constant(1 << UInt128(placeWidth), width: store.width(end)))
      ]
    }

    /// Whether some of so many units from a place on are not in the slice.
    func isOutside(_ begin: Term, units: Term, count: Term) -> Term {
      let end = sum(begin, units)
      let limit = sum(base, count)
      let width = max(store.width(end), store.width(limit))
      return store.or(
        store.unsignedLess(begin, base),
        store.unsignedLess(store.zeroExtend(limit, to: width), store.zeroExtend(end, to: width)))
    }
  }
}
