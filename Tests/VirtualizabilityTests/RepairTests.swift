import Foundation
import ISALanguage
import Testing

@testable import Virtualizability

/// What is proposed to mend machines, on those whose makers have mended them.
@Suite struct RepairTests {

  private func repairs(
    _ path: String, features: [String: Bool] = [:], only: [String] = []
  ) throws -> [String: Repair] {
    var options = CheckOptions()
    options.features = features
    options.only = only
    options.jobs = 2
    options.seeksRepairs = true
    let outcomes = try Checker(options: options).check(path: path).outcomes
    guard case .report(let report)? = outcomes.first else { return [:] }
    for instruction in report.instructions where instruction.mendable.isEmpty {
      #expect(instruction.repair == .none, "\(instruction.name)")
    }
    return Dictionary(
      uniqueKeysWithValues: report.instructions.compactMap { one in
        one.repair.repair.map { (one.name, $0) }
      })
  }

  @Test func mc68000GetsTheGuardOfTheMC68010() throws {
    let found = try repairs(Fixtures.specification("m68000"))
    #expect(Array(found.keys) == ["MOVE_from_SR"])
    let repair = try #require(found["MOVE_from_SR"])
    #expect(repair.statement == "require supervisor else trap privilege_violation")
    // What traps before it begins can be restarted.
    #expect(
      repair.mends == [.modeSensitive, .resourceSensitive, .userSensitive, .directExecution, .impreciseTrap])
    #expect(repair.leaves.isEmpty)
    #expect(repair.bits.isEmpty)
    #expect(repair.patch.contains("\n+    require supervisor else trap privilege_violation\n"))
  }

  /// User-mode instruction prevention, and nothing else, takes care of five.
  @Test func x86GetsUMIP() throws {
    let found = try repairs(Fixtures.specification("x86"))
    let byFeature = found.filter { $0.value.kind == .feature("umip") }
    #expect(Set(byFeature.keys) == ["SGDT", "SIDT", "SLDT", "SMSW", "STR"])
    let left = try Checks.x86.get().violating.subtracting(found.keys)
    #expect(left.isEmpty)
    for (name, repair) in found where byFeature[name] == nil {
      #expect(repair.statement == "require CPL == 0 else trap privilege_violation", "\(name)")
    }
  }

  /// Only the encodings get a guard in which something is wrong: CS tells of the privilege level, FS and GS do not.
  @Test func encodingsWithoutFaultStay() throws {
    let found = try repairs(Fixtures.specification("x86"), only: ["PUSH_Sreg"])
    let patch = try #require(found["PUSH_Sreg"]).patch
    let guarded = "+        require CPL == 0 else trap privilege_violation\n"
    #expect(patch.components(separatedBy: guarded).count == 2)
    #expect(patch.contains("-      do { push(size, zero_extend(selector_of(zero_extend(s, 3)), size)) }\n"))
    #expect(!patch.contains("-        do { push(size, zero_extend(selector_of(n), size)) }\n"))
  }

  /// Where one of the five has lost its guard, it gets the one that its fellows have, and not that of the clock.
  @Test func lostGuardIsThatOfItsFellows() throws {
    let folder = try copy(of: "x86")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "x86/segmentation.isa")
    let old = try String(contentsOf: file, encoding: .utf8)
    try old.replacingOccurrences(of: "          require_unprotected()\n", with: "").write(
      to: file, atomically: false, encoding: .utf8)
    let found = try repairs(
      folder.appending(path: "x86.isa").path(), features: ["umip": true],
      only: ["SLDT", "STR", "SMSW", "PUSHF"])
    #expect(!found.isEmpty)
    for (name, repair) in found where name != "PUSHF" {
      #expect(
        repair.statement == "require CPL == 0 || CR4.UMIP == 0 else trap privilege_violation", "\(name)")
      #expect(repair.bits == ["CR4.UMIP"])
    }
  }

  private func copy(of name: String) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pgcheck-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let specs = URL(filePath: "\(Fixtures.root)/specs")
    for part in [name, "\(name).isa"] {
      try FileManager.default.copyItem(at: specs.appending(path: part), to: folder.appending(path: part))
    }
    return folder
  }

  /// A guard that carries a value leaves it open.
  @Test func trapWithAnArgument() throws {
    let found = try repairs(Fixtures.specification("ka10"), only: ["JRST_1", "JSP"])
    #expect(Set(found.keys) == ["JRST_1", "JSP"])
    for repair in found.values { #expect(repair.statement.hasSuffix(" else trap illegal(undefined)")) }
  }

  @Test(arguments: ["read_mode", "return_to_user", "load_real_address", "read_clock"])
  func flawOfPG74(feature: String) throws {
    let found = try repairs(Fixtures.specification("pg74"), features: [feature: true])
    #expect(found.count == 1)
    #expect(found.values.first?.statement == "require supervisor else trap privileged_instruction")
  }

  /// An instruction that traps in all modes but user mode is not mended by one that traps there too.
  @Test func whatWouldCompleteNowhereIsNotMended() throws {
    let found = try repairs("\(Fixtures.root)/Tests/Fixtures/verdicts/tied-by-invariant.isa")
    #expect(Set(found.keys) == ["SHOW_MODE", "SHOW_COPY", "SHOW_BOTH", "SHOW_LIMIT"])
  }

  /// Without a trap for what is privileged, the trap of words that are no instruction; with several privileged modes,
  /// the one where guests run is refused.
  @Test func machineWithoutAGuard() throws {
    let found = try repairs("\(Fixtures.root)/Tests/Fixtures/machines/arm-banked.isa")
    #expect(found["CPS"]?.statement == "require !user else trap undefined_instruction")
  }

  @Test(arguments: ["m68010", "mips32"]) func nothingToMend(specification: String) throws {
    #expect(try repairs(Fixtures.specification(specification)).isEmpty)
  }

  /// Every flaw that a fixture shows is mended, and the mended specification passes; or nothing mends it.
  @Test(arguments: Fixtures.verdicts) func fixture(_ file: Fixture) throws {
    var options = CheckOptions()
    options.jobs = 1
    let result = try SpecificationFixer(options: options).fix(path: file.path)
    guard !result.after.isEmpty else {
      // The specification itself is in error.
      #expect(result.patch.isEmpty && result.repairs.isEmpty)
      #expect(result.diagnostics.contains { $0.severity == .error })
      return
    }
    let left = result.after.flatMap(\.instructions).filter { !$0.mendable.isEmpty }.map(\.name)
    #expect(left == (file.path.hasSuffix("tied-by-invariant.isa") ? ["TRAP"] : []))
    for report in result.after { #expect(report.internalErrors.isEmpty) }
    let wasBroken = result.before.flatMap(\.instructions).contains { !$0.mendable.isEmpty }
    #expect(wasBroken == !result.repairs.isEmpty && wasBroken == !result.patch.isEmpty)
  }

  // MARK: Texts

  @Test func unifiedDifference() {
    let old = (1...12).map { "\($0)\n" }.joined()
    let new = old.replacingOccurrences(of: "5\n", with: "five\nand more\n").replacingOccurrences(
      of: "12\n", with: "12")
    #expect(
      UnifiedDifference.text(path: "a.isa", old: old, new: new) == """
        --- a/a.isa
        +++ b/a.isa
        @@ -2,11 +2,12 @@
         2
         3
         4
        -5
        +five
        +and more
         6
         7
         8
         9
         10
         11
        -12
        +12
        \\ No newline at end of file

        """)
    #expect(UnifiedDifference.text(path: "a.isa", old: old, new: old).isEmpty)
    #expect(
      UnifiedDifference.text(path: "/x/a", old: "", new: "1\n") == "--- /x/a\n+++ /x/a\n@@ -0,0 +1 @@\n+1\n")
  }

  @Test(arguments: [
    ("claim A violates", "claim A not violates"), ("claim A not violates PG101", "claim A violates PG101"),
    ("claim A is privileged", "claim A is not privileged"),
    ("claim A is not privileged", "claim A is privileged"),
    ("claim A passes", "claim A fails"), ("claim theorem1 violated", "claim theorem1 holds"),
  ]) func oppositeOfAClaim(claim: String, opposite: String) {
    #expect(ClaimRepair.opposite(of: claim) == opposite)
    #expect(ClaimRepair.opposite(of: opposite) == claim)
  }
}
