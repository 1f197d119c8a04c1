import Execution
import ISAModel
import Monitor
import Virtualizability

/// The run of the guests of one command line.
struct GuestRun {

  private let machine: Machine
  private let monitor: Monitor
  private let programs: [ProgramFile]
  private let consoles: [any CharacterStream]
  private let maximum: UInt64
  private let options: GuestOptions

  init(_ machine: Machine, _ paths: [String], _ options: GuestOptions, _ kind: MonitorKind) throws {
    self.machine = machine
    self.options = options
    maximum = options.maxSteps ?? .max
    guard options.disk.count <= paths.count else {
      throw UserError("there are \(options.disk.count) disks for \(paths.count) guests")
    }
    programs = try paths.map {
      try ProgramFile($0, for: machine, at: options.at, entry: options.entry)
    }
    var consoles: [any CharacterStream] = [StandardConsole()]
    while consoles.count < paths.count { consoles.append(MemoryStream()) }
    self.consoles = consoles
    var guests: [Guest] = []
    for (number, program) in programs.enumerated() {
      let storage = try options.disk.indices.contains(number) ? Self.disk(options.disk[number], machine) : nil
      guests.append(
        Guest(name: program.name, console: consoles[number], storage: storage) { try program.load(into: $0) })
    }
    var configuration = Monitor.Configuration()
    configuration.kind = kind
    configuration.depth = options.depth
    configuration.timeSlice = options.slice
    configuration.memory = options.memory.map { Int(clamping: $0) }
    do throws(MonitorFailure) {
      monitor = try Monitor(guests, plan: try Monitor.Plan(machine), configuration)
    } catch {
      throw UserError(error.message, help: error.help)
    }
  }

  private static func disk(_ path: String, _ machine: Machine) throws -> DiskFile {
    guard let device = machine.platform.devices.first(where: { $0.kind == .block }) else {
      throw UserError("the machine '\(machine.name)' has no block device for '--disk'")
    }
    return try DiskFile(path, blockSize: device.blockSize)
  }

  /// Runs the guests, shows what they wrote, and tells how each has ended.
  func run(showsStatistics: Bool) throws -> ExitStatus {
    HostStop.listen()
    let start = processSeconds()
    monitor.run(maximum: maximum) { HostStop.isWanted }
    let seconds = processSeconds() - start
    (consoles[0] as? StandardConsole)?.flush()
    for (number, console) in consoles.enumerated() {
      guard let stream = console as? MemoryStream, !stream.output.isEmpty else { continue }
      try StandardOutput.write(Array("--- \(programs[number].name)\n".utf8) + stream.output)
      if stream.output.last != 0x0A { try StandardOutput.write("\n") }
    }
    var statuses = monitor.residents.map(report)
    if !monitor.isIntact {
      StandardError.error(
        "internal: the monitor's own memory was changed", help: "this is a bug; please report it")
      statuses.append(.internalError)
    }
    if showsStatistics { StandardError.write(MonitorStatisticsText.text(monitor, seconds: seconds)) }
    return ExitStatus.worst(statuses)
  }

  private func report(_ resident: Monitor.Resident) -> ExitStatus {
    let text = GuestEndingText(resident)
    if let message = text.message { StandardError.error(message) }
    return text.status
  }
}
