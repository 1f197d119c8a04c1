import ArgumentParser
import Reporting
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

      Several reports can be made at once: say a --format and an --output for each. A file belongs to the format \
      that stands before it; a format without a file goes to standard output. docs/ci.md shows how to use \
      baselines and reports in a pipeline.

      EXAMPLES
        pgcheck specs/x86.isa
        pgcheck specs/x86.isa --only INSTRUCTION --model pg74
        pgcheck specs/*.isa --feature umip --stats
        pgcheck specs/x86.isa --format json -o report.json
        pgcheck specs/x86.isa --format sarif -o x86.sarif --format text
        pgcheck specs/x86.isa --write-baseline baseline.json --reason "known since 2000" --owner me
        pgcheck specs/x86.isa --baseline baseline.json --format github
      """)

  @Argument(help: ArgumentHelp("The specifications to check.", valueName: "spec"))
  var specifications: [String]

  @Option(
    help: ArgumentHelp("Check this instruction alone; may be repeated.", valueName: "instruction"))
  var only: [String] = []

  @OptionGroup var outputs: OutputOptions

  @Flag(help: "Report what the check cost, too.")
  var stats = false

  @OptionGroup var checking: CheckingOptions

  @OptionGroup var baselines: BaselineOptions

  func run() throws {
    let plan = try outputs.plan()
    let gate = try baselines.gate(beside: plan)
    var options = try checking.checkOptions(only: only)
    options.seeksRepairs = plan.outputs.contains { $0.format.showsRepairs }
    var run = CheckRun(options: options, log: .make(verbose: checking.verbose))
    for path in specifications { run.check(path) }
    let gated = gate?.compare(run)
    let baseline = gated?.view
    if !run.reports.isEmpty {
      let rendering = ReportRendering(showsStatistics: stats, baseline: baseline)
      try plan.write(with: [gated?.file].compactMap(\.self)) { format, style in
        try rendering.text(of: run.reports, format, style: style, checking)
      }
    }
    throw ExitStatus.worst(baseline.map(run.statuses(against:)) ?? run.statuses)
  }
}
