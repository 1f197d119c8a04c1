import ISAModel
import Monitor
import Reporting
import SMT
import Virtualizability

/// Proves the monitor of a machine, and reports what was proven.
struct ProofReport {

  let machine: Machine
  let file: String
  let jobs: Int

  func run(_ report: Report, _ plan: OutputPlan) throws -> ExitStatus {
    var options = MonitorProof.Options()
    options.jobs = jobs
    let progress = ProgressLine(file: file)
    let proof: MonitorProof
    do {
      defer { progress.clear() }
      proof = try MonitorProof.prove(machine, report, options) { progress.show($0, $1, $2) }
    } catch {
      throw UserError(error.message, help: error.help)
    }
    for (format, file) in plan.outputs {
      let text =
        switch format {
        case .markdown: ProofText(isMarkdown: true).render(proof, machine: machine.name)
        case .json: ProofJSON(tool: Tool(solver: z3Version)).render(proof, machine: machine.name)
        default: ProofText().render(proof, machine: machine.name)
        }
      if let file { try file.write(text) } else { try StandardOutput.write(text) }
    }
    return proof.isRefuted ? .violation : proof.isProven ? .proven : .inconclusive
  }
}
