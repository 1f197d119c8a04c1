import ISAModel
import SMT

/// PG120: depends on time in user mode.
///
/// The instruction completes in user mode with a result that depends on a clock or a counter. A monitor that
/// is itself a guest is slower than the bare machine, and this instruction shows it: Theorem 2, recursive
/// virtualizability, needs that there be none. Theorem 1 leaves time out.
///
/// The proof is two user states that differ in time alone, with different results.
///
/// To close the hole, trap in user mode, as x86 does when CR4.TSD is set.
struct TimeSensitivity {

  let form: FormObligations

  init(_ form: FormObligations) { self.form = form }

  func discharge() {
    let time = form.resources.time
    let results = form.candidates(form.guestTerms, among: time)
    func both(_ image: Image) -> [Term] {
      form.completing(form.first) + [
        image.invariant, image.completes, GuestDifference(form.first, image).term,
      ]
    }
    if form.completesForUser {
      report("tells the time in user mode", results, form.guestTerms, claim: .userDifference, both)
      // A trap tells the time as well as a result does.
      let traps = form.run.traps.map(\.condition) + [form.run.completes]
      let known = form.checker.facts.findings[.timeSensitive]?.components ?? []
      let others = form.candidates(traps, among: time).filter { !known.contains(form.resources.name(of: $0)) }
      report("traps or completes by the time in user mode", others, traps, claim: .userMissedTrap) { image in
        [
          form.run.isEncoding, form.first.invariant, form.first.trapsNotForMemory, image.invariant,
          image.completes,
        ]
      }
    }
    let rest = results.filter { !form.checker.facts.reads.contains($0) }
    for cause in form.causes(rest, among: time, "tells the time", both) { note(cause.set) }
  }

  private func report(
    _ purpose: String, _ candidates: [Resource], _ relevant: [Term], claim: WitnessBuilder.Claim,
    _ assertions: @escaping (Image) -> [Term]
  ) {
    let found = form.causes(candidates, among: form.resources.time, purpose) {
      assertions($0) + [form.first.isUser, $0.isUser]
    }
    for cause in found {
      note(cause.set)
      form.report(
        .timeSensitive, components: cause.set, message: { "tells the guest the time (\($0)) in user mode" },
        assignment: cause.assignment, assertions: cause.assertions, varied: Set(cause.set), claim: claim,
        causes: cause.set, relevant: relevant)
    }
  }

  private func note(_ set: [Resource]) {
    form.checker.facts.isTimeSensitive = true
    form.checker.facts.reads.formUnion(set)
  }
}
