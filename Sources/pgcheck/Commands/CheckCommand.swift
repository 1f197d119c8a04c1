import ArgumentParser
import Reporting
import SMT
import Virtualizability

/// `pgcheck check`: classify, give the verdicts, show the violations.
struct CheckCommand: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Classify every instruction, give the verdicts, show the violations.",
    usage: "pgcheck [check] <spec> ... [<options>]",
    discussion: """
      Results go to standard output, what is wrong with a specification to standard error. The same input gives \
      the same bytes on standard output every time.

      EXAMPLES
        pgcheck specs/x86.isa
        pgcheck specs/x86.isa --only INSTRUCTION --model pg74
        pgcheck specs/*.isa --feature umip --stats
        pgcheck specs/x86.isa --format json -o report.json
        pgcheck specs/x86.isa --format text -o - --format json -o report.json
      """)

  @Argument(help: ArgumentHelp("The specifications to check.", valueName: "spec"))
  var specifications: [String]

  @Option(
    help: ArgumentHelp("Check this instruction alone; may be repeated.", valueName: "instruction"))
  var only: [String] = []

  @Option(
    help: ArgumentHelp(
      "The format of the report: text, json, markdown or html; may be repeated.", valueName: "format"),
    transform: OutputFormat.init(argument:))
  var format: [OutputFormat] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the report to this file; the nth file belongs to the nth format.", valueName: "file"))
  var output: [String] = []

  @Flag(help: "Report what the check cost, too.")
  var stats = false

  @OptionGroup var checking: CheckingOptions

  func run() throws {
    let plan = try OutputPlan(formats: format, outputs: output)
    var run = CheckRun(
      options: try checking.checkOptions(only: only), log: .make(verbose: checking.verbose))
    for path in specifications { run.check(path) }
    if !run.reports.isEmpty {
      for (format, file) in plan.outputs {
        let text = try render(run.reports, format, style: file == nil ? Terminal.style : .plain)
        if let file { try file.write(text) } else { try StandardOutput.write(text) }
      }
    }
    throw ExitStatus.worst(run.statuses)
  }

  private func render(_ reports: [Report], _ format: OutputFormat, style: TextStyle) throws -> String {
    let tool = Tool(solver: z3Version)
    switch format {
    case .json: return JSONReport(tool: tool, showsStatistics: stats).render(reports)
    case .markdown, .html: return try PageRendering(tool: tool, format: format).render(reports, checking)
    default: return TextReport(style: style, showsStatistics: stats).render(reports)
    }
  }
}
