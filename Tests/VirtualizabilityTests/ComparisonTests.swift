import Testing

@testable import Virtualizability

/// Differences between machines whose makers tell what they changed.
@Suite struct ComparisonTests {

  private func difference(
    _ old: String, _ new: String, oldFeatures: [String: Bool] = [:], newFeatures: [String: Bool] = [:]
  ) throws -> MachineDifference {
    func side(_ name: String, _ features: [String: Bool]) -> Comparer.Side {
      var options = CheckOptions()
      options.features = features
      options.jobs = 2
      return Comparer.Side(path: Fixtures.specification(name), options: options)
    }
    let result = try Comparer().compare(side(old, oldFeatures), side(new, newFeatures))
    guard case .difference(let difference) = result.outcome else {
      throw CheckFailure("the specifications were rejected")
    }
    return difference
  }

  @Test(arguments: ["pg74", "m68010", "mips32", "ka10"]) func machineIsItself(name: String) throws {
    let found = try difference(name, name)
    #expect(found.isEmpty)
    #expect(!found.isWorse)
    #expect(!found.isInconclusive)
  }

  /// MC68010 user's manual: MOVE from SR is privileged, CLR does not read first, RTE knows formats, and some are
  /// new.
  @Test func fromMC68000ToMC68010() throws {
    let found = try difference("m68000", "m68010")
    #expect(found.removed.isEmpty)
    #expect(Set(found.added.map(\.name)) == ["MOVE_from_CCR", "RTD", "BKPT", "MOVEC", "MOVES"])
    #expect(found.regressions.isEmpty)
    let changed = found.changed.filter { !$0.meaning.isEmpty }.map(\.new.name)
    #expect(changed.contains("MOVE_from_SR"))
    #expect(changed.contains("RTE"))
    for name in ["MOVE", "ADD", "DIVU", "ABCD", "JSR", "TRAP", "STOP"] {
      #expect(!changed.contains(name), "\(name)")
    }
    let hole = try #require(found.changed.first { $0.new.name == "MOVE_from_SR" })
    #expect(
      hole.meaning.contains(
        .outcome(
          was: .completes, is: .traps("privilege_violation", class: "privilege"), modes: ["user"])))
    #expect(hole.mended.contains(.modeSensitive))
    #expect(hole.broken.isEmpty)
    #expect(
      found.declarations.contains(
        DeclarationChange(
          subject: .component, name: "VBR", was: nil, now: "control, 32 bits")))
    #expect(
      found.declarations.contains(
        DeclarationChange(subject: .trap, name: "bus_error", was: "memory, imprecise", now: "memory")))
  }

  /// A feature that adds an instruction with a flaw.
  @Test func fromPG74ToItsFlaw() throws {
    let found = try difference("pg74", "pg74", newFeatures: ["read_mode": true])
    #expect(found.added.map(\.name) == ["RMODE"])
    #expect(found.changed.isEmpty)
    #expect(found.isWorse)
    #expect(found.regressions.map(\.instruction) == ["RMODE"])
    #expect(
      found.declarations == [
        DeclarationChange(subject: .feature, name: "read_mode", was: "off", now: "on")
      ])
  }
}
