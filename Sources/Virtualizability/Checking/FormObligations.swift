import ISAModel
import SMT

/// The obligations of one encoding of an instruction, asked in the order in which an answer saves later
/// questions.
final class FormObligations {

  let terms: FormTerms
  let checker: InstructionChecker
  var run: SymbolicRun { terms.run }
  var store: TermStore { run.state.store }
  var resources: Resources { checker.resources }
  var oracle: Oracle { checker.oracle }

  /// The state that every other one is a renaming of.
  let first: Image

  /// The same state with every resource renamed that counts.
  lazy var second = image(varied: allVaried)

  private(set) var completesForUser = false

  init(_ terms: FormTerms, checker: InstructionChecker) {
    self.terms = terms
    self.checker = checker
    first = terms.image(varied: [])
  }

  /// The run as seen from a state that does not share `varied` with the first one.
  func image(varied: Set<Resource>, access: Image.Access = .own) -> Image {
    terms.image(varied: varied, access: access)
  }

  /// The resources that two states may differ in; unpredictable behaviour is every run's own.
  private(set) lazy var allVaried: Set<Resource> = {
    var result = Set(resources.varied)
    if !run.unpredictable.isEmpty { result.insert(.unpredictable) }
    return result
  }()

  /// Asks every obligation, or those up to the one after which `isEnough` says that nothing more is wanted.
  func discharge(until isEnough: (InstructionFacts) -> Bool = { _ in false }) {
    guard askCompletion() else { return }
    let obligations = [
      ControlSensitivity(self).discharge, BehaviourSensitivity(self).discharge, MissedTrap(self).discharge,
      UserSensitivity(self).discharge, TimeSensitivity(self).discharge,
      DirectExecutionObligation(self).discharge, TrapPrecision(self).discharge,
    ]
    for discharge in obligations {
      discharge()
      if isEnough(checker.facts) { return }
    }
  }

  /// Asks where the encoding completes at all; without that nothing else can be found.
  private func askCompletion() -> Bool {
    completesForUser = oracle.ask("completes in a user state", completing(first) + [first.isUser]).isYes
    checker.facts.completesForUser = checker.facts.completesForUser || completesForUser
    if !checker.facts.completesForPrivileged {
      checker.facts.completesForPrivileged =
        oracle.ask("completes in the most privileged mode", completing(first) + [first.isMostPrivileged])
        .isYes
    }
    if !checker.facts.completesForUser, !checker.facts.trapsForPrivileged {
      checker.facts.trapsForPrivileged =
        oracle.ask(
          "traps in the most privileged mode, not for memory",
          [run.isEncoding, first.invariant, first.isMostPrivileged, first.trapsNotForMemory]
        ).isYes
    }
    let completes =
      completesForUser || checker.facts.completesForPrivileged
      || oracle.ask("completes in some state", completing(first)).isYes
    checker.facts.completes = checker.facts.completes || completes
    return completes
  }

  /// Whether `hardware` is a user state that stands for the first one: in the mode that the first one's mode
  /// is compressed into, under its host condition. A monitor runs a guest in no other state. With one host
  /// mode these are the user states.
  func standsForFirst(_ hardware: Image) -> Term {
    let state = run.state
    // Modes that are compressed into one, under one condition, are told apart no further: the condition on the
    // hardware then stands by itself, where it is seen.
    var groups: [(hardware: Term, virtual: Term)] = []
    for virtual in state.machine.modes.indices {
      let condition = store.and(
        hardware.apply(state.inMode[state.machine.modes[virtual].host]),
        hardware.apply(state.hostConditions[virtual]))
      if let place = groups.firstIndex(where: { $0.hardware == condition }) {
        groups[place].virtual = store.or(groups[place].virtual, state.inMode[virtual])
      } else {
        groups.append((condition, state.inMode[virtual]))
      }
    }
    return store.disjunction(groups.map { store.and($0.virtual, $0.hardware) })
  }

  /// The image is a possible state in which this encoding completes.
  func completing(_ image: Image) -> [Term] { [run.isEncoding, image.invariant, image.completes] }

  /// The resources that `terms` depend on, among those that may differ, in their order.
  func candidates(_ terms: [Term], among: [Resource]) -> [Resource] {
    var dependence = Dependence(store, of: terms)
    let functions = Set(
      store.applications(in: terms).compactMap { store.functionAndArguments(of: $0)?.0 })
    let domain = run.state.domain
    let access = [domain.accessFunction, domain.accessAsFunction].compactMap { $0 }
    let asked = functions.contains { access.contains($0) }
    let translated = asked || functions.contains { domain.translations[$0] != nil }
    // In the present mode's accesses the mode hides, until they are given a meaning.
    var modes = Dependence(store, of: [run.state.modeNumber])
    return among.filter { resource in
      switch resource {
      case .component(let number):
        let variable = run.state.components[number]
        return dependence.contains(variable) || asked && modes.contains(variable)
      case .translation: return translated
      case .physicalMemory: return domain.physicalFunction.map { functions.contains($0) } ?? false
      case .unpredictable: return true
      }
    }
  }

  /// The terms of the guest's part after the run.
  var guestTerms: [Term] {
    let machine = run.state.machine
    let registers = machine.components.indices.filter { machine.components[$0].role == .guest }.map {
      run.components[$0]
    }
    let memory = run.writes[0].flatMap { [$0.guarded, $0.address, $0.value] }
    return registers + memory + run.unpredictable
  }

