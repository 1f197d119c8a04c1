import Foundation
import Testing

/// A specification that says in comments what is expected of it.
struct Fixture: CustomTestStringConvertible, Sendable {
  var path: String
  var testDescription: String { URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent }
}

/// The fixtures and specifications of the repository.
enum Fixtures {

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  static let machines = files("Tests/Fixtures/machines")
  static let verdicts = files("Tests/Fixtures/verdicts") + machines

  static func specification(_ name: String) -> String { "\(root)/specs/\(name).isa" }

  private static func files(_ folder: String) -> [Fixture] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
    return names.filter { $0.hasSuffix(".isa") }.sorted().map { Fixture(path: "\(root)/\(folder)/\($0)") }
  }
}
