import ArgumentParser
import Emission
import Execution
import ISAModel
import Monitor
import Virtualizability

/// `pgcheck vmm`: the monitor of a machine.
struct MonitorCommand: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "vmm",
    abstract: "Run guests under the monitor that a specification gives.",
    discussion: """
      For a machine that is virtualizable the monitor of Popek and Goldberg is made from the specification: guests run \
      on the machine in its host mode, and what traps there is answered by routines made from the meanings of \
      instructions. Each program is the program of one guest: assembly language (.s), an ELF file, S-records, or a \
      raw image. Guests run in turn; the console of the first one is standard input and standard output, and what \
      the others write is shown with their names when they have ended.

      --prove lists what must hold for the monitor to be right, and what proves it. --conformance runs the programs in \
      the folder conformance/MACHINE beside the specification on the bare machine, under the monitor, under monitors in \
      monitors, and all together, and compares everything that they leave behind; and the generated tests that stand \
      there. With --force it also runs a program of one instruction for every violation, made from the checker's witness, \
      which shows the difference: on the machine where that is possible, or else as one step of its meaning in the virtual \
      state and one in the host state; and the generated tests of all other instructions, which do the same.

      --generate writes a test for every path through every instruction, a line each, with states that the solver \
      picks; --replay runs them without a solver, and with --output writes the states that they start from, a line each \
      as 'pgcheck vectors' reads it.

      With --output and no program a folder gets the machine and its monitor as a package of C11: 'make' there builds a \
      program that runs what 'pgcheck run' runs, and with its --depth what this command runs, and does the same. For a \
      machine that can have no monitor the package is the bare machine.

      EXAMPLES
        pgcheck vmm specs/pg74.isa kernel.s --stats
        pgcheck vmm specs/m68010.isa one.elf two.elf --slice 10000
        pgcheck vmm specs/pg74.isa kernel.s --depth 3
        pgcheck vmm specs/ka10.isa program.s --at 0x100 --force
        pgcheck vmm specs/pg74.isa --conformance
        pgcheck vmm specs/m68010.isa --prove
        pgcheck vmm specs/m68010.isa -o m68010-in-c

      EXIT CODES
        0  all guests have halted; everything is proven, and all programs do the same
        1  a guest ended badly, a program differs, or the machine is not virtualizable
        2  the command line, the specification, a program or a disk is wrong
        3  a guest was stopped before its end, or the solver did not decide everything
        4  an error in pgcheck itself
      """)

  @Argument(help: ArgumentHelp("The specification of the machine.", valueName: "spec"))
  var specification: String

  @Argument(help: ArgumentHelp("The program of each guest.", valueName: "program"))
  var guestPrograms: [String] = []

  @OptionGroup var guests: GuestOptions

  @Flag(help: "Make the monitor even where the machine is not virtualizable.")
  var force = false

  @Flag(help: "Prove that the monitor is right, and list what was proven.")
  var prove = false

  @Flag(help: "Run the machine's conformance programs in every way, and compare.")
  var conformance = false

  @Option(
    help: ArgumentHelp(
      "Make a test for every path through every instruction, with states that the solver picks, and write them.",
      valueName: "file"))
  var generate: String?

  @Option(
    help: ArgumentHelp(
      "Run the generated tests of a file bare and under the monitor, and compare.", valueName: "file"))
  var replay: String?

  @Option(
    help: ArgumentHelp(
      "The folder of the conformance programs (default: conformance/MACHINE beside the specification).",
      valueName: "folder"))
  var programs: String?

  @Flag(help: "Tell what the monitor did for each guest, and how long it took beside the bare machine.")
  var stats = false

  @Option(
    help: ArgumentHelp(
      "The format of --prove and --conformance: text, markdown or json; may be repeated.", valueName: "format"
    ),
    transform: { Placed(try OutputFormat(argument: $0, among: [.text, .markdown, .json])) })
  var format: [Placed<OutputFormat>] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the report to this file; it belongs to the format before it. Or the states of --replay, or the folder for the package in C.",
      valueName: "file"),
    transform: { Placed($0) })
  var output: [Placed<String>] = []

  @Option(help: ArgumentHelp("How many proofs to make at the same time.", valueName: "n"))
  var jobs: Int = CheckingOptions.processors

  @OptionGroup var options: MachineOptions

  func validate() throws {
    guard jobs >= 1 else { throw ValidationError("--jobs takes a number from 1 on, not \(jobs)") }
    let tasks = [prove, conformance, generate != nil, replay != nil].count { $0 }
    guard tasks <= 1 else {
      throw ValidationError("say one of --prove, --conformance, --generate and --replay")
    }
    if emits {
      guard output.count == 1, format.isEmpty else {
        throw ValidationError("a package in C goes to one folder, and has no other format")
      }
      return
    }
    if replay != nil, output.count > 1 || !format.isEmpty {
      throw ValidationError("--replay has one output, and no format")
    }
    guard guestPrograms.isEmpty == (tasks == 1) else {
      throw ValidationError(
        guestPrograms.isEmpty
          ? "name a program for a guest to run, or say --prove, --conformance, or --output FOLDER for a package in C"
          : "--prove, --conformance, --generate and --replay take no programs")
    }
  }

  /// Whether the machine is to be written as C.
  private var emits: Bool {
    guestPrograms.isEmpty && !prove && !conformance && generate == nil && replay == nil && !output.isEmpty
  }

  func run() throws {
    if emits {
      let (machine, sources) = try options.loadWithSources(specification)
      let choice = MonitorChoice(machine: machine, path: specification, options: options, jobs: jobs)
      return try PackageFolder(output[0].value).write(
        machine, sources: sources, monitor: try choice.plan(isForced: force))
    }
    let machine = try options.load(specification)
    let choice = MonitorChoice(machine: machine, path: specification, options: options, jobs: jobs)
    if prove {
      let plan = try OutputPlan(formats: format, outputs: output)
      throw try ProofReport(machine: machine, file: specification, jobs: jobs).run(try choice.check(), plan)
    }
    if let generate {
      let file = try OutputFile(generate)
      return try StateProgramFile.write(
        machine, to: file, jobs: jobs, progress: ProgressLine(file: specification))
    }
    let kind = try choice.kind(isForced: force, wantsHybrid: guests.hybrid)
    if conformance {
      let plan = try OutputPlan(formats: format, outputs: output)
      let violations = force ? ViolationProgram.all(try choice.check(), machine) : []
      // Without a way to install a mapping nothing can be run but single steps.
      let isRunnable = machine.installation != nil || violations.isEmpty || programs != nil
      let suite =
        isRunnable
        ? try ConformanceSuite(machine, specification: specification, folder: programs)
        : try ConformanceSuite(testsOf: machine, specification: specification)
      let maker = ConformanceMaker(machine: machine, suite: suite, file: specification, jobs: jobs)
      throw try ConformanceReport(maker: maker, violations: violations)
        .run(kind, depth: guests.depth, plan)
    }
    if let replay {
      let vectors = try output.first.map { placed throws(UserError) in try OutputFile(placed.value) }
      throw try ReplayReport(machine: machine, file: replay).run(kind, depth: guests.depth, vectors: vectors)
    }
    throw try GuestRun(machine, guestPrograms, guests, kind).run(showsStatistics: stats)
  }
}
