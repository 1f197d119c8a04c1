import ISAModel
import SMT
import Testing
import Virtualizability

@testable import Monitor

/// The proofs of `install` and of the allocator, and that they fail where something is wrong.
struct InstallProofTests {

  private func obligations(_ machine: Machine) throws -> [ProofObligation] {
    let state = try #require(try HostState.find(machine).first)
    return InstallProof(machine: machine, hostState: state, rlimit: 50_000_000).obligations()
  }

  @Test(arguments: ["pg74", "m68010", "mips32", "vax-vm", "ka10", "x86"])
  func installIsProven(name: String) throws {
    let machine = try MonitoredMachine.load(name)
    let obligations = try obligations(machine)
    #expect(obligations.count >= 6)
    for obligation in obligations { #expect(obligation.isProven, "\(obligation)") }
  }

  /// That an access is admitted is taken for granted in the rest of its translation, and nowhere else.
  @Test(arguments: ["m68010", "mips32", "x86"])
  func translationsKnowNothingOfOneAnother(name: String) throws {
    let machine = try MonitoredMachine.load(name)
    let state = SymbolicState(machine: machine, store: TermStore())
    let hardware = HardwareTranslation(machine: machine, state: state, components: state.components)
    let first = hardware.translate()
    let second = hardware.translate()
    #expect(state.store.value(first.isAdmitted) == nil)
    #expect(second.isAdmitted == first.isAdmitted)
    #expect(second.place == first.place)
    #expect(state.domain.assumptionCount == 0)
  }

  /// Page tables of x86 get their accessed and dirty bits from the processor; that changes nothing that they say. What leaves
  /// open which tables there are does.
  @Test func tablesOfOthersAreFoundOut() throws {
    var trusting = try MonitoredMachine.load("x86")
    trusting.installation?.keeps.removeLast()
    #expect(try hasRefuted(trusting))
  }

  @Test(arguments: ["pg74", "m68010", "mips32", "ka10"])
  func allocatorGrantsNothingElse(name: String) throws {
    let machine = try MonitoredMachine.load(name)
    let obligations = AllocationProof(machine: machine, rlimit: 50_000_000).obligations()
    #expect(obligations.count >= 2)
    for obligation in obligations { #expect(obligation.isProven, "\(obligation)") }
  }

  /// Each statement of what installs a window, or nothing, matters; those stay that only name a value.
  @Test(arguments: ["pg74", "m68010", "ka10"])
  func installThatLeavesOutAStepIsFoundOut(name: String) throws {
    let machine = try MonitoredMachine.load(name)
    let installation = try #require(machine.installation)
    for (number, statement) in installation.install.body.statements.enumerated() {
      if case .setLocal = statement { continue }
      var broken = machine
      broken.installation?.install.body.statements.remove(at: number)
      #expect(try obligations(broken).contains { if case .refuted = $0.outcome { true } else { false } })
    }
    guard installation.nothing != nil else { return }
    var broken = machine
    broken.installation?.nothing?.body.statements.removeAll()
    #expect(try obligations(broken).contains { if case .refuted = $0.outcome { true } else { false } })
  }

  /// A window in units: the hardware gives whole ones.
  @Test func windowOfPartsOfUnitsIsFoundOut() throws {
    let machine = try MonitoredMachine.load("ka10")
    var finer = machine
    finer.installation?.unit /= 2
    #expect(try hasRefuted(finer))
  }

  /// Tables in memory: that they are cleared, that each stands where the processor looks for it, that what they
  /// say of other pages stays, that nothing is written beside them.
  @Test func tablesThatAreNotKeptInOrderAreFoundOut() throws {
    let machine = try MonitoredMachine.load("vax-vm")
    let installation = try #require(machine.installation)
    #expect(installation.memory > 0)
    let nothing = try #require(installation.nothing)
    for number in nothing.body.statements.indices {
      var broken = machine
      broken.installation?.nothing?.body.statements.remove(at: number)
      #expect(try hasRefuted(broken), "without statement \(number) of 'nothing'")
    }
    var idle = machine
    idle.installation?.install.body.statements.removeLast()
    #expect(try hasRefuted(idle))
    // The last table ends where this says that the monitor's memory does.
    var smaller = machine
    smaller.installation?.memory -= 1
    #expect(try hasRefuted(smaller))
    var trusting = machine
    trusting.installation?.keeps.removeLast()
    #expect(try hasRefuted(trusting))
  }

  private func hasRefuted(_ machine: Machine) throws -> Bool {
    let state = try #require(try HostState.find(machine).first)
    let proof = InstallProof(machine: machine, hostState: state, rlimit: 50_000_000)
    return (0..<proof.count).contains {
      if case .refuted = proof.obligation($0).outcome { true } else { false }
    }
  }

  @Test func hostStatesAreFoundForEveryMode() throws {
    for name in ["pg74", "m68010", "mips32", "vax-vm", "ka10"] {
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
