import ISAModel
import SMT

/// PG102: mode-sensitive, and completes in user mode.
///
/// The instruction's result tells the program in which mode the processor is. A guest's kernel believes
/// to be in a privileged mode, but under a monitor it runs in user mode; executing this instruction, which
/// does not trap, it sees the truth.
///
/// The proof is two states that differ in the mode alone. The instruction completes in both, and leaves
/// different results for the guest.
///
/// To close the hole, trap in user mode, so that the monitor can answer with the virtual machine's mode.
enum PG102 {}

/// PG103: location-sensitive, and completes in user mode.
///
/// The instruction's result depends on the relocation state: on where the monitor has put the guest in real
/// memory, or on what translation admits. Both are the monitor's business and differ from what the guest has
/// set up.
///
/// The proof is two states that differ in relocation alone. The instruction completes in both, and leaves
/// different results for the guest.
///
/// To close the hole, trap in user mode, so that the monitor can answer with the virtual machine's relocation
/// state.
enum PG103 {}

/// PG104: resource-sensitive, and completes in user mode.
///
/// The instruction's result depends on a resource that the monitor owns and sets to values of its own while
/// the guest runs: an interrupt mask, the address of a descriptor table, what is stored in memory past
/// translation. The guest sees the monitor's value instead of its own.
///
/// The proof is two states that differ in that resource alone. The instruction completes in both, and leaves
/// different results for the guest.
///
/// To close the hole, trap in user mode, or mirror the resource if the monitor can afford to load it with the
/// guest's value.
enum PG104 {}

/// Looks for what makes results differ, and sorts it into PG102, PG103 and PG104.
struct BehaviourSensitivity {

  let form: FormObligations

  init(_ form: FormObligations) { self.form = form }

  func discharge() {
    let difference = GuestDifference(form.first, form.second).term
    if form.store.simplifies, difference == form.store.false {
      form.oracle.noteSimplified()
      return
    }
    let query = form.completing(form.first) + [form.second.invariant, form.second.completes, difference]
    guard form.oracle.ask("leaves different results", query).isYes else { return }
    var candidates = form.candidates(form.guestTerms + [form.run.completes], among: form.resources.varied)
    if form.allVaried.contains(.unpredictable) { candidates.insert(.unpredictable, at: 0) }
    func both(_ image: Image) -> [Term] {
      form.completing(form.first) + [
        image.invariant, image.completes, GuestDifference(form.first, image).term,
      ]
    }
    // What another encoding of the instruction has shown needs no second proof.
    let reported = [Rule.modeSensitive, .locationSensitive, .resourceSensitive].flatMap {
      form.checker.facts.findings[$0]?.components ?? []
    }
    candidates.removeAll { reported.contains(form.resources.name(of: $0)) }
    guard !candidates.isEmpty else { return }
    var sensitive: Set<Resource> = []
    if form.completesForUser {
      let found = form.causes(candidates, "leaves different results, one in a user state") {
        both($0) + [form.standsForFirst($0)]
      }
      for cause in found {
        sensitive.formUnion(cause.set)
        report(cause)
      }
    }
    for cause in form.causes(
      candidates.filter { !sensitive.contains($0) && !form.checker.facts.behaviour.contains($0) },
      "leaves different results", both)
    {
      sensitive.formUnion(cause.set)
    }
    form.checker.facts.behaviour.formUnion(sensitive)
    form.checker.facts.reads.formUnion(sensitive.subtracting([.unpredictable]))
  }

  private func report(_ cause: (set: [Resource], assignment: Assignment, assertions: [Term])) {
    let roles = Set(cause.set.map(form.resources.role))
    let rule: Rule =
      roles.contains(.mode)
      ? .modeSensitive : roles.contains(.relocation) ? .locationSensitive : .resourceSensitive
    form.report(
      rule, components: cause.set,
      message: {
        cause.set == [.unpredictable]
          ? "behaves unpredictably in user mode" : "tells the guest about \($0), and completes in user mode"
      },
      assignment: cause.assignment, assertions: cause.assertions, varied: Set(cause.set), claim: .difference,
      causes: cause.set, relevant: form.guestTerms + [form.run.completes])
  }
}
