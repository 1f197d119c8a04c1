import ISALanguage
import ISAModel
import SMT

/// Classifies one instruction: runs each of its encodings once, and asks every obligation about it.
final class InstructionChecker {

  let instruction: Instruction
  let sources: SourceMap
  let resources: Resources
  let terms: InstructionTerms
  let oracle: Oracle

  /// What was found so far, over the forms that were looked at.
  var facts = InstructionFacts()

  /// Witnesses that did not replay: errors of the checker.
  var internalErrors: [String] = []

  init(
    _ terms: InstructionTerms, sources: SourceMap, model: ResourceModel, dump: QueryDump? = nil
  ) {
    self.terms = terms
    instruction = terms.instruction
    self.sources = sources
    resources = Resources(machine: terms.state.machine, model: model)
    oracle = Oracle(terms.decider, dump: dump)
  }

  /// Asks everything, and makes the verdict.
  func check() -> InstructionVerdict {
    for form in terms.forms { FormObligations(form, checker: self).discharge() }
    return verdict()
  }

  /// Whether something is wrong that `rules` find; asks no more than that takes.
  func finds(_ rules: (Rule) -> Bool) -> Bool {
    func isFound(_ facts: InstructionFacts) -> Bool { facts.findings.keys.contains(where: rules) }
    for form in terms.forms {
      FormObligations(form, checker: self).discharge(until: isFound)
      if isFound(facts) { return true }
    }
    return false
  }

  private func verdict() -> InstructionVerdict {
    var classes: [InstructionClass] = []
    let privileged = !facts.completesForUser && facts.completesForPrivileged
    if privileged { classes.append(.privileged) }
    if !facts.writes.isEmpty { classes.append(.controlSensitive) }
    let kinds = facts.behaviour.map { resources.role(of: $0) }
    if kinds.contains(.mode) { classes.append(.modeSensitive) }
    if kinds.contains(.relocation) { classes.append(.locationSensitive) }
    if kinds.contains(.control) { classes.append(.resourceSensitive) }
    if facts.isTimeSensitive { classes.append(.timeSensitive) }
    let sensitive = !facts.writes.isEmpty || !facts.behaviour.isEmpty || facts.findings[.missedTrap] != nil
    if !facts.completes { classes.append(.alwaysTrapping) } else if !sensitive { classes.append(.innocuous) }
    let findings = facts.findings.values.sorted { $0.rule < $1.rule }
    return InstructionVerdict(
      name: instruction.name, title: instruction.title, mnemonics: instruction.mnemonics,
      source: instruction.citations.joined(separator: "; "), location: sources.location(of: instruction.span),
      classes: classes, isBehaviourSensitive: !facts.behaviour.isEmpty,
      isPrivilegedNotStrictly: privileged && facts.trapsForPrivileged,
      reads: names(facts.reads), writes: names(facts.writes),
      isUserSensitive: facts.findings[.userSensitive] != nil,
      alwaysTraps: !facts.completes,
      directExecution: facts.findings[.directExecution] != nil
        ? .fails : facts.directUndecided ? .inconclusive : .passes,
      findings: findings, undecided: oracle.undecided, effort: oracle.effort)
  }

  private func names(_ set: Set<Resource>) -> [String] {
    resources.all.filter { set.contains($0) }.map(resources.name)
  }
}

/// What is known of an instruction while its obligations are asked.
struct InstructionFacts {
  var completes = false
  var completesForUser = false
  var completesForPrivileged = false

  /// Whether it traps, not for memory, in some state of the most privileged mode.
  var trapsForPrivileged = false
  var writes: Set<Resource> = []
  var reads: Set<Resource> = []

  /// The resources that make it behaviour-sensitive.
  var behaviour: Set<Resource> = []
  var isTimeSensitive = false
  var directUndecided = false
  var findings: [Rule: Finding] = [:]
}
