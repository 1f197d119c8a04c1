import ISAModel
import Testing

@testable import Monitor

/// The proofs of `install` and of the allocator, and that they fail where something is wrong.
struct InstallProofTests {

  private func obligations(_ machine: Machine) throws -> [ProofObligation] {
    let state = try #require(try HostState.find(machine).first)
    return InstallProof(machine: machine, hostState: state, rlimit: 50_000_000).obligations()
  }

  @Test(arguments: ["pg74", "m68010", "mips32"])
  func installIsProven(name: String) throws {
    let machine = try MonitoredMachine.load(name)
    let obligations = try obligations(machine)
    #expect(obligations.count >= 6)
    for obligation in obligations { #expect(obligation.isProven, "\(obligation)") }
  }

  @Test(arguments: ["pg74", "m68010", "mips32"])
  func allocatorGrantsNothingElse(name: String) throws {
    let machine = try MonitoredMachine.load(name)
    let obligations = AllocationProof(machine: machine, rlimit: 50_000_000).obligations()
    #expect(obligations.count >= 2)
    for obligation in obligations { #expect(obligation.isProven, "\(obligation)") }
  }

  /// Each statement of what installs a window, or nothing, matters.
  @Test(arguments: ["pg74", "m68010"])
  func installThatLeavesOutAStepIsFoundOut(name: String) throws {
    let machine = try MonitoredMachine.load(name)
    let installation = try #require(machine.installation)
    for number in installation.install.body.statements.indices {
      var broken = machine
      broken.installation?.install.body.statements.remove(at: number)
      #expect(try obligations(broken).contains { if case .refuted = $0.outcome { true } else { false } })
    }
    var broken = machine
    broken.installation?.nothing.body.statements.removeAll()
    #expect(try obligations(broken).contains { if case .refuted = $0.outcome { true } else { false } })
  }

  @Test func hostStatesAreFoundForEveryMode() throws {
    for name in ["pg74", "m68010", "mips32"] {
      let machine = try MonitoredMachine.load(name)
      let states = try HostState.find(machine)
      #expect(states.map(\.mode) == Array(machine.modes.indices))
    }
  }

  @Test func hostStateThatCannotBeIsRefused() throws {
    var machine = try MonitoredMachine.load("m68010")
    // A host condition that nothing satisfies.
    machine.hostConditions[0].expression = .constant(0, width: 1)
    let broken = machine
    #expect(throws: MonitorFailure.self) { try HostState.find(broken) }
  }
}
