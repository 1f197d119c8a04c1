import Foundation
import Testing

/// `pgcheck papers`: what is published, what is found, and what explains the difference.
struct PapersTests {

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let m68000 = Program.fixtures.appending(path: "../../../specs/m68000.isa").standardized
    .path()

  /// A publication on the MC68000, of which MOVE from SR alone is a violation.
  private func paper(
    claims: String, explanations: String = "", schema: String = "pgcheck/paper/1",
    specification: String = m68000
  ) throws -> String {
    let text = """
      { "schema": "\(schema)", "title": "On it", "authors": "A. Nobody", "published": "1990", "source": "urn:x",
        "specification": "\(specification)", "claims": [\(claims)], "explanations": [\(explanations)] }
      """
    try text.write(toFile: folder.path("paper.json"), atomically: true, encoding: .utf8)
    return folder.path("paper.json")
  }

  private func claim(_ names: String..., rules: [String]? = nil) -> String {
    let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
    let rules = rules.map { ", \"rules\": [\($0.map { "\"\($0)\"" }.joined(separator: ", "))]" } ?? ""
    return "{ \"paper\": \"an entry\", \"instructions\": [\(list)]\(rules) }"
  }

  private func explanation(_ name: String) -> String {
    "{ \"instructions\": [\"\(name)\"], \"because\": \"it was left out\", \"source\": \"page 7\" }"
  }

  @Test func confirmedClaimIsShownWithItsProof() throws {
    let result = try Program.run("papers", try paper(claims: claim("MOVE_from_SR")))
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output.contains(
        "1 instruction claimed: 1 confirmed, 0 not found; 0 found beyond the publication."))
    #expect(result.output.contains("PG102"))
    #expect(result.output.contains("in the publication: an entry"))
  }

  @Test func whatIsMissingMustBeExplained() throws {
    let open = try Program.run("papers", try paper(claims: claim("MOVE_from_SR", "RTE")))
    #expect(open.status == 1)
    #expect(open.output.contains("nobody has explained this difference"))
    #expect(open.output.contains("privileged"))
    #expect(open.output.contains("none has an answer"))
    let explained = try Program.run(
      "papers", try paper(claims: claim("MOVE_from_SR", "RTE"), explanations: explanation("RTE")))
    #expect(explained.status == 0)
    #expect(explained.output.contains("why: it was left out (page 7)"))
  }

  @Test func whatIsFoundBeyondMustBeExplained() throws {
    let open = try Program.run("papers", try paper(claims: ""))
    #expect(open.status == 1)
    #expect(open.output.contains("Found beyond the publication"))
    let explained = try Program.run(
      "papers", try paper(claims: "", explanations: explanation("MOVE_from_SR")))
    #expect(explained.status == 0)
    #expect(explained.output.contains("1 found beyond the publication; every"))
  }

  @Test func explanationOfNothingIsAnError() throws {
    let result = try Program.run(
      "papers", try paper(claims: claim("MOVE_from_SR"), explanations: explanation("NOP")))
    #expect(result.status == 1)
    #expect(result.output.contains("the explanation of NOP explains no difference"))
  }

  @Test func claimsMayBeOfOtherRules() throws {
    let found = try Program.run("papers", try paper(claims: claim("MOVE_from_SR", rules: ["PG201"])))
    #expect(found.status == 0, "\(found.output)")
    let other = try Program.run("papers", try paper(claims: claim("MOVE_from_SR", rules: ["PG120"])))
    #expect(other.status == 1)
  }

  @Test func formats() throws {
    let path = try paper(claims: claim("MOVE_from_SR"))
    let markdown = try Program.run("papers", path, "--format", "markdown")
    #expect(markdown.output.hasPrefix("# Published analyses"))
    #expect(markdown.output.contains("| ✓ | `m68000` | 1 | 1 | 0 | 0 | A. Nobody, 1990 |"))
    #expect(markdown.output.contains("<details><summary><code>MOVE_from_SR</code></summary>"))
    let json = try Program.run("papers", path, "--format", "json")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let papers = try #require(document["papers"] as? [[String: Any]])
    let entries = try #require(papers.first?["entries"] as? [[String: Any]])
    #expect(entries.first?["kind"] as? String == "confirmed")
    #expect(try Program.run("papers", path, "--format", "json").output == json.output)
  }

  @Test func wrongInput() throws {
    func message(_ path: String) throws -> String {
      let result = try Program.run("papers", path)
      #expect(result.status == 2)
      #expect(result.output.isEmpty)
      return result.errors
    }
    #expect(try message(try paper(claims: claim("MOVE_from_SX"))).contains("did you mean 'MOVE_from_SR'?"))
    #expect(try message(try paper(claims: claim("NOP", "NOP"))).contains("'NOP' is claimed twice"))
    #expect(try message(try paper(claims: claim("NOP", rules: ["PG999"]))).contains("PG999"))
    #expect(try message(try paper(claims: "", schema: "else")).contains("is of the form 'else'"))
    #expect(try message(try paper(claims: "", specification: "/nowhere.isa")).contains("/nowhere.isa"))
    #expect(try message("/nowhere.json").contains("cannot read '/nowhere.json'"))
    try "[".write(toFile: folder.path("paper.json"), atomically: true, encoding: .utf8)
    #expect(try message(folder.path("paper.json")).contains("this is no JSON"))
    #expect(try Program.run("papers").errors.contains("there is no folder 'specs/papers' here"))
    #expect(try Program.run("papers", "x", "--format", "html").status == 2)
  }

  /// Every publication of the project agrees with the checker, or says why not.
  @Test(
    arguments: try FileManager.default.contentsOfDirectory(atPath: publications).filter {
      $0.hasSuffix(".json")
    })
  func publishedAnalysesAreExplained(file: String) throws {
    let result = try Program.run("papers", "\(Self.publications)/\(file)")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  private static let publications = Program.fixtures.appending(path: "../../../specs/papers").standardized
    .path()
}
