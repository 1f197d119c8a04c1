/// Something to tell the author of a specification; rendered elsewhere.
public struct Diagnostic: Hashable, Sendable {

  /// How bad it is.
  public enum Severity: String, Sendable {

    /// The specification cannot be used.
    case error

    /// The specification can be used, but should be mended.
    case warning
  }

  /// A pointer to another place that explains the message.
  public struct Note: Hashable, Sendable {

    /// What that place has to do with it.
    public var message: String

    /// The place, if the note has one.
    public var span: Span?

    /// Makes a note.
    public init(_ message: String, at span: Span? = nil) {
      self.message = message
      self.span = span
    }
  }

  /// How bad it is.
  public var severity: Severity

  /// The rule that found it (`PG403`), when it is one of the documented checks.
  public var rule: String?

  /// What is wrong, and what was expected.
  public var message: String

  /// Where it is wrong.
  public var span: Span

  /// Other places.
  public var notes: [Note]

  /// What to do about it.
  public var help: String?

  /// Makes a diagnostic.
  public init(
    _ severity: Severity, _ message: String, at span: Span, rule: String? = nil, notes: [Note] = [],
    help: String? = nil
  ) {
    self.severity = severity
    self.rule = rule
    self.message = message
    self.span = span
    self.notes = notes
    self.help = help
  }
}
