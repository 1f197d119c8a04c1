import Foundation
import Testing

/// A specification under version control, with the gate in front of every change: clean, broken, accepted for a
/// while, expired, mended.
struct LifeOfASpecificationTests {

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func life() throws {
    let clean = try String(contentsOf: Program.fixtures.appending(path: "clean.isa"), encoding: .utf8)
    try git("init", "--quiet")
    try write(clean, "specs/tidy.isa")
    try commit("A clean machine")
    #expect(try check().status == 0)

    // Somebody drops the guard of OUT.
    let guarded = "      require supervisor else trap privileged\n"
    let open = clean.replacing(guarded, with: "")
    #expect(open != clean)
    try write(open, "specs/tidy.isa")
    try commit("OUT without its guard")
    let line =
      try #require(
        open.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("PORT = A") })
      + 1
    try broken(line)

    // It is known, and has a reason for now.
    let accepted = try check(
      "--write-baseline", "baseline.json", "--reason", "the board of 2026 has no port", "--owner", "Ann",
      "--expires", "2026-12-31")
    #expect(accepted.status == 0)
    try commit("Accept OUT until the end of the year")
    #expect(try check("--baseline", "baseline.json").status == 0)

    // Work goes on around it.
    try write("// The Tidy Machine, second edition.\n\n" + open, "specs/tidy.isa")
    #expect(try check("--baseline", "baseline.json").status == 0)
    try commit("A heading")

    // The year ends.
    let late = try check("--baseline", "baseline.json", "--today", "2027-01-01")
    #expect(late.status == 1)
    #expect(late.output.contains("PG902  baseline.json:8:  PG101 on OUT was accepted until 2026-12-31 only"))

    // The patch that the report proposes is applied: the guard is back where it was.
    let report = try check("--format", "json")
    #expect(report.status == 1)
    let proposed = try patch(in: report.output)
    #expect(proposed.contains("\n+\(guarded)"))
    try write(proposed, "proposed.patch")
    try git("apply", "proposed.patch")
    #expect(try text("specs/tidy.isa") == "// The Tidy Machine, second edition.\n\n" + clean)
    #expect(try check().status == 0)

    // So do both ways of 'pgcheck fix'.
    try git("checkout", "--quiet", "--", "specs")
    let fix = try Program.run(["fix", "specs/tidy.isa"], in: folder.url)
    #expect(fix.status == 0 && fix.output == proposed)
    #expect(try Program.run(["fix", "specs/tidy.isa", "--in-place"], in: folder.url).status == 0)
    #expect(try text("specs/tidy.isa") == "// The Tidy Machine, second edition.\n\n" + clean)
    try FileManager.default.removeItem(atPath: folder.path("proposed.patch"))
    try commit("OUT with its guard, as proposed")

    // The check passes, and the entry goes.
    let mended = try check("--baseline", "baseline.json", "--today", "2027-01-01")
    #expect(mended.status == 0)
    #expect(mended.output.contains("PG901  baseline.json:8:"))
    #expect(try check("--write-baseline", "baseline.json").status == 0)
    let last = try check("--baseline", "baseline.json", "--today", "2027-01-01")
    #expect(last.status == 0)
    #expect(!last.output.contains("PG901"))
  }

  /// One finding, at the right line, in every format.
  private func broken(_ line: Int) throws {
    let result = try check(
      "--format", "text", "--format", "json", "-o", "r.json", "--format", "sarif", "-o", "r.sarif",
      "--format", "junit", "-o", "r.xml", "--format", "github", "-o", "r.txt", "--format", "markdown", "-o",
      "r.md", "--format", "html", "-o", "r.html")
    #expect(result.status == 1)
    #expect(result.output.contains("violating Theorem 1 (1): OUT"))
    #expect(result.output.contains("specs/tidy.isa:\(line):  PORT = A ← changes PORT"))

    let report = try #require(try objects(in: json("r.json")["reports"]).first)
    let out = try #require(try objects(in: report["instructions"]).first { $0["violation"] as? Bool == true })
    #expect(out["name"] as? String == "OUT")
    let finding = try #require(try objects(in: out["findings"]).first)
    let guilty = try #require(try objects(in: finding["lines"]).first)
    #expect(guilty["line"] as? Int == line && guilty["file"] as? String == "specs/tidy.isa")

    let run = try #require(try objects(in: json("r.sarif")["runs"]).first)
    let results = try objects(in: run["results"])
    #expect(results.count == 1)
    let location = try #require(try objects(in: results[0]["locations"]).first)
    let physical = try #require(location["physicalLocation"] as? [String: Any])
    #expect((physical["region"] as? [String: Any])?["startLine"] as? Int == line)
    #expect((physical["artifactLocation"] as? [String: Any])?["uri"] as? String == "specs/tidy.isa")
    #expect(results[0]["ruleId"] as? String == "PG101")

    let junit = try text("r.xml")
    #expect(
      junit.contains("<testsuite name=\"tidy\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"0\" file="))
    #expect(junit.contains(">specs/tidy.isa:\(line): OUT can change PORT, and completes in user mode."))

    let page = try text("r.html")
    #expect(page.components(separatedBy: "<mark data-line=").count == 2)
    #expect(page.contains("<mark data-line=\"\(line)\">"))
    #expect(page.components(separatedBy: "<section class=\"finding\"").count == 2)
    let marked = try text("r.md").split(separator: "\n").filter { $0.hasPrefix("> ") }
    #expect(marked.count == 1 && marked[0].hasPrefix("> \(line)  "))

    let commands = try text("r.txt").split(separator: "\n")
    #expect(commands.count == 1)
    #expect(commands[0].hasPrefix("::error file=specs/tidy.isa,line=\(line),"))
  }

  // MARK: -

  private func check(_ arguments: String...) throws -> Program.Result {
    try Program.run(["specs/tidy.isa"] + arguments, in: folder.url)
  }

  private func write(_ contents: String, _ name: String) throws {
    let file = folder.url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try contents.write(to: file, atomically: false, encoding: .utf8)
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder.path(name), encoding: .utf8)
  }

  /// The change that a report in JSON proposes for OUT.
  private func patch(in report: String) throws -> String {
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any])
    let machine = try #require(try objects(in: root["reports"]).first)
    let out = try #require(try objects(in: machine["instructions"]).first { $0["name"] as? String == "OUT" })
    return try #require((out["repair"] as? [String: Any])?["patch"] as? String)
  }

  private func json(_ name: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text(name).utf8)) as? [String: Any])
  }

  private func objects(in value: Any?) throws -> [[String: Any]] { try #require(value as? [[String: Any]]) }

  private func commit(_ message: String) throws {
    try git("add", "--all")
    try git(
      "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false", "commit",
      "--quiet", "-m", message)
  }

  private func git(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    process.currentDirectoryURL = folder.url
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"]) { $1 }
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "git \(arguments)")
  }
}
