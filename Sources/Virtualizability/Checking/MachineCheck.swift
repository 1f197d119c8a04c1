import ISALanguage
import ISAModel
import SMT

/// The check of one machine.
struct MachineCheck: Sendable {

  let machine: Machine
  let loaded: LoadedFile
  let options: CheckOptions
  let file: String

  /// What one instruction comes to, in both models.
  private struct Checked: Sendable {
    var verdict: InstructionVerdict
    var other: InstructionVerdict?
    var internalErrors: [String]
    var isKnown = false
    var terms = 0
    var asked = 0
    var termSeconds = 0.0
    var searchSeconds = 0.0
    var solverSeconds = 0.0
    /// What it cost; nil if it was known.
    var cost: InstructionCost?
  }

  func run(progress: CheckProgress?) -> (CheckOutcome, [Diagnostic]) {
    let start = processSeconds()
    let rejected = CheckOutcome.rejected(machine: machine.name)
    let found = WorkerPool.deep {
      let totality = DecodeTotality(machine)
      let wrong =
        totality.diagnostics + GuestDecides(machine).diagnostics()
        + Vacuity(machine: machine, options: options).diagnostics()
      return (wrong: wrong, coverage: totality.coverage)
    }
    if let found, !found.wrong.isEmpty { return (rejected, found.wrong) }

    let chosen = machine.instructions.filter { options.only.isEmpty || options.only.contains($0.name) }
    let checked = self.checked(chosen, progress)
    let addresses =
      options.only.isEmpty
      ? WorkerPool.deep {
        UnreachableAddress(machine: machine, options: options, sources: loaded.sources).check()
      }
        ?? nil : nil
    let vacuous = zip(chosen, checked).compactMap { Vacuity.diagnostic(for: $0, verdict: $1.verdict) }
    if !vacuous.isEmpty { return (rejected, vacuous) }

    let instructions = checked.map(\.verdict)
    let others = checked.map { $0.other ?? $0.verdict }
    let otherModel: ResourceModel = options.model == .extended ? .pg74 : .extended
    var statistics = Statistics()
    statistics.elaborationSeconds = loaded.seconds
    statistics.termSeconds = checked.reduce(0) { $0 + $1.termSeconds }
    statistics.searchSeconds = checked.reduce(0) { $0 + $1.searchSeconds }
    statistics.solverSeconds = checked.reduce(0) { $0 + $1.solverSeconds }
    statistics.instructions = checked.compactMap(\.cost)
    statistics.terms = checked.reduce(0) { $0 + $1.terms }
    statistics.known = checked.count(where: \.isKnown)
    statistics.asked = checked.reduce(0) { $0 + $1.asked }
    statistics.totalSeconds = loaded.seconds + processSeconds() - start
    statistics.peakMemory = peakMemory()
    statistics.coverage = found?.coverage
    var report = Report(
      name: machine.name, title: machine.title, file: file, sha256: loaded.sha256,
      features: machine.features.map { (name: $0.name, isOn: $0.isOn) }, model: options.model,
      verdicts: [options.model: MachineVerdict(instructions), otherModel: MachineVerdict(others)],
      assumptions: Assumptions.lines(of: machine), instructions: instructions, failedClaims: [],
      internalErrors: checked.flatMap(\.internalErrors) + (addresses?.internalErrors ?? []),
      statistics: statistics,
      isPartial: !options.only.isEmpty, addresses: addresses?.verdict)
    report.failedClaims = ClaimCheck(machine: machine, report: report, sources: loaded.sources).failed()
    return (.report(report), [])
  }

  /// What each of `chosen` comes to: as it was found out before, where the same instruction was checked already.
  private func checked(_ chosen: [Instruction], _ progress: CheckProgress?) -> [Checked] {
    let known = options.usableStore.flatMap { store in
      WorkerPool.deep { load(chosen, from: store) }
    }
    let counter = Counter()
    let open = chosen.indices.filter { number in
      if known?[number].result != nil { progress?(counter.next(), chosen.count, chosen[number].name) }
      return known?[number].result == nil
    }
    let starts =
      open.isEmpty ? nil : WorkerPool.deep { StartingPoints(machine, options: options) } ?? StartingPoints()
    let found = WorkerPool.map(count: open.count, jobs: options.jobs) { index in
      let result = check(chosen[open[index]], starts ?? StartingPoints())
      progress?(counter.next(), chosen.count, chosen[open[index]].name)
      return result
    }
    var checked: [Checked?] = known?.map { $0.result } ?? Array(repeating: nil, count: chosen.count)
    for (number, result) in zip(open, found) { checked[number] = result }
    if let store = options.usableStore, let known {
      let kept = zip(open, found).map { (chosen[$0], known[$0].key, $1) }
      _ = WorkerPool.deep { save(kept, in: store) }
    }
    return checked.compactMap(\.self)
  }

