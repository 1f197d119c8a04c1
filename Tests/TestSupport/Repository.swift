import Foundation
import Testing

/// The files of the repository that tests read.
package enum Repository {

  /// The folder of the package.
  package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// The specification files below `folder`, sorted; none where the folder is missing.
  package static func specifications(in folder: String, recursive: Bool = false) -> [SpecificationFile] {
    let whole = "\(root)/\(folder)"
    let names =
      recursive
      ? FileManager.default.subpaths(atPath: whole) ?? []
      : (try? FileManager.default.contentsOfDirectory(atPath: whole)) ?? []
    return names.filter { $0.hasSuffix(".isa") }.sorted().map { SpecificationFile(path: "\(folder)/\($0)") }
  }

  /// The text of a file, by its path in the repository.
  package static func text(_ path: String) throws -> String {
    try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
  }
}

/// A specification of the repository, for tests that have one case a file.
package struct SpecificationFile: CustomTestStringConvertible, Sendable {

  /// The path in the repository.
  package var path: String

  /// The path on the disk.
  package var fullPath: String { "\(Repository.root)/\(path)" }

  package var testDescription: String { path }

  /// What the file holds.
  package func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: fullPath))) }
}
