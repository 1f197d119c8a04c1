/// A word of the language.
public struct Token: Sendable {

  /// What kind of word it is.
  public enum Kind: Hashable, Sendable {

    /// A name or a keyword.
    case identifier

    /// A number, in any base.
    case number

    /// A text between quotation marks.
    case string

    /// An operator, bracket or separator.
    case punctuation

    /// A comment; only `Lexer.tokens(keepingComments: true)` yields these.
    case comment

    /// The end of the file.
    case end
  }

  /// What kind of word it is.
  public var kind: Kind

  /// The word as written; of a string, what stands between the quotation marks.
  public var text: String

  /// Where it stands.
  public var span: Span

  /// Whether it is the first word of its line.
  public var startsLine: Bool
}
