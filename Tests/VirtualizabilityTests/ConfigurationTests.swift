import Foundation
import Testing

@testable import Virtualizability

/// The shipped specifications come out as the literature has it, and their features do what their manuals
/// say.
@Suite struct ConfigurationTests {

  /// User-mode instruction prevention takes exactly these from the list.
  @Test func umipStopsFiveInstructions() throws {
    let before = try Checks.x86.get().violating
    let after = try Checks.x86WithUMIP.get().violating
    #expect(before.subtracting(after) == ["SGDT", "SIDT", "SLDT", "SMSW", "STR"])
    #expect(after.isSubset(of: before))
  }

  @Test func faultingCPUIDChangesNothingElse() throws {
    let before = try Checks.x86.get()
    let after = try Checks.x86WithFaultingCPUID.get()
    let old = before.summaries
    let new = after.summaries
    #expect(Set(old.keys) == Set(new.keys))
    // The model-specific register that holds the option can be reached only where the option exists.
    #expect(Set(old.keys.filter { old[$0] != new[$0] }) == ["CPUID", "RDMSR", "WRMSR"])
    #expect(before.instructions.first { $0.name == "CPUID" }?.classes == [.innocuous])
    #expect(after.instructions.first { $0.name == "CPUID" }?.classes.contains(.privileged) == true)
  }

  @Test func robinAndIrvineAreRight() throws {
    let file = URL(fileURLWithPath: "\(Fixtures.root)/specs/papers/robin-irvine-2000.json")
    let published = try JSONDecoder().decode(PublishedAnalysis.self, from: Data(contentsOf: file))
    #expect(published.claims.count == 18)
    let violating = try Checks.x86.get().violating
    for claim in published.claims {
      #expect(!claim.instructions.isEmpty)
      for name in claim.instructions { #expect(violating.contains(name), "\(claim.paper)") }
    }
  }

  @Test(arguments: [
    "arithmetic", "logic", "shifts", "bits", "moves", "strings", "stack", "control", "decimal", "multiply",
    "conditions",
  ])
  func generalInstructionsAreInnocuous(file: String) throws {
    let report = try Checks.x86.get()
    let instructions = report.instructions.filter { $0.location.path.hasSuffix("x86/\(file).isa") }
    #expect(!instructions.isEmpty)
    for one in instructions {
      #expect(one.judgement == "innocuous; ; direct execution passes", "\(one.name)")
    }
  }

  @Test func everyWitnessOfX86Replays() throws {
    for report in [try Checks.x86.get(), try Checks.x86WithUMIP.get(), try Checks.x86WithFaultingCPUID.get()]
    {
      #expect(report.internalErrors.isEmpty)
      #expect(report.failedClaims.map(\.message).isEmpty)
      #expect(report.instructions.allSatisfy { $0.undecided.isEmpty })
      #expect(report.instructions.contains { !$0.findings.isEmpty })
    }
  }

  /// Whether the hardware sets PTE<M>, or a monitor does after a fault, decides what a store violates.
  @Test func theModifyBitIsAResource() throws {
    let stores = ["MOVL", "MOVPSL"]
    let vax = try Checks.report("vax", features: ["modify_bit"], only: stores)
    #expect(vax.violating == Set(stores))
    let withVirtualMachines = try Checks.report("vax-vm", features: ["modify_bit"])
    #expect(withVirtualMachines.failedClaims.map(\.message).isEmpty)
    #expect(withVirtualMachines.violating.isEmpty)
  }

  @Test func pg74Passes() throws {
    let report = try Checks.report("pg74")
    for verdict in [report.verdicts[.extended], report.verdicts[.pg74]] {
      #expect(
        verdict
          == MachineVerdict(
            theorem1: .holds, theorem2: .holds, theorem3: .holds, directExecution: .holds,
            virtualizable: .holds))
    }
    #expect(report.instructions.allSatisfy { $0.findings.isEmpty })
    #expect(report.internalErrors.isEmpty && report.failedClaims.isEmpty)
  }

  /// A line of the table in the header of `specs/pg74.isa`.
  struct Flaw: CustomTestStringConvertible, Sendable {
    var feature: String
    var instruction: String
    var theorems: [Verdict]
    var rules: [String]
    var testDescription: String { feature }

    static let all = [
      Flaw(
        feature: "return_to_user", instruction: "RTU", theorems: [.violated, .violated, .holds],
        rules: ["PG101", "PG201"]),
      Flaw(
        feature: "load_real_address", instruction: "LRA", theorems: [.violated, .violated, .violated],
        rules: ["PG103", "PG110", "PG201"]),
      Flaw(
        feature: "move_from_previous_space", instruction: "MFPS", theorems: [.violated, .violated, .holds],
        rules: ["PG102", "PG201"]),
      Flaw(
        feature: "read_mode", instruction: "RMODE", theorems: [.violated, .violated, .holds],
        rules: ["PG102", "PG201"]),
      Flaw(
        feature: "read_clock", instruction: "RCLK", theorems: [.holds, .violated, .holds], rules: ["PG120"]),
    ]
  }

  @Test(arguments: Flaw.all)
  func flawOfPG74(_ flaw: Flaw) throws {
    let before = try Checks.report("pg74")
    let after = try Checks.report("pg74", features: [flaw.feature])
    let verdict = after.verdict
    #expect([verdict.theorem1, verdict.theorem2, verdict.theorem3] == flaw.theorems)
    let flawed = try #require(after.instructions.first { $0.name == flaw.instruction })
    #expect(flawed.findings.map(\.rule.rawValue) == flaw.rules)
    var others = after.summaries
    others[flaw.instruction] = nil
    #expect(others == before.summaries)
    #expect(after.internalErrors.isEmpty && after.failedClaims.map(\.message).isEmpty)
  }

  /// The table of flaws is complete.
  @Test func everyFeatureOfPG74IsAFlaw() throws {
    #expect(try Checks.report("pg74").features.map(\.name) == Flaw.all.map(\.feature))
  }
}