  private func load(
    _ chosen: [Instruction], from store: any ResultStore
  ) -> [(key: ResultKey, result: Checked?)] {
    let cache = InstructionCache(store, machine: machine, options: options, sources: loaded.sources)
    return chosen.map { instruction in
      let key = cache.key(instruction)
      return (
        key,
        cache.load(instruction, key).map {
          Checked(verdict: $0.verdict, other: $0.other, internalErrors: [], isKnown: true)
        }
      )
    }
  }

  private func save(_ found: [(Instruction, ResultKey, Checked)], in store: any ResultStore) {
    let cache = InstructionCache(store, machine: machine, options: options, sources: loaded.sources)
    for (instruction, key, result) in found where result.internalErrors.isEmpty {
      cache.save(
        InstructionCache.Result(verdict: result.verdict, other: result.other), of: instruction, under: key)
    }
  }

  private func check(_ instruction: Instruction, _ starts: StartingPoints) -> Checked {
    let start = processorSeconds()
    let terms = InstructionTerms(instruction, machine: machine, options: options, starts: starts)
    let dump = options.smtDump.map {
      QueryDump(
        directory: $0, machine: machine.name, instruction: "\(instruction.name).\(options.model.rawValue)")
    }
    let checker = InstructionChecker(terms, sources: loaded.sources, model: options.model, dump: dump)
    let verdict = checker.check()
    var hardest = checker.oracle.hardest
    var result = Checked(
      verdict: verdict, other: nil, internalErrors: checker.internalErrors,
      cost: InstructionCost(name: instruction.name, seconds: 0, hardestQuestion: "", hardestSeconds: 0))
    // What is clean where every resource counts is clean where fewer do. No resource takes part in PG301.
    let isClean = verdict.findings.allSatisfy { $0.rule == .impreciseTrap }
    if options.model == .pg74 || !isClean || !verdict.undecided.isEmpty {
      let other = InstructionChecker(
        terms, sources: loaded.sources, model: options.model == .extended ? .pg74 : .extended)
      result.other = other.check()
      result.internalErrors += other.internalErrors
      if other.oracle.hardest.seconds > hardest.seconds { hardest = other.oracle.hardest }
    }
    result.terms = terms.store.count
    result.asked = terms.decider.asked
    result.termSeconds = terms.seconds
    result.searchSeconds = terms.decider.searchSeconds
    result.solverSeconds = terms.decider.solverSeconds
    result.cost?.hardestQuestion = hardest.purpose
    result.cost?.hardestSeconds = hardest.seconds
    result.cost?.seconds = processorSeconds() - start
    return result
  }
}

extension MachineVerdict {

  /// The verdicts that follow from those of the instructions.
  init(_ instructions: [InstructionVerdict]) {
    let undecided = instructions.contains { !$0.undecided.isEmpty }
    func verdict(_ violated: (InstructionVerdict) -> Bool) -> Verdict {
      if instructions.contains(where: violated) { return .violated }
      return undecided ? .inconclusive : .holds
    }
    let first = verdict { $0.isViolation }
    let direct = verdict { $0.directExecution == .fails }
    func both(_ one: Verdict, _ other: Verdict) -> Verdict {
      if one == .violated || other == .violated { return .violated }
      return one == .holds && other == .holds ? .holds : .inconclusive
    }
    self.init(
      theorem1: first,
      theorem2: both(first, verdict { one in one.findings.contains { $0.rule == .timeSensitive } }),
      theorem3: verdict { $0.isUserSensitive }, directExecution: direct, virtualizable: both(first, direct))
  }
}

/// What a report rests on.
enum Assumptions {

  static func lines(of machine: Machine) -> [String] {
    var result: [String] = []
    for feature in machine.features {
      result.append("feature \(feature.name): \(feature.isOn ? "on" : "off")")
    }
    for condition in machine.invariants { result.append("invariant: \(condition.text)") }
    for condition in machine.hostConditions {
      result.append("host\(condition.mode.map { " (\(machine.modes[$0].name))" } ?? ""): \(condition.text)")
    }
    for mode in machine.modes {
      let host = machine.modes[mode.host].name
      result.append("mode: \(mode.name) runs in \(host)")
    }
    if !machine.mirrored.isEmpty {
      result.append(
        "mirrored: \(machine.mirrored.map { machine.components[$0].name }.joined(separator: ", "))")
    }
    if machine.memory != nil {
      result.append(
        "abstracted: translation; every unit of an access is admitted or refused by an unknown function of its address, the kind of access, the mode and the relocation state"
      )
    }
    return result
  }
}

import Synchronization

/// Counts what is done.
private final class Counter: Sendable {
  private let value = Mutex(0)
  func next() -> Int {
    value.withLock {
      $0 += 1
      return $0
    }
  }
}
