import Assembly
import Execution
import ISAModel
import Reporting
import Virtualizability

/// Turns witnesses into programs that a user can assemble and step through.
///
/// A witness may rest on a translation that is only its own, which no state of the whole machine has. So the states
/// are tried on the concrete machine first; a command line is given only where it shows what the witness says.
final class WitnessReplayer {

  private let machine: Machine
  private let runner: VectorRunner
  private let file: String
  private let features: [String: Bool]
  /// The component that says where the next instruction stands; nil where that is computed, so that a state cannot
  /// say it.
  private let counter: String?

  /// What a state says besides the witness: nothing, or what a reset sets.
  private let bases: [[Setting]]

  private typealias Setting = (name: String, value: UInt128)

  /// Where an instruction stands that may stand anywhere.
  private static let places: [UInt128] = [0, 0x1000, 0x1_0000]

  /// Nil where the machine cannot take single steps from a given state.
  init?(_ machine: Machine, file: String, features: [String: Bool]) {
    guard machine.stream.unit % machine.addressUnit == 0, let runner = try? VectorRunner(machine) else {
      return nil
    }
    self.machine = machine
    self.runner = runner
    self.file = file
    self.features = features
    counter = machine.stream.counter.map { machine.components[$0.component].name }
    bases = [[], Self.afterReset(machine)]
  }

  /// The components that a reset with nothing in memory gives another value than they had, but for the guest's own:
  /// what a witness does not say of these is zero.
  private static func afterReset(_ machine: Machine) -> [Setting] {
    guard let concrete = try? ConcreteMachine(machine, console: MemoryStream()) else { return [] }
    concrete.reset()
    guard concrete.ending == nil else { return [] }
    return machine.components.indices.filter {
      machine.components[$0].role != .guest && concrete.state[$0] != machine.components[$0].reset
    }.map { (machine.components[$0].name, concrete.state[$0]) }
  }

  /// What an execution leaves in components of which the witness does not say what they were: where it keeps them,
  /// they were that.
  private static func kept(by execution: Witness.Execution?) -> [Setting] {
    guard let execution else { return [] }
    let said = Set(execution.before.map(\.name))
    return execution.after.filter { !said.contains($0.name) }.map { ($0.name, $0.value) }
  }

  /// The program of a finding; nil where the witness has no encoding.
  func replay(_ finding: Finding, of instruction: Instruction) -> ReplayDescription? {
    let witness = finding.witness
    guard let units = units(of: witness) else { return nil }
    let fixed = witness.first.before.first { $0.name == counter }?.value
    let places = fixed.map { [$0] } ?? Self.places
    guard counter != nil else {
      return ReplayDescription(program: program(finding, units, at: places[0]), transcript: nil)
    }
    let guesses = bases + bases.map { $0 + Self.kept(by: witness.second) }
    for base in guesses {
      for place in places {
        guard let lines = lines(witness, units, at: place, base, of: instruction.name) else { continue }
        return ReplayDescription(
          program: program(finding, units, at: place),
          transcript: ReplayDescription.Transcript(command: command(lines.states), output: lines.answers))
      }
    }
    return ReplayDescription(program: program(finding, units, at: places[0]), transcript: nil)
  }

  // MARK: The program

  /// The instruction in units of memory, as they stand one after the other.
  private func units(of witness: Witness) -> [UInt128]? {
    let parts = witness.encoding.compactMap { UInt128($0, radix: 16) }
    guard !parts.isEmpty, parts.count == witness.encoding.count else { return nil }
    return parts.flatMap { machine.addressUnits(of: $0, bits: machine.stream.unit) }
  }

  private func program(_ finding: Finding, _ units: [UInt128], at place: UInt128) -> String {
    var disassembler = Disassembler(machine: machine)
    let witness = finding.witness
    let states = [witness.first, witness.second].compactMap { $0 }.map { execution in
      let settings = execution.before.map { "\($0.name) = \(hexadecimal($0.value))" }
      return "; \(execution.label), in mode \(execution.mode): \(settings.joined(separator: ", "))\n"
    }
    return "; \(finding.rule.rawValue)\n" + states.joined()
      + disassembler.program(units, origin: place, labels: false)
  }

  private func command(_ states: String) -> String {
    let settings = features.sorted { $0.key < $1.key }.map { " --feature \($0.key)\($0.value ? "" : "=off")" }
    return "pgcheck vectors \(file)\(settings.joined()) <<'END'\n\(states)END\n"
  }

  // MARK: The states

  /// The states as lines of vectors, and the answers to them, if these show what the witness says.
  private func lines(
    _ witness: Witness, _ units: [UInt128], at place: UInt128, _ base: [Setting], of name: String
  ) -> (states: String, answers: String)? {
    var states = ""
    var answers = ""
    for (number, execution) in [witness.first, witness.second].compactMap({ $0 }).enumerated() {
      guard let vector = vector(execution, units, at: place, base),
        let outcome = outcome(of: vector, as: execution, name)
      else { return nil }
      states += VectorText.line(execution.label, vector, unit: machine.addressUnit)
      answers +=
        VectorAnswer(id: execution.label, line: number + 1).json(outcome, unit: machine.addressUnit).line
    }
    return (states, answers)
  }

  private func vector(
    _ execution: Witness.Execution, _ units: [UInt128], at place: UInt128, _ base: [Setting]
  ) -> TestVector? {
    var memory: [UInt128: UInt128] = [:]
    for (number, unit) in units.enumerated() { memory[place + UInt128(number)] = unit }
    for cell in execution.memory {
      // What translation refuses, no setting of this memory shows.
      guard let value = cell.value, let address = cell.address.last?.value, cell.width == machine.addressUnit,
        memory[address] == nil || memory[address] == value
      else { return nil }
      memory[address] = value
    }
    guard let counter else { return nil }
    let own = Set(execution.before.map(\.name)).union([counter])
    var state = base.filter { !own.contains($0.name) }
    state += execution.before.map { (name: $0.name, value: $0.value) }
    if !state.contains(where: { $0.name == counter }) { state.append((counter, place)) }
    return TestVector(state: state, memory: blocks(memory))
  }

  /// Neighbouring units together.
  private func blocks(_ memory: [UInt128: UInt128]) -> [(address: UInt128, units: [UInt128])] {
    var blocks: [(address: UInt128, units: [UInt128])] = []
    for (address, unit) in memory.sorted(by: { $0.key < $1.key }) {
      if let last = blocks.last, last.address + UInt128(last.units.count) == address {
        blocks[blocks.count - 1].units.append(unit)
      } else {
        blocks.append((address, [unit]))
      }
    }
    return blocks
  }

  /// What a step from the vector does, if that is what the execution says.
  private func outcome(
    of vector: TestVector, as execution: Witness.Execution, _ name: String
  ) -> VectorOutcome? {
    guard let mode = try? runner.mode(of: vector), mode == execution.mode,
      let outcome = try? runner.run(vector), outcome.instruction == name
    else { return nil }
    switch execution.outcome {
    case .traps(let trap, class: _):
      return outcome.kind == .traps && outcome.trap?.name == trap ? outcome : nil
    case .completes:
      guard outcome.kind == .completes else { return nil }
      for setting in execution.after {
        guard let value = try? runner.value(of: setting.name), value == setting.value else { return nil }
      }
      for cell in execution.written {
        guard let address = cell.address.last?.value,
          outcome.memory.contains(where: { $0.address == address && $0.change.value == cell.value })
        else { return nil }
      }
      return outcome
    }
  }

  private func hexadecimal(_ value: UInt128) -> String { "0x" + String(value, radix: 16) }
}
