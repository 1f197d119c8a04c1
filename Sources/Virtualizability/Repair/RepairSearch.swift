import ISALanguage
import ISAModel
import SMT

/// Looks for the weakest change that mends each instruction of a machine, and tries it out on the changed text.
///
/// A change is a feature that the specification has already, if the instruction means the same under it or only
/// traps more often; or else one of the guards that the machine's own instructions have, the weakest first. A
/// guard that depends on more than the mode counts only if instructions with that guard are sensitive in every
/// way in which this one is: a bit that hides clocks is not the one to hide descriptor tables.
struct RepairSearch {

  let machine: Machine
  let loaded: LoadedFile
  let options: CheckOptions
  let path: String

  private let verdicts: [String: InstructionVerdict]
  private let text: SpecificationText
  private let syntax: SpecificationSyntax

  init(_ report: Report, machine: Machine, loaded: LoadedFile, options: CheckOptions, path: String) {
    self.machine = machine
    self.loaded = loaded
    self.options = options
    self.path = path
    verdicts = Dictionary(report.instructions.map { ($0.name, $0) }, uniquingKeysWith: { one, _ in one })
    text = SpecificationText(path: path, sources: loaded.sources)
    syntax = SpecificationSyntax(text, machine: machine.name)
  }

  /// What mends each of the instructions, by their names.
  func repairs() -> [String: Repair] {
    let broken = machine.instructions.filter { !(verdicts[$0.name]?.mendable.isEmpty ?? true) }
    guard !broken.isEmpty else { return [:] }
    return WorkerPool.deep { search(broken) } ?? [:]
  }

  private func search(_ broken: [Instruction]) -> [String: Repair] {
    var result: [String: Repair] = [:]
    // A feature that the user has turned off stays off.
    for feature in machine.features where !feature.isOn && options.features[feature.name] == nil {
      let open = broken.filter { result[$0.name] == nil }
      result.merge(mended(open, by: feature.name)) { one, _ in one }
    }
    let idioms = GuardIdioms(machine: machine, sources: loaded.sources, rlimit: options.rlimit).ordered()
    let starts = StartingPoints(machine, options: options)
    let classes = classes(ofPrecedentsOf: idioms, starts)
    let rest = broken.filter { result[$0.name] == nil }
    let bodies = WorkerPool.map(count: rest.count, jobs: options.jobs) { guilty(rest[$0], starts) }
    var open = zip(rest, bodies).map {
      Candidate(
        instruction: $0, idioms: suitable(idioms, classes, for: $0), bodies: $1.bodies, isWhole: $1.areAll)
    }
    // All are tried together, each with its next guard: the changed text is elaborated once.
    while !open.isEmpty {
      open.removeAll { $0.idioms.isEmpty || $0.bodies.isEmpty }
      result.merge(tried(open)) { one, _ in one }
      open.removeAll { result[$0.instruction.name] != nil }
      for index in open.indices where !open[index].idioms.isEmpty { open[index].idioms.removeFirst() }
    }
    return result
  }

  /// An instruction with the guards that are yet to be tried, and the bodies that they go into.
  private struct Candidate {
    var instruction: Instruction
    var idioms: [GuardIdiom]
    var bodies: [BlockSyntax]

    /// Whether these are all of its bodies; in the others nothing is wrong.
    var isWhole: Bool
  }

  // MARK: Guards

  /// What the instructions are whose guards look at more than the mode: what these guards are for.
  private func classes(ofPrecedentsOf idioms: [GuardIdiom], _ starts: StartingPoints) -> [String: Ways] {
    var result: [String: Ways] = [:]
    for name in idioms.filter({ !$0.bits.isEmpty }).flatMap(\.precedents) where result[name] == nil {
      guard let instruction = machine.instructions.first(where: { $0.name == name }) else { continue }
      let known =
        verdicts[name] ?? verdict(on: instruction, of: machine, sources: loaded.sources, starts)
      result[name] = Ways(known.classes)
    }
    return result
  }

  /// The ways in which an instruction is sensitive.
  private typealias Ways = Set<InstructionClass>
  private static let ways: Ways = [
    .controlSensitive, .modeSensitive, .locationSensitive, .resourceSensitive, .timeSensitive,
  ]

