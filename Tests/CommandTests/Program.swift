import Foundation
import Testing

/// Runs the program that was built beside the tests.
enum Program {

  /// What a run of the program left behind.
  struct Result {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The folder of the specifications that the tests check.
  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  /// Runs the program in the folder of the fixtures, so that paths are short and the same everywhere.
  static func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Result {
    try run(arguments, environment: environment)
  }

  /// Runs the program with the arguments of a list; `input` is the path of what it reads, `without` are variables
  /// that its environment lacks. Its files can be no larger than `blocks` of 512 bytes, as if the disk were full then.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], without: [String] = [], input: String? = nil,
    in folder: URL = fixtures, blocks: Int? = nil
  ) throws -> Result {
    let process = Process()
    if let blocks {
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", "ulimit -f \(blocks); exec \"$0\" \"$@\"", try path] + arguments
    } else {
      process.executableURL = try executable
      process.arguments = arguments
    }
    process.currentDirectoryURL = folder
    // What the user keeps is not read, and nothing is added to it; tests of the cache name a place of their own.
    let settings = ["PGCHECK_CACHE": "", "PGCHECK_TODAY": "2026-11-21"].merging(environment) { $1 }
    process.environment = ProcessInfo.processInfo.environment.merging(settings) { $1 }
      .filter { !without.contains($0.key) }
    let streams = try TemporaryFolder()
    let output = streams.url.appending(path: "output")
    let errors = streams.url.appending(path: "errors")
    for file in [output, errors] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardInput = try input.map { try FileHandle(forReadingFrom: URL(filePath: $0)) } ?? .nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    return Result(
      status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8))
  }

  /// Where the program is.
  static var path: String { get throws { try executable.path() } }

  private static var executable: URL {
    get throws {
      let beside =
        [Bundle.main.bundleURL, Bundle.main.bundleURL.deletingLastPathComponent()]
        + Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
      let root = fixtures.appending(path: "../../..").standardized
      let candidates = beside + [root.appending(path: ".build/debug")]
      return try #require(
        candidates.map { $0.appending(path: "pgcheck") }
          .first { FileManager.default.isExecutableFile(atPath: $0.path()) })
    }
  }
}

/// A folder that goes away with its last user.
final class TemporaryFolder {

  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "pgcheck-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of a file in the folder.
  func path(_ name: String) -> String { url.appending(path: name).path() }

  /// The names of the files in the folder, hidden ones too.
  var files: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path()).sorted() }
  }
}
