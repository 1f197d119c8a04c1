import Foundation
import Testing

/// Where reports go, and that they are always the same.
struct OutputTests {

  @Test(arguments: ["text", "json", "sarif", "junit", "github"]) func sameBytesEveryTime(_ format: String)
    throws
  {
    let alone = try Program.run("broken.isa", "clean.isa", "--format", format, "--jobs", "1")
    let together = try Program.run("broken.isa", "clean.isa", "--format", format, "--jobs", "4")
    #expect(alone.status == 1)
    #expect(!alone.output.isEmpty)
    #expect(alone.output == together.output)
  }

  /// Sets are ordered anew in every process; a machine with many resources shows it when that gets into a
  /// witness.
  @Test func sameBytesWithManyResources() throws {
    let arguments = ["../../../specs/x86.isa", "--only", "POPF", "--only", "LES", "--format", "json"]
    let reports = try (0..<3).map { _ in try Program.run(arguments).output }
    #expect(!reports[0].isEmpty)
    #expect(Set(reports).count == 1)
  }

  @Test func reportGoesToTheFile() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run("broken.isa", "--format", "json", "--output", folder.path("report.json"))
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(try folder.files == ["report.json"])
    #expect(try text(folder, "report.json") == Program.run("broken.isa", "--format", "json").output)
  }

  @Test func severalFormatsAtOnce() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run(
      "broken.isa", "--format", "text", "--output", "-", "--format", "json", "--output", folder.path("r.json")
    )
    #expect(result.output.contains("leaky: ✗ not virtualizable"))
    #expect(try text(folder, "r.json").hasPrefix("{\n  \"schema\": \"pgcheck/report/1\""))
  }

  /// A file belongs to the format before it; where every format has one, the order is enough.
  @Test func filesBelongToTheFormatsBeforeThem() throws {
    let folder = try TemporaryFolder()
    let text = try Program.run("broken.isa").output
    func check(_ arguments: String..., text place: String?, sarif: String?) throws {
      let result = try Program.run(
        ["broken.isa"] + arguments.map { $0.hasPrefix("@") ? folder.path($0) : $0 })
      #expect(result.status == 1 && result.errors.isEmpty, "\(arguments): \(result.errors)")
      for (place, isText) in [(place, true), (sarif, false)] {
        let found = try place.map { try self.text(folder, $0) } ?? result.output
        #expect(isText ? found == text : found.contains("\"version\": \"2.1.0\""), "\(arguments)")
      }
    }
    try check("--format", "sarif", "-o", "@a", "--format", "text", text: nil, sarif: "@a")
    try check("--format", "text", "--format", "sarif", "-o", "@b", text: nil, sarif: "@b")
    try check("--format", "text", "-o", "@c", "--format", "sarif", text: "@c", sarif: nil)
    try check("--format", "text", "--format", "sarif", "-o", "@d", "-o", "@e", text: "@d", sarif: "@e")
    try check("-o", "@f", "-o", "@g", "--format", "text", "--format", "sarif", text: "@f", sarif: "@g")
    try check("-o", "@h", "--format", "text", "--format", "sarif", text: "@h", sarif: nil)
    try check("--format=sarif", "-o", "@i", "--format=text", "--output=-", text: nil, sarif: "@i")
  }

  @Test func twoFilesForOneFormat() throws {
    let folder = try TemporaryFolder()
    let result = try Program.run(
      "clean.isa", "--format", "json", "--format", "sarif", "-o", folder.path("a"), "-o", folder.path("b"),
      "--format", "junit")
    #expect(result.status == 2)
    #expect(result.errors.contains("the format 'sarif' has two outputs"))
    #expect(try folder.files.isEmpty)
  }

  @Test func oldReportIsReplacedWhole() throws {
    let folder = try TemporaryFolder()
    let old = String(repeating: "old\n", count: 100_000)
    try old.write(toFile: folder.path("report.txt"), atomically: false, encoding: .utf8)
    #expect(try Program.run("clean.isa", "-o", folder.path("report.txt")).status == 0)
    #expect(try folder.files == ["report.txt"])
    #expect(try text(folder, "report.txt") == Program.run("clean.isa").output)
  }

  @Test func linkStaysALink() throws {
    let folder = try TemporaryFolder()
    try "old".write(toFile: folder.path("real.txt"), atomically: false, encoding: .utf8)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link.txt"), withDestinationPath: "real.txt")
    #expect(try Program.run("clean.isa", "-o", folder.path("link.txt")).status == 0)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link.txt")) == "real.txt")
    #expect(try text(folder, "real.txt").contains("tidy"))
  }

  @Test func nothingIsWrittenOnErrors() throws {
    let folder = try TemporaryFolder()
    try "old".write(toFile: folder.path("old.txt"), atomically: false, encoding: .utf8)
    #expect(try Program.run("faulty.isa", "-o", folder.path("old.txt")).status == 2)
    #expect(try Program.run("missing.isa", "-o", folder.path("new.txt")).status == 2)
    #expect(try Program.run("clean.isa", "--model", "none", "-o", folder.path("new.txt")).status == 2)
    #expect(try folder.files == ["old.txt"])
    #expect(try text(folder, "old.txt") == "old")
  }

  @Test func unwritablePlaces() throws {
    let folder = try TemporaryFolder()
    for (place, reason) in [
      (folder.path("no/report.txt"), "there is no directory"), (folder.url.path(), "it is a directory"),
    ] {
      let result = try Program.run("clean.isa", "--output", place)
      #expect(result.status == 2)
      #expect(result.output.isEmpty)
      #expect(result.errors.contains("error: cannot write '\(place)': \(reason)"), "\(result.errors)")
    }
    #expect(try folder.files.isEmpty)
  }

  @Test func fullDisk() throws {
    let result = try Program.run("clean.isa", "--output", "/dev/full")
    #expect(result.status == 2)
    #expect(result.errors.contains("cannot write '/dev/full': No space left on device"))
  }

  /// Files that belong together are all there or none, and a folder that was made for them is gone.
  @Test(arguments: [
    [
      "check", "broken.isa", "--format", "github", "-o", "/g.txt", "--format", "json", "-o", "/r.json",
      "--write-baseline", "/b.json",
    ],
    ["report", "clean.isa", "-o", "/pages"], ["fix", "../../../specs/m68000.isa", "-o", "/mended"],
    [
      "diff", "broken.isa", "clean.isa", "--format", "markdown", "-o", "/d.md", "--format", "json", "-o",
      "/d.json",
    ],
  ]) func fullDiskLeavesNothing(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let placed = arguments.map { $0.hasPrefix("/") ? folder.path(String($0.dropFirst())) : $0 }
    let result = try Program.run(placed, blocks: 8)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("error: cannot write '\(folder.url.path())"), "\(result.errors)")
    #expect(result.errors.hasSuffix(": File too large\n"))
    #expect(try folder.files.isEmpty)
  }

  @Test func oneReportForEachPlace() throws {
    let folder = try TemporaryFolder()
    let same = folder.path("same")
    let twice = try Program.run(
      "clean.isa", "--format", "text", "--format", "json", "--output", same, "--output", same)
    #expect(twice.status == 2)
    #expect(twice.errors.contains("two reports would go to '\(same)'"))
    let unnamed = try Program.run("clean.isa", "--format", "text", "--format", "json")
    #expect(unnamed.status == 2)
    #expect(unnamed.errors.contains("more than one report would go to standard output"))
    let many = try Program.run("clean.isa", "--output", same, "--output", folder.path("other"))
    #expect(many.status == 2)
    #expect(many.errors.contains("there are 2 outputs for one format"))
    #expect(try folder.files.isEmpty)
  }

  @Test func noColourInFilesAndPipes() throws {
    let result = try Program.run("broken.isa", environment: ["TERM": "xterm", "FORCE_COLOR": "1"])
    #expect(!result.output.contains("\u{1B}"))
    #expect(result.errors.isEmpty)
  }

  @Test func queriesAreDumped() throws {
    let folder = try TemporaryFolder()
    #expect(try Program.run("broken.isa", "--smt-dump", folder.path("queries")).status == 1)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path("queries"))
    let first = try #require(files.sorted().first)
    let script = try text(folder, "queries/\(first)")
    #expect(script.contains("(set-info :status "))
    #expect(script.hasSuffix("(check-sat)\n"))
  }

  @Test func statisticsAreReported() throws {
    #expect(try Program.run("clean.isa", "--stats").output.contains("decided without the solver"))
    #expect(
      try Program.run("clean.isa", "--stats", "--format", "json").output.contains("\"peakMemoryBytes\""))
  }

  private func text(_ folder: TemporaryFolder, _ name: String) throws -> String {
    try String(contentsOfFile: folder.path(name), encoding: .utf8)
  }
}