  private func suitable(
    _ idioms: [GuardIdiom], _ classes: [String: Ways], for instruction: Instruction
  ) -> [GuardIdiom] {
    let own = Self.ways.intersection(verdicts[instruction.name]?.classes ?? [])
    return idioms.filter { idiom in
      idiom.bits.isEmpty || own.isSubset(of: idiom.precedents.flatMap { classes[$0] ?? [] })
    }
  }

  /// The bodies of the instruction in which something is wrong, and whether these are all.
  private func guilty(
    _ instruction: Instruction, _ starts: StartingPoints
  ) -> (bodies: [BlockSyntax], areAll: Bool) {
    let bodies = syntax.bodies(ofInstructionAt: instruction.span)
    guard bodies.count > 1 else { return (bodies.map(\.body), true) }
    let guilty = bodies.filter { body in
      var part = instruction
      part.forms = instruction.forms.filter { body.forms.contains($0.span) }
      guard !part.forms.isEmpty else { return false }
      let terms = InstructionTerms(part, machine: machine, options: options, starts: starts)
      return InstructionChecker(terms, sources: loaded.sources, model: options.model).finds(\.isMendedByGuard)
    }.map(\.body)
    return (guilty, guilty.count == bodies.count)
  }

  /// Puts the next guard of each candidate into the text, and keeps what mends.
  private func tried(_ candidates: [Candidate]) -> [String: Repair] {
    @Sendable func edits(_ candidate: Candidate) -> [TextEdit] {
      candidate.bodies.map { syntax.inserting(candidate.idioms[0].statement, into: $0) }
    }
    let all = candidates.flatMap(edits)
    guard !all.isEmpty else { return [:] }
    guard let changed = elaborated(text.edited(all), settings: options.features) else {
      // Some guard cannot be written at some place: each by itself.
      guard candidates.count > 1 else { return [:] }
      return candidates.reduce(into: [:]) { result, one in result.merge(tried([one])) { one, _ in one } }
    }
    let starts = StartingPoints(changed.machine, options: options)
    let found = WorkerPool.map(count: candidates.count, jobs: options.jobs) { number -> Repair? in
      let candidate = candidates[number]
      let idiom = candidate.idioms[0]
      return repair(
        candidate.instruction, as: changed, starts, edits: edits(candidate),
        Change(
          kind: .trapUnless(condition: idiom.condition, trap: idiom.trap), statement: idiom.statement,
          bits: idiom.bits, precedents: idiom.precedents, isWhole: candidate.isWhole))
    }
    return byName(candidates.map(\.instruction), found)
  }

  // MARK: Features

  /// The instructions that a feature mends, by adding traps and nothing else.
  private func mended(_ broken: [Instruction], by feature: String) -> [String: Repair] {
    var settings = options.features
    settings[feature] = true
    guard !broken.isEmpty, let edit = syntax.turningOn(feature),
      let other = elaborated(text, settings: settings), isAlike(other.machine)
    else { return [:] }
    let starts = StartingPoints(other.machine, options: options)
    let found = WorkerPool.map(count: broken.count, jobs: options.jobs) { number -> Repair? in
      guard let variant = other.machine.instructions.first(where: { $0.name == broken[number].name }),
        let repair = repair(
          broken[number], as: other, starts, edits: [edit],
          Change(kind: .feature(feature), statement: "feature \(feature) = on", bits: [], precedents: []))
      else { return nil }
      return onlyTrapsMore(broken[number], variant, of: other.machine) ? repair : nil
    }
    return byName(broken, found)
  }

  /// Whether a variant of the machine has the same state and the same modes.
  private func isAlike(_ other: Machine) -> Bool {
    func state(_ machine: Machine) -> [String] {
      machine.components.map { "\($0.name) \($0.width) \($0.role.rawValue)" }
        + machine.modes.map { "\($0.name) \($0.host) \($0.text)" }
    }
    return state(machine) == state(other)
  }

