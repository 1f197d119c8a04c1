import ISAModel
import SMT

/// PG105: a missed trap.
///
/// There are two states with the same guest part: in the first the instruction traps, and not because of
/// memory; in the second, a user state, it completes. A guest that relies on the trap (a coprocessor that is
/// switched off, a trap-enable bit) does not get it when the monitor has set the deciding resource otherwise.
///
/// The proof is these two states.
///
/// To close the hole, make the trap in user mode independent of the resource, or let a host condition fix the
/// resource so that user mode always traps, or mirror the resource.
struct MissedTrap {

  let form: FormObligations

  init(_ form: FormObligations) { self.form = form }

  func discharge() {
    guard form.completesForUser else { return }
    // What never reaches a varied resource traps in both states or in none.
    if form.store.simplifies,
      form.second.apply(form.run.completesWithoutMemory) == form.run.completesWithoutMemory,
      !form.run.asksAboutAccess
    {
      form.oracle.noteSimplified()
      return
    }
    func pair(_ image: Image) -> [Term] {
      [
        form.run.isEncoding, form.first.invariant, form.first.trapsNotForMemory, image.invariant,
        form.standsForFirst(image),
        image.completes,
      ]
    }
    guard form.oracle.ask("traps, and completes in a user state", pair(form.second)).isYes else { return }
    let terms = form.run.traps.map(\.condition) + [form.run.completes]
    let candidates = form.candidates(terms, among: form.resources.varied)
    for cause in form.causes(candidates, for: .missedTrap, "traps, and completes in a user state", pair) {
      let relevant = terms
      form.report(
        .missedTrap, components: cause.set, message: { "traps or completes depending on \($0)" },
        assignment: cause.assignment, assertions: cause.assertions, varied: Set(cause.set),
        claim: .missedTrap,
        causes: cause.set, relevant: relevant)
      form.checker.facts.reads.formUnion(cause.set)
      if form.checker.facts.behaviour.isSuperset(of: cause.set) { continue }
      // A missed refusal says that the instruction is not privileged enough; any other missed trap is a
      // difference in behaviour.
      let others = form.run.traps.filter { trap in
        let trapClass = form.run.state.machine.traps[trap.trap].trapClass
        return trapClass != .memory && trapClass != .privilege
      }
      let image = form.image(varied: Set(cause.set))
      let query =
        [
          form.run.isEncoding, form.first.invariant,
          form.store.disjunction(others.map { form.first.apply($0.condition) }),
        ]
        + [image.invariant, form.standsForFirst(image), image.completes]
      if form.oracle.ask("takes a trap other than a refusal, and completes in a user state", query).isYes {
        form.checker.facts.behaviour.formUnion(cause.set)
      }
    }
  }
}
