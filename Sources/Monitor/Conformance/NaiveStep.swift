import Execution
import ISAModel
import Virtualizability

/// One step under a naive monitor whose shadow is perfect: the hardware answers the same accesses in the
/// same way as the virtual machine.
///
/// That needs no translation, so that it is there for machines too whose specification does not say how a mapping is
/// installed; and where a witness rests on a translation that no tables in memory give.
package struct NaiveStep {

  private let machine: Machine

  /// The states that a monitor would put the hardware into, by virtual modes; nil where none was found.
  private let hostStates: [HostState]?

  /// What the hardware has from the virtual machine.
  private let carried: Set<Int>
  private let decoder: InstructionDecoder

  package init(_ machine: Machine) {
    self.machine = machine
    hostStates = try? HostState.find(machine)
    carried = machine.carried
    decoder = InstructionDecoder(machine: machine)
  }

  /// What came of a violation, with either state of its witness as that of the virtual machine: on hardware in the host
  /// state of the monitor, or else in the other state of the witness.
  package func result(of violation: ViolationProgram) -> ViolationResult {
    guard let decoded = decoder.instruction(in: violation.ways[0].units) else {
      return ViolationResult(of: violation, way: .step, differences: [])
    }
    let first = violation.witness.first
    let second = violation.witness.second ?? first
    for way in [ViolationResult.Way.step, .witness] {
      for (virtual, other) in [(first, second), (second, first)] {
        let state = components(of: virtual)
        guard let hardware = way == .step ? hostState(for: state) : components(of: other) else { continue }
        let found = differences(
          decoded, state, hardware, StepAnswers(virtual, beside: other), StepAnswers(other, beside: virtual))
        if !found.isEmpty { return ViolationResult(of: violation, way: way, differences: found) }
      }
    }
    return ViolationResult(of: violation, way: .witness, differences: [])
  }

  /// How the step of a program of one instruction ends on hardware in the host state of the monitor.
  enum Ending {

    /// It does not complete there: the monitor does what is meant.
    case trapped

    /// It completes, and leaves something else than the virtual machine has after it in these places.
    case completed(differences: [String])
  }

  /// The step of a program, with the number of its instruction; nil where the state is none that a guest can be in.
  func ending(of program: StateProgram) -> (instruction: Int, ending: Ending)? {
    guard let decoded = decoder.instruction(in: program.units) else { return nil }
    let state = machine.components.map { Bits(program.components[$0.name] ?? $0.reset, width: $0.width) }
    guard let hardware = hostState(for: state) else { return nil }
    guard isUser(loaded(hardware, state)) else { return nil }
    let answers = StepAnswers(program.memory)
    let ending = ending(decoded, state, hardware, answers, answers)
    return (decoded.instruction, ending)
  }

  /// The hardware with the guest's part of a virtual machine.
  private func loaded(_ hardware: [Bits], _ virtual: [Bits]) -> [Bits] {
    var result = hardware
    for number in carried { result[number] = virtual[number] }
    return result
  }

  private func differences(
    _ decoded: DecodedInstruction, _ virtual: [Bits], _ hardware: [Bits], _ answers: StepAnswers,
    _ answersOfHardware: StepAnswers
  ) -> [String] {
    guard isUser(loaded(hardware, virtual)),
      case .completed(let differences) = ending(decoded, virtual, hardware, answers, answersOfHardware)
    else { return [] }
    return differences
  }

  /// - Parameters:
  ///   - virtual: the state of the virtual machine.
  ///   - hardware: that of the hardware, which has the guest's part from there.
  private func ending(
    _ decoded: DecodedInstruction, _ virtual: [Bits], _ hardware: [Bits], _ answers: StepAnswers,
    _ answersOfHardware: StepAnswers
  ) -> Ending {
    let meant = run(decoded, virtual, answers)
    let done = run(decoded, loaded(hardware, virtual), answersOfHardware)
    // What traps on the hardware the monitor answers with what was meant.
    guard done.isAlive else { return .trapped }
    if meant.unpredictable != done.unpredictable { return .completed(differences: ["what is unpredictable"]) }
    if let trap = meant.trap {
      return .completed(differences: ["the trap '\(machine.traps[trap].name)'"])
    }
    var result: [String] = []
    for (number, component) in machine.components.enumerated() where component.role != .time {
      let after = carried.contains(number) ? done.components[number] : virtual[number]
      if after != meant.components[number] { result.append(component.name) }
    }
    for address in Set(meant.guest.keys).union(done.guest.keys).sorted() {
      let before = answers.load(.guest, address)
      if meant.guest[address] ?? before != done.guest[address] ?? before {
        result.append("mem[0x\(String(address, radix: 16, uppercase: true))]")
      }
    }
    // What the hardware writes past translation is the monitor's, and not the virtual machine's.
    for (address, value) in meant.physical.sorted(by: { $0.key < $1.key })
    where value != answers.load(.physical, address) {
      result.append("phys[0x\(String(address, radix: 16, uppercase: true))]")
    }
    return .completed(differences: result)
  }

  // MARK: States

  /// All of a state of a witness.
  private func components(of state: Witness.Execution) -> [Bits] {
    var values: [String: UInt128] = [:]
    for setting in state.background.components + state.before { values[setting.name] = setting.value }
    return machine.components.map { Bits(values[$0.name] ?? 0, width: $0.width) }
  }

  /// The hardware's state for a virtual one: what is not the guest's is the monitor's. Nil where there is none.
  private func hostState(for virtual: [Bits]) -> [Bits]? {
    guard let mode = mode(of: virtual), let host = hostStates?[mode] else { return nil }
    var result = machine.components.map { Bits($0.reset, width: $0.width) }
    for (number, value) in host.values {
      result[number] = Bits(value, width: machine.components[number].width)
    }
    return result
  }

  /// Whether a guest can run on the hardware in this state.
  private func isUser(_ components: [Bits]) -> Bool {
    let evaluator = Evaluator(
      machine: machine, domain: ConcreteDomain(machine: machine, environment: EmptyEnvironment.shared),
      components: components)
    guard let mode = mode(of: components) else { return false }
    return machine.modes.indices.contains { virtual in
      machine.modes[virtual].host == mode
        && machine.hostConditions.allSatisfy {
          $0.mode != nil && $0.mode != virtual || evaluator.value(of: $0.expression).value == 1
        }
    }
  }

  private func mode(of components: [Bits]) -> Int? {
    let evaluator = Evaluator(
      machine: machine, domain: ConcreteDomain(machine: machine, environment: EmptyEnvironment.shared),
      components: components)
    return machine.modes.indices.first { evaluator.value(of: machine.modes[$0].condition).value == 1 }
  }

  // MARK: The step

  private struct Outcome {
    var isAlive: Bool
    var trap: Int?
    var components: [Bits]
    var unpredictable: [Bits]

    /// What stands at the addresses that were written.
    var guest: [UInt128: UInt128]
    var physical: [UInt128: UInt128]
  }

  private func run(
    _ decoded: DecodedInstruction, _ components: [Bits], _ answers: StepAnswers
  ) -> Outcome {
    let evaluator = Evaluator(
      machine: machine, domain: ConcreteDomain(machine: machine, environment: answers), components: components
    )
    let form = machine.instructions[decoded.instruction].forms[decoded.form]
    let result = evaluator.run(
      form, fields: decoded.fields, contexts: decoded.contexts,
      length: Bits(UInt128(decoded.length), width: 8))
    func written(_ space: MemorySpace) -> [UInt128: UInt128] {
      result.state.writes[space.rawValue].reduce(into: [:]) { cells, write in
        if write.guarded.value == 1 { cells[write.address.value] = write.value.value }
      }
    }
    let isAlive = result.state.alive.value == 1
    return Outcome(
      isAlive: isAlive, trap: isAlive ? nil : result.traps.first { $0.condition.value == 1 }?.trap,
      components: result.state.components, unpredictable: result.unpredictable, guest: written(.guest),
      physical: written(.physical))
  }
}