  /// Whether the instruction does under the feature what it did, or traps.
  private func onlyTrapsMore(_ old: Instruction, _ new: Instruction, of other: Machine) -> Bool {
    let comparison = MeaningComparison(old: (old, machine), new: (new, other), rlimit: options.rlimit)
    return comparison.undecided.isEmpty
      && comparison.changes.allSatisfy { change in
        if case .outcome(.completes, .traps, _) = change { true } else { false }
      }
  }

  // MARK: Trying out

  /// A machine made of a changed text.
  private typealias Variant = (machine: Machine, sources: SourceMap)

  /// What is said of a change.
  private struct Change {
    var kind: Repair.Kind
    var statement: String
    var bits: [String]
    var precedents: [String]

    /// Whether all of the instruction is changed, and not some of its encodings.
    var isWhole = true
  }

  private func byName(_ instructions: [Instruction], _ repairs: [Repair?]) -> [String: Repair] {
    zip(instructions, repairs).reduce(into: [:]) { if let repair = $1.1 { $0[$1.0.name] = repair } }
  }

  /// The change of the text as a repair, if it mends the instruction.
  private func repair(
    _ instruction: Instruction, as variant: Variant, _ starts: StartingPoints, edits: [TextEdit],
    _ change: Change
  ) -> Repair? {
    guard let old = verdicts[instruction.name],
      let changed = variant.machine.instructions.first(where: { $0.name == instruction.name })
    else { return nil }
    let terms = InstructionTerms(changed, machine: variant.machine, options: options, starts: starts)
    // An instruction that then completes nowhere is not mended: it is gone.
    guard !change.isWhole || stopsEveryUser(terms), completes(terms) else { return nil }
    // What a guard can mend needs a user state that the instruction completes in, by the definition of each of
    // these rules. Whether a trap is precise, and what encodings without the guard do, are questions of their own.
    var left: [Rule] = []
    if !change.isWhole || !old.findings.map(\.rule).allSatisfy(\.isMendedByGuard) {
      let new = InstructionChecker(terms, sources: variant.sources, model: options.model).check()
      guard new.mendable.isEmpty, new.undecided.isEmpty else { return nil }
      left = new.findings.map(\.rule)
    }
    return Repair(
      kind: change.kind, bits: change.bits, statement: change.statement, precedents: change.precedents,
      mends: old.findings.map(\.rule).filter { !left.contains($0) }, leaves: left, edits: edits,
      patch: text.edited(edits).patch(from: text))
  }

  /// Whether the instruction completes in no user state, by the solver.
  private func stopsEveryUser(_ terms: InstructionTerms) -> Bool {
    terms.forms.allSatisfy { form in
      let run = form.run
      return terms.decider.decide([run.isEncoding, run.state.invariant, run.state.isUser, run.completes])
        .answer.isNo
    }
  }

  /// Whether the instruction completes in some state, by the solver.
  private func completes(_ terms: InstructionTerms) -> Bool {
    terms.forms.contains { form in
      let run = form.run
      return terms.decider.decide([run.isEncoding, run.state.invariant, run.completes]).answer.isYes
    }
  }

  private func elaborated(
    _ text: SpecificationText, settings: [String: Bool]
  ) -> Variant? {
    var options = options
    options.features = settings
    guard let changed = try? MachineLoading.load(path: path, options: options, reader: text.reader),
      let machine = changed.machines.first(where: { $0.name == self.machine.name })?.machine
    else { return nil }
    return (machine, changed.sources)
  }

  private func verdict(
    on instruction: Instruction, of machine: Machine, sources: SourceMap, _ starts: StartingPoints
  ) -> InstructionVerdict {
    let terms = InstructionTerms(instruction, machine: machine, options: options, starts: starts)
    return InstructionChecker(terms, sources: sources, model: options.model).check()
  }
}

extension Report {

  /// Looks for what mends the instructions, and keeps it with them.
  mutating func findRepairs(machine: Machine, loaded: LoadedFile, options: CheckOptions, path: String) {
    let repairs = RepairSearch(self, machine: machine, loaded: loaded, options: options, path: path).repairs()
    for index in instructions.indices {
      instructions[index].repair = repairs[instructions[index].name].map { .found($0) } ?? .none
    }
  }
}
