import ArgumentParser
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

      EXAMPLES
        pgcheck vmm specs/pg74.isa kernel.s --stats
        pgcheck vmm specs/m68010.isa one.elf two.elf --slice 10000
        pgcheck vmm specs/pg74.isa kernel.s --depth 3
        pgcheck vmm specs/ka10.isa program.s --at 0x100 --force

      EXIT CODES
        0  all guests have halted
        1  a guest ended badly, or the machine is not virtualizable
        2  the command line, the specification, a program or a disk is wrong
        3  a guest was stopped before its end, or the solver did not decide everything
        4  an error in pgcheck itself
      """)

  @Argument(help: ArgumentHelp("The specification of the machine.", valueName: "spec"))
  var specification: String

  @Argument(help: ArgumentHelp("The program of each guest.", valueName: "program"))
  var programs: [String] = []

  @OptionGroup var guests: GuestOptions

  @Flag(help: "Make the monitor even where the machine is not virtualizable.")
  var force = false

  @Flag(help: "Tell what the monitor did for each guest, and how long it took beside the bare machine.")
  var stats = false

  @OptionGroup var options: MachineOptions

  func validate() throws {
    guard !programs.isEmpty else { throw ValidationError("name a program for a guest to run") }
  }

  func run() throws {
    let machine = try options.load(specification)
    let kind = try MonitorChoice.kind(
      for: machine, path: specification, options: options, isForced: force, wantsHybrid: guests.hybrid)
    let run = try GuestRun(machine, programs, guests, kind)
    throw try run.run(showsStatistics: stats)
  }
}
