import Foundation
import Testing

/// A second check of the same asks nothing, and nobody can tell it from the first.
struct CacheTests {

  private let folder: TemporaryFolder
  private var cache: String { folder.path("cache") }

  init() throws { folder = try TemporaryFolder() }

  // MARK: What is known

  @Test(arguments: ["text", "json", "sarif", "junit", "github"])
  func secondRunIsTheSame(_ format: String) throws {
    let plain = try Program.run(["broken.isa", "clean.isa", "--format", format])
    let cold = try run("broken.isa", "clean.isa", "--format", format)
    let warm = try run("broken.isa", "clean.isa", "--format", format)
    for result in [cold, warm] {
      #expect(result.status == plain.status && result.output == plain.output && result.errors == plain.errors)
    }
    #expect(try statistics("broken.isa") == Work(known: 3, asked: 0))
  }

  @Test func textsAreWhatCounts() throws {
    _ = try run("broken.isa")
    let copy = try write(broken, "elsewhere.isa")
    #expect(try statistics(copy) == Work(known: 3, asked: 0))
    #expect(try run(copy).output == Program.run(copy).output)
    #expect(try run(copy).output.contains("\(copy):36:"))
  }

  @Test func movedLinesAskNothing() throws {
    _ = try run("broken.isa")
    let moved = try write("// One line more.\n" + broken.replacing("\n", with: "\n\n"), "moved.isa")
    let result = try run(moved, "--format", "json")
    #expect(result.output == (try Program.run(moved, "--format", "json").output))
    #expect(result.output.contains("\"line\": 72"))
    let again = try write("// Two lines more.\n\n" + broken, "again.isa")
    #expect(try statistics(again).known == 3)
  }

  @Test func oneChangedInstructionIsSolvedAlone() throws {
    _ = try run("broken.isa")
    let changed = try write(
      broken.replacing("zero_extend(S, 8)", with: "zero_extend(S, 8) + 1"), "changed.isa")
    #expect(try statistics(changed).known == 2)
    #expect(try statistics(changed) == Work(known: 3, asked: 0))
    #expect(try run(changed).output == Program.run(changed).output)
  }

  @Test func declaredStateCounts() throws {
    _ = try run("broken.isa")
    let grown = try write(
      broken.replacing(
        "  control register PORT", with: "  control register LAMP: bits(1)\n  control register PORT"),
      "grown.isa")
    #expect(try statistics(grown).known == 0)
    #expect(try run(grown).output == Program.run(grown).output)
  }

  @Test(arguments: [
    ["--model", "pg74"], ["--feature", "mended"], ["--rlimit", "40000000"], ["--only", "OUT"],
  ])
  func optionsCount(_ options: [String]) throws {
    _ = try run("broken.isa")
    let plain = try Program.run(["broken.isa"] + options)
    let result = try run(["broken.isa"] + options)
    #expect(result.output == plain.output && result.status == plain.status)
  }

  @Test func includedFilesCount() throws {
    try FileManager.default.createDirectory(atPath: folder.path("parts"), withIntermediateDirectories: true)
    let start = try #require(broken.range(of: "  instruction GETS"))
    let end = try #require(broken.range(of: "  instruction OUT"))
    let part = String(broken[start.lowerBound..<end.lowerBound])
    let main = try write(broken.replacing(part, with: "  include \"parts/gets.isa\"\n"), "main.isa")
    _ = try write(part, "parts/gets.isa")
    #expect(try run(main).status == 1)
    #expect(try statistics(main) == Work(known: 3, asked: 0))
    _ = try write(part.replacing("zero_extend(S, 8)", with: "zero_extend(S, 8) + 1"), "parts/gets.isa")
    #expect(try statistics(main).known == 2)
    #expect(try run(main).output == Program.run(main).output)
    try FileManager.default.removeItem(atPath: folder.path("parts/gets.isa"))
    #expect(try run(main).status == 2)
  }

  @Test func warningsComeAgain() throws {
    let path = try write(broken.replacing("    source MANUAL \"p. 1\"\n", with: ""), "uncited.isa")
    let cold = try run(path)
    let warm = try run(path)
    #expect(cold.errors.contains("cites no source"))
    #expect(warm.errors == cold.errors && warm.output == cold.output)
    #expect(try statistics(path) == Work(known: 3, asked: 0))
  }

  @Test func questionsThatAreLeftOpenAreAskedAgain() throws {
    #expect(try run("hard.isa", "--rlimit", "1").status == 3)
    #expect(try statistics("hard.isa", "--rlimit", "1").asked > 0)
  }

