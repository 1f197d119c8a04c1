import ISAModel
import Testing

@testable import Virtualizability

/// What a monitor sets, or a feature of the processor, turned on and off: exactly the instructions that
/// depend on it come out otherwise, and all others as before.
@Suite struct ToggleTests {

  /// The check of a specification with a condition of the monitor left out.
  private func report(
    _ specification: String, features: [String] = [], without condition: String
  ) throws -> Report {
    var options = CheckOptions()
    options.features = Dictionary(uniqueKeysWithValues: features.map { ($0, true) })
    options.jobs = 2
    let path = Fixtures.specification(specification)
    let loaded = try MachineLoading.load(path: path, options: options)
    var machine = try #require(loaded.machines.first?.machine)
    let count = machine.hostConditions.count
    machine.hostConditions.removeAll { $0.text == condition }
    try #require(machine.hostConditions.count == count - 1, "'\(condition)' is a host condition")
    machine.claims = []
    let (outcome, diagnostics) = Checker(options: options).check(machine, of: loaded, path: path)
    guard case .report(let report) = outcome else {
      Issue.record("\(diagnostics.map(\.message))")
      throw CancellationError()
    }
    #expect(report.internalErrors.isEmpty)
    return report
  }

  /// The instructions of which something else is said.
  private func moved(_ before: Report, _ after: Report) -> Set<String> {
    let old = before.summaries
    let new = after.summaries
    #expect(Set(old.keys) == Set(new.keys))
    return Set(old.keys.filter { old[$0] != new[$0] })
  }

  /// User-mode instruction prevention. Moves of CR4 alone know the bit besides.
  @Test func umipMovesFiveNames() throws {
    let before = try Checks.x86.get()
    let after = try Checks.x86WithUMIP.get()
    let names: Set = ["SGDT", "SIDT", "SLDT", "SMSW", "STR"]
    #expect(before.violating.subtracting(after.violating) == names)
    #expect(after.violating.isSubset(of: before.violating))
    #expect(moved(before, after).subtracting(names).isSubset(of: ["MOV_to_CR", "MOV_from_CR"]))
  }

  @Test func timestampsMoveTheirReaderAlone() throws {
    let before = try Checks.x86.get()
    let after = try report("x86", without: "CR4.TSD == 1")
    #expect(moved(before, after) == ["RDTSC"])
    let reader = try #require(after.instructions.first { $0.name == "RDTSC" })
    #expect(!reader.classes.contains(.privileged))
    #expect(reader.findings.map(\.rule).contains(.timeSensitive))
  }

  @Test func coprocessor0MovesItsInstructions() throws {
    let before = try Checks.report("mips32", features: ["r2"])
    let after = try report("mips32", features: ["r2"], without: "Status.CU0 == 0")
    let names: Set = [
      "MFC0", "MTC0", "ERET", "WAIT", "CACHE", "TLBR", "TLBWI", "TLBWR", "TLBP", "DI", "EI", "RDPGPR",
      "WRPGPR",
      "RDHWR",
    ]
    #expect(before.violating.isEmpty)
    #expect(after.violating == names)
    #expect(moved(before, after) == names)
  }

  @Test func hardwareRegistersMoveTheirReaderAlone() throws {
    let before = try Checks.report("mips32", features: ["r2"])
    let after = try report("mips32", features: ["r2"], without: "HWREna == 0")
    #expect(moved(before, after) == ["RDHWR"])
    #expect(after.violating == ["RDHWR"])
  }

  /// The processor status longword with its bit for virtual machines.
  @Test func virtualMachineBitMovesAllOfTheVAX() throws {
    let before = try Checks.report("vax")
    let after = try Checks.report("vax-vm")
    #expect(before.violating == ["MOVPSL", "PROBER", "PROBEW", "REI", "CHME", "CHMS", "CHMU"])
    #expect(after.violating.isEmpty)
    #expect(after.instructions.allSatisfy { $0.directExecution == .passes })
    let old = Dictionary(uniqueKeysWithValues: before.instructions.map { ($0.name, $0) })
    // What was clean stays clean, and in the same classes. By what MTPR is sensitive has moved: which stack is in
    // use cannot differ alone any more, because VMPSL, a program's own, follows it on the bare machine.
    for one in after.instructions where !before.violating.contains(one.name) {
      let was = try #require(old[one.name])
      #expect(one.findings.isEmpty && was.findings.isEmpty, "\(one.name)")
      #expect(
        Set(one.classes) == Set(was.classes).subtracting(one.name == "MTPR" ? [.resourceSensitive] : []),
        "\(one.name)")
    }
  }

  /// PG74's own example: return to user mode is sensitive, does not trap, and hurts no hybrid monitor.
  @Test func pdp10FailsTheorem1AndPassesTheorem3() throws {
    let report = try Checks.report("ka10")
    #expect(report.violating == ["JRST_1", "JRSTF", "PUSHJ", "JSR", "JSP"])
    #expect(report.verdict.theorem1 == .violated)
    #expect(report.verdict.theorem3 == .holds)
    #expect(report.verdict.virtualizable == .violated)
    let jump = try #require(report.instructions.first { $0.name == "JRST_1" })
    #expect(jump.judgement == "control-sensitive; PG101, PG201; direct execution fails")
    #expect(!jump.isUserSensitive)
    #expect(jump.writes.contains("FLAGS.USER"))
    #expect(report.instructions.allSatisfy { !$0.isUserSensitive })
  }

  /// Loads and stores as if in user mode differ from the virtual machine's, and nothing else about them is
  /// wrong; plain ones are in order.
  @Test func unprivilegedAccessesOfTheARM() throws {
    let before = try Checks.armv7.get()
    let after = try Checks.armv7WithExtensions.get()
    let unprivileged: Set = ["LDRT", "LDRBT", "LDRHT", "LDRSBT", "LDRSHT", "STRT", "STRBT", "STRHT"]
    func failing(_ report: Report, _ names: Set<String>) -> [String: [String]] {
      Dictionary(
        uniqueKeysWithValues: report.instructions.filter { names.contains($0.name) }.map {
          ($0.name, $0.findings.map(\.rule.rawValue))
        })
    }
    #expect(
      failing(before, unprivileged)
        == Dictionary(uniqueKeysWithValues: unprivileged.map { ($0, ["PG201"]) }))
    for name in unprivileged {
      #expect(before.instructions.first { $0.name == name }?.classes == [.innocuous])
    }
    let plain: Set = ["LDR", "LDRB", "LDRH", "LDRSB", "LDRSH", "STR", "STRB", "STRH", "LDRD", "STRD"]
    #expect(failing(before, plain) == Dictionary(uniqueKeysWithValues: plain.map { ($0, []) }))
    // The extensions take every finding away, and nothing that was in order is changed by them.
    let found = Set(before.instructions.filter { !$0.findings.isEmpty }.map(\.name))
    #expect(found == before.violating.union(unprivileged))
    #expect(after.instructions.allSatisfy { $0.findings.isEmpty })
  }
}
