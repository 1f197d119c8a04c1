import ArgumentParser
import ISAModel
import Virtualizability

/// `pgcheck vectors`: take single steps from states that somebody else has chosen.
struct VectorsCommand: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "vectors",
    abstract: "Take one step from each of many states, for comparison with another source.",
    discussion: """
      Each line of the input is a state as JSON; each line of the output, in the same order, is what one step of the \
      machine did. Instructions stand in memory, where the program counter points.

        {"id": "1", "state": {"PC": "0x1000", "SR": 0, "D[1]": 5}, "memory": {"0x1000": "d241"}}

      "state" names registers, elements of register arrays, or fields, as the specification does; what is not named has \
      its reset value. "memory" has blocks of RAM, past translation: an address, and the units from there on, each \
      with as many hexadecimal digits as it takes. "features" may set features of the machine.

        {"id": "1", "line": 1, "outcome": "completes", "instruction": "ADD", "state": {"D[1]": "0xa", …}, "memory": {}}

      "outcome" is completes, traps, interrupted, or ends. "trap" says which, of which class, and what it carries. "state" \
      has the registers that changed, after a trap as they are behind its entry; "memory" has what was written. \
      "undefined" and "undefinedMemory" have masks of the bits that the specification leaves open. "breaksInvariant" is there, and \
      true, where the state before the step is none that the specification's invariants allow: what happens then says nothing.

      EXIT CODES
        0  a step was taken from every line
        2  a line, the command line or the specification is wrong; the other lines are answered all the same
      """)

  @Argument(help: ArgumentHelp("The specification of the machine.", valueName: "spec"))
  var specification: String

  @Argument(help: ArgumentHelp("The file with the states; '-' is standard input.", valueName: "file"))
  var file: String = "-"

  @Option(
    help: ArgumentHelp("The machine of the specification, where it has several.", valueName: "name"))
  var machine: String?

  @Option(
    help: ArgumentHelp(
      "Turn a feature of the machine on or off; may be repeated.", valueName: "name[=on|off]"),
    transform: FeatureSetting.init(argument:))
  var feature: [FeatureSetting] = []

  @Option(help: ArgumentHelp("How many lines to work on at the same time.", valueName: "n"))
  var jobs: Int = CheckingOptions.processors

  /// How many lines are read before they are worked on.
  private static let batch = 4096

  func validate() throws {
    guard jobs >= 1 else { throw ValidationError("--jobs takes a number from 1 on, not \(jobs)") }
  }

  func run() throws {
    let workers = (0..<jobs).map { _ in
      VectorWorker(MachineVariants(specification: specification, name: machine, features: feature))
    }
    try workers[0].prepare()
    let reader = try LineReader(file)
    var number = 0
    var areAllRight = true
    while true {
      var lines: [(number: Int, bytes: [UInt8])] = []
      while lines.count < Self.batch, let bytes = try reader.next(waits: lines.isEmpty) {
        number += 1
        if !bytes.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) {
          lines.append((number, bytes))
        }
      }
      guard !lines.isEmpty else { break }
      let share = (lines.count + jobs - 1) / jobs
      let all = lines
      let answers = WorkerPool.map(count: (lines.count + share - 1) / share, jobs: jobs) { index in
        workers[index].answer(all[index * share..<min((index + 1) * share, all.count)])
      }
      for answer in answers {
        try StandardOutput.write(answer.output)
        for (number, message) in answer.errors { StandardError.error("line \(number): \(message)") }
        areAllRight = areAllRight && answer.errors.isEmpty
      }
    }
    if !areAllRight { throw ExitStatus.wrongInput }
  }
}
