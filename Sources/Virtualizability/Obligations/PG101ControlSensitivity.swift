import ISAModel
import SMT

/// PG101: control-sensitive, and completes in user mode.
///
/// An instruction is control-sensitive when it can change the processor mode, the relocation state, or
/// another resource that a monitor must own. That is harmless as long as it traps whenever a guest executes
/// it: the monitor sees the trap and makes the change in the virtual machine. This one completes in a user
/// state, so the change is made behind the monitor's back, or silently not made at all.
///
/// The proof is one user state in which the instruction changes the resource; or two states with the same
/// guest part, one in which it changes the resource, and a user state in which it just completes.
///
/// To close the hole, trap in user mode, or whenever the change would be made.
struct ControlSensitivity {

  let form: FormObligations

  init(_ form: FormObligations) { self.form = form }

  func discharge() {
    let oracle = form.oracle
    let store = form.store
    for resource in form.resources.all where form.resources.counts(resource) {
      let change = form.first.changes(resource)
      if store.simplifies, change == store.false { continue }
      let name = form.resources.name(of: resource)
      let changing = form.completing(form.first) + [change]
      if !form.checker.facts.writes.contains(resource) {
        guard oracle.ask("changes \(name)", changing).isYes else { continue }
        form.checker.facts.writes.insert(resource)
      }
      guard form.completesForUser else { continue }
      let single = changing + [form.first.isUser]
      if case .yes(let assignment) = oracle.ask("changes \(name) in a user state", single) {
        report(resource, assignment, single, varied: [], relevant: [change])
        UserSensitivity(form).report(change: resource, assignment, single, relevant: [change])
        continue
      }
      func pair(_ image: Image) -> [Term] {
        changing + [image.invariant, form.standsForFirst(image), image.completes]
      }
      let all = Image(form.run, varied: form.allVaried)
      guard oracle.ask("changes \(name), and completes in a user state", pair(all)).isYes else { continue }
      // The first proof stands for all components; what else can change is named beside it.
      if form.checker.facts.findings[.controlSensitive] != nil {
        form.addComponents([resource], to: .controlSensitive) {
          "can change \($0), and completes in user mode"
        }
        continue
      }
      let candidates = form.candidates(
        [
          form.run.completes, change, form.run.state.isUser, form.run.state.invariant,
          form.run.state.modeNumber,
        ], among: form.resources.varied)
      guard let cause = form.causes(candidates, "changes \(name), and completes in a user state", pair).first
      else { continue }
      report(
        resource, cause.assignment, cause.assertions, varied: Set(cause.set),
        relevant: [change, form.run.completes])
    }
  }

  private func report(
    _ resource: Resource, _ assignment: Assignment, _ assertions: [Term], varied: Set<Resource>,
    relevant: [Term]
  ) {
    form.report(
      .controlSensitive, components: [resource],
      message: { "can change \($0), and completes in user mode" }, assignment: assignment,
      assertions: assertions,
      varied: varied, isSingle: varied.isEmpty, claim: .change(resource), causes: [], relevant: relevant)
  }
}
