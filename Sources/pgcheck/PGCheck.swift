import ArgumentParser
import Reporting

/// The program.
struct PGCheck: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: Tool.name,
    abstract: "Finds out whether a machine can be virtualized, and proves it either way.",
    discussion: """
      Reads the specification of a machine (.isa), runs every instruction symbolically, and classifies it after \
      Popek and Goldberg (CACM 17(7), 1974). An instruction that a trap-and-emulate monitor would miss is shown \
      with two concrete executions that prove it, and with the lines of the specification that cause it.

      EXAMPLES
        pgcheck specs/x86.isa                      check a machine
        pgcheck specs/*.isa --format json          check many, for a program
        pgcheck specs/x86.isa --feature umip       with a feature turned on
        pgcheck report specs/*.isa -o reports      pages to read, with an index
        pgcheck explain PG102                      what a rule means
        pgcheck explain specs/x86.isa INSTRUCTION  why it is what it is
        pgcheck diff OLD.isa NEW.isa               what changed, and is it still virtualizable?
        pgcheck fix specs/m68000.isa               a patch that mends it
        pgcheck vectors specs/m68000.isa steps     single steps from given states
        pgcheck fmt --check specs/*.isa            is the layout canonical?
        pgcheck run specs/x86.isa kernel.elf       run a program
        pgcheck vmm specs/pg74.isa kernel.s        run it as the guest of a monitor

      EXIT CODES
        0  everything is proven, or accepted by a baseline
        1  there are violations that no baseline accepts
        2  the specification or the command line is wrong
        3  the solver did not decide everything
        4  an error in pgcheck itself
      With several specifications the one that comes first in 4, 2, 3, 1, 0 wins.
      """,
    version: Tool.version,
    subcommands: [
      CheckCommand.self, ReportCommand.self, ExplainCommand.self, DiffCommand.self, FixCommand.self,
      FormatCommand.self,
      AssembleCommand.self, DisassembleCommand.self, RunCommand.self, MonitorCommand.self,
      VectorsCommand.self,
      PapersCommand.self,
      BenchmarkCommand.self,
    ],
    defaultSubcommand: CheckCommand.self)
}
