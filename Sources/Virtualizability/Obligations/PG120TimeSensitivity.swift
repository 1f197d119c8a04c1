import ISAModel
import SMT

/// PG120: depends on time in user mode.
///
/// The instruction completes in user mode with a result that depends on a clock or a counter. A monitor that is itself a guest is slower than the
/// bare machine, and this instruction shows it: Theorem 2, recursive virtualizability, needs that there be none. Theorem 1 leaves time out.
///
/// The proof is two user states that differ in time alone, with different results.
///
/// To close the hole, trap in user mode, as x86 does when CR4.TSD is set.
struct TimeSensitivity {

  let form: FormObligations

  init(_ form: FormObligations) { self.form = form }

  func discharge() {
    let time = form.resources.time
    let candidates = form.candidates(form.guestTerms, among: time)
    guard !candidates.isEmpty else { return }
    func both(_ image: Image) -> [Term] {
      form.completing(form.first) + [image.invariant, image.completes, GuestDifference(form.first, image).term]
    }
    if form.completesForUser {
      let found = form.causes(candidates, "tells the time in user mode") { both($0) + [form.first.isUser, $0.isUser] }
      for cause in found {
        form.checker.facts.isTimeSensitive = true
        form.checker.facts.reads.formUnion(cause.set)
        form.report(
          .timeSensitive, components: cause.set, message: { "tells the guest the time (\($0)) in user mode" },
          assignment: cause.assignment, assertions: cause.assertions, varied: Set(cause.set), claim: .userDifference,
          causes: cause.set, relevant: form.guestTerms)
      }
    }
    let rest = candidates.filter { !form.checker.facts.reads.contains($0) }
    for cause in form.causes(rest, "tells the time", both) {
      form.checker.facts.isTimeSensitive = true
      form.checker.facts.reads.formUnion(cause.set)
    }
  }
}
