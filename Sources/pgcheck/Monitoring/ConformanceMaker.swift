import Execution
import ISAModel
import Monitor
import Synchronization
import Virtualizability

/// Runs what there is to run of a machine under its monitor.
struct ConformanceMaker {

  let machine: Machine
  let suite: ConformanceSuite

  /// The specification, for the line that shows how far it is.
  let file: String
  let jobs: Int

  /// How many monitors are put into one another, unless the user wants more.
  static let usualDepth = 3

  /// What came of all programs and generated tests at every depth up to `depth`, and of the programs of violations.
  func summary(
    _ kind: MonitorKind, depth: Int = usualDepth, violations: [ViolationProgram] = []
  ) throws -> ConformanceSummary {
    var summary = ConformanceSummary(kind: kind)
    let depths = Array(1...max(1, depth))
    do {
      let plan = machine.installation == nil ? nil : try Monitor.Plan(machine)
      if let plan, !suite.programs.isEmpty {
        summary.programs = try programs(plan, kind, depths)
      }
      let loads = StateProgram.canBeLoaded(into: machine)
      if let plan, loads, !suite.generated.isEmpty {
        summary.generated = try GeneratedResult.run(
          suite.generated, leavingOut: Set(violations.map(\.instruction)), on: plan, kind: kind,
          depths: Array(Set([1, depths.count])).sorted(), jobs: jobs)
      }
      if !loads, !suite.generated.isEmpty {
        summary.steps = StepAgreement(
          suite.generated, on: machine, leavingOut: Set(violations.map(\.instruction)))
      }
      summary.violations = try results(of: violations, plan, kind)
    } catch let failure as MonitorFailure {
      throw UserError(failure.message, help: failure.help)
    } catch let failure as MachineFailure {
      throw UserError(failure.message)
    }
    return summary
  }

  /// What came of the programs of violations; without a plan, of one step of each.
  private func results(
    of violations: [ViolationProgram], _ plan: Monitor.Plan?, _ kind: MonitorKind
  ) throws -> [ViolationResult] {
    let progress = ProgressLine(file: file)
    defer { progress.clear() }
    let machine = machine
    let hostStates = plan?.hostStates
    let done = Mutex(0)
    return try WorkerPool.map(count: violations.count, jobs: jobs) { number in
      Result {
        let violation = violations[number]
        // The routines are made as they are needed, by one thread.
        let plan = hostStates.map { Monitor.Plan(machine, hostStates: $0) }
        let found = try plan.flatMap { try violation.result(on: $0, kind) }
        let count = done.withLock { count in
          count += 1
          return count
        }
        progress.show(count, violations.count, violation.instruction)
        if let found { return found }
        return plan != nil && kind == .hybrid
          ? ViolationResult(of: violation, way: .machine, differences: [])
          : NaiveStep(machine).result(of: violation)
      }
    }.map { try $0.get() }
  }

  private func programs(
    _ plan: Monitor.Plan, _ kind: MonitorKind, _ depths: [Int]
  ) throws -> [ConformanceResult] {
    let progress = ProgressLine(file: file)
    defer { progress.clear() }
    let programs = suite.programs
    let machine = machine
    let hostStates = plan.hostStates
    let done = Mutex(0)
    let found = WorkerPool.map(count: programs.count, jobs: jobs) { number in
      Result {
        // The routines are made as they are needed, by one thread.
        let plan = Monitor.Plan(machine, hostStates: hostStates)
        let run = try ConformanceRun(plan, kind: kind, depths: depths, together: programs.count)
        let result = try run.run(programs[number])
        let count = done.withLock { count in
          count += 1
          return count
        }
        progress.show(count, programs.count + 1, programs[number].name)
        return result
      }
    }
    var results: [ConformanceResult] = []
    var bare: [ConformanceOutcome] = []
    for (program, outcome) in zip(programs, found) {
      do {
        let (result, alone) = try outcome.get()
        results.append(result)
        bare.append(alone)
      } catch let failure as MonitorFailure {
        throw UserError("'\(program.name)': \(failure.message)", help: failure.help)
      }
    }
    progress.show(programs.count + 1, programs.count + 1, "all together")
    let run = try ConformanceRun(plan, kind: kind, depths: depths, together: programs.count)
    for (number, differences) in try run.runTogether(programs, bare: bare).enumerated() {
      results[number].together = differences
    }
    return results
  }
}
