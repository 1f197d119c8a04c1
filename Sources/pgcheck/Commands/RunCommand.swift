import ArgumentParser
import Execution
import ISAModel
import Reporting
import Virtualizability

/// `pgcheck run`: run a program on the machine.
struct RunCommand: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a program on the machine that a specification describes.",
    discussion: """
      The program is an ELF file (32-bit, executable), Motorola S-records, a raw image, or assembly language, which \
      its name tells by ending in .s. The console of the machine is standard input and standard output; everything \
      else is told on standard error. The machine's timers count instructions, so that the same program with the \
      same input does the same every time.

      Standard input from a file is there from the start. From a pipe it comes when it comes; a program that \
      looks for a character where there is none yet waits for it. At a terminal it goes on.

      EXAMPLES
        pgcheck run specs/pg74.isa program.s
        pgcheck run specs/pg74.isa program.bin --at 8
        pgcheck run specs/x86.isa kernel.elf --disk disk.img
        pgcheck run specs/x86.isa kernel.elf --trace --max-steps 1000

      EXIT CODES
        0  the machine has halted, or come to a breakpoint
        1  it ended badly: a trap could not be delivered
        2  the command line, the specification, the program or the disk is wrong
        3  the program was stopped before its end: --max-steps, or the user
      """)

  @Argument(help: ArgumentHelp("The specification of the machine.", valueName: "spec"))
  var specification: String

  @Argument(help: ArgumentHelp("The program: ELF, S-records, a raw image, or .s.", valueName: "program"))
  var program: String

  @Option(
    help: ArgumentHelp("Where a raw image stands in memory, and starts.", valueName: "address"),
    transform: Quantity.address)
  var at: UInt64?

  @Option(
    help: ArgumentHelp("The address of the first instruction.", valueName: "address"),
    transform: Quantity.address)
  var entry: UInt64?

  @Option(
    help: ArgumentHelp(
      "The units of RAM; K, M and G stand for 2^10, 2^20 and 2^30.", valueName: "size"),
    transform: Quantity.size)
  var memory: UInt64?

  @Option(help: ArgumentHelp("The file that holds the blocks of the disk.", valueName: "file"))
  var disk: String?

  @Option(
    help: ArgumentHelp("Stop after this many steps.", valueName: "n"), transform: Quantity.count)
  var maxSteps: UInt64?

  @Option(
    name: .customLong("break"),
    help: ArgumentHelp("Stop before the instruction at this address; may be repeated.", valueName: "address"),
    transform: Quantity.address)
  var breakpoints: [UInt64] = []

  @Flag(help: "Tell of every step: address, encoding, instruction, and what it changes.")
  var trace = false

  @Flag(help: "Let the reference evaluator do every step.")
  var slow = false

  @Flag(help: "Tell what the run did, and how fast.")
  var stats = false

  @Option(
    help: ArgumentHelp("The machine of the specification, where it has several.", valueName: "name"))
  var machine: String?

  @Option(
    help: ArgumentHelp(
      "Turn a feature of the machine on or off; may be repeated.", valueName: "name[=on|off]"),
    transform: FeatureSetting.init(argument:))
  var feature: [FeatureSetting] = []

  func run() throws {
    let machine = try MachineChoice.load(specification, named: self.machine, features: feature)
    let console = StandardConsole()
    let storage = try disk.map { path in
      guard let device = machine.platform.devices.first(where: { $0.kind == .block }) else {
        throw UserError("the machine '\(machine.name)' has no block device for '--disk'")
      }
      return try DiskFile(path, blockSize: device.blockSize)
    }
    let concrete: ConcreteMachine
    do throws(MachineFailure) {
      concrete = try ConcreteMachine(
        machine, memorySize: memory.map { Int(clamping: $0) }, console: console, storage: storage)
    } catch {
      throw UserError(error.message)
    }
    let file = try ProgramFile(program, for: machine, at: at, entry: entry)
    do throws(ProgramImage.Failure) {
      try file.load(into: concrete)
    } catch {
      throw UserError("'\(program)': \(error.message)", help: error.help)
    }
    let fast = trace || slow ? nil : FastMachine(concrete)
    var run = MachineRun(concrete, fast: fast, console: console)
    run.maximum = maxSteps
    run.breakpoints = Set(breakpoints.map { UInt128($0) })
    run.traces = trace
    HostStop.listen()
    let start = processSeconds()
    let stop = run.run()
    let seconds = processSeconds() - start
    let status = run.report(stop)
    if stats { StandardError.write(run.statistics(seconds: seconds)) }
    throw status
  }
}

extension MachineRun {

  /// What the run did, and how fast.
  func statistics(seconds: Double) -> String {
    let rate = seconds > 0 ? Double(concrete.steps) / seconds / 1e6 : 0
    let millions = (rate * 1000).rounded() / 1000
    return """
      steps         \(concrete.steps)
      traps         \(concrete.trapCount)
      interrupts    \(concrete.interruptCount)
      compiled      \(fast?.compiledSteps ?? 0)
      seconds       \((seconds * 1000).rounded() / 1000)
      million/s     \(millions)

      """
  }
}

/// Numbers on the command line.
enum Quantity {

  static func address(_ text: String) throws -> UInt64 { try number(text, "an address", suffixes: [:]) }

  static func count(_ text: String) throws -> UInt64 { try number(text, "a number", suffixes: [:]) }

  static func size(_ text: String) throws -> UInt64 {
    let size = try number(text, "a size", suffixes: ["K": 10, "M": 20, "G": 30])
    guard size > 0 else { throw ValidationError("a memory has at least one unit") }
    return size
  }

  private static func number(_ text: String, _ what: String, suffixes: [Character: Int]) throws -> UInt64 {
    var digits = text[...]
    var shift = 0
    if let last = text.last, let suffix = suffixes[last] {
      digits = digits.dropLast()
      shift = suffix
    }
    let isHexadecimal = digits.hasPrefix("0x") || digits.hasPrefix("0X")
    let value = isHexadecimal ? UInt64(digits.dropFirst(2), radix: 16) : UInt64(digits)
    guard let value, digits.first != "+", value <= UInt64.max >> UInt64(shift) else {
      throw ValidationError("'\(text)' is not \(what); write it as 4096 or 0x1000")
    }
    return value << UInt64(shift)
  }
}
