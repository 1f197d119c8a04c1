import ISAModel
import SMT

/// PG201: direct execution differs from the virtual machine.
///
/// The exact condition for running an instruction directly. Let V be a state of the virtual machine in any of
/// its modes, and H the state of the hardware that stands for it: the same guest part, the host mode, any
/// resources that the host condition allows, mirrored ones equal, and a shadow translation that admits no
/// more than the virtual machine's own does in its mode. The instruction passes when for all such V and H it
/// traps in H, or completes in both with equal guest parts and without changing mode or resources.
///
/// This finds what the classes cannot see: a load that is checked as if in user mode fails on the virtual
/// machine and succeeds under the monitor. And it clears what they only suspect.
///
/// The proof is such a pair V and H.
struct DirectExecutionObligation {

  let form: FormObligations

  init(_ form: FormObligations) { self.form = form }

  func discharge() {
    guard form.completesForUser, form.checker.facts.findings[.directExecution] == nil else { return }
    let run = form.run
    let store = form.store
    let varied = form.allVaried
    let hardware = form.image(varied: varied, access: .shadow)
    let changes = form.resources.all.filter { form.resources.counts($0) }.flatMap {
      [form.first.changes($0), hardware.changes($0)]
    }
    let difference = GuestDifference(form.first, hardware).term
    // The same path, the same accesses, the same results: the shadow can only make the hardware trap more
    // often.
    if store.simplifies, difference == store.false, changes.allSatisfy({ $0 == store.false }),
      !run.asksAboutAccess,
      !run.mentionsAccessAs, form.second.mapsAlike(run.completes)
    {
      form.oracle.noteSimplified()
      return
    }
    let differs = store.disjunction([store.not(form.first.completes), difference] + changes)
    let query = [
      run.isEncoding, form.first.invariant, hardware.invariant, form.standsForFirst(hardware),
      hardware.completes, differs,
    ]
    switch form.oracle.ask("runs differently on the hardware and on the virtual machine", query) {
    case .no: return
    case .unknown: form.checker.facts.directUndecided = true
    case .yes(let assignment):
      let smallest = shrink(varied, from: (assignment, query))
      form.report(
        .directExecution, components: smallest.set,
        message: {
          $0.isEmpty
            ? "does something else under a monitor than on the bare machine"
            : "does something else under a monitor than on the bare machine, because of \($0)"
        }, assignment: smallest.assignment, assertions: smallest.assertions, varied: Set(smallest.set),
        claim: .direct,
        causes: smallest.set, relevant: form.guestTerms + [run.completes] + changes)
    }
  }

  /// Leaves out what need not differ.
  private func shrink(
    _ varied: Set<Resource>, from found: (Assignment, [Term])
  ) -> (set: [Resource], assignment: Assignment, assertions: [Term]) {
    let store = form.store
    func query(_ set: [Resource]) -> [Term] {
      let hardware = form.image(varied: Set(set), access: .shadow)
      let changes = form.resources.all.filter { form.resources.counts($0) }.flatMap {
        [form.first.changes($0), hardware.changes($0)]
      }
      let difference = GuestDifference(form.first, hardware).term
      return [
        form.run.isEncoding, form.first.invariant, hardware.invariant, form.standsForFirst(hardware),
        hardware.completes,
        store.disjunction([store.not(form.first.completes), difference] + changes),
      ]
    }
    func question(_ set: [Resource]) -> Oracle.Question {
      Oracle.Question(
        purpose: "runs differently on the hardware, differing in \(form.names(of: set))",
        assertions: query(set))
    }
    func ask(_ set: [Resource]) -> (Assignment, [Term])? {
      let question = question(set)
      guard case .yes(let assignment) = form.oracle.ask(question.purpose, question.assertions)
      else { return nil }
      return (assignment, question.assertions)
    }
    let state = form.run.state
    let terms =
      form.run.roots.filter { root in !state.components.contains(root) } + [
        state.isUser, state.invariant, state.modeNumber,
      ]
    var set = form.candidates(terms, among: form.resources.all.filter { varied.contains($0) })
    // What is possible where less differs is possible where more does.
    let small = [[]] + set.map { [$0] }
    let questions = small.map(question)
    let enough = form.oracle.first(questions) { numbers in question(numbers.flatMap { small[$0] }) }
    if let (number, assignment) = enough { return (small[number], assignment, questions[number].assertions) }
    if varied.contains(.unpredictable) { set.append(.unpredictable) }
    var best = found
    var current =
      form.resources.all.filter { varied.contains($0) }
      + (varied.contains(.unpredictable) ? [.unpredictable] : [])
    if let (assignment, assertions) = ask(set) {
      best = (assignment, assertions)
      current = set
      for candidate in set {
        let smaller = current.filter { $0 != candidate }
        if let next = ask(smaller) {
          best = next
          current = smaller
        }
      }
    }
    return (current, best.0, best.1)
  }
}

extension Image {

  /// Whether `term` is the same from this state, accesses in the present mode aside.
  func mapsAlike(_ term: Term) -> Bool {
    run.state.store.support(term).isDisjoint(with: tagsOfVaried)
      && !(varied.contains(.physicalMemory) && run.mentionsPhysical)
      && !(varied.contains(.translation) && run.mentionsTranslation)
  }
}
