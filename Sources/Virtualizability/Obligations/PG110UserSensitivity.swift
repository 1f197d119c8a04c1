import ISAModel
import SMT

/// PG110: user-sensitive.
///
/// For Theorem 3 the monitor interprets everything that the guest executes in its virtual privileged modes,
/// and runs only its virtual user mode directly. Then only what happens in user states matters. The
/// instruction is user-sensitive: started in a user state it changes the mode or a resource; or its result,
/// or whether it traps, differs between a user state and another state of the same mode that differs in
/// relocation and control alone. (The other one is the virtual machine in its user mode, with resources of
/// its own; PG74, which knows no host condition, asks for two user states.)
///
/// The proof is one user state in which a resource changes, or two user states with different results.
///
/// To close the hole, trap in user mode whenever the resource is touched.
struct UserSensitivity {

  let form: FormObligations

  init(_ form: FormObligations) { self.form = form }

  func discharge() {
    guard form.completesForUser, form.checker.facts.findings[.userSensitive] == nil else { return }
    let varied = form.resources.varied.filter { form.resources.role(of: $0) != .mode }
    var set = Set(varied)
    if !form.run.unpredictable.isEmpty { set.insert(.unpredictable) }
    let image = form.image(varied: set)
    let difference = GuestDifference(form.first, image).term
    if !(form.store.simplifies && difference == form.store.false) {
      find(
        "leaves different results in two user states", form.guestTerms + [form.run.completes], varied,
        claim: .userDifference
      ) { image in
        form.completing(form.first) + [GuestDifference(form.first, image).term]
      }
    }
    guard form.checker.facts.findings[.userSensitive] == nil else { return }
    if form.store.simplifies, image.apply(form.run.completesWithoutMemory) == form.run.completesWithoutMemory,
      !form.run.asksAboutAccess
    {
      return
    }
    find(
      "traps in one user state and completes in another",
      form.run.traps.map(\.condition) + [form.run.completes], varied,
      claim: .userMissedTrap
    ) { _ in
      [form.run.isEncoding, form.first.invariant, form.first.trapsNotForMemory]
    }
  }

  private func find(
    _ purpose: String, _ terms: [Term], _ varied: [Resource], claim: WitnessBuilder.Claim,
    _ assertions: @escaping (Image) -> [Term]
  ) {
    func query(_ image: Image) -> [Term] {
      assertions(image) + [form.first.isInHostMode, image.isUser, image.invariant, image.completes]
    }
    var candidates = form.candidates(terms, among: varied)
    var set = Set(varied)
    if !form.run.unpredictable.isEmpty {
      set.insert(.unpredictable)
      candidates.insert(.unpredictable, at: 0)
    }
    guard form.oracle.ask(purpose, query(form.image(varied: set))).isYes else { return }
    for cause in form.causes(candidates, among: varied, purpose, query) {
      form.report(
        .userSensitive, components: cause.set, message: { "depends on \($0) in user mode" },
        assignment: cause.assignment, assertions: cause.assertions, varied: Set(cause.set), claim: claim,
        causes: cause.set, relevant: terms)
    }
  }

  /// Reports a change that was found in a user state.
  func report(change resource: Resource, _ assignment: Assignment, _ assertions: [Term], relevant: [Term]) {
    form.report(
      .userSensitive, components: [resource], message: { "can change \($0) in user mode" },
      assignment: assignment, assertions: assertions, varied: [], isSingle: true, claim: .change(resource),
      causes: [], relevant: relevant)
  }
}
