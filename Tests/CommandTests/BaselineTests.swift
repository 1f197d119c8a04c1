import Foundation
import Testing

/// Violations that somebody has accepted.
struct BaselineTests {

  private let folder: TemporaryFolder
  private var file: String { folder.path("baseline.json") }

  init() throws { folder = try TemporaryFolder() }

  @Test func acceptedViolationsPass() throws {
    let written = try run("--write-baseline", file, "--reason", "known", "--owner", "Ann")
    #expect(written.status == 0)
    #expect(written.output.contains("2 violations accepted, none beyond"))
    let entries = try entries()
    #expect(entries.map { $0["instruction"] } == ["GETS", "OUT"])
    #expect(entries.map { $0["rule"] } == ["PG102", "PG101"])
    #expect(entries.allSatisfy { $0["reason"] == "known" && $0["owner"] == "Ann" && $0["expires"] == nil })
    let checked = try run("--baseline", file)
    #expect(checked.status == 0)
    #expect(checked.output.contains("accepted  GETS PG102: known (Ann)"))
    #expect(try run("--baseline", file, "--format", "github").output.isEmpty)
    // The verdict stays what it is.
    #expect(checked.output.contains("leaky: ✗ not virtualizable"))
  }

  @Test func writingAgainChangesNothing() throws {
    _ = try run("--write-baseline", file, "--reason", "known", "--expires", "2027-01-01")
    let first = try text()
    #expect(try run("--write-baseline", file, "--reason", "other").status == 0)
    #expect(try text() == first)
    #expect(try folder.files == ["baseline.json"])
  }

  @Test func newViolationsFail() throws {
    _ = try run("--only", "GETS", "--write-baseline", file)
    let result = try run("--baseline", file)
    #expect(result.status == 1)
    #expect(result.output.contains("1 violation accepted, 1 beyond"))
    #expect(result.output.contains("PG101  broken.isa:45:  new  OUT can change PORT"))
    // Of what is not checked nothing is said.
    #expect(try run("--baseline", file, "--only", "GETS").status == 0)
    #expect(try !run("--baseline", file, "--only", "OUT").output.contains("PG901"))
    #expect(try run("clean.isa", "--baseline", file, machine: nil).status == 0)
  }

