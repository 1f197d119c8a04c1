import Foundation
import ISALanguage
import ISAModel
import TestSupport
import Testing

/// Each file of `Tests/Fixtures/diagnostics` says at the ends of its lines what must be reported there, and
/// nothing else may be.
struct DiagnosticFixtureTests {

  static let fixtures = Repository.specifications(in: "Tests/Fixtures/diagnostics")

  @Test func thereAreFixtures() { #expect(Self.fixtures.count > 20) }

  @Test(arguments: fixtures)
  func saysWhatIsExpected(fixture: SpecificationFile) throws {
    let elaborated = try Elaborated(path: fixture.fullPath)
    var reported = Remark.reported(by: elaborated)
    for expected in try Remark.expected(in: fixture) {
      let index = reported.firstIndex { expected.covers($0) }
      #expect(index != nil, "\(expected) is not reported. \(elaborated.errors)")
      if let index { reported[index].isExpected = true }
    }
    // Notes and helps belong to a message and need not be announced.
    for remark in reported where !remark.isExpected && (remark.kind == "error" || remark.kind == "warning") {
      Issue.record("\(remark) is not expected")
    }
  }
}

/// A message on a line: an expected one, or one that was reported.
private struct Remark: CustomStringConvertible {

  var kind: String
  var text: String
  var file: String
  var line: Int
  var isExpected = false

  var description: String { "\(file):\(line): \(kind): \(text)" }

  func covers(_ other: Remark) -> Bool {
    kind == other.kind && file == other.file && line == other.line && other.text.contains(text)
  }

  /// What `//! kind: text` comments of the fixture announce.
  static func expected(in fixture: SpecificationFile) throws -> [Remark] {
    var result: [Remark] = []
    let lines = try Repository.text(fixture.path).components(separatedBy: "\n")
    for (index, line) in lines.enumerated() {
      for part in line.components(separatedBy: "//!").dropFirst() {
        let words = part.split(separator: ":", maxSplits: 1)
        guard words.count == 2 else { continue }
        result.append(
          Remark(
            kind: words[0].trimmingCharacters(in: .whitespaces),
            text: words[1].trimmingCharacters(in: .whitespaces),
            file: fixture.fullPath, line: index + 1))
      }
    }
    return result
  }

  static func reported(by elaborated: Elaborated) -> [Remark] {
    var result: [Remark] = []
    func add(_ kind: String, _ text: String, _ span: Span) {
      let place = elaborated.sources.location(of: span)
      result.append(Remark(kind: kind, text: text, file: place.path, line: place.line))
    }
    for diagnostic in elaborated.diagnostics {
      add(diagnostic.severity.rawValue, diagnostic.message, diagnostic.span)
      for note in diagnostic.notes { add("note", note.message, note.span ?? diagnostic.span) }
      if let help = diagnostic.help { add("help", help, diagnostic.span) }
    }
    return result
  }
}
