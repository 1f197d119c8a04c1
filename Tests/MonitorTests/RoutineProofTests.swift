import Execution
import ISAModel
import Testing

@testable import Monitor

/// The proofs of the routines: they hold, and a routine that does something else is found out.
struct RoutineProofTests {

  private func proof(_ machine: Machine, _ mutation: (@Sendable (Form) -> Form)? = nil) throws -> RoutineProof
  {
    var proof = RoutineProof(
      plan: RoutineTable(machine), hostStates: try HostState.find(machine), rlimit: 20_000_000)
    proof.mutation = mutation
    return proof
  }

  private func number(_ name: String, _ machine: Machine) throws -> Int {
    try #require(machine.instructions.firstIndex { $0.name == name })
  }

  @Test func everyRoutineOfPG74IsProven() throws {
    let machine = try MonitoredMachine.load("pg74")
    let proof = try proof(machine)
    let squares = machine.instructions.indices.flatMap { proof.squares(of: $0) }
    // What cannot trap in the host mode needs no routine: arithmetic, branches.
    #expect(Set(squares.map(\.subject)).isDisjoint(with: ["ADD", "BEQ", "LI"]))
    #expect(Set(squares.map(\.subject)).isSuperset(of: ["LPSW", "SRB", "IN", "OUT", "LD", "ST", "SVC"]))
    for square in squares { #expect(square.isProven, "\(square)") }
    for mode in machine.modes.indices {
      let entries = proof.entries(in: mode)
      #expect(entries.count == machine.traps.count + machine.interrupts.count)
      for entry in entries { #expect(entry.isProven, "\(entry)") }
    }
  }

  @Test(arguments: ["LPSW", "SRB", "LRB", "DI", "EI", "HALT", "IN", "OUT", "LD", "ST"])
  func routineThatLeavesOutItsLastStepIsFoundOut(name: String) throws {
    let machine = try MonitoredMachine.load("pg74")
    let broken = try proof(machine) { form in
      var copy = form
      copy.body = Block(Array(form.body.statements.dropLast()))
      return copy
    }
    let squares = broken.squares(of: try number(name, machine))
    let supervisor = try #require(squares.first { $0.mode == "supervisor" })
    guard case .refuted(let witness) = supervisor.outcome else {
      Issue.record("\(supervisor) is not refuted")
      return
    }
    #expect(!witness.isEmpty)
  }

  @Test(arguments: ["LPSW", "SRB", "LRB", "DI", "EI", "HALT", "IN", "OUT"])
  func routineThatForgetsThePrivilegeIsFoundOut(name: String) throws {
    let machine = try MonitoredMachine.load("pg74")
    let number = try number(name, machine)
    // What the supervisor's routine does, done for a user too.
    let table = RoutineTable(machine)
    let privileged = table.routine(instruction: number, form: 0, mode: 1)
    let broken = try proof(machine) { _ in privileged }
    let user = try #require(broken.squares(of: number).first { $0.mode == "user" })
    guard case .refuted(let witness) = user.outcome else {
      Issue.record("\(user) is not refuted")
      return
    }
    #expect(witness.contains("privileged_instruction"))
  }

  @Test func routinesHaveTheModeDecided() throws {
    let machine = try MonitoredMachine.load("pg74")
    let table = RoutineTable(machine)
    let halt = try number("HALT", machine)
    let user = table.routine(instruction: halt, form: 0, mode: 0)
    let supervisor = table.routine(instruction: halt, form: 0, mode: 1)
    func traps(_ form: Form) -> Int {
      form.body.statements.count { if case .trap = $0 { true } else { false } }
    }
    func requirements(_ form: Form) -> Int {
      form.body.statements.count { if case .require = $0 { true } else { false } }
    }
    #expect(traps(user) == 1)
    #expect(traps(supervisor) == 0)
    #expect(requirements(user) + requirements(supervisor) == 0)
  }
}
