import Execution
import ISALanguage
import ISAModel
import SMT

/// Says in the machine's own names what two replayed executions did.
struct WitnessPresenter {

  let run: SymbolicRun
  let instruction: Instruction
  let resources: Resources
  let one: Replay
  let other: Replay?
  let claim: WitnessBuilder.Claim
  let causes: [Resource]
  let differing: [Resource]

  private var machine: Machine { run.state.machine }

  /// - Parameter relevant: the variables that the claim depends on.
  func witness(fields: [Bits], contexts: [Bits], relevant: Set<Term>) -> Witness {
    let evaluator = Evaluator(
      machine: machine, domain: ConcreteDomain(machine: machine, environment: one.state),
      components: one.state.components)
    let units = evaluator.encode(run.form, fields: fields, contexts: contexts)
    let address = machine.stream.fetch.last.map { evaluator.value(of: $0).value } ?? 0
    let assembly = AssemblyText(machine: machine).text(
      run.form, fields: fields, contexts: contexts, address: address)
    let digits = (machine.stream.unit + 3) / 4
    let shown = machine.components.indices.filter { number in
      differing.contains(.component(number))
        || relevant.contains(run.state.components[number])
          && (machine.components[number].role != .guest || one.state.components[number].value != 0)
    }
    let interesting = machine.components.indices.filter { number in
      let changes = one.after[number] != one.state.components[number] && resources.counts(.component(number))
      let otherChanges =
        other.map { $0.after[number] != $0.state.components[number] && resources.counts(.component(number)) }
        ?? false
      if isImprecise, one.after[number] != one.state.components[number] { return true }
      guard let other, one.completes, other.completes, machine.components[number].role == .guest else {
        return changes || otherChanges
      }
      return one.after[number] != other.after[number] || changes || otherChanges
    }
    return Witness(
      assembly: assembly.isEmpty ? instruction.name : assembly,
      encoding: units.map { hexadecimal($0, digits: digits) }, differing: differing.map(resources.name),
      first: execution(one, against: other, label: firstLabel, shown: shown, interesting: interesting),
      second: other.map {
        execution($0, against: one, label: secondLabel, shown: shown, interesting: interesting)
      }, claim: sentence)
  }

