import Execution
import ISAModel
import Virtualizability

/// A program that shows a violation: the state and the instruction of the checker's own witness.
package struct ViolationProgram: Sendable {

  package var instruction: String
  package var rule: Rule

  /// The instruction in assembly language.
  package var assembly: String

  /// The ways to bring its state, or the other one of the witness, into a machine; there is one at least.
  package var ways: [StateProgram]

  /// The resources that cause it.
  package var components: [String]

  /// The executions that it was made of.
  package var witness: Witness

  /// The programs of everything that stands in the way of a monitor, one for each finding.
  package static func all(_ report: Report, _ machine: Machine) -> [ViolationProgram] {
    report.instructions.flatMap { verdict in
      verdict.findings.filter { $0.rule.breaksTheorem1 || $0.rule == .directExecution }.map { finding in
        let ways = ways(finding.witness, named: "\(verdict.name) \(finding.rule.rawValue)", machine)
        return ViolationProgram(
          instruction: verdict.name, rule: finding.rule, assembly: finding.witness.assembly,
          ways: ways, components: finding.components, witness: finding.witness)
      }
    }
  }

  /// What came of it on the machine and under a monitor, by the first of its ways that shows something, or by a program that is
  /// found for this monitor. Nil where none is.
  package func result(on plan: Monitor.Plan, _ kind: MonitorKind) throws -> ViolationResult? {
    let run = StateRun(plan, kind: kind)
    for hasRun in [false, true] {
      for var program in ways {
        program.hasRun = hasRun
        let differences = try run.differences(program)
        if !differences.isEmpty { return ViolationResult(of: self, way: .machine, differences: differences) }
      }
    }
    return kind == .hybrid ? nil : try NaiveSearch(plan).result(of: self, run)
  }

  private static func ways(_ witness: Witness, named name: String, _ machine: Machine) -> [StateProgram] {
    let first = witness.first
    let states = [(first, witness.second)] + (witness.second.map { [($0, first)] } ?? [])
    return states.flatMap { state, other in
      StateProgram.Relocation.allCases.map { relocation in
        var program = program(state, beside: other, units(of: witness), named: name, machine)
        program.relocation = relocation
        return program
      }
    }
  }

  private static func units(of witness: Witness) -> [UInt128] {
    witness.encoding.compactMap { UInt128($0, radix: 16) }
  }

  /// - Parameter other: the witness's other execution.
  private static func program(
    _ state: Witness.Execution, beside other: Witness.Execution?, _ units: [UInt128], named name: String,
    _ machine: Machine
  ) -> StateProgram {
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
    memory += (other.map(cells) ?? []).filter { $0.space == .guest && !own.contains($0.address) }
    // What it writes must be reached as well.
    let known = Set(memory.filter { $0.space == .guest }.map(\.address))
    let written = (state.written + (other?.written ?? [])).filter { $0.space != "phys" }.map(\.wholeAddress)
    memory += Set(written).subtracting(known).sorted().map {
      StateProgram.Cell(space: .guest, address: $0, value: 0)
    }
    return StateProgram(name: name, components: components, memory: memory, units: units)
  }

  private static func cells(of state: Witness.Execution) -> [StateProgram.Cell] {
    state.memory.compactMap { cell in
      guard let value = cell.value else { return nil }
      return StateProgram.Cell(
        space: cell.space == "phys" ? .physical : .guest, address: cell.wholeAddress, value: value)
    }
  }
}
