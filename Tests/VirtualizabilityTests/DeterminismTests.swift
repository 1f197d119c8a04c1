import Testing

@testable import Virtualizability

/// How the work is shared out makes no difference.
struct DeterminismTests {

  /// Reports with all their witnesses; what they cost is left out.
  @Test func jobsMakeNoDifference() throws {
    let one = try Checks.report("x86", jobs: 1)
    let other = try Checks.report("x86", jobs: 4)
    #expect(one.instructions.map(\.name) == other.instructions.map(\.name))
    for (mine, theirs) in zip(one.instructions, other.instructions) {
      #expect(text(mine) == text(theirs), "\(mine.name)")
    }
    #expect(one.instructions.contains { !$0.findings.isEmpty })
    #expect(one.verdicts == other.verdicts)
    #expect(one.internalErrors == other.internalErrors)
    #expect(one.failedClaims.map(\.message) == other.failedClaims.map(\.message))
    #expect(one.assumptions == other.assumptions)
    #expect(one.features.map { "\($0)" } == other.features.map { "\($0)" })
    #expect(one.sha256 == other.sha256 && one.isPartial == other.isPartial && one.model == other.model)
  }

  private func text(_ verdict: InstructionVerdict) -> String {
    var verdict = verdict
    verdict.effort = Effort()
    return String(reflecting: verdict)
  }
}
