extension LayoutState {

  /// What layout knows of single words.
  enum Words {

    /// Words that an operand or a bracket of its own follows.
    static let beforeOperand: Set<String> = [
      "if", "match", "require", "where", "when", "in", "enters", "priority", "encode", "case", "else",
      "fetch",
      "prefix", "mirror", "not", "is", "elf", "size",
    ]

    /// Words that do not end a line for good.
    static let open: Set<String> = [
      "in", "when", "enters", "extends", "priority", "where", "encode", "syntax", "fetch", "case", "let",
      "var",
      "if", "match", "require", "as", "is", "replace", "remove", "else",
    ]

    /// Words that go on with a declaration.
    static let clauses: Set<String> = [
      "enters", "priority", "extends", "traps", "size", "imprecise", "little", "big", "in",
    ]

    /// Words of statements that end with a block.
    static let headers: Set<String> = ["if", "for", "match"]

    /// Whether a statement goes on where `token` is the first word of a line.
    static func isContinuing(_ token: Token) -> Bool {
      switch token.kind {
      case .string: true
      case .punctuation: !token.isOpener && !token.isCloser && !token.is("!") && !token.is("~")
      default: false
      }
    }

    /// Whether no space stands around `token`.
    static func isTight(_ token: Token) -> Bool {
      token.is(".") || token.is("..") || token.is("..<")
    }

    /// Whether two words would be read as others if nothing stood between them.
    static func glue(_ one: Token, _ other: Token) -> Bool {
      guard one.kind == .punctuation, other.kind == .punctuation else {
        return one.kind != .punctuation && other.kind != .punctuation
      }
      let both = one.text + other.text
      return both.hasPrefix("//") || Lexer.marks.contains { both.hasPrefix($0) && $0.count > one.text.count }
    }
  }
}