  /// The smallest sets of resources whose difference makes `assertions` possible: each resource alone where
  /// that is enough, or with those that the invariant ties to it; otherwise one set from which none can be
  /// left out.
  ///
  /// - Parameters:
  ///   - all: the resources that the question depends on.
  /// - rule: the rule that the causes are reported under; what it names already, for another encoding, is not
  ///   asked again.
  ///   - among: the resources that may differ.
  func causes(
    _ all: [Resource], for rule: Rule? = nil, among: [Resource]? = nil, _ purpose: String,
    _ assertions: @escaping (Image) -> [Term]
  ) -> [Cause] {
    var result: [Cause] = []
    func question(_ set: [Resource]) -> Oracle.Question {
      Oracle.Question(
        purpose: "\(purpose), differing in \(names(of: set))",
        assertions: assertions(image(varied: Set(set))))
    }
    func ask(_ set: [Resource]) -> (Assignment, [Term])? {
      let question = question(set)
      guard case .yes(let assignment) = oracle.ask(question.purpose, question.assertions) else { return nil }
      return (assignment, question.assertions)
    }
    let known = rule.flatMap { checker.facts.findings[$0]?.components } ?? []
    let candidates = all.filter { !known.contains(resources.name(of: $0)) }
    let alone = candidates.map { question([$0]) }
    // Where two states differ in one resource alone, they differ in no others than all.
    let answers = oracle.ask(alone) { numbers in question(numbers.map { candidates[$0] }) }
    for (number, answer) in answers.enumerated() {
      guard case .yes(let assignment) = answer else { continue }
      result.append(([candidates[number]], assignment, alone[number].assertions))
    }
    func smallest(of set: [Resource]) -> Cause? {
      guard set.count > 1, let found = ask(set) else { return nil }
      var best: Cause = (set, found.0, found.1)
      for candidate in set {
        let smaller = best.set.filter { $0 != candidate }
        guard !smaller.isEmpty, let next = ask(smaller) else { continue }
        best = (smaller, next.0, next.1)
      }
      return best
    }
    // The invariant may forbid that a component differs alone, though it alone makes the difference.
    var groups: [[Resource]] = []
    for candidate in candidates where !result.contains(where: { $0.set.contains(candidate) }) {
      let group = tied(to: candidate, among: among ?? resources.varied)
      guard !groups.contains(group), !group.contains(where: { known.contains(resources.name(of: $0)) }) else {
        continue
      }
      groups.append(group)
      guard !result.contains(where: { !Set($0.set).isDisjoint(with: group) }), let cause = smallest(of: group)
      else { continue }
      result.append(cause)
    }
    guard result.isEmpty, known.isEmpty else { return result }
    let extra = groups.joined().filter { !candidates.contains($0) }
    return smallest(of: extra.isEmpty ? candidates : candidates + Set(extra).sorted { place($0) < place($1) })
      .map { [$0] } ?? []
  }

  /// The names of the resources, for the name of a question.
  func names(of set: [Resource]) -> String {
    set.isEmpty ? "nothing" : set.map(resources.name).joined(separator: ", ")
  }

  /// A set of resources whose difference is enough, and the question with its answer.
  typealias Cause = (set: [Resource], assignment: Assignment, assertions: [Term])

  /// `resource` and those that cannot always stay the same when it differs, because the invariant speaks of
  /// them together.
  private func tied(to resource: Resource, among: [Resource]) -> [Resource] {
    guard case .component(let number) = resource else { return [resource] }
    var set: Set<Int> = [number]
    var grows = true
    while grows {
      let more = run.state.tied.filter { !$0.isDisjoint(with: set) && !$0.isSubset(of: set) }
      more.forEach { set.formUnion($0) }
      grows = !more.isEmpty
    }
    return among.filter { other in
      guard case .component(let member) = other else { return false }
      return set.contains(member)
    }
  }

  private func place(_ resource: Resource) -> Int {
    resources.all.firstIndex(of: resource) ?? resources.all.count
  }

  /// Adds a finding, or more components to the one that is there.
  func report(
    _ rule: Rule, components: [Resource], message: (String) -> String, assignment: Assignment,
    assertions: [Term],
    varied: Set<Resource>, isSingle: Bool = false, claim: WitnessBuilder.Claim, causes: [Resource],
    relevant: [Term]
  ) {
    if addComponents(components, to: rule, message: message) { return }
    let names = components.map(resources.name)
    let builder = WitnessBuilder(run: run, instruction: checker.instruction, resources: resources)
    let built = builder.build(
      assignment, assertions: assertions, varied: varied, isSingle: isSingle, claim: claim, causes: causes,
      relevant: relevant)
    if let failure = built.failure {
      checker.internalErrors.append(
        "\(rule.rawValue) on \(checker.instruction.name) does not replay: \(failure)")
    }
    checker.facts.findings[rule] = Finding(
      rule: rule, components: names, message: message(list(names)),
      fingerprint: Fingerprint.make(rule, meaning: checker.terms.meaning, components: names),
      witness: built.witness, lines: GuiltyLine.lines(of: built.spans, in: checker.sources),
      spans: built.spans)
  }

  /// Names more components in a finding that is there already.
  @discardableResult func addComponents(
    _ components: [Resource], to rule: Rule, message: (String) -> String
  ) -> Bool {
    guard var known = checker.facts.findings[rule] else { return false }
    let all = Set(known.components).union(components.map(resources.name))
    known.components = (resources.all + [.unpredictable]).map(resources.name).filter { all.contains($0) }
    known.message = message(list(known.components))
    known.fingerprint = Fingerprint.make(
      rule, meaning: checker.terms.meaning, components: known.components)
    checker.facts.findings[rule] = known
    return true
  }

  private func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
