import Execution
import ISAModel
import Virtualizability

/// A program that shows a violation: the state and the instruction of the checker's own witness.
package struct ViolationProgram: Sendable {

  package var instruction: String
  package var rule: Rule

  /// The instruction in assembly language.
  package var assembly: String
  package var program: StateProgram

  /// The executions that it was made of.
  package var witness: Witness

  /// The programs of everything that stands in the way of a monitor, one for each finding.
  package static func all(_ report: Report, _ machine: Machine) -> [ViolationProgram] {
    report.instructions.flatMap { verdict in
      verdict.findings.filter { $0.rule.breaksTheorem1 || $0.rule == .directExecution }.map { finding in
        ViolationProgram(
          instruction: verdict.name, rule: finding.rule, assembly: finding.witness.assembly,
          program: program(finding.witness, named: "\(verdict.name) \(finding.rule.rawValue)", machine),
          witness: finding.witness)
      }
    }
  }

  private static func program(_ witness: Witness, named name: String, _ machine: Machine) -> StateProgram {
    let state = witness.first
    var components: [String: UInt128] = [:]
    for (number, component) in machine.components.enumerated() {
      // What a witness does not mention is 0 there.
      if component.role == .guest, component.reset != 0 { components[component.name] = 0 }
      if number == machine.stream.counter?.component { components[component.name] = StateProgram.usualPlace }
    }
    for setting in state.before { components[setting.name] = setting.value }
    var memory = cells(of: state)
    // What the program would find where it must not look: the second state has it.
    let own = Set(memory.filter { $0.space == .guest }.map(\.address))
    memory += (witness.second.map(cells) ?? []).filter { $0.space == .guest && !own.contains($0.address) }
    return StateProgram(
      name: name, components: components, memory: memory,
      units: witness.encoding.compactMap { UInt128($0, radix: 16) })
  }

  private static func cells(of state: Witness.Execution) -> [StateProgram.Cell] {
    state.memory.compactMap { cell in
      guard let value = cell.value else { return nil }
      return StateProgram.Cell(
        space: cell.space == "phys" ? .physical : .guest, address: cell.wholeAddress, value: value)
    }
  }
}
