import Execution
import ISAModel
import Virtualizability

/// How a program was run under monitors, and what came of it.
package struct ConformanceResult: Sendable {

  /// One way to run it.
  package struct Way: Sendable {

    /// The monitors between the program and the bare machine.
    package var depth: Int

    /// In what it differed from the bare machine.
    package var differences: [String]

    /// What the monitor next to the program did.
    package var statistics: MonitorStatistics

    /// The instructions that the bare machine has run, of those of the program.
    package var directOnBareMachine: UInt64
    package var seconds: Double

    /// Whether the monitors' own memory is as it was.
    package var isIntact: Bool
    package var isEqual: Bool { differences.isEmpty && isIntact }
  }

  package var name: String
  package var steps: UInt64
  package var bareSeconds: Double
  package var ways: [Way]
  package var isEqual: Bool { ways.allSatisfy(\.isEqual) }

  /// What the program wrote on the bare machine, and under each of the monitors.
  package var transcripts: [[UInt8]]
}

/// Runs conformance programs: on the bare machine, under a monitor, under monitors in monitors.
package struct ConformanceRun {

  private let plan: Monitor.Plan
  private let kind: MonitorKind
  private let depths: [Int]
  private let memory: Int?

  /// - Parameter memory: the units that a program has that does not say it.
  package init(_ plan: Monitor.Plan, kind: MonitorKind, depths: [Int], memory: Int? = nil) {
    self.plan = plan
    self.kind = kind
    self.depths = depths
    self.memory = memory
  }

  package func run(_ program: ConformanceProgram) throws -> ConformanceResult {
    let (bare, seconds) = try bare(program)
    var result = ConformanceResult(
      name: program.name, steps: bare.steps, bareSeconds: seconds, ways: [], transcripts: [bare.output])
    for depth in depths {
      let (way, output) = try monitored(program, depth, bare)
      result.ways.append(way)
      result.transcripts.append(output)
    }
    return result
  }

  private func units(_ program: ConformanceProgram) throws(MonitorFailure) -> Int {
    if let own = program.memory ?? memory { return own }
    var configuration = Monitor.Configuration()
    configuration.depth = depths.max() ?? 1
    return try MemoryLayout(plan.machine, guests: 1, configuration).slices.last?.first?.count ?? 0
  }

  /// The program without any monitor.
  package func bare(_ program: ConformanceProgram) throws -> (Outcome, seconds: Double) {
    let console = MemoryStream(input: program.input)
    let disk = program.disk.map { MemoryDisk($0) }
    let concrete = try ConcreteMachine(
      plan.machine, memorySize: try units(program), console: console, storage: disk)
    try program.load(concrete)
    let fast = FastMachine(concrete)
    let start = processorSeconds()
    if let fast {
      fast.run(until: program.steps)
    } else {
      while concrete.ending == nil, concrete.steps < program.steps { concrete.step() }
    }
    let seconds = processorSeconds() - start
    return (Outcome(concrete, console: console, disk: disk, ending: concrete.ending), seconds)
  }

  private func monitored(
    _ program: ConformanceProgram, _ depth: Int, _ bare: Outcome
  ) throws -> (ConformanceResult.Way, output: [UInt8]) {
    let console = MemoryStream(input: program.input)
    let disk = program.disk.map { MemoryDisk($0) }
    var configuration = Monitor.Configuration()
    configuration.kind = kind
    configuration.depth = depth
    configuration.memory = try units(program)
    let guest = Guest(name: program.name, console: console, storage: disk, load: program.load)
    let monitor = try Monitor([guest], plan: plan, configuration)
    let start = processorSeconds()
    monitor.run(maximum: program.steps)
    let seconds = processorSeconds() - start
    guard let resident = monitor.residents.first else { throw MonitorFailure("there is no guest") }
    var ending: Ending?
    switch resident.ending {
    case .machine(let own): ending = own
    case .notLoaded(let reason): throw MonitorFailure("'\(program.name)' could not be loaded: \(reason)")
    case .givenUp(.failure(let reason)): throw MonitorFailure(reason)
    case .givenUp, .limit, nil: ending = nil
    }
    let outcome = Outcome(resident.machine.concrete, console: console, disk: disk, ending: ending)
    let way = ConformanceResult.Way(
      depth: depth, differences: outcome.differences(from: bare, in: plan.machine),
      statistics: resident.machine.statistics, directOnBareMachine: monitor.directOnBareMachine,
      seconds: seconds, isIntact: monitor.isIntact)
    return (way, console.output)
  }
}
