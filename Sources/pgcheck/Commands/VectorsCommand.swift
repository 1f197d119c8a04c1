import ArgumentParser
import Execution
import FoundationEssentials
import ISAModel
import Reporting

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
      "undefined" and "undefinedMemory" have masks of the bits that the specification leaves open.

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

  /// The answers are written in blocks of about this many bytes.
  private static let block = 1 << 16

  func run() throws {
    var machines = MachineVariants(specification: specification, name: machine, features: feature)
    _ = try machines.runner([:])
    let reader = try LineReader(file)
    var output = ""
    var number = 0
    var areAllRight = true
    while let bytes = try reader.next() {
      number += 1
      guard !bytes.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) else { continue }
      do {
        output += try answer(bytes, number, &machines).line
      } catch let error as VectorError {
        areAllRight = false
        try StandardOutput.write(output)
        StandardError.error("line \(number): \(error.message)")
        output = VectorAnswer(id: nil, line: number).json(error: error.message).line
      }
      if output.utf8.count >= Self.block {
        try StandardOutput.write(output)
        output = ""
      }
    }
    try StandardOutput.write(output)
    if !areAllRight { throw ExitStatus.wrongInput }
  }

  private func answer(
    _ bytes: [UInt8], _ number: Int, _ machines: inout MachineVariants
  ) throws -> JSONValue {
    let line: VectorLine
    do {
      line = try JSONDecoder().decode(VectorLine.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw VectorError(error.words)
    }
    let runner: VectorRunner
    let unit: Int
    do {
      (runner, unit) = try machines.runner(line.features ?? [:])
    } catch let error as UserError {
      throw VectorError(error.message)
    }
    let outcome = try runner.run(line.vector(unit: unit))
    return VectorAnswer(id: line.id, line: number).json(outcome, unit: unit)
  }
}

/// One runner for each setting of the machine's features.
struct MachineVariants {

  let specification: String
  let name: String?
  let features: [FeatureSetting]
  private var made: [[String: Bool]: (runner: VectorRunner, unit: Int)] = [:]

  init(specification: String, name: String?, features: [FeatureSetting]) {
    self.specification = specification
    self.name = name
    self.features = features
  }

  /// The runner for these settings besides those of the command line, and the width of a unit of its memory.
  mutating func runner(_ settings: [String: Bool]) throws -> (runner: VectorRunner, unit: Int) {
    if let known = made[settings] { return known }
    var all = features.filter { settings[$0.name] == nil }
    for (name, isOn) in settings.sorted(by: { $0.key < $1.key }) {
      all.append(FeatureSetting(name: name, isOn: isOn))
    }
    let machine = try MachineChoice.load(specification, named: name, features: all)
    do throws(MachineFailure) {
      let runner = try VectorRunner(machine)
      let result = (runner, (machine.physicalMemory ?? machine.memory)?.unit ?? 8)
      made[settings] = result
      return result
    } catch {
      throw UserError(error.message)
    }
  }
}

extension DecodingError {

  /// What is wrong with a line, in words.
  fileprivate var words: String {
    func place(_ context: Context) -> String {
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return path.isEmpty ? "" : " in '\(path)'"
    }
    return switch self {
    case .keyNotFound(let key, let context): "there is no '\(key.stringValue)'\(place(context))"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "a value of another kind is needed\(place(context))"
    case .dataCorrupted(let context):
      context.codingPath.isEmpty ? "this is no JSON" : "\(context.debugDescription)\(place(context))"
    @unknown default: "this cannot be read"
    }
  }
}
