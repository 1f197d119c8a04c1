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
  package var isEqual: Bool { ways.allSatisfy(\.isEqual) && (together ?? []).isEmpty }

  /// What the program wrote on the bare machine, and under each of the monitors.
  package var transcripts: [[UInt8]]

  /// In what it differed when it ran together with all the others; nil where it did not.
  package var together: [String]?
}

/// Runs conformance programs: on the bare machine, under a monitor, under monitors in monitors, and all
/// together under one.
package struct ConformanceRun {

  private let plan: Monitor.Plan
  private let kind: MonitorKind
  private let depths: [Int]

  /// The units of memory of a program that does not say it.
  private let memory: Int

  /// - Parameters:
  ///   - depths: the numbers of monitors to run programs under.
  ///   - together: how many programs there are, which share one machine in the end.
  package init(_ plan: Monitor.Plan, kind: MonitorKind, depths: [Int], together: Int) throws(MonitorFailure) {
    self.plan = plan
    self.kind = kind
    self.depths = depths
    var configuration = Monitor.Configuration()
    configuration.depth = depths.max() ?? 1
    let layout = try MemoryLayout(plan.machine, guests: together, configuration)
    memory = min(layout.slices.last?.first?.count ?? 0, Self.mostMemory)
  }

  /// What a program has, at most, that does not say how much it needs.
  private static let mostMemory = 1 << 20

  /// Runs a program in every way but together with others.
  package func run(_ program: ConformanceProgram) throws -> (
    result: ConformanceResult, bare: ConformanceOutcome
  ) {
    let (bare, seconds) = try bare(program)
    var result = ConformanceResult(
      name: program.name, steps: bare.steps, bareSeconds: seconds, ways: [], transcripts: [bare.output])
    for depth in depths {
      let run = try monitored([program], depth, limits: [limit(program, bare)])
      let (outcome, statistics) = run.guests[0]
      result.ways.append(
        ConformanceResult.Way(
          depth: depth, differences: outcome.differences(from: bare, in: plan.machine),
          statistics: statistics,
          directOnBareMachine: run.direct, seconds: run.seconds, isIntact: run.isIntact))
      result.transcripts.append(outcome.output)
    }
    return (result, bare)
  }

  /// Runs programs together under one monitor, in short slices of time, each beside all the others.
  ///
  /// - Parameter bare: what each of them did alone, on the bare machine.
  package func runTogether(_ programs: [ConformanceProgram], bare: [ConformanceOutcome]) throws -> [[String]]
  {
    let run = try monitored(programs, 1, limits: zip(programs, bare).map(limit), timeSlice: 997)
    return zip(run.guests, bare).map { guest, bare in
      guest.outcome.differences(from: bare, in: plan.machine)
        + (run.isIntact ? [] : ["the monitor's own memory"])
    }
  }

  /// The steps of a program under a monitor: where it ends by itself, far more than it needs on the bare machine. What
  /// goes on is not the same program any more.
  private func limit(_ program: ConformanceProgram, _ bare: ConformanceOutcome) -> UInt64 {
    bare.steps < program.steps ? min(program.steps, 4 * bare.steps + 100_000) : program.steps
  }

  /// A program without any monitor.
  package func bare(_ program: ConformanceProgram) throws -> (ConformanceOutcome, seconds: Double) {
    let console = MemoryStream(input: program.input)
    let disk = program.disk.map { MemoryDisk($0) }
    let concrete = try ConcreteMachine(
      plan.machine, memorySize: program.memory ?? memory, console: console, storage: disk)
    try program.load(concrete)
    let fast = FastMachine(concrete)
    let start = processorSeconds()
    if let fast {
      fast.run(until: program.steps)
    } else {
      while concrete.ending == nil, concrete.steps < program.steps { concrete.step() }
    }
    let seconds = processorSeconds() - start
    return (ConformanceOutcome(concrete, console: console, disk: disk, ending: concrete.ending), seconds)
  }

  /// What came of programs under monitors.
  private struct Monitored {
    var guests: [(outcome: ConformanceOutcome, statistics: MonitorStatistics)]
    var direct: UInt64
    var seconds: Double
    var isIntact: Bool
  }

  private func monitored(
    _ programs: [ConformanceProgram], _ depth: Int, limits: [UInt64], timeSlice: UInt64? = nil
  ) throws -> Monitored {
    let consoles = programs.map { MemoryStream(input: $0.input) }
    let disks = programs.map { $0.disk.map { MemoryDisk($0) } }
    var configuration = Monitor.Configuration()
    configuration.kind = kind
    configuration.depth = depth
    configuration.memory = programs.compactMap(\.memory).max() ?? memory
    if let timeSlice { configuration.timeSlice = timeSlice }
    let guests = programs.indices.map {
      Guest(name: programs[$0].name, console: consoles[$0], storage: disks[$0], load: programs[$0].load)
    }
    let monitor = try Monitor(guests, plan: plan, configuration)
    let start = processorSeconds()
    monitor.run(maximum: limits.max() ?? 0)
    let seconds = processorSeconds() - start
    let outcomes = try monitor.residents.enumerated().map { number, resident in
      let ending = try Self.ending(resident)
      let outcome = ConformanceOutcome(
        resident.machine.concrete, console: consoles[number], disk: disks[number], ending: ending)
      return (outcome, resident.machine.statistics)
    }
    return Monitored(
      guests: outcomes, direct: monitor.directOnBareMachine, seconds: seconds, isIntact: monitor.isIntact)
  }

  /// How the machine of a guest has ended; nil where it went on.
  private static func ending(_ resident: Monitor.Resident) throws -> Ending? {
    switch resident.ending {
    case .machine(let own): return own
    case .notLoaded(let reason):
      throw MonitorFailure("'\(resident.guest.name)' could not be loaded: \(reason)")
    case .givenUp(.failure(let reason)): throw MonitorFailure(reason)
    case .givenUp, .limit, nil: return nil
    }
  }
}
