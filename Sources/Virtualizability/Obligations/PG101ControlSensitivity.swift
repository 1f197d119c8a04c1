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

  /// A resource that may count as changed, and when it does.
  private typealias Change = (resource: Resource, condition: Term)

  func discharge() {
    let changes = changing()
    form.checker.facts.writes.formUnion(changes.map(\.resource))
    guard form.completesForUser, !changes.isEmpty else { return }
    let isUser = form.first.isUser
    let alone = ask(changes, "changes % in a user state") {
      form.completing(form.first) + [$0, isUser]
    }
    let others = zip(changes, alone).filter { !$1.answer.isYes }.map(\.0)
    let image = form.image(varied: form.allVaried)
    let pairs = ask(others, "changes %, and completes in a user state") { pair($0, image) }
    var remaining = pairs[...]
    for (change, proof) in zip(changes, alone) {
      if case .yes(let assignment) = proof.answer {
        report(change.resource, assignment, proof.assertions, varied: [], relevant: [change.condition])
        UserSensitivity(form).report(
          change: change.resource, assignment, proof.assertions, relevant: [change.condition])
      } else if let pair = remaining.popFirst(), pair.answer.isYes {
        reportPair(change)
      }
    }
  }

  /// The changes that are possible.
  private func changing() -> [Change] {
    let all = form.resources.all.filter { form.resources.counts($0) }.map { ($0, form.first.changes($0)) }
      .filter { !form.store.simplifies || $1 != form.store.false }
    let unknown = all.filter { !form.checker.facts.writes.contains($0.0) }
    let answers = ask(unknown, "changes %") { form.completing(form.first) + [$0] }
    let found = Set(zip(unknown, answers).filter { $1.answer.isYes }.map { $0.0.0 })
    return all.filter { form.checker.facts.writes.contains($0.0) || found.contains($0.0) }
  }

  /// Asks a question about each of the changes; they are possible together if one of several changes is.
  private func ask(
    _ changes: [Change], _ purpose: String, _ assertions: @escaping (Term) -> [Term]
  ) -> [(answer: Oracle.Answer, assertions: [Term])] {
    func question(_ changes: [Change]) -> Oracle.Question {
      let name = changes.map { form.resources.name(of: $0.resource) }.joined(separator: " or ")
      return Oracle.Question(
        purpose: purpose.split(separator: "%", omittingEmptySubsequences: false).joined(separator: name),
        assertions: assertions(form.store.disjunction(changes.map(\.condition))))
    }
    let questions = changes.map { question([$0]) }
    let answers = form.oracle.ask(questions) { numbers in question(numbers.map { changes[$0] }) }
    return zip(answers, questions).map { ($0, $1.assertions) }
  }

  /// The change is made in the first state, and the second, a user state, completes.
  private func pair(_ change: Term, _ image: Image) -> [Term] {
    form.completing(form.first) + [change, image.invariant, form.standsForFirst(image), image.completes]
  }

  private func reportPair(_ change: Change) {
    // The first proof stands for all components; what else can change is named beside it.
    if form.checker.facts.findings[.controlSensitive] != nil {
      form.addComponents([change.resource], to: .controlSensitive) {
        "can change \($0), and completes in user mode"
      }
      return
    }
    let candidates = form.candidates(
      [
        form.run.completes, change.condition, form.run.state.isUser, form.run.state.invariant,
        form.run.state.modeNumber,
      ], among: form.resources.varied)
    let name = form.resources.name(of: change.resource)
    let causes = form.causes(candidates, "changes \(name), and completes in a user state") {
      pair(change.condition, $0)
    }
    guard let cause = causes.first else { return }
    report(
      change.resource, cause.assignment, cause.assertions, varied: Set(cause.set),
      relevant: [change.condition, form.run.completes])
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
