import Foundation
import Testing

@testable import Reporting
@testable import Virtualizability

/// The formats that pipelines read.
struct PipelineReportTests {

  private let reports = [SampleReport.broken, SampleReport.clean]
  private let tool = Tool(solver: "Z3 1.2.3")

  @Test func sarif() throws {
    try Snapshot.expect(SARIFReport(tool: tool).render(reports), matches: "report.sarif")
  }

  @Test func sarifWithBaseline() throws {
    let report = SARIFReport(tool: tool, baseline: try SampleBaseline.view)
    try Snapshot.expect(report.render(reports), matches: "baseline.sarif")
  }

  @Test func junit() throws {
    try Snapshot.expect(JUnitReport().render(reports), matches: "junit.xml")
  }

  @Test func junitWithBaseline() throws {
    try Snapshot.expect(
      JUnitReport(baseline: try SampleBaseline.view).render(reports), matches: "junit-baseline.xml")
  }

  @Test func github() throws {
    try Snapshot.expect(GitHubAnnotations().render(reports), matches: "github.txt")
  }

  @Test func githubWithBaseline() throws {
    try Snapshot.expect(
      GitHubAnnotations(baseline: try SampleBaseline.view).render(reports), matches: "github-baseline.txt")
  }

  @Test func textWithBaseline() throws {
    let text = TextReport(baseline: try SampleBaseline.view).render(reports)
    let start = try #require(text.range(of: "── Against the baseline"))
    try Snapshot.expect(String(text[start.lowerBound...]), matches: "baseline.txt")
  }

  @Test func jsonWithBaseline() throws {
    let text = JSONReport(tool: tool, baseline: try SampleBaseline.view).render(reports)
    let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let baseline = try #require(root["baseline"] as? [String: Any])
    #expect(baseline["accepted"] as? Int == 1)
    #expect(baseline["unaccepted"] as? Int == 1)
    let issues = try #require(baseline["issues"] as? [[String: Any]])
    #expect(issues.map { $0["rule"] as? String } == ["PG902", "PG903", "PG901"])
    #expect(text.contains("\"state\": \"accepted\"") && text.contains("\"state\": \"expired\""))
  }

  @Test func baselineFile() throws {
    try Snapshot.expect(SampleBaseline.baseline.text, matches: "baseline.json")
    let read = try JSONDecoder().decode(Baseline.self, from: Data(SampleBaseline.baseline.text.utf8))
    #expect(read == SampleBaseline.baseline)
  }

  /// A path or a name may hold whatever a file system and an author allow.
  @Test func whatHasAMeaningIsEscaped() {
    #expect(SARIF.escaped("a b/ü%#?.isa") == "a%20b/%C3%BC%25%23%3F.isa")
    #expect(GitHubAnnotations.escaped("50%: a,b\r\n", isProperty: true) == "50%25%3A a%2Cb%0D%0A")
    #expect(GitHubAnnotations.escaped("50%: a,b\n", isProperty: false) == "50%25: a,b%0A")
    #expect(
      XMLElement.escaped("<a b=\"&\">\n\u{1}\u{FFFE}", isAttribute: true)
        == "&lt;a b=&quot;&amp;&quot;&gt;&#10;\u{FFFD}\u{FFFD}")
    #expect(XMLElement.escaped("]]> \"x\"\n", isAttribute: false) == "]]&gt; \"x\"\n")
  }
}
