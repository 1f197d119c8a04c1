import Execution
import ISAModel

/// One step of a machine as a line of text.
struct StepText {

  let machine: Machine
  private let addressDigits: Int
  private let unitDigits: Int

  init(_ machine: Machine) {
    self.machine = machine
    addressDigits =
      ((machine.stream.fetch.last.flatMap { _ in machine.memory?.parameters.last?.width } ?? 32) + 3) / 4
    unitDigits = (machine.stream.unit + 3) / 4
  }

  /// The address, the units of the instruction, and the instruction.
  func line(_ step: Step, in concrete: ConcreteMachine) -> String {
    let address = self.address(step.address)
    switch step.kind {
    case .interrupt(let number): return "\(address)  interrupt \(machine.interrupts[number].name)"
    case .undecoded(let units): return "\(address)  \(padded(units))  ?"
    case .instruction(let decoded):
      return "\(address)  \(padded(decoded.units))  \(concrete.assembly(of: decoded, at: step.address))"
    }
  }

  /// The last steps of a fast machine, the oldest first.
  func lines(_ steps: [FastMachine.PastStep], in concrete: ConcreteMachine) -> [String] {
    steps.map { step in
      switch step {
      case .reference(let step):
        let line = line(step, in: concrete)
        return step.trap.map { "\(line)  trap \(machine.traps[$0].name)" } ?? line
      case .compiled(let address):
        return concrete.instruction(at: UInt128(address)).map {
          line(Step(kind: .instruction($0), address: UInt128(address), trap: nil), in: concrete)
        } ?? self.address(UInt128(address))
      }
    }
  }

  /// An address of the program: of several parts, the last.
  func address(_ value: UInt128) -> String {
    let width = machine.memory?.parameters.last?.width ?? 32
    return hexadecimal(value & Bits.mask(width), digits: addressDigits)
  }

  private func padded(_ units: [UInt128]) -> String {
    let text = units.map { hexadecimal($0, digits: unitDigits) }.joined(separator: " ")
    return text.padding(toLength: max(text.count, 20))
  }

  /// What a step has changed: components, and memory in the order of the writes.
  func changes(_ step: Step, from before: [Bits], to after: [Bits]) -> [String] {
    var result: [String] = []
    for number in before.indices where before[number] != after[number] {
      result.append(
        "\(machine.components[number].name) \(short(before[number])) → \(short(after[number]))")
    }
    result += writes(step.writes)
    if let trap = step.trap { result.append("trap \(machine.traps[trap].name)") }
    return result
  }

  /// Runs of units at ascending addresses.
  private func writes(_ writes: [MemoryWrite<Bits>]) -> [String] {
    let memory = machine.physicalMemory ?? machine.memory
    let digits = ((memory?.unit ?? 8) + 3) / 4
    let places = ((memory?.addressWidth ?? 32) + 3) / 4
    var result: [String] = []
    var next: UInt128?
    for write in writes {
      let value = hexadecimal(write.value.value, digits: digits)
      if let last = result.indices.last, write.address.value == next {
        result[last] += " \(value)"
      } else {
        result.append("[\(hexadecimal(write.address.value, digits: places))] = \(value)")
      }
      next = write.address.value + 1
    }
    return result
  }

  private func short(_ bits: Bits) -> String {
    bits.value < 10 ? "\(bits.value)" : "0x" + String(bits.value, radix: 16, uppercase: true)
  }

  private func hexadecimal(_ value: UInt128, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}

extension String {

  /// The text with spaces behind it.
  fileprivate func padding(toLength length: Int) -> String {
    self + String(repeating: " ", count: max(0, length - count))
  }
}
