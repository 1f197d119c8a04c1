import Testing

@testable import Reporting
@testable import Virtualizability

struct ExplanationTests {

  @Test func violatingInstruction() throws {
    try expect(SampleReport.leave, matches: "explain-violation.txt")
  }

  @Test func innocuousInstruction() throws {
    try expect(SampleReport.store, matches: "explain-innocuous.txt")
  }

  @Test func undecidedInstruction() throws {
    try expect(SampleReport.open, matches: "explain-undecided.txt")
  }

  private func expect(_ instruction: InstructionVerdict, matches name: String) throws {
    var report = SampleReport.broken
    report.instructions = [instruction]
    try Snapshot.expect(
      InstructionExplanation(report: report, words: SampleReport.words).render(style: .plain), matches: name)
  }

  @Test func longListsAreFolded() {
    let names = (0..<4).flatMap { ["TLB[\($0)].page", "TLB[\($0)].valid"] } + ["PORT", "STATUS.mode"]
    #expect(NameFolding.short(names) == ["TLB[0, 1, 2, 3] (2 fields each)", "PORT", "STATUS.mode"])
    #expect(NameFolding.short(["A.x", "A.y"]) == ["A.x", "A.y"])
    #expect("it reads \(listed(names)).".shortening(names) == "it reads \(listed(NameFolding.short(names))).")
  }
}
