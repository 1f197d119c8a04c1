import ISALanguage
import ISAModel
import SMT

/// Classifies one instruction: runs each of its encodings once, and asks every obligation about it.
final class InstructionChecker {

  let machine: Machine
  let instruction: Instruction
  let sources: SourceMap
  let resources: Resources
  let store: TermStore
  let state: SymbolicState
  let oracle: Oracle

  /// What was found so far, over the forms that were looked at.
  var facts = InstructionFacts()

  /// Witnesses that did not replay: errors of the checker.
  var internalErrors: [String] = []

  private(set) var termSeconds = 0.0

  init(
    _ instruction: Instruction, machine: Machine, sources: SourceMap, model: ResourceModel,
    options: CheckOptions,
    starts: StartingPoints
  ) {
    self.instruction = instruction
    self.machine = machine
    self.sources = sources
    resources = Resources(machine: machine, model: model)
    store = TermStore(simplifies: options.simplifies)
    let start = processorSeconds()
    state = SymbolicState(machine: machine, store: store)
    termSeconds += processorSeconds() - start
    oracle = Oracle(
      store: store, rlimit: options.rlimit,
      dump: options.smtDump.map {
        QueryDump(
          directory: $0, machine: machine.name, instruction: "\(instruction.name).\(model.rawValue)")
      },
      search: options.simplifies
        ? ModelSearch(
          store: store, functions: Image.Functions(machine: machine, store: store),
          starts: starts.assignments(state)) : nil)
  }

  /// Asks everything, and makes the verdict.
  func check() -> InstructionVerdict {
    for (number, form) in instruction.forms.enumerated() {
      let start = processorSeconds()
      let run = SymbolicRun(form, state: state, prefix: "field.\(number)")
      let obligations = FormObligations(run: run, checker: self)
      termSeconds += processorSeconds() - start
      obligations.discharge()
    }
    return verdict()
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
