/// The diagnostics of one run, without repetitions and not without end.
public struct DiagnosticBag: Sendable {

  /// How many errors, and how many warnings, are kept: more would bury the first.
  public static let limit = 100

  /// What was reported, in order of report.
  public private(set) var diagnostics: [Diagnostic] = []

  private var seen: Set<Diagnostic> = []

  /// How many errors there were, kept or not.
  public private(set) var errorCount = 0

  /// How many warnings there were, kept or not.
  public private(set) var warningCount = 0

  /// Makes an empty bag.
  public init() {}

  /// Whether an error was reported.
  public var hasErrors: Bool { errorCount > 0 }

  /// Whether a further error would not be kept.
  package var isFull: Bool { errorCount >= Self.limit }

  /// Adds `diagnostic` unless it was reported before.
  public mutating func report(_ diagnostic: Diagnostic) {
    guard !seen.contains(diagnostic) else { return }
    let count = diagnostic.severity == .error ? errorCount : warningCount
    if diagnostic.severity == .error { errorCount += 1 } else { warningCount += 1 }
    guard count < Self.limit else { return }
    seen.insert(diagnostic)
    diagnostics.append(diagnostic)
  }

  /// Reports an error.
  public mutating func error(
    _ message: String, at span: Span, notes: [Diagnostic.Note] = [], help: String? = nil
  ) {
    report(Diagnostic(.error, message, at: span, notes: notes, help: help))
  }

  /// Reports a warning.
  public mutating func warning(_ message: String, at span: Span, help: String? = nil) {
    report(Diagnostic(.warning, message, at: span, help: help))
  }

  /// The diagnostics in the order of their places.
  public var sorted: [Diagnostic] {
    diagnostics.enumerated().sorted { one, other in
      (one.element.span.file, one.element.span.start, one.offset)
        < (other.element.span.file, other.element.span.start, other.offset)
    }.map(\.element)
  }
}
