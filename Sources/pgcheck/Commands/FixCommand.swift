import ArgumentParser
import Reporting
import Virtualizability

/// `pgcheck fix`: mends what a guard can mend.
struct FixCommand: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "fix",
    abstract: "Mend a specification: put the weakest guards into it that make it virtualizable.",
    usage: "pgcheck fix <spec> [-o <path> | --in-place] [<options>]",
    discussion: """
      For every instruction that violates a rule the weakest guard is looked for, among those that the machine's own \
      privileged instructions have and the features that the specification has; it is tried out by the checker. \
      Claims that said what was wrong are turned into their opposites.

      Without -o and --in-place a patch goes to standard output, for 'git apply' or 'patch -p1'. With -o the mended \
      specification is written, all of its files: to a file if it has but one, and else into a directory.

      The exit code is what a check of the mended specification comes to: 0 if it passes. What no guard can mend, \
      such as a trap that is not precise, stays as it is.

      EXAMPLES
        pgcheck fix specs/m68000.isa
        pgcheck fix specs/m68000.isa | git apply
        pgcheck fix specs/m68000.isa -o mended
      """)

  @Argument(help: ArgumentHelp("The specification to mend.", valueName: "spec"))
  var specification: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the mended specification to this file or directory.", valueName: "path"))
  var output: String?

  @Flag(name: .customLong("in-place"), help: "Rewrite the files of the specification.")
  var inPlace = false

  @OptionGroup var checking: CheckingOptions

  func validate() throws {
    if specification.isEmpty { throw ValidationError("the name of the specification is empty") }
    if inPlace, output != nil { throw ValidationError("--in-place and --output exclude each other") }
  }

  func run() throws {
    let fixer = SpecificationFixer(options: try checking.checkOptions())
    let progress = ProgressLine(file: specification)
    let result: SpecificationFixer.Result
    do throws(CheckFailure) {
      defer { progress.clear() }
      result = try fixer.fix(path: specification, progress: progress.show)
    } catch {
      throw UserError(error)
    }
    DiagnosticOutput.write(result.diagnostics, sources: result.sources)
    guard !result.after.isEmpty else { throw ExitStatus.wrongInput }
    for error in (result.before + result.after).flatMap(\.internalErrors) {
      StandardError.error("internal: \(error)", help: "this is a bug in \(Tool.name); please report it")
    }
    if let output {
      try MendedSpecification(result).write(to: output)
    } else if inPlace {
      try MendedSpecification(result).writeInPlace()
    } else {
      try StandardOutput.write(result.patch)
    }
    StandardError.write(RepairSummary(result).text)
    throw ExitStatus.worst(result.after.map(\.exitStatus))
  }
}