  @Test func otherCommandsUseIt() throws {
    _ = try run("broken.isa")
    let plain = try Program.run("explain", "broken.isa", "GETS")
    #expect(try run("explain", "broken.isa", "GETS").output == plain.output)
    // A measurement measures.
    #expect(
      try run("benchmark", "broken.isa").output.contains("known from an earlier check  0 instructions"))
  }

  // MARK: Where it is

  @Test func canBeTurnedOff() throws {
    #expect(try run("broken.isa", "--no-cache").status == 1)
    #expect(try cached.isEmpty)
    #expect(
      try Program.run(["broken.isa", "--smt-dump", folder.path("queries")], environment: environment).status
        == 1)
    #expect(try cached.isEmpty)
    #expect(try Program.run(["broken.isa", "--no-simplify"], environment: environment).status == 1)
    #expect(try cached.isEmpty)
  }

  @Test func optionNamesThePlace() throws {
    let place = folder.path("named")
    #expect(try Program.run("broken.isa", "--cache-dir", place).status == 1)
    #expect(try !FileManager.default.contentsOfDirectory(atPath: place).isEmpty)
  }

  @Test func usersPlaceIsThatOfXDG() throws {
    let base = folder.path("xdg")
    let result = try Program.run(
      ["clean.isa"], environment: ["XDG_CACHE_HOME": base], without: ["PGCHECK_CACHE"])
    #expect(result.status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: base) == ["pgcheck"])
    let home = folder.path("home")
    _ = try Program.run(
      ["clean.isa"], environment: ["HOME": home], without: ["PGCHECK_CACHE", "XDG_CACHE_HOME"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: home + "/.cache") == ["pgcheck"])
  }

  // MARK: What can go wrong

  @Test func damageIsNoticed() throws {
    let plain = try Program.run("broken.isa")
    _ = try run("broken.isa")
    let files = try cached
    #expect(files.count == 5)
    for (number, file) in files.enumerated() {
      let whole = try Data(contentsOf: file)
      var flipped = whole
      flipped[flipped.count * (number + 1) / 7] ^= 1
      var other = whole
      other.replaceSubrange(0..<17, with: Data("pgcheck result 2\n".utf8))
      for damaged in [Data(), whole.prefix(20), whole.dropLast(), whole + [0], flipped, other] {
        try damaged.write(to: file)
        let result = try run("broken.isa")
        #expect(result.output == plain.output && result.status == 1 && result.errors.isEmpty)
      }
    }
    // One result in the place of another.
    for file in files { try Data(contentsOf: files[0]).write(to: file) }
    #expect(try run("broken.isa").output == plain.output)
    #expect(try statistics("broken.isa") == Work(known: 3, asked: 0))
  }

  @Test func runsAtTheSameTime() throws {
    let plain = try Program.run("broken.isa", "clean.isa").output
    let environment = environment
    let outputs = Outputs()
    DispatchQueue.concurrentPerform(iterations: 6) { _ in
      outputs.add(try? Program.run(["broken.isa", "clean.isa"], environment: environment).output)
    }
    #expect(outputs.all.count == 6)
    #expect(outputs.all.allSatisfy { $0 == plain })
    #expect(try cached.allSatisfy { !$0.lastPathComponent.hasPrefix(".") })
    #expect(try statistics("broken.isa") == Work(known: 3, asked: 0))
  }

  @Test func placesThatCannotBeUsed() throws {
    let file = try write("", "file")
    for place in [file, folder.path("no/folder")] {
      let result = try Program.run("clean.isa", "--cache-dir", place)
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(result.errors.contains("cannot write into the directory '\(place)'"), "\(result.errors)")
      #expect(try Program.run(["clean.isa"], environment: ["PGCHECK_CACHE": place]).status == 2)
    }
  }

  /// The check goes on without a cache when the disk is full.
  @Test func fullDisk() throws {
    let program = try Program.path
    let script = "ulimit -f 0; exec \"$0\" broken.isa --cache-dir \"$1\""
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script, program, cache]
    process.currentDirectoryURL = Program.fixtures
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    let warning = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    #expect(text == (try Program.run("broken.isa").output))
    #expect(warning == "warning: results are not kept in '\(cache)': File too large\n")
    #expect(try cached.isEmpty)
  }

  // MARK: -

  /// What a check had to do.
  private struct Work: Equatable {
    var known: Int
    var asked: Int
  }

  private var environment: [String: String] { ["PGCHECK_CACHE": cache] }

  private func run(_ arguments: String...) throws -> Program.Result { try run(arguments) }

  private func run(_ arguments: [String]) throws -> Program.Result {
    try Program.run(arguments, environment: environment)
  }

  private func statistics(_ arguments: String...) throws -> Work {
    let result = try run(arguments + ["--stats", "--format", "json"])
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let reports = try #require(root["reports"] as? [[String: Any]])
    let statistics = try #require(reports.first?["statistics"] as? [String: Any])
    return Work(
      known: try #require(statistics["knownInstructions"] as? Int),
      asked: try #require(statistics["solverQuestions"] as? Int))
  }

  private var broken: String {
    (try? String(contentsOf: Program.fixtures.appending(path: "broken.isa"), encoding: .utf8)) ?? ""
  }

  private func write(_ text: String, _ name: String) throws -> String {
    try text.write(toFile: folder.path(name), atomically: false, encoding: .utf8)
    return folder.path(name)
  }

  /// The files of the cache.
  private var cached: [URL] {
    get throws {
      let root = URL(filePath: cache)
      guard FileManager.default.fileExists(atPath: cache) else { return [] }
      return try FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)
        .flatMap { try FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil) }
        .sorted { $0.path() < $1.path() }
    }
  }
}

/// What several runs have written.
private final class Outputs: @unchecked Sendable {
  private let lock = NSLock()
  private var outputs: [String?] = []

  var all: [String?] { lock.withLock { outputs } }

  func add(_ output: String?) { lock.withLock { outputs.append(output) } }
}