  @Test func entriesExpire() throws {
    _ = try run("--write-baseline", file, "--expires", "2026-12-31")
    #expect(try run("--baseline", file, "--today", "2026-12-31").status == 0)
    let late = try run("--baseline", file, "--today", "2027-01-01")
    #expect(late.status == 1)
    #expect(late.words.contains("PG902 \(file):8: PG102 on GETS was accepted until 2026-12-31 only"))
    let byEnvironment = try Program.run(
      ["broken.isa", "--baseline", file], environment: ["PGCHECK_TODAY": "2027-01-01"])
    #expect(byEnvironment.status == 1)
    // Accepted anew.
    #expect(
      try run("--write-baseline", file, "--today", "2027-01-01", "--expires", "2028-01-01").status == 0)
    #expect(try entries().allSatisfy { $0["expires"] == "2028-01-01" })
  }

  @Test func mendedViolationsAreStale() throws {
    _ = try run("--write-baseline", file)
    let result = try run("--baseline", file, "--feature", "mended", "--format", "github")
    #expect(result.status == 0)
    #expect(result.output.contains("::warning file=\(file),line=8,"))
    #expect(result.output.contains("title=PG901 baseline::"))
    #expect(try run("--write-baseline", file, "--feature", "mended").status == 0)
    #expect(try entries().isEmpty)
  }

  @Test func changedMeaningFails() throws {
    let copy = folder.path("copy.isa")
    let broken = try String(contentsOf: Program.fixtures.appending(path: "broken.isa"), encoding: .utf8)
    try broken.write(toFile: copy, atomically: false, encoding: .utf8)
    #expect(try run(copy, "--write-baseline", file, machine: nil).status == 0)
    try ("// Moved.\n" + broken).write(toFile: copy, atomically: false, encoding: .utf8)
    #expect(try run(copy, "--baseline", file, machine: nil).status == 0)
    try broken.replacing("zero_extend(S, 8)", with: "zero_extend(S, 8) + 1").write(
      toFile: copy, atomically: false, encoding: .utf8)
    let result = try run(copy, "--baseline", file, machine: nil)
    #expect(result.status == 1)
    #expect(result.words.contains("PG903 \(file):8: PG102 on GETS is not what was accepted"))
  }

  @Test func rulesAreExplained() throws {
    for rule in ["PG901", "PG902", "PG903"] {
      let result = try Program.run("explain", rule)
      #expect(result.status == 0 && result.output.hasPrefix("\(rule)  a baseline entry "))
    }
  }

  // MARK: What can go wrong

  @Test(
    arguments: [
      ("", "this is no JSON"), ("[]", "a value of another kind is needed"),
      ("{\"entries\": []}", "there is no 'schema'"),
      ("{\"schema\": \"pgcheck/baseline/9\", \"entries\": []}", "the form 'pgcheck/baseline/9' is not"),
      ("{\"schema\": \"pgcheck/report/1\", \"reports\": []}", "the form 'pgcheck/report/1' is not"),
      ("{\"schema\": \"pgcheck/baseline/1\"}", "there is no 'entries'"),
      ("{\"schema\": \"pgcheck/baseline/1\", \"entries\": [{}]}", "there is no 'machine' in 'entries"),
      (
        """
        {"schema": "pgcheck/baseline/1", "entries": [{"machine": "m", "instruction": "i", "rule": "PG101",
        "fingerprint": "f", "reason": "r", "expires": "2027-02-30"}]}
        """, "'2027-02-30' is no day such as 2027-01-31"
      ),
    ])
  func unusableBaselines(_ text: String, _ message: String) throws {
    try text.write(toFile: file, atomically: false, encoding: .utf8)
    for option in ["--baseline", "--write-baseline"] {
      let result = try run(option, file, "--format", "json", "-o", folder.path("report.json"))
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(result.errors.contains("'\(file)' is no baseline: "), "\(result.errors)")
      #expect(result.errors.contains(message), "\(result.errors)")
    }
    #expect(try folder.files == ["baseline.json"])
    #expect(try self.text() == text)
  }

  @Test func wrongCommandLines() throws {
    for (arguments, message) in [
      (["--baseline", folder.path("missing.json")], "cannot read '\(folder.path("missing.json"))'"),
      (["--baseline", folder.url.path()], "is a directory"),
      (["--write-baseline", folder.path("no/b.json")], "cannot write"),
      (["--reason", "why not"], "--reason is about new entries of a baseline; it needs --write-baseline"),
      (["--expires", "2027-01-01"], "needs --write-baseline"),
      (["--write-baseline", file, "--expires", "tomorrow"], "'tomorrow' is no day"),
      (["--write-baseline", file, "--expires", "2026-11-20"], "2026-11-20 is before 2026-11-21"),
      (["--write-baseline", file, "--reason", " "], "is empty"),
      (["--write-baseline", file, "--output", file], "would go to '\(file)'"),
      (["--baseline", file, "--today", "2026-2-2"], "'2026-2-2' is no day"),
    ] {
      let result = try run(arguments)
      #expect(result.status == 2, "\(arguments)")
      #expect(result.output.isEmpty && result.errors.contains(message), "\(result.errors)")
    }
    let result = try Program.run(
      ["broken.isa", "--write-baseline", file], environment: ["PGCHECK_TODAY": "someday"])
    #expect(result.status == 2 && result.errors.contains("PGCHECK_TODAY is 'someday', which is no day"))
    #expect(try folder.files.isEmpty)
  }

  @Test func nothingIsWrittenWhenSomethingElseIsWrong() throws {
    let result = try Program.run("broken.isa", "faulty.isa", "--write-baseline", file)
    #expect(result.status == 2)
    #expect(result.errors.contains("'\(file)' was not written"))
    #expect(try folder.files.isEmpty)
    #expect(try Program.run("broken.isa", "--write-baseline", "/dev/full").status == 2)
  }

  // MARK: -

  private func run(_ arguments: String..., machine: String? = "broken.isa") throws -> Program.Result {
    try Program.run((machine.map { [$0] } ?? []) + arguments)
  }

  private func run(_ arguments: [String]) throws -> Program.Result {
    try Program.run(["broken.isa"] + arguments)
  }

  private func text() throws -> String { try String(contentsOfFile: file, encoding: .utf8) }

  private func entries() throws -> [[String: String]] {
    let root = try JSONSerialization.jsonObject(with: Data(text().utf8)) as? [String: Any]
    #expect(root?["schema"] as? String == "pgcheck/baseline/1")
    return try #require(root?["entries"] as? [[String: String]])
  }
}

extension Program.Result {

  /// The output without its layout: where lines are broken depends on how long the paths of a test are.
  fileprivate var words: String { output.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
