import ISALanguage
import ISAModel

/// A machine that runs: its state, its memory and its devices, moved on by the reference evaluator.
///
/// Whatever runs faster must do the same, step for step.
package final class ConcreteMachine {

  package let machine: Machine
  package let state: MachineState
  package let ram: RAM
  package let devices: Devices
  package let analysis: MachineAnalysis
  package var decoder: InstructionDecoder { analysis.decoder }
  let environment: MachineEnvironment
  private lazy var secondStage = SecondStageCache(self)
  package let domain: ConcreteDomain

  /// Told of every unit that an instruction writes, even if it keeps its value.
  package var writesMemory: ((_ address: Int) -> Void)?

  /// How many instructions were executed or trapped, and how many interrupts were taken.
  package var steps: UInt64 = 0

  /// How many traps were delivered, and interrupts taken.
  package private(set) var trapCount: UInt64 = 0
  package private(set) var interruptCount: UInt64 = 0

  /// Why it runs no further.
  package internal(set) var ending: Ending?

  /// Whether a trap is left to whoever runs the machine: it stops before the instruction that traps.
  package var keepsTraps = false

  /// The step that trapped, where traps are kept, until it is taken away.
  package var keptTrap: Step?

  /// What is run in place of the specification's own meanings, as a monitor has them prepared.
  package var monitorMeanings: (any MonitorMeanings)?

  /// Makes a machine in a part of another one's memory, whose specification is the same.
  package init(
    within ram: RAM, of other: ConcreteMachine, console: any CharacterStream,
    storage: (any BlockStorage)? = nil
  ) {
    let machine = other.machine
    self.machine = machine
    self.ram = ram
    state = MachineState(machine)
    devices = Devices(machine: machine, state: state, ram: ram, console: console, storage: storage)
    analysis = other.analysis
    environment = MachineEnvironment(machine: machine, ram: ram)
    domain = ConcreteDomain(machine: machine, environment: environment)
  }

  /// Makes a machine that was not reset yet.
  ///
  /// - Parameters:
  ///   - memorySize: the units of RAM; nil for as many as the specification says.
  ///   - storage: what the block device keeps its blocks in.
  ///   - analysis: what was found out about the specification, shared with other machines of it.
  package init(
    _ machine: Machine, memorySize: Int? = nil, console: any CharacterStream,
    storage: (any BlockStorage)? = nil, analysis: MachineAnalysis? = nil
  ) throws(MachineFailure) {
    self.machine = machine
    guard let memory = machine.physicalMemory ?? machine.memory else {
      throw MachineFailure("the machine '\(machine.name)' has no memory")
    }
    let most = memory.addressWidth >= 48 ? 1 << 48 : 1 << memory.addressWidth
    let size = memorySize ?? memory.size ?? min(most, Self.usualSize)
    guard size > 0, size <= most else {
      throw MachineFailure("the machine '\(machine.name)' can address \(most) units of memory, not \(size)")
    }
    guard let ram = RAM(count: size, unit: memory.unit) else {
      throw MachineFailure("there is not enough room for \(size) units of memory")
    }
    self.ram = ram
    state = MachineState(machine)
    devices = Devices(machine: machine, state: state, ram: ram, console: console, storage: storage)
    self.analysis = analysis ?? MachineAnalysis(machine)
    environment = MachineEnvironment(machine: machine, ram: ram)
    domain = ConcreteDomain(machine: machine, environment: environment)
  }

  /// The units of RAM of a machine whose specification does not say.
  private static let usualSize = 1 << 24

  /// What an `undefined` value is, of its width and its place; 0 unless something else is set.
  package var undefinedValue: (_ width: Int, _ key: UInt64) -> UInt128 {
    get { environment.undefinedValue }
    set { environment.undefinedValue = newValue }
  }

  // MARK: Running

  /// Puts the machine into the state after a reset, from what stands in memory.
  package func reset() {
    restart()
    guard let reset = machine.reset else { return }
    let evaluator = evaluator()
    let result = evaluator.run(reset, []).result
    if let taken = taken(result) {
      ending = .trapInReset(trap: taken.trap)
    } else {
      commit(result.state)
    }
  }

  /// Puts the machine back to where it was made: every component has its reset value, and no reset has run.
  package func restart() {
    for (number, component) in machine.components.enumerated() { state[number] = component.reset }
    ending = nil
    steps = 0
  }

  /// Does one step: executes an instruction, or takes an interrupt. Nil when the machine has come to its end.
  @discardableResult package func step(observer: (any RunObserver)? = nil) -> Step? {
    switch next() {
    case .end: nil
    case .interrupt(let number): enter(number)
    case .instruction: execute(observer)
    }
  }

  /// Lets devices do what they were asked for, waits where the processor does, and says what comes next.
  package func next() -> Next {
    while ending == nil {
      devices.settle()
      if let failure = devices.failure {
        ending = .failure(failure)
      } else if holds(machine.platform.halt) {
        ending = .halted
      } else if let interrupt = acceptedInterrupt() {
        return .interrupt(interrupt)
      } else if !holds(machine.platform.wait) {
        return .instruction
      } else if !waits() {
        ending = .waiting
      }
    }
    return .end
  }

  /// An evaluator over the present state, as a running machine has it.
  package func evaluator() -> Evaluator<ConcreteDomain> {
    let evaluator = Evaluator(machine: machine, domain: domain, components: state.components)
    evaluator.runsTranslation = true
    evaluator.abstractsTranslation = false
    evaluator.moreFunctions = monitorMeanings?.functions
    if let secondStage {
      evaluator.knownPlace = { secondStage.place($0, $1, $2) }
    }
    return evaluator
  }

  /// Whether a condition over the state holds; one that is not declared does not.
  package func holds(_ condition: Expression?) -> Bool {
    guard let condition else { return false }
    return evaluator().value(of: condition).value == 1
  }

  // MARK: Interrupts

  /// The interrupt that is accepted now: that of the lowest priority number, and of these the first.
  func acceptedInterrupt() -> Int? {
    guard !machine.interrupts.isEmpty else { return nil }
    let evaluator = evaluator()
    return machine.interrupts.indices.filter {
      evaluator.value(of: machine.interrupts[$0].condition).value == 1
    }
    .min { machine.interrupts[$0].priority < machine.interrupts[$1].priority }
  }

  /// Takes an interrupt.
  package func enter(_ number: Int) -> Step {
    interruptCount += 1
    let address = programCounter
    let evaluator = evaluator()
    evaluator.setLength(Bits(0, width: 8))
    let entry = monitorMeanings?.interruptEntry(number) ?? machine.interrupts[number].entry
    let result = evaluator.run(entry, []).result
    if let taken = taken(result) {
      ending = .trapInInterrupt(interrupt: number, trap: taken.trap)
    } else {
      commit(result.state)
      finishStep()
    }
    return Step(kind: .interrupt(number), address: address, trap: nil)
  }

  /// Lets time pass until something happens; false when nothing can that would end the wait.
  func waits() -> Bool {
    guard canWake() else { return false }
    if let timer = devices.nextTimer {
      devices.advance(timer)
      return true
    }
    return devices.waitForInput()
  }

  /// Whether some interrupt would be accepted, or the processor would wait no more, if devices called for attention.
  private func canWake() -> Bool {
    let calls = devices.calls
    let components = state.components
    for chosen in calls.map({ [$0] }) + [calls] {
      let evaluator = evaluator()
      evaluator.state.components = components
      for number in chosen { evaluator.state.components[number] = Bits(1, width: 1) }
      let ends = machine.platform.wait.map { evaluator.value(of: $0).value == 0 } ?? false
      if ends || machine.interrupts.contains(where: { evaluator.value(of: $0.condition).value == 1 }) {
        return true
      }
    }
    return false
  }

  // MARK: Instructions

  /// The address of the next instruction, all its parts side by side.
  package var programCounter: UInt128 {
    if machine.stream.fetch.count == 1, case .component(let number, _)? = machine.stream.fetch.first {
      return state[number]
    }
    let evaluator = evaluator()
    return machine.stream.fetch.map { evaluator.value(of: $0) }.reduce(0) {
      $0 << UInt128($1.width) | $1.value
    }
  }

  /// Makes the next instruction that at `address`; false where no register by itself says where that is.
  package func setProgramCounter(_ address: UInt128) -> Bool {
    guard let (counter, width) = machine.stream.counter ?? decidingRegister,
      address <= Bits.mask(state.widths[counter])
    else { return false }
    // A register may hold more than the address, or more of the address than leaves the processor.
    let rest = address <= Bits.mask(width) ? state[counter] & ~Bits.mask(width) : 0
    state[counter] = rest | address
    return true
  }

  /// Lets a machine go on that stands still: whoever owns it has put it into another state.
  package func endWait() {
    if ending == .waiting { ending = nil }
  }

  /// The register that says where the next instruction is, in this state, where the specification computes that; it is
  /// found by trial.
  private var decidingRegister: (component: Int, width: Int)? {
    guard let memory = machine.memory, memory.parameters.count == 1 else { return nil }
    let width = memory.addressWidth
    let probes = [0, Bits.mask(width), Bits.mask(width) / 3]
    let found = machine.components.indices.first { number in
      guard machine.components[number].width == width else { return false }
      let kept = state[number]
      defer { state[number] = kept }
      return probes.allSatisfy { probe in
        state[number] = probe
        return programCounter == probe
      }
    }
    return found.map { ($0, width) }
  }

  private func execute(_ observer: (any RunObserver)?) -> Step {
    perform(patientProspect(observer: observer))
  }

  /// What the next instruction comes to; where it looks for a character that can be waited for, when that has
  /// come.
  package func patientProspect(observer: (any RunObserver)? = nil, notesAccesses: Bool = false) -> Prospect {
    while true {
      let watcher = devices.waitingInput.map { InputWatcher(ready: $0) }
      let prospect = prospect(observer: watcher ?? observer, notesAccesses: notesAccesses)
      if let watcher, watcher.hasLooked, devices.waitForInput() { continue }
      return prospect
    }
  }

  /// What the next instruction comes to, before anything of it is done.
  package func prospect(observer: (any RunObserver)? = nil, notesAccesses: Bool = false) -> Prospect {
    let address = programCounter
    let evaluator = evaluator()
    var accesses: [Prospect.Access] = []
    if notesAccesses {
      evaluator.onTranslated = { accesses.append(Prospect.Access(address: $0, kind: $1, place: $2.value)) }
    }
    var refusal: (state: RunState<Bits>, traps: [TrapRecord<Bits>])?
    let outcome = decoder.decode { number in
      let before = evaluator.state
      if let unit = evaluator.fetch(number) { return unit.value }
      refusal = (evaluator.state, evaluator.traps)
      evaluator.revive(before)
      return nil
    }
    evaluator.observer = observer
    var kind = Step.Kind.undecoded([])
    var length = 0
    switch outcome {
    case .instruction(let decoded):
      kind = .instruction(decoded)
      length = decoded.length
      let width = Bits(UInt128(decoded.length), width: 8)
      if let routine = monitorMeanings?.routine(decoded) {
        evaluator.runWhole(routine, fields: decoded.fields, contexts: decoded.contexts, length: width)
      } else {
        let form = machine.instructions[decoded.instruction].forms[decoded.form]
        _ = evaluator.run(form, fields: decoded.fields, contexts: decoded.contexts, length: width)
      }
    case .unknown(let units):
      kind = .undecoded(units)
      length = units.count * machine.stream.unit / machine.addressUnit
      if let trap = machine.stream.otherwise { evaluator.trap(trap, [], at: machine.traps[trap].span) }
    case .refused:
      if let refusal { evaluator.die(refusal.state, refusal.traps) }
    }
    let result = evaluator.result
    return Prospect(
      kind: kind, address: address, length: length, result: result, trap: taken(result), accesses: accesses,
      touchesMapped: evaluator.touchesMapped)
  }

  /// Does what the next instruction was found to come to.
  package func perform(_ prospect: Prospect) -> Step {
    var step = Step(kind: prospect.kind, address: prospect.address)
    if case .undecoded(let units) = prospect.kind, !units.isEmpty, prospect.trap == nil {
      ending = .undecoded
      return step
    }
    if let taken = prospect.trap {
      step.trap = taken.trap
      step.arguments = taken.arguments
      if keepsTraps {
        keptTrap = step
        return step
      }
      deliver(taken, length: prospect.length, prospect.result.state)
    } else {
      step.writes = prospect.result.state.writes[space.rawValue]
      commit(prospect.result.state)
    }
    if ending == nil { finishStep() }
    return step
  }

  private func finishStep() {
    steps += 1
    devices.advance(1)
  }

  // MARK: Traps

  /// The trap that was taken, if any.
  private func taken(_ result: RunResult<Bits>) -> TrapRecord<Bits>? {
    result.state.alive.value == 1 ? nil : result.traps.first { $0.condition.value == 1 }
  }

  private func deliver(_ taken: TrapRecord<Bits>, length: Int, _ after: RunState<Bits>) {
    trapCount += 1
    let trap = machine.traps[taken.trap]
    if trap.isImprecise {
      commit(after)
      state.components = taken.components
    }
    guard let entry = monitorMeanings?.trapEntry(taken.trap) ?? trap.entry else {
      ending = .trapWithoutEntry(trap: taken.trap)
      return
    }
    let evaluator = evaluator()
    evaluator.setLength(Bits(UInt128(length), width: 8))
    let result = evaluator.run(entry, taken.arguments).result
    if let second = self.taken(result) {
      ending = .trapInEntry(first: taken.trap, second: second.trap)
    } else {
      commit(result.state)
    }
  }

  /// The view of memory that RAM is.
  private var space: MemorySpace { machine.physicalMemory == nil ? .guest : .physical }

  /// Does what a function of the specification does to the machine, past the second stage of translation.
  package func perform(_ function: Function, _ arguments: [Bits]) {
    let evaluator = evaluator()
    evaluator.isPastSecondStage = true
    commit(evaluator.run(function, arguments.map { .word($0) }).result.state)
  }

  /// Takes over a state that a run has come to.
  package func commit(_ after: RunState<Bits>) {
    state.components = after.components
    for write in after.writes[space.rawValue] where ram.contains(write.address.value) {
      writesMemory?(Int(write.address.value))
      guard ram.load(write.address.value) != write.value.value else { continue }
      ram.store(write.address.value, write.value.value)
      devices.changesMemory?(Int(write.address.value), 1)
    }
  }
}

/// Why a machine cannot be made.
package struct MachineFailure: Error, Sendable {

  /// In words for its user.
  package var message: String
  init(_ message: String) { self.message = message }
}

/// Sees whether an instruction looks for a character.
private final class InputWatcher: RunObserver {
  let ready: Int
  private(set) var hasLooked = false
  init(ready: Int) { self.ready = ready }
  func reads(component: Int, at span: Span) { if component == ready { hasLooked = true } }
  func writes(component: Int, at span: Span) {}
  func accesses(_ space: MemorySpace, isWrite: Bool, at span: Span) {}
}
