import ArgumentParser
import Reporting
import Virtualizability

/// `pgcheck benchmark`: what a check costs.
struct BenchmarkCommand: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Measure what a check costs, in processor time and memory.",
    discussion: """
      The numbers are of this computer and this moment; those of the verdicts are not shown. Several machines are \
      compared in a table at the end. Instructions that take more than 100 ms are listed with the question that \
      takes longest. The exit code is 0 whatever the verdict.

      EXAMPLES
        pgcheck benchmark specs/x86.isa --jobs 1
        pgcheck benchmark specs/*.isa
        pgcheck benchmark specs/x86.isa --replicate 10
      """)

  @Argument(help: ArgumentHelp("The specifications to check.", valueName: "spec"))
  var specifications: [String]

  @Option(help: ArgumentHelp("Check a machine with this many times the instructions.", valueName: "n"))
  var replicate: Int = 1

  @OptionGroup var checking: CheckingOptions

  func validate() throws {
    // The copies are told apart by the bits of their number, at least 16.
    guard (1...1 << 16).contains(replicate) else {
      throw ValidationError("--replicate takes a number from 1 to \(1 << 16), not \(replicate)")
    }
  }

  func run() throws {
    let startUp = processSeconds()
    var options = try checking.checkOptions()
    options.replicas = replicate
    // What is measured is the check, and not how fast its results can be read.
    options.store = nil
    var run = CheckRun(options: options, log: .make(verbose: checking.verbose))
    for specification in specifications { run.check(specification) }
    try StandardOutput.write(
      BenchmarkReport(reports: run.reports, startUpSeconds: startUp).render(style: Terminal.style))
    throw ExitStatus.worst(run.statuses.filter { $0 != .violation })
  }
}
