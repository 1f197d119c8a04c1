import ISAModel
import Testing

@testable import Monitor

/// Monitors of a machine whose guests translate by themselves, above a second stage that is the monitor's.
struct SecondStageTests {

  private func machine() throws -> Machine { try MonitoredMachine.load("x86", settings: ["vmx": true]) }

  @Test func hostStateIsNonRootOperation() throws {
    let machine = try machine()
    let root = try #require(machine.components.firstIndex { $0.name == "ROOT" })
    let states = try HostState.find(machine)
    #expect(states.map(\.mode) == Array(machine.modes.indices))
    for state in states { #expect(state.values.first { $0.component == root }?.value == 0) }
  }

  /// The guest's interrupt flag is its own; elsewhere what masks interrupts is the monitor's.
  @Test func guestThatMasksInterruptsIsWatched() throws {
    #expect(InterruptWindow(try machine()).isNeeded)
    for name in ["pg74", "m68010", "mips32", "vax-vm", "ka10"] {
      #expect(!InterruptWindow(try MonitoredMachine.load(name)).isNeeded, "\(name)")
    }
  }

  @Test func allocatorGrantsNothingElse() throws {
    let obligations = AllocationProof(machine: try machine(), rlimit: 50_000_000).obligations()
    #expect(obligations.count >= 2)
    for obligation in obligations { #expect(obligation.isProven, "\(obligation)") }
  }

  /// What leaves non-root operation does in the routine what it does in root operation.
  @Test(arguments: ["HLT", "MOV_to_CR", "WRMSR", "CPUID", "OUT", "INVD"])
  func exitsAreProven(name: String) throws {
    let machine = try machine()
    let proof = RoutineProof(
      plan: RoutineTable(machine), hostStates: try HostState.find(machine), rlimit: 20_000_000)
    let number = try #require(machine.instructions.firstIndex { $0.name == name })
    let obligations = proof.squares(of: number)
    #expect(!obligations.isEmpty)
    for obligation in obligations { #expect(obligation.isProven, "\(obligation)") }
  }
}
