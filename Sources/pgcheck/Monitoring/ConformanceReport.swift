import ISAModel
import Monitor
import Reporting
import SMT

/// Runs the conformance programs of a machine, and reports what came of it.
struct ConformanceReport {

  let suite: ConformanceSuite
  let machine: Machine
  let file: String

  /// Programs that the naive monitor is expected to fail.
  var violations: [ViolationProgram] = []

  /// How many monitors are put into one another, unless the user wants more.
  private static let usualDepth = 3

  func run(_ kind: MonitorKind, depth: Int, _ plan: OutputPlan) throws -> ExitStatus {
    let results: [ConformanceResult]
    var shown: [ViolationResult] = []
    do {
      let run = try ConformanceRun(
        try Monitor.Plan(machine), kind: kind, depths: Array(1...max(depth, Self.usualDepth)),
        together: suite.programs.count)
      results = try make(run)
      let single = StateRun(try Monitor.Plan(machine), kind: kind)
      shown = try violations.map { ViolationResult(of: $0, differences: try single.differences($0.program)) }
    } catch let failure as MonitorFailure {
      throw UserError(failure.message, help: failure.help)
    }
    for (format, file) in plan.outputs {
      let text =
        switch format {
        case .markdown: ConformanceText(isMarkdown: true).render(results, shown, machine: machine.name)
        case .json:
          ConformanceJSON(tool: Tool(solver: z3Version)).render(results, shown, machine: machine.name)
        default: ConformanceText().render(results, shown, machine: machine.name)
        }
      if let file { try file.write(text) } else { try StandardOutput.write(text) }
    }
    return results.allSatisfy(\.isEqual) ? .proven : .violation
  }

  private func make(_ run: ConformanceRun) throws -> [ConformanceResult] {
    let progress = ProgressLine(file: file)
    defer { progress.clear() }
    var results: [ConformanceResult] = []
    var bare: [ConformanceOutcome] = []
    for (number, program) in suite.programs.enumerated() {
      progress.show(number + 1, suite.programs.count + 1, program.name)
      do {
        let (result, outcome) = try run.run(program)
        results.append(result)
        bare.append(outcome)
      } catch let failure as MonitorFailure {
        throw UserError("'\(program.name)': \(failure.message)", help: failure.help)
      }
    }
    progress.show(suite.programs.count + 1, suite.programs.count + 1, "all together")
    do {
      let together = try run.runTogether(suite.programs, bare: bare)
      for (number, differences) in together.enumerated() { results[number].together = differences }
    } catch let failure as MonitorFailure {
      throw UserError(failure.message, help: failure.help)
    }
    return results
  }
}
