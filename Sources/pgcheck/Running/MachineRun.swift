import Execution
import ISAModel

/// The run of a program: up to its end, a limit, a breakpoint, or the user's wish.
struct MachineRun {

  /// Why a run is over.
  enum Stop: Equatable {
    case ended(Ending)
    case breakpoint(UInt128)
    case limit
    case wanted
  }

  let concrete: ConcreteMachine

  /// Runs what need not be told step for step; nil where everything is left to the reference evaluator.
  let fast: FastMachine?
  let console: StandardConsole
  var maximum: UInt64?
  var breakpoints: Set<UInt128> = []
  var traces = false

  /// The last steps, for the report of a bad end.
  private var history: [String] = []
  private static let historyLength = 12

  private let text: StepText

  init(_ concrete: ConcreteMachine, fast: FastMachine?, console: StandardConsole) {
    self.concrete = concrete
    self.fast = fast
    self.console = console
    text = StepText(concrete.machine)
  }

  mutating func run() -> Stop {
    defer { console.flush() }
    fast?.breakpoints = breakpoints
    while true {
      if let ending = concrete.ending { return .ended(ending) }
      if HostStop.isWanted { return .wanted }
      if let maximum, concrete.steps >= maximum { return .limit }
      if !breakpoints.isEmpty, case let place = programAddress, breakpoints.contains(place) {
        return .breakpoint(place)
      }
      if let fast {
        fast.run(until: min(maximum ?? .max, concrete.steps + Self.quantum))
      } else {
        let before = traces ? concrete.state.components : []
        if let step = concrete.step() { note(step, before: before) }
      }
    }
  }

  /// The steps after which the user is listened to again.
  private static let quantum: UInt64 = 1_000_000

  /// The address of the next instruction: of several parts, the last.
  private var programAddress: UInt128 {
    concrete.programCounter & Bits.mask(concrete.machine.memory?.parameters.last?.width ?? 128)
  }

  private mutating func note(_ step: Step, before: [Bits]) {
    let line = text.line(step, in: concrete)
    if history.count == Self.historyLength { history.removeFirst() }
    history.append(step.trap.map { "\(line)  trap \(concrete.machine.traps[$0].name)" } ?? line)
    guard traces else { return }
    let changes = text.changes(step, from: before, to: concrete.state.components)
    console.flush()
    StandardError.write(changes.isEmpty ? "\(line)\n" : "\(line)\n    \(changes.joined(separator: ", "))\n")
  }

  /// Tells the user how a run ended, unless it ended as it should.
  func report(_ stop: Stop) -> ExitStatus {
    switch stop {
    case .ended(.halted), .ended(.waiting): return .proven
    case .ended(let ending):
      StandardError.error(message(ending))
      StandardError.write(place + last)
      return .violation
    case .breakpoint(let address):
      StandardError.write("stopped at \(text.address(address)) after \(concrete.steps) steps\n" + registers)
      return .proven
    case .limit:
      StandardError.error("the program has not ended after \(concrete.steps) steps")
      StandardError.write(place + last)
      return .inconclusive
    case .wanted:
      StandardError.error("stopped after \(concrete.steps) steps")
      StandardError.write(place + last)
      return .inconclusive
    }
  }

  private var place: String {
    "  after \(concrete.steps) steps, at \(text.address(concrete.programCounter))\n"
  }

  private var last: String {
    let lines = fast.map { text.lines($0.lastSteps, in: concrete) } ?? history
    guard !lines.isEmpty else { return "" }
    return "  the last steps:\n" + lines.suffix(Self.historyLength).map { "    \($0)\n" }.joined()
  }

  /// The components that are not 0, some in a line.
  private var registers: String {
    var result = ""
    var line = ""
    for (number, component) in concrete.machine.components.enumerated() where concrete.state[number] != 0 {
      let item = "\(component.name) 0x" + String(concrete.state[number], radix: 16, uppercase: true)
      if !line.isEmpty, line.count + item.count > 96 {
        result += "  \(line)\n"
        line = ""
      }
      line += line.isEmpty ? item : "  \(item)"
    }
    return line.isEmpty ? result : result + "  \(line)\n"
  }

  private func message(_ ending: Ending) -> String { Self.message(ending, in: concrete.machine) }

  /// How a machine has ended, in words.
  static func message(_ ending: Ending, in machine: Machine) -> String {
    func trap(_ number: Int) -> String { "'\(machine.traps[number].name)'" }
    switch ending {
    case .halted, .waiting: return "the machine has halted"
    case .trapInEntry(let first, let second):
      return "the machine has stopped: delivering the trap \(trap(first)) raised the trap \(trap(second))"
    case .trapInInterrupt(let interrupt, let second):
      let name = machine.interrupts[interrupt].name
      return "the machine has stopped: delivering the interrupt '\(name)' raised the trap \(trap(second))"
    case .trapInReset(let number):
      return "the machine did not start: its reset raised the trap \(trap(number))"
    case .trapWithoutEntry(let number):
      return
        "the machine has stopped: the specification does not say how the trap \(trap(number)) is delivered"
    case .undecoded:
      return "the machine has stopped: what stands here is no instruction, and there is no 'otherwise trap'"
    case .failure(let reason): return reason
    }
  }
}
