import Foundation
import Testing

/// Pages on machines, and the index over them.
struct ReportTests {

  private static func read(_ folder: TemporaryFolder, _ name: String) throws -> String {
    try String(contentsOfFile: folder.path(name), encoding: .utf8)
  }

  @Test func aPageForEachMachineAndAnIndex() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run("report", "broken.isa", "clean.isa", "-o", folder.path("pages"))
    #expect(result.status == 0)
    #expect(result.output.isEmpty && result.errors.isEmpty)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path("pages")).sorted()
    #expect(files == ["README.md", "index.html", "leaky.html", "leaky.md", "tidy.html", "tidy.md"])
    let page = try Self.read(folder, "pages/leaky.html")
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
    #expect(page.contains("<strong>Not virtualizable</strong>"))
    #expect(page.contains(#"<article class="instruction" id="i-GETS""#))
    // The line of the specification that is to blame.
    #expect(page.contains(#"<mark data-line="36">    A = zero_extend(S, 8)<span class="role">"#))
    let index = try Self.read(folder, "pages/README.md")
    #expect(index.contains("| [`leaky`](leaky.md) | The Leaky Machine | ✗ ✗ |"))
    #expect(index.contains("| [`tidy`](tidy.md) |"))
  }

  @Test func sameBytesEveryTime() throws {
    let folder = try TemporaryFolder()
    for jobs in ["1", "4"] {
      let result = try Program.run(
        "report", "broken.isa", "clean.isa", "-o", folder.path(jobs), "--jobs", jobs)
      #expect(result.status == 0)
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path("1")) {
      #expect(try Self.read(folder, "1/\(name)") == Self.read(folder, "4/\(name)"), "\(name)")
    }
  }

  @Test(arguments: ["html", "markdown"]) func checkWritesAPage(_ format: String) throws {
    let folder = try TemporaryFolder()
    let result = try Program.run("broken.isa", "--format", format, "-o", folder.path("page"))
    #expect(result.status == 1)
    let page = try Self.read(folder, "page")
    #expect(page.contains("The Leaky Machine"))
    // There is no index beside it.
    #expect(!page.contains("index.html") && !page.contains("README.md"))
    #expect(try Program.run("broken.isa", "--format", format).output == page)
  }

  @Test func aPageInHTMLIsAboutOneMachine() throws {
    let result = try Program.run("broken.isa", "clean.isa", "--format", "html")
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("pgcheck report … -o DIR"))
  }

  /// What a page says that a command prints is what the command prints.
  @Test(arguments: ["m68000", "pg74"]) func replaysAreTrue(_ machine: String) throws {
    let specification = "../../../specs/\(machine).isa"
    let features = machine == "pg74" ? ["--feature", "read_mode", "--feature", "return_to_user"] : []
    let page = try Program.run([specification, "--format", "markdown"] + features).output
    var count = 0
    for match in page.matches(
      of: #/```sh\n(pgcheck vectors .*?) <<'END'\n(.*?)END\n```\n\n```json\n(.*?)\n```/#.dotMatchesNewlines())
    {
      let folder = try TemporaryFolder()
      try String(match.output.2).write(toFile: folder.path("states"), atomically: true, encoding: .utf8)
      let arguments = match.output.1.split(separator: " ").dropFirst().map(String.init)
      let answer = try Program.run(arguments, input: folder.path("states"))
      #expect(answer.status == 0)
      #expect(answer.output == match.output.3 + "\n", "\(match.output.1)")
      count += 1
    }
    #expect(count > 0)
  }

  /// The programs of a page assemble to the encodings that they show.
  @Test(arguments: ["m68000", "pg74", "ka10"]) func programsAssemble(_ machine: String) throws {
    let specification = "../../../specs/\(machine).isa"
    let features = machine == "pg74" ? ["--feature", "read_mode"] : []
    let page = try Program.run([specification, "--format", "markdown"] + features).output
    let programs = page.matches(
      of: #/The same as a program<\/summary>\n\n```\n(.*?)\n```/#.dotMatchesNewlines())
    #expect(!programs.isEmpty)
    for match in programs {
      let folder = try TemporaryFolder()
      try (match.output.1 + "\n").write(toFile: folder.path("p.s"), atomically: true, encoding: .utf8)
      let result = try Program.run(
        ["asm", specification, folder.path("p.s"), "-o", folder.path("p.bin")] + features)
      #expect(result.status == 0, "\(match.output.1): \(result.errors)")
    }
  }

  @Test func generationsTellWhatWasClosed() throws {
    let folder = try TemporaryFolder()
    let file = """
      {"schema": "pgcheck/generations/1", "generations": [{"title": "Leaky and mended", "steps": [
        {"specification": "\(Program.fixtures.path())/broken.isa"},
        {"specification": "\(Program.fixtures.path())/broken.isa", "features": {"mended": true}}]}]}
      """
    try file.write(toFile: folder.path("g.json"), atomically: true, encoding: .utf8)
    let result = try Program.run(
      "report", "\(Program.fixtures.path())/broken.isa", "-o", folder.path("pages"), "--generations",
      folder.path("g.json"))
    #expect(result.status == 0, "\(result.errors)")
    let index = try Self.read(folder, "pages/README.md")
    #expect(index.contains("- leaky + mended closes all 2: GETS and OUT. (Everything traps)"))
    #expect(index.contains("| `GETS` | ✗ PG102 PG201 | **✓ privileged** |"))
    #expect(index.contains("| [`leaky + mended`](leaky-mended.md) | Everything traps |"))
    let page = try Self.read(folder, "pages/leaky-mended.md")
    #expect(
      page.hasPrefix("# The Leaky Machine, with mended\n") && page.contains("- feature `mended` on"))
    #expect(try Self.read(folder, "pages/leaky.md").contains("What would mend it: Turn on the feature"))
  }

  @Test(arguments: [
    ("{", "does not describe generations"),
    (#"{"schema": "pgcheck/generations/9", "generations": []}"#, "is of the form 'pgcheck/generations/9'"),
    (#"{"schema": "pgcheck/generations/1"}"#, "generations"),
  ]) func aWrongFileOfGenerationsIsTold(_ text: String, _ complaint: String) throws {
    let folder = try TemporaryFolder()
    try text.write(toFile: folder.path("g.json"), atomically: true, encoding: .utf8)
    let result = try Program.run(
      "report", "clean.isa", "-o", folder.path("pages"), "--generations", folder.path("g.json"))
    #expect(result.status == 2)
    #expect(result.errors.contains(complaint))
    #expect(try folder.files == ["g.json"])
  }

  @Test func nothingIsWrittenForAWrongSpecification() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run("report", "clean.isa", "faulty.isa", "-o", folder.path("pages"))
    #expect(result.status == 2)
    #expect(try folder.files.isEmpty)
  }

  @Test func aFailedClaimIsToldAndReported() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run("report", "claim.isa", "-o", folder.path("pages"))
    #expect(result.status == 2)
    let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path("pages"))
    #expect(pages.contains("index.html"))
  }

  @Test func placesThatCannotBeWrittenAreToldFirst() throws {
    let folder = try TemporaryFolder()
    try "".write(toFile: folder.path("file"), atomically: true, encoding: .utf8)
    for place in ["file", "file/pages", "no/pages"] {
      let result = try Program.run("report", "clean.isa", "-o", folder.path(place))
      #expect(result.status == 2)
      #expect(result.errors.hasPrefix("error: cannot "), "\(result.errors)")
    }
    #expect(try folder.files == ["file"])
    #expect(try Program.run("report", "clean.isa", "-o", "").status == 2)
    #expect(try Program.run("report", "clean.isa").status == 2)
  }

  @Test func oneUnwritablePageLeavesAllAsTheyWere() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path("tidy.md"), withIntermediateDirectories: false)
    let result = try Program.run("report", "clean.isa", "-o", folder.url.path())
    #expect(result.status == 2)
    #expect(result.errors.contains("it is a directory"))
    #expect(try folder.files == ["tidy.md"])
  }

  @Test func theSameMachineTwiceIsAMistake() throws {
    let folder = try TemporaryFolder()
    let copy = folder.path("copy.isa")
    try FileManager.default.copyItem(
      atPath: Program.fixtures.appending(path: "clean.isa").path(), toPath: copy)
    let result = try Program.run("report", "clean.isa", copy, "-o", folder.path("pages"))
    #expect(result.status == 2)
    #expect(result.errors.contains("both have a machine 'tidy'"))
  }
}
