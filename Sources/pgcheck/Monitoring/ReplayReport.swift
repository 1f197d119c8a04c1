import ISAModel
import Monitor

/// Runs the generated tests of a file, and tells which differ.
struct ReplayReport {

  let machine: Machine
  let file: String

  func run(_ kind: MonitorKind, depth: Int) throws -> ExitStatus {
    let programs = try StateProgramFile.read(file)
    let different: [(name: String, differences: [String])]
    do {
      let run = StateRun(try Monitor.Plan(machine), kind: kind, depth: depth)
      different = try StateProgramFile.replay(programs, run, progress: ProgressLine(file: file))
    } catch let failure as MonitorFailure {
      throw UserError(failure.message, help: failure.help)
    }
    for test in different {
      try StandardOutput.write(
        "\(test.name) differs in \(test.differences.prefix(6).joined(separator: ", "))\n")
    }
    try StandardOutput.write(
      "\(machine.name): \(programs.count - different.count) of \(programs.count) generated tests do the same under the monitor\n"
    )
    return different.isEmpty ? .proven : .violation
  }
}