  private func hexadecimal(_ value: UInt128, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  /// Whether the claim is about what a trap leaves behind.
  private var isImprecise: Bool { if case .impreciseTrap = claim { true } else { false } }

  // MARK: Labels

  private func modeName(_ replay: Replay) -> String {
    replay.state.modeNumber.map { machine.modes[$0].name } ?? "no mode"
  }

  private var firstLabel: String {
    if case .direct = claim { return "virtual machine" }
    return other == nil ? "guest" : "state 1"
  }

  private var secondLabel: String {
    if case .direct = claim { return "hardware" }
    return "state 2"
  }

  // MARK: One execution

  private func execution(
    _ replay: Replay, against reference: Replay?, label: String, shown: [Int], interesting: [Int]
  ) -> Witness.Execution {
    func setting(_ number: Int, _ values: [Bits], _ others: [Bits]?) -> Witness.Setting {
      Witness.Setting(
        name: machine.components[number].name, value: values[number].value, width: values[number].width,
        differs: others.map { $0[number] != values[number] } ?? false)
    }
    let outcome: Witness.Outcome
    if let trap = replay.trap {
      outcome = .traps(machine.traps[trap].name, class: machine.traps[trap].trapClass.rawValue)
    } else {
      outcome = .completes
    }
    let otherLooks = Set(reference?.state.looks ?? [])
    let otherWrites = reference.map { [$0.finalWrites(.guest), $0.finalWrites(.physical)] }
    let written: [Witness.MemoryCell] =
      replay.completes || isImprecise
      ? [MemorySpace.guest, .physical].flatMap { space in
        replay.finalWrites(space).sorted { $0.key < $1.key }.map { address, value in
          Witness.MemoryCell(
            machine, space, address, value,
            differs: otherWrites.map { $0[space.rawValue][address] != value } ?? false)
        }
      } : []
    var background = replay.state.background
    background.components = machine.components.indices.filter { number in
      replay.state.components[number].value != 0 && !shown.contains(number)
    }.map { setting($0, replay.state.components, nil) }
    return Witness.Execution(
      label: label, mode: modeName(replay),
      before: shown.map { setting($0, replay.state.components, reference?.state.components) },
      memory: replay.state.looks.map {
        Witness.MemoryCell(
          machine, $0.space, $0.address, $0.value, differs: reference != nil && !otherLooks.contains($0))
      },
      outcome: outcome,
      after: replay.completes || isImprecise
        ? interesting.map { setting($0, replay.after, reference.flatMap { $0.completes ? $0.after : nil }) }
        : [],
      written: written, background: background)
  }

  // MARK: What it proves

  private var sentence: String {
    let names = differing.map(resources.name).joined(separator: ", ")
    switch claim {
    case .change(let resource):
      let what = resources.name(of: resource)
      if other == nil {
        return "In \(modeName(one)) mode the instruction completes and changes \(what) without a trap."
      }
      return
        "In state 1 the instruction changes \(what). In state 2, where a guest runs, it completes without a trap, so a monitor never learns of it."
    case .difference, .userDifference:
      if names.isEmpty {
        return
          "Two executions from the same state end differently for the guest: the behaviour is unpredictable."
      }
      return
        "The guest's own state is the same in both, yet the results differ: the instruction tells the guest about \(names)."
    case .missedTrap, .userMissedTrap:
      return
        "State 1 traps, state 2 does not, though the guest's own state is the same: \(names.isEmpty ? "the instruction" : names) decides, and a monitor misses the trap."
    case .direct:
      guard let other else { return "" }
      if !one.completes {
        return "The virtual machine would trap; the hardware, which runs the guest in its place, completes."
      }
      if one.differsForGuest(from: other) {
        return
          "The virtual machine and the hardware that runs the guest in its place come to different results."
      }
      return "The instruction changes the mode or a resource, and the hardware does not trap."
    case .impreciseTrap:
      return
        "The access is refused when the guest's part is no longer what it was before the instruction: nobody can run the instruction again from its start."
    }
  }

  /// What of the specification took part, the most telling first.
  func spans() -> [GuiltySpan] {
    var result: [GuiltySpan] = []
    func add(_ span: Span, _ role: String, by isOther: Bool?) {
      let isInFirst = isOther != true
      let isInSecond = isOther != false
      if let known = result.firstIndex(where: { $0.span == span && $0.role == role }) {
        result[known].isInFirst = result[known].isInFirst || isInFirst
        result[known].isInSecond = result[known].isInSecond || isInSecond
      } else {
        result.append(GuiltySpan(span: span, role: role, isInFirst: isInFirst, isInSecond: isInSecond))
      }
    }
    let events = one.events.map { ($0, false) } + (other?.events ?? []).map { ($0, true) }
    if case .change(let resource) = claim {
      for (event, isOther) in events where event.kind == resource.writing {
        add(event.span, "changes \(resources.name(of: resource))", by: isOther)
      }
    }
    for cause in causes + differing {
      for (event, isOther) in events
      where event.kind == cause.reading
        || (cause == .physicalMemory && event.kind == .accesses(.physical, isWrite: false))
      {
        add(event.span, "reads \(resources.name(of: cause))", by: isOther)
      }
      if cause == .translation {
        for (event, isOther) in events {
          if case .accesses(.guest, _) = event.kind { add(event.span, "depends on translation", by: isOther) }
        }
      }
    }
    for (event, isOther) in events {
      if case .traps(let trap) = event.kind {
        add(event.span, "traps with \(machine.traps[trap].name)", by: isOther)
      }
    }
    if case .direct = claim, result.isEmpty {
      for (event, isOther) in events {
        if case .writes(let number) = event.kind, resources.counts(.component(number)) {
          add(event.span, "changes \(machine.components[number].name)", by: isOther)
        }
        if case .reads(let number) = event.kind, machine.components[number].role != .guest {
          add(event.span, "reads \(machine.components[number].name)", by: isOther)
        }
        if case .accesses = event.kind { add(event.span, "depends on translation", by: isOther) }
      }
    }
    if result.isEmpty { add(run.form.span, "has this meaning", by: nil) }
    // That an instruction asks for the mode says more than how the mode is read.
    var conditions = CanonicalWriter()
    for mode in machine.modes { conditions.write(mode.condition) }
    let shared = Set(conditions.spans)
    return result.filter { !shared.contains($0.span) } + result.filter { shared.contains($0.span) }
  }
}

extension Resource {

  fileprivate var writing: Replay.Event.Kind? {
    switch self {
    case .component(let number): .writes(number)
    case .physicalMemory: .accesses(.physical, isWrite: true)
    case .translation, .unpredictable: nil
    }
  }

  fileprivate var reading: Replay.Event.Kind? {
    if case .component(let number) = self { .reads(number) } else { nil }
  }
}

extension Witness.MemoryCell {

  /// The cell of a view of memory at an address, whose parts stand side by side; no value for a refused
  /// access.
  init(_ machine: Machine, _ space: MemorySpace, _ address: UInt128, _ value: UInt128?, differs: Bool) {
    let memory = space == .guest ? machine.memory : machine.physicalMemory
    var rest = address
    var parts: [Witness.Setting] = []
    for parameter in (memory?.parameters ?? []).reversed() {
      parts.insert(
        Witness.Setting(
          name: parameter.name, value: rest & Bits.mask(parameter.width), width: parameter.width,
          differs: false),
        at: 0)
      rest = parameter.width >= 128 ? 0 : rest >> UInt128(parameter.width)
    }
    self.init(
      space: space == .guest ? "mem" : "phys", address: parts, value: value, width: memory?.unit ?? 8,
      differs: differs)
  }
}
