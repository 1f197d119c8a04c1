import Execution
import ISAModel

/// A monitor: it owns hardware, gives every guest a slice of its memory, and shares its processor in slices
/// of time.
package final class Monitor {

  /// How a monitor is set up.
  package struct Configuration: Sendable {
    package var kind = MonitorKind.trapAndEmulate

    /// How many monitors stand between a guest and the bare machine.
    package var depth = 1

    /// The instructions that a guest runs before it is the turn of the next one.
    package var timeSlice: UInt64 = 50_000

    /// The units of memory of a guest; nil for what its specification says, as far as the hardware can have
    /// it.
    package var memory: Int?
    package init() {}
  }

  /// A guest at work.
  package final class Resident {
    package let guest: Guest
    package let machine: VirtualMachine
    package fileprivate(set) var ending: GuestEnding?

    init(_ guest: Guest, _ machine: VirtualMachine) {
      self.guest = guest
      self.machine = machine
    }
  }

  /// What all levels of monitors share: what was found out about the machine.
  package struct Plan {
    package let machine: Machine
    package let routines: RoutineTable
    package let hostStates: [HostState]
    let analysis: MachineAnalysis

    package init(_ machine: Machine) throws(MonitorFailure) {
      self.machine = machine
      routines = RoutineTable(machine)
      hostStates = try HostState.find(machine)
      analysis = MachineAnalysis(machine)
    }

    /// The same with host states that were found before.
    package init(_ machine: Machine, hostStates: [HostState]) {
      self.machine = machine
      routines = RoutineTable(machine)
      self.hostStates = hostStates
      analysis = MachineAnalysis(machine)
    }
  }

  /// The bare machine.
  package let hardware: BareHardware

  /// The virtual machines that hold the inner monitors, the outermost first.
  package let outer: [VirtualMachine]
  package let residents: [Resident]
  private let configuration: Configuration
  private let ownMemory: [OwnMemory]

  /// Makes the hardware, the monitors on it, and the guests in the innermost one.
  package init(_ guests: [Guest], plan: Plan, _ configuration: Configuration) throws(MonitorFailure) {
    self.configuration = configuration
    let layout = try MemoryLayout(plan.machine, guests: guests.count, configuration)
    let bare: ConcreteMachine
    do throws(MachineFailure) {
      bare = try ConcreteMachine(
        plan.machine, memorySize: layout.total, console: MemoryStream(), analysis: plan.analysis)
    } catch {
      throw MonitorFailure(error.message)
    }
    bare.restart()
    hardware = BareHardware(bare)
    var below: any Hardware = hardware
    var outer: [VirtualMachine] = []
    var own = [OwnMemory(bare.ram, tables: layout.tables, count: layout.reserve, seed: 0)]
    for level in 1..<max(1, configuration.depth) {
      let machine = try VirtualMachine(
        on: below, slice: layout.slices[level - 1][0], kind: .trapAndEmulate, routines: plan.routines,
        hostStates: plan.hostStates, console: MemoryStream(), storage: nil)
      machine.concrete.restart()
      machine.concrete.keepsTraps = true
      own.append(
        OwnMemory(
          machine.concrete.ram, tables: layout.tables, count: layout.reserve, seed: UInt64(level)))
      outer.append(machine)
      below = machine
    }
    self.outer = outer
    ownMemory = own
    var residents: [Resident] = []
    for (number, guest) in guests.enumerated() {
      let machine = try VirtualMachine(
        on: below, slice: layout.slices[configuration.depth - 1][number], kind: configuration.kind,
        routines: plan.routines, hostStates: plan.hostStates, console: guest.console, storage: guest.storage)
      let resident = Resident(guest, machine)
      machine.concrete.restart()
      do {
        try guest.load(machine.concrete)
      } catch let failure as ProgramImage.Failure {
        resident.ending = .notLoaded(failure.message)
      } catch let failure as MonitorFailure {
        resident.ending = .notLoaded(failure.message)
      } catch {
        resident.ending = .notLoaded("\(error)")
      }
      residents.append(resident)
    }
    self.residents = residents
  }

  /// Whether all memory of the monitors themselves is as they have left it.
  package var isIntact: Bool { ownMemory.allSatisfy(\.isIntact) }

  /// What the monitor of the guests has done for all of them.
  package var statistics: MonitorStatistics {
    residents.reduce(MonitorStatistics()) { $0 + $1.machine.statistics }
  }

  /// Instructions of guests that the bare machine has run.
  package var directOnBareMachine: UInt64 { outer.first?.statistics.direct ?? statistics.direct }

  /// Runs the guests in turn, until all have ended, each has had so many steps, or `isWanted` says stop.
  package func run(maximum: UInt64, isWanted: () -> Bool = { false }) {
    while !isWanted() {
      let active = residents.filter { $0.ending == nil }
      guard !active.isEmpty else { return }
      for resident in active { turn(resident, maximum: maximum) }
    }
  }

  private func turn(_ resident: Resident, maximum: UInt64) {
    let machine = resident.machine
    let left = maximum - min(maximum, machine.concrete.steps)
    guard left > 0 else {
      resident.ending = .limit
      return
    }
    let exit = machine.run(min(left, configuration.timeSlice), until: nil)
    if case .timer = exit.cause { machine.giveUpIfItSpins() }
    if let verdict = machine.verdict {
      resident.ending = .givenUp(verdict)
    } else if case .ended(let ending) = exit.cause {
      resident.ending = .machine(ending)
    }
  }
}
