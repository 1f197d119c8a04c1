import Testing

@testable import Reporting
@testable import Virtualizability

struct TextReportTests {

  @Test func brokenMachine() throws {
    try Snapshot.expect(TextReport().render([SampleReport.broken]), matches: "broken.txt")
  }

  @Test func cleanMachineWithStatistics() throws {
    try Snapshot.expect(
      TextReport(showsStatistics: true).render([SampleReport.clean]), matches: "clean-stats.txt")
  }

  @Test func twoMachines() {
    let text = TextReport().render([SampleReport.clean, SampleReport.broken])
    #expect(
      text.hasSuffix(
        "sample  ✗ not virtualizable: 2 violations of Theorem 1 and 2 failures of direct execution\n"))
  }

  @Test func linesFitTheTerminal() {
    for width in [80, 100] {
      let text = TextReport(style: TextStyle(isColoured: false, width: width)).render([SampleReport.broken])
      // A table is never broken: a value of 128 bits beside another state stands over.
      let long = text.split(separator: "\n").filter { $0.count > width && !$0.contains("0xffffffffffffffff") }
      #expect(long.isEmpty)
    }
  }

  @Test func coloursAreEscapesAroundTheSameText() throws {
    let coloured = TextReport(style: TextStyle(isColoured: true, width: 100)).render([SampleReport.broken])
    #expect(coloured.contains("\u{1B}["))
    let plain = coloured.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
    #expect(plain == TextReport().render([SampleReport.broken]))
  }

  @Test func noTrailingSpaces() {
    for line in TextReport().render([SampleReport.broken]).split(separator: "\n") {
      #expect(!line.hasSuffix(" "), "\(line)")
    }
  }

  @Test func inconclusiveMachineIsNotGreen() {
    var report = SampleReport.clean
    report.instructions = [SampleReport.open]
    report.verdicts[.extended]?.virtualizable = .inconclusive
    let text = TextReport().render([report])
    #expect(text.contains("? not decided: 1 instruction left open"))
    #expect(text.contains("changes PORT in a user state: out of resources"))
    #expect(!text.contains("✓ virtualizable"))
  }
}
