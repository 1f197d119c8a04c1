import ISAModel
import Monitor

/// Runs the generated tests of a file, and tells which differ.
struct ReplayReport {

  let machine: Machine
  let file: String

  /// - Parameter vectors: gets the states that the tests start from, as `pgcheck vectors` reads them; nil for nowhere.
  func run(_ kind: MonitorKind, depth: Int, vectors: OutputFile?) throws -> ExitStatus {
    let programs = try StateProgramFile.read(file)
    guard StateProgram.canBeLoaded(into: machine) else {
      throw UserError(
        "the states of tests cannot be put into the machine '\(machine.name)': it has no 'install'",
        help: "'--force --conformance' makes a single step from each of them")
    }
    let different: [(name: String, differences: [String])]
    do {
      let run = StateRun(try Monitor.Plan(machine), kind: kind, depth: depth)
      different = try StateProgramFile.replay(programs, run, progress: ProgressLine(file: file))
      try vectors?.write(try text(of: programs, run))
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

  private func text(of programs: [StateProgram], _ run: StateRun) throws -> String {
    let unit = (machine.physicalMemory ?? machine.memory)?.unit ?? 8
    return try programs.map { VectorText.line($0.name, try run.vector($0), unit: unit) }.joined()
  }
}
