import Execution
import ISAModel

/// Runs programs of one instruction on the bare machine and under a monitor.
package struct StateRun {

  private let plan: Monitor.Plan
  private let kind: MonitorKind

  /// - Parameter depth: the monitors between the program and the bare machine.
  private let depth: Int

  package init(_ plan: Monitor.Plan, kind: MonitorKind, depth: Int = 1) {
    self.plan = plan
    self.kind = kind
    self.depth = depth
  }

  /// The units of memory: enough for the pages that a state maps, of which there are more above a second stage, beside
  /// the tables.
  private static func memory(of machine: Machine) -> Int {
    let isMore = machine.secondStage != nil || machine.installation.map { $0.memory > 0x8000 } == true
    let usual = isMore ? 1 << 18 : 1 << 17
    guard let width = machine.physicalMemory?.addressWidth, width < usual.trailingZeroBitCount + 1 else {
      return usual
    }
    // The monitor is in the other half.
    return 1 << (width - 1)
  }

  /// The bare machine in the state that a program starts from.
  static func start(
    _ program: StateProgram, _ machine: Machine, _ analysis: MachineAnalysis
  ) throws(MachineFailure) -> ConcreteMachine {
    let bare = try ConcreteMachine(
      machine, memorySize: memory(of: machine), console: MemoryStream(), analysis: analysis)
    bare.restart()
    program.load(into: bare)
    return bare
  }

  /// The bare machine after a reset.
  static func afterReset(_ machine: Machine, _ analysis: MachineAnalysis) -> ConcreteMachine? {
    let concrete = try? ConcreteMachine(
      machine, memorySize: 1 << 16, console: MemoryStream(), analysis: analysis)
    concrete?.reset()
    return concrete
  }

  private func start(_ program: StateProgram) throws(MachineFailure) -> ConcreteMachine {
    try Self.start(program, plan.machine, plan.analysis)
  }

  /// The state that a program starts from, all of it, its addresses mapped: whoever reads it needs to know nothing
  /// of programs.
  package func vector(_ program: StateProgram) throws -> TestVector { try start(program).vector }

  /// In what the machine is different after the instruction, under the monitor.
  package func differences(_ program: StateProgram) throws -> [String] {
    let bare = try start(program)
    bare.step()
    let expected = ConformanceOutcome(bare, console: MemoryStream(), disk: nil, ending: bare.ending)
    var configuration = Monitor.Configuration()
    configuration.kind = kind
    configuration.depth = depth
    configuration.memory = Self.memory(of: plan.machine)
    let guest = Guest(name: program.name, console: MemoryStream()) { program.load(into: $0) }
    let monitor = try Monitor([guest], plan: plan, configuration)
    guard let resident = monitor.residents.first else { return [] }
    if program.hasRun {
      resident.machine.haveRun(reading: program.memory.filter { $0.space == .guest }.map(\.address))
    }
    let exit = resident.machine.run(1, until: nil)
    var ending: Ending?
    if case .ended(let own) = exit.cause { ending = own }
    if case .failure(let reason)? = resident.machine.verdict { throw MonitorFailure(reason) }
    let outcome = ConformanceOutcome(
      resident.machine.concrete, console: MemoryStream(), disk: nil,
      ending: ending ?? resident.machine.concrete.ending)
    return outcome.differences(from: expected, in: plan.machine)
      + (monitor.isIntact ? [] : ["the monitor's own memory"])
  }
}
