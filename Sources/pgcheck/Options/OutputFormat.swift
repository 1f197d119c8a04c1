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

  /// Whether the report says what would mend an instruction.
  var showsRepairs: Bool {
    switch self {
    case .text, .json, .markdown, .html: true
    case .sarif, .junit, .github: false
    }
  }

  /// Reads a format of the report of a check.
  init(argument: String) throws {
    try self.init(argument: argument, among: OutputFormat.allCases)
  }

  /// Reads a format, which must be one of `available`.
  init(argument: String, among available: [OutputFormat]) throws {
    let names = available.map(\.rawValue)
    guard let format = OutputFormat(rawValue: argument) else {
      let guess = Spelling.suggestion(for: argument, among: names)
      throw ValidationError(
        "there is no format '\(argument)'; "
          + (guess.map { "did you mean '\($0)'?" } ?? "use \(names.joined(separator: " or "))"))
    }
    guard available.contains(format) else {
      throw ValidationError(
        "the format '\(argument)' is not available yet; use \(names.joined(separator: " or "))")
    }
    self = format
  }
}
