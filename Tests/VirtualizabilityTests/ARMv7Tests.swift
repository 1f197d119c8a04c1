import Testing

@testable import Virtualizability

/// The ARM comes out as the literature has it, and its Virtualization Extensions mend all of it.
@Suite struct ARMv7Tests {

  @Test func extensionsMendEverything() throws {
    let before = try Checks.armv7.get()
    let after = try Checks.armv7WithExtensions.get()
    #expect(
      before.violating == [
        "SUBS_PC_LR", "LDM_user", "LDM_exception_return", "STM_user", "CPS", "MRS", "MSR", "RFE", "SRS",
      ])
    #expect(after.violating.isEmpty)
    #expect(after.instructions.allSatisfy { $0.findings.isEmpty })
    for report in [before, after] {
      #expect(report.internalErrors.isEmpty)
      #expect(report.failedClaims.map(\.message).isEmpty)
      #expect(report.instructions.allSatisfy { $0.undecided.isEmpty })
    }
  }

  @Test(arguments: ["LDRT", "LDRBT", "LDRHT", "LDRSBT", "LDRSHT", "STRT", "STRBT", "STRHT"])
  func unprivilegedAccessesFailDirectExecutionAlone(name: String) throws {
    let one = try #require(try Checks.armv7.get().instructions.first { $0.name == name })
    #expect(one.judgement == "innocuous; PG201; direct execution fails")
    let mended = try #require(try Checks.armv7WithExtensions.get().instructions.first { $0.name == name })
    #expect(mended.judgement == "innocuous; ; direct execution passes")
  }

  @Test(arguments: [
    "data_processing", "multiply", "saturation", "media", "loads", "halfwords", "exclusive", "hints",
  ])
  func generalInstructionsAreInnocuous(file: String) throws {
    let instructions = try Checks.armv7.get().instructions.filter {
      $0.location.path.hasSuffix("armv7/\(file).isa")
    }
    #expect(!instructions.isEmpty)
    for one in instructions {
      #expect(one.judgement == "innocuous; ; direct execution passes", "\(one.name)")
    }
  }
}
