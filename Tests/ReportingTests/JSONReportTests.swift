import Foundation
import Testing

@testable import Reporting
@testable import Virtualizability

struct JSONReportTests {

  private let reporter = JSONReport(tool: Tool(solver: "Z3 1.2.3"))

  @Test func wholeDocument() throws {
    try Snapshot.expect(reporter.render([SampleReport.broken, SampleReport.clean]), matches: "report.json")
  }

  @Test func isJSON() throws {
    let text = reporter.render([SampleReport.broken])
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let root = try #require(value as? [String: Any])
    #expect(root["schema"] as? String == "pgcheck/report/1")
    let reports = try #require(root["reports"] as? [[String: Any]])
    let instructions = try #require(reports[0]["instructions"] as? [[String: Any]])
    #expect(instructions.count == 6)
    #expect(instructions[4]["title"] as? String == "Open a \"port\"\t")
  }

  @Test func statisticsOnlyWhenAsked() {
    #expect(!reporter.render([SampleReport.clean]).contains("\"statistics\""))
    let asked = JSONReport(tool: reporter.tool, showsStatistics: true).render([SampleReport.clean])
    #expect(asked.contains("\"totalSeconds\": 3.7504"))
  }

  @Test func controlCharactersAreEscaped() {
    #expect(JSONValue.string("a\u{1}\u{7F}\"\\\n\r\t…").text == "\"a\\u0001\\u007f\\\"\\\\\\n\\r\\t…\"\n")
  }

  @Test func emptyContainers() {
    #expect(
      JSONValue.object([("a", .array([])), ("b", .object([]))]).text == "{\n  \"a\": [],\n  \"b\": {}\n}\n")
  }
}
