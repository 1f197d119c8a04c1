import ISAModel
import Monitor
import Reporting
import SMT

/// Reports what came of the conformance programs of a machine.
struct ConformanceReport {

  let maker: ConformanceMaker

  /// Programs that the naive monitor is expected to fail.
  var violations: [ViolationProgram] = []

  func run(_ kind: MonitorKind, depth: Int, _ plan: OutputPlan) throws -> ExitStatus {
    let summary = try maker.summary(
      kind, depth: max(depth, ConformanceMaker.usualDepth), violations: violations)
    let name = maker.machine.name
    for (format, file) in plan.outputs {
      let text =
        switch format {
        case .markdown: ConformanceText(isMarkdown: true).render(summary, machine: name)
        case .json: ConformanceJSON(tool: Tool(solver: z3Version)).render(summary, machine: name)
        default: ConformanceText().render(summary, machine: name)
        }
      if let file { try file.write(text) } else { try StandardOutput.write(text) }
    }
    return summary.isEqual ? .proven : .violation
  }
}
