import Foundation
import Testing

/// Texts that are kept beside the tests. To accept new ones, run the tests with `PGCHECK_UPDATE_SNAPSHOTS=1`
/// and read the difference.
package enum Snapshot {

  /// Checks that `text` is what the file `name` in the folder `Snapshots` beside the test holds.
  package static func expect(
    _ text: String, matches name: String, test: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = URL(filePath: test).deletingLastPathComponent().appending(path: "Snapshots/\(name)")
    if ProcessInfo.processInfo.environment["PGCHECK_UPDATE_SNAPSHOTS"] != nil {
      try Data(text.utf8).write(to: file)
    }
    let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    guard text != expected else { return }
    let pairs = zip(text.split(separator: "\n"), expected.split(separator: "\n"))
    let first = pairs.first { $0 != $1 }.map { "\($0)\ninstead of\n\($1)" } ?? "one is longer"
    Issue.record("\(name) is another: \(first)", sourceLocation: sourceLocation)
  }
}
