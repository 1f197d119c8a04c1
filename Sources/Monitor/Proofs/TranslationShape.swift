import Execution
import ISAModel
import SMT
import Virtualizability

/// What a monitor may conclude about addresses that lie side by side from what translation makes of some of
/// them, in every state.
package struct TranslationShape {

  private let machine: Machine
  private let rlimit: UInt32

  package init(machine: Machine, rlimit: UInt32 = 20_000_000) {
    self.machine = machine
    self.rlimit = rlimit
  }

  /// Whether the solver proves it: of pages, that all addresses of one are admitted, or none, and stand side by
  /// side; of windows, that between address 0 and one that stands at its distance from it all do, and are
  /// admitted. False too where it is not decided.
  ///
  /// Where no memory answers is left out: memory is one piece.
  package var treatsNeighboursAlike: Bool {
    guard let installation = machine.installation, let memory = machine.installedMemory else { return false }
    let store = TermStore()
    let state = SymbolicState(machine: machine, store: store)
    let hardware = HardwareTranslation(machine: machine, state: state, components: state.components)
    let access = store.variable("access", width: 2)
    let width = memory.addressWidth
    func seen(_ address: Term) -> HardwareTranslation.Seen { hardware.translate(address, access) }
    let doubt: [Term]
    switch installation.shape {
    case .page(let size):
      let bits = UInt128(size).trailingZeroBitCount
      guard bits > 0, bits < width else { return false }
      let page = store.variable("page", width: width - bits)
      let offset = store.variable("offset", width: bits)
      let first = seen(store.concat(page, store.constant(0, width: bits)))
      let other = seen(store.concat(page, offset))
      let place = store.add(first.place, store.zeroExtend(offset, to: store.width(first.place)))
      let isAlike = store.and(
        store.equal(first.isAdmitted, other.isAdmitted),
        store.or(store.not(first.isAdmitted), store.equal(other.place, place)))
      doubt = [store.not(isAlike)]
    case .window:
      let address = store.variable("address", width: width)
      let between = store.variable("between", width: width)
      let zero = seen(store.constant(0, width: width))
      let last = seen(address)
      let middle = seen(between)
      let wide = max(width, store.width(zero.place)) + 1
      func isInLine(_ seen: HardwareTranslation.Seen) -> Term {
        let distance = store.add(
          store.zeroExtend(zero.place, to: wide), store.zeroExtend(seen.address, to: wide))
        return store.and(seen.isAdmitted, store.equal(store.zeroExtend(seen.place, to: wide), distance))
      }
      doubt = [
        store.unsignedLess(between, address), zero.isAdmitted, isInLine(last), store.not(isInLine(middle)),
      ]
    }
    let outcome = Prover(store, rlimit: rlimit).prove([state.invariant] + doubt) { _ in "" }
    if case .proven = outcome { return true }
    return false
  }
}
