import ISAModel
import SMT

/// PG301: a memory trap is not precise, so the instruction cannot be restarted.
///
/// A monitor that fills its shadow of the guest's translation as the guest goes, and every system with demand
/// paging, counts on this: when an access is refused, the page is provided and the instruction runs again from its
/// start. For that the trap must leave the guest's part as it was before the instruction. Here the trap is declared
/// `imprecise`, and something of the guest's part has changed by the time that it is taken: a register has counted,
/// a part has been written, or the program counter has moved on by an amount that nobody can tell.
///
/// The proof is one user state in which the access is refused and the guest's part is another one when the trap is
/// taken.
///
/// To close the hole, take every trap before anything changes, or keep with the trap what is needed to go on, as the
/// MC68010 does in its long stack frame. A monitor can live with it if it never refuses an access that the guest is
/// allowed: all of the guest's memory is mapped before the guest runs.
struct TrapPrecision {

  let form: FormObligations

  init(_ form: FormObligations) { self.form = form }

  func discharge() {
    guard form.checker.facts.findings[.impreciseTrap] == nil else { return }
    let machine = form.run.state.machine
    for trap in form.run.traps {
      let declaration = machine.traps[trap.trap]
      guard declaration.trapClass == .memory, declaration.isImprecise else { continue }
      if ask(about: trap, declaration.name) { return }
    }
  }

  /// Whether `trap` can leave the guest's part changed; it is reported then.
  private func ask(about trap: SymbolicRun.TakenTrap, _ name: String) -> Bool {
    let changes = changes(by: trap)
    if form.store.simplifies, changes == form.store.false {
      form.oracle.noteSimplified()
      return false
    }
    let taken = form.first.apply(trap.condition)
    let query = [form.run.isEncoding, form.first.invariant, form.first.isUser, taken, changes]
    guard
      case .yes(let assignment) = form.oracle.ask("is refused an access, and has changed something", query)
    else { return false }
    form.report(
      .impreciseTrap, components: [],
      message: { _ in "\(name) leaves the guest's part changed: the instruction cannot be restarted" },
      assignment: assignment, assertions: query, varied: [], isSingle: true, claim: .impreciseTrap,
      causes: [], relevant: [taken, changes])
    return true
  }

  /// Whether the guest's part, when the trap is taken, is another one than before the instruction.
  private func changes(by trap: SymbolicRun.TakenTrap) -> Term {
    let store = form.store
    let state = form.run.state
    var differences: [Term] = []
    for number in state.machine.components.indices where state.machine.components[number].role == .guest {
      let after = form.first.apply(trap.components[number])
      differences.append(store.not(store.equal(after, state.components[number])))
    }
    let writes = trap.writes[MemorySpace.guest.rawValue]
    if !writes.isEmpty {
      let after = form.first.content(.guest, after: writes)
      differences.append(store.not(store.equal(after, form.first.content(.guest, after: []))))
    }
    return store.disjunction(differences)
  }
}
