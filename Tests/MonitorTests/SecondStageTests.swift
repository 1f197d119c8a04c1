import ISAModel
import Testing

@testable import Monitor

/// Monitors of a machine whose guests translate by themselves, above a second stage that is the monitor's.
struct SecondStageTests {

  /// A machine, the feature that it has a second stage with, and the bit that tells whether a guest runs.
  struct Extension: Sendable, CustomTestStringConvertible {
    var machine: String
    var feature: String
    var bit: String
    var testDescription: String { machine }
    func load() throws -> Machine { try MonitoredMachine.load(machine, settings: [feature: true]) }
  }
  static let extensions = [
    Extension(machine: "x86", feature: "vmx", bit: "ROOT"),
    Extension(machine: "armv7", feature: "ve", bit: "PL2"),
  ]

  @Test(arguments: extensions)
  func hostStateIsThatOfGuests(one: Extension) throws {
    let machine = try one.load()
    let bit = try #require(machine.components.firstIndex { $0.name == one.bit })
    let states = try HostState.find(machine)
    #expect(states.map(\.mode) == Array(machine.modes.indices))
    for state in states { #expect(state.values.first { $0.component == bit }?.value == 0) }
  }

  /// The guest's interrupt flag is its own; elsewhere what masks interrupts is the monitor's.
  @Test func guestThatMasksInterruptsIsWatched() throws {
    for one in Self.extensions { #expect(InterruptWindow(try one.load()).isNeeded) }
    for name in ["pg74", "m68010", "mips32", "vax-vm", "ka10"] {
      #expect(!InterruptWindow(try MonitoredMachine.load(name)).isNeeded, "\(name)")
    }
  }

  @Test(arguments: extensions)
  func allocatorGrantsNothingElse(one: Extension) throws {
    let obligations = AllocationProof(machine: try one.load(), rlimit: 50_000_000).obligations()
    #expect(obligations.count >= 2)
    for obligation in obligations { #expect(obligation.isProven, "\(obligation)") }
  }

  /// What leaves the guest's state does in the routine what it does on the bare machine.
  @Test(arguments: [
    (extensions[0], ["HLT", "MOV_to_CR", "WRMSR", "CPUID", "OUT", "INVD"]),
    (extensions[1], ["WFI", "MRC", "HVC", "SMC", "ERET"]),
  ])
  func exitsAreProven(one: Extension, names: [String]) throws {
    let machine = try one.load()
    let proof = RoutineProof(
      plan: RoutineTable(machine), hostStates: try HostState.find(machine), rlimit: 20_000_000)
    for name in names {
      let number = try #require(machine.instructions.firstIndex { $0.name == name })
      let obligations = proof.squares(of: number)
      #expect(!obligations.isEmpty)
      for obligation in obligations { #expect(obligation.isProven, "\(obligation)") }
    }
  }
}
