import Foundation
import Testing

@testable import Reporting
@testable import Virtualizability

struct RuleDocumentationTests {

  @Test(arguments: Rule.allCases) func everyRuleIsDocumented(_ rule: Rule) throws {
    let documentation = try #require(RuleDocumentation.find(rule.rawValue))
    #expect(!documentation.paragraphs.isEmpty)
    #expect(documentation.render(style: .plain).hasPrefix("\(rule.rawValue)  \(documentation.title)\n"))
  }

  @Test func namesAreFoundInEitherCase() {
    #expect(RuleDocumentation.find("pg101")?.id == "PG101")
    #expect(RuleDocumentation.find("PG999") == nil)
    #expect(RuleDocumentation.isRuleName("PG999"))
    #expect(!RuleDocumentation.isRuleName("pg"))
    #expect(RuleDocumentation.suggestion(for: "PG1O2") == "PG102")
  }

  /// Fails when a comment was changed and Scripts/generate-rule-documentation not run.
  @Test func generatedFileIsFresh() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", root.appending(path: "Scripts/generate-rule-documentation").path(), "--check",
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
