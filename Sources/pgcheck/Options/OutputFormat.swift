import ArgumentParser
import ISALanguage

/// A format of the report.
enum OutputFormat: String, CaseIterable, Sendable {
  case text
  case json
  case markdown
  case html
  case sarif
  case junit
  case github

  /// Whether this version can write it.
  var isAvailable: Bool { self == .text || self == .json }

  init(argument: String) throws {
    guard let format = OutputFormat(rawValue: argument) else {
      let guess = Spelling.suggestion(for: argument, among: Self.allCases.map(\.rawValue))
      throw ValidationError(
        "there is no format '\(argument)'" + (guess.map { "; did you mean '\($0)'?" } ?? "; use text or json")
      )
    }
    guard format.isAvailable else {
      throw ValidationError("the format '\(argument)' is not available yet; use text or json")
    }
    self = format
  }
}
