import FoundationEssentials
import ISALanguage
import ISAModel
import Monitor
import Virtualizability

/// Generated tests in a file, one a line.
enum StateProgramFile {

  /// Makes the tests of all instructions and writes them.
  static func write(_ machine: Machine, to file: OutputFile, jobs: Int, progress: ProgressLine) throws {
    let total = machine.instructions.count
    let programs = WorkerPool.map(count: total, jobs: jobs) { number in
      progress.show(number + 1, total, machine.instructions[number].name)
      return GeneratedTests(machine).programs(of: number)
    }
    progress.clear()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    var text: [UInt8] = []
    for program in programs.joined() {
      text += Array(try encoder.encode(StateProgramLine(program))) + [0x0A]
    }
    try file.write(text)
  }

  /// The tests of a file.
  static func read(_ path: String) throws -> [StateProgram] {
    let bytes: [UInt8]
    do {
      bytes = try SourceReader.read(path, mustBePlain: true, largest: 1 << 30)
    } catch {
      throw UserError(error.message, help: error.help)
    }
    return try bytes.split(separator: 0x0A).enumerated().map { number, line in
      guard let read = try? JSONDecoder().decode(StateProgramLine.self, from: Data(line)),
        let program = read.program
      else {
        throw UserError(
          "\(path):\(number + 1): this is no generated test", help: "make them with '--generate FILE'")
      }
      return program
    }
  }

  /// Runs tests bare and under the monitor; the differences of those that differ.
  static func replay(
    _ programs: [StateProgram], _ run: StateRun, progress: ProgressLine
  ) throws -> [(name: String, differences: [String])] {
    defer { progress.clear() }
    var result: [(name: String, differences: [String])] = []
    for (number, program) in programs.enumerated() {
      progress.show(number + 1, programs.count, program.name)
      let differences = try run.differences(program)
      if !differences.isEmpty { result.append((program.name, differences)) }
    }
    return result
  }
}
