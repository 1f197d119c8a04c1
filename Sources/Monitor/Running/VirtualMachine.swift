import Execution
import ISAModel

/// How a monitor runs its guests.
package enum MonitorKind: Sendable {

  /// Everything runs on the hardware until it traps.
  case trapAndEmulate

  /// What a guest runs outside of its least privileged mode is interpreted (PG74, Theorem 3).
  case hybrid
}

/// A virtual machine, and the monitor's work for it: it runs on the hardware in a host state, and whatever
/// traps there is answered with what this machine would have done in its virtual state.
///
/// To a monitor inside of it, it is hardware.
package final class VirtualMachine: Hardware {

  /// The virtual state, the slice as its memory, and the virtual devices.
  package let concrete: ConcreteMachine
  package let slice: Slice

  private let hardware: any Hardware
  private let kind: MonitorKind
  private let shadow: Shadow
  private let hostStates: [HostState]
  private let carried: [Int]
  private let window: InterruptWindow
  private let present: PresentRoutines

  package var presentShadow: Shadow?
  package let memoryWatch: (watch: MemoryWatch, base: Int)?

  /// The machine in its virtual state, for what the hardware cannot be given at all.
  private lazy var simulator = memoryWatch.flatMap {
    FastMachine(concrete, sharing: $0.watch, at: $0.base)
  }

  /// The components after whose change there may be something to do before the next instruction.
  private let attention: [Int]

  /// Whether there is nothing to do before the next instruction.
  private var isQuiet = false
  package private(set) var statistics = MonitorStatistics()

  /// Why the guest was given up although its machine would go on.
  package private(set) var verdict: Verdict?

  /// What a guest is given up for.
  package enum Verdict: Equatable, Sendable {

    /// The instruction at its program counter changes nothing any more, and no device will.
    case spins

    /// Every trap leads to the same trap again.
    case trapsForEver(trap: Int)

    /// The monitor is at fault.
    case failure(String)
  }

  /// The steps after which the shadow was filled last.
  private var lastFill: UInt64?

  /// The components before the last instruction, where that trapped and the one before it too.
  private var lastTrapped: [Bits]?

  /// - Parameters:
  ///   - hardware: what the monitor runs on.
  ///   - slice: the memory that is this machine's.
  package init(
    on hardware: any Hardware, slice: Slice, kind: MonitorKind, routines: RoutineTable,
    hostStates: [HostState],
    console: any CharacterStream, storage: (any BlockStorage)?
  ) throws(MonitorFailure) {
    let machine = hardware.concrete.machine
    guard let ram = RAM(hardware.concrete.ram, at: slice.base, count: slice.count) else {
      throw MonitorFailure("the hardware has not so much memory")
    }
    self.hardware = hardware
    self.slice = slice
    self.kind = kind
    self.hostStates = hostStates
    concrete = ConcreteMachine(within: ram, of: hardware.concrete, console: console, storage: storage)
    shadow = try Shadow(concrete, hardware.concrete, slice)
    memoryWatch = hardware.memoryWatch.map { ($0.watch, $0.base + slice.base) }
    carried = machine.carried.sorted()
    window = InterruptWindow(machine)
    present = PresentRoutines(routines, concrete)
    concrete.monitorMeanings = present
    attention = concrete.attentionComponents.sorted()
    concrete.devices.changesMemory = { [unowned self] address, count in
      self.shadow.memoryChanged(address, count: count)
      self.hardware.concrete.devices.changesMemory?(self.slice.base + address, count)
    }
  }

  package func stateChanged() {}

  // MARK: Running

  package func run(_ limit: UInt64, until isWanted: ((ConcreteMachine) -> Bool)?) -> HardwareExit {
    let start = concrete.steps
    let end = start + limit
    concrete.keptTrap = nil
    func exit(_ cause: HardwareExit.Cause) -> HardwareExit {
      HardwareExit(cause: cause, steps: concrete.steps - start)
    }
    while concrete.steps < end, verdict == nil, isWanted?(concrete) != true {
      switch isQuiet ? .instruction : concrete.next() {
      case .end: return exit(.ended(concrete.ending ?? .waiting))
      case .interrupt(let number):
        _ = concrete.enter(number)
        statistics.interrupts += 1
        lastTrapped = nil
      case .instruction:
        if !mustInterpret {
          runDirectly(end - concrete.steps, until: isWanted)
        } else if isWanted != nil || !simulate(end - concrete.steps) {
          answer(mayFill: false)
        }
      }
      if let trap = concrete.keptTrap {
        concrete.keptTrap = nil
        return exit(.trap(trap))
      }
    }
    if let ending = concrete.ending { return exit(.ended(ending)) }
    return exit(.timer)
  }

  /// Whether the next instruction is interpreted without asking the hardware.
  private var mustInterpret: Bool {
    if kind == .hybrid, present.mode != 0 { return true }
    return shadow.isUnreachable(concrete.programCounter)
  }

  /// The last steps of a time slice are interpreted one by one, so that a guest that faults in its fault handler
  /// is noticed.
  private static let interpretedAtLeast: UInt64 = 8

  /// Runs the guest on the machine in its virtual state, as long as it stays in its mode; false where it must be
  /// interpreted instead.
  private func simulate(_ limit: UInt64) -> Bool {
    guard limit > Self.interpretedAtLeast, !shadow.hasTables, let simulator, let mode = present.mode else {
      return false
    }
    isQuiet = false
    let before = (steps: concrete.steps, traps: concrete.trapCount, interrupts: concrete.interruptCount)
    simulator.stateChanged()
    simulator.run(until: concrete.steps + limit - Self.interpretedAtLeast) {
      kind == .hybrid ? present.mode != 0 : present.mode == mode
    }
    let reflected = concrete.trapCount - before.traps
    let interrupts = concrete.interruptCount - before.interrupts
    statistics.reflected += reflected
    statistics.interrupts += interrupts
    let entries = reflected + interrupts
    let done = concrete.steps - before.steps
    statistics.emulated += done - min(done, entries)
    if concrete.steps > before.steps { lastTrapped = nil }
    return concrete.steps > before.steps || concrete.keptTrap != nil || concrete.ending != nil
  }

  /// Lets the hardware run until something traps, until a virtual device calls, or until the time is over.
  private func runDirectly(_ limit: UInt64, until isWanted: ((ConcreteMachine) -> Bool)?) {
    isQuiet = false
    guard enter() else { return }
    let before = concrete.steps
    let exit = hardware.run(
      min(limit, concrete.devices.horizon ?? .max), until: window.opening(concrete, or: isWanted))
    leave()
    if exit.steps > 0 {
      concrete.steps = before + exit.steps
      concrete.devices.advance(exit.steps)
      statistics.direct += exit.steps
      lastTrapped = nil
    }
    switch exit.cause {
    case .timer: break
    case .trap(let step):
      // A device may have something to say before the instruction that trapped.
      if exit.steps > 0 { answerAfter(step) } else { answer(step) }
    case .ended(.waiting) where exit.steps > 0:
      // What the guest has run makes the processor stand still: the monitor's own timer ends that.
      hardware.concrete.endWait()
    case .ended(let ending): verdict = .failure("the hardware has ended: \(ending)")
    }
  }

  /// Answers a trap, unless an interrupt is accepted before the instruction that trapped.
  private func answerAfter(_ step: Step) {
    if case .instruction = concrete.next() { answer(step) }
  }

  private func answer(_ step: Step) {
    let isMemory = step.trap.map { concrete.machine.traps[$0].trapClass == .memory } ?? false
    answer(mayFill: isMemory)
  }

  // MARK: The world switch

  private func enter() -> Bool {
    guard let mode = present.mode else {
      verdict = .failure("the machine is in no mode")
      return false
    }
    let target = hardware.concrete.state
    for component in carried { target[component] = concrete.state[component] }
    for (component, value) in hostStates[mode].values { target[component] = value }
    if hardware.presentShadow !== shadow {
      shadow.loseTables()
      hardware.presentShadow = shadow
    }
    shadow.activate()
    hardware.stateChanged()
    statistics.switches += 1
    return true
  }

  private func leave() {
    let source = hardware.concrete.state
    for component in carried { concrete.state[component] = source[component] }
  }

  /// Fills the shadow as if the guest had run what stands at its program counter, and had read at these addresses.
  package func haveRun(reading addresses: [UInt128]) {
    guard enter() else { return }
    _ = shadow.fill([(concrete.programCounter, .execute)] + addresses.map { ($0, .read) })
    hardware.stateChanged()
    leave()
  }

  // MARK: The one rule

  /// Does with the next instruction what this machine does in its virtual state: it completes, or it traps
  /// into the guest; or the shadow is filled and the hardware tries again.
  private func answer(mayFill: Bool) {
    let prospect = concrete.patientProspect(notesAccesses: mayFill)
    if let trap = prospect.trap {
      if concrete.keepsTraps {
        _ = concrete.perform(prospect)
      } else {
        reflect(prospect, trap.trap)
      }
      return
    }
    lastTrapped = nil
    if mayFill, !prospect.touchesMapped, lastFill != concrete.steps {
      lastFill = concrete.steps
      if shadow.fill(prospect.accesses) {
        statistics.fills += 1
        return
      }
    }
    let before = concrete.steps
    let looked = attention.map { concrete.state[$0] }
    _ = concrete.perform(prospect)
    if concrete.steps > before { statistics.emulated += 1 }
    // A live console is asked from time to time.
    isQuiet =
      !prospect.touchesMapped && concrete.steps & 63 != 0 && looked == attention.map { concrete.state[$0] }
  }

  private func reflect(_ prospect: Prospect, _ trap: Int) {
    isQuiet = false
    let before = timeless
    _ = concrete.perform(prospect)
    statistics.reflected += 1
    // Where an entry leads to the state that trapped, twice in a row, it always will.
    let isSame = lastTrapped == before && timeless == before
    lastTrapped = before
    if isSame, concrete.devices.horizon == nil { verdict = .trapsForEver(trap: trap) }
  }

  /// The components that do not count time.
  private var timeless: [Bits] {
    zip(concrete.machine.components, concrete.state.components).filter { $0.0.role != .time }.map(\.1)
  }

  /// Gives the guest up where its next instruction changes nothing, and no device ever will.
  package func giveUpIfItSpins() {
    guard verdict == nil, concrete.ending == nil, concrete.devices.horizon == nil,
      case .instruction = concrete.next(), concrete.devices.waitingInput == nil
    else { return }
    let prospect = concrete.prospect()
    guard prospect.trap == nil, !prospect.touchesMapped,
      prospect.result.state.writes.allSatisfy(\.isEmpty),
      prospect.result.state.components == concrete.state.components
    else { return }
    verdict = .spins
  }
}
