import ISALanguage
import Testing

/// How a text is cut into words.
struct LexerTests {

  private func lex(_ text: String, keepingComments: Bool = false) -> (tokens: [Token], errors: [String]) {
    lex(Array(text.utf8), keepingComments: keepingComments)
  }

  private func lex(_ bytes: [UInt8], keepingComments: Bool = false) -> (tokens: [Token], errors: [String]) {
    var lexer = Lexer(SourceFile(id: 0, path: "test.isa", bytes: bytes))
    let tokens = lexer.tokens(keepingComments: keepingComments)
    return (tokens, lexer.diagnostics.diagnostics.map(\.message))
  }

  @Test(
    arguments: [
      ("", []),
      ("  \t\r\n ", []),
      ("a1_ B", ["a1_", "B"]),
      ("x[7..0]", ["x", "[", "7", "..", "0", "]"]),
      ("0..<8", ["0", "..<", "8"]),
      ("a<<=b", ["a", "<<", "=", "b"]),
      ("a+++b", ["a", "++", "+", "b"]),
      (
        "-> => == != <= >= && || += -= *= &= |= ^=",
        ["->", "=>", "==", "!=", "<=", ">=", "&&", "||"]
          + ["+=", "-=", "*=", "&=", "|=", "^="]
      ),
      ("0x1F_g", ["0x1F_g"]),
      ("a // b\nc", ["a", "c"]),
      ("a / b", ["a", "/", "b"]),
      ("\"a // b\" c", ["a // b", "c"]),
      ("\u{FEFF}isa", ["isa"]),
    ] as [(String, [String])])
  func words(text: String, expected: [String]) {
    let (tokens, errors) = lex(text)
    #expect(tokens.dropLast().map(\.text) == expected)
    #expect(tokens.last?.kind == .end)
    #expect(errors.isEmpty)
  }

  @Test func kinds() {
    let kinds = lex("name 12 \"text\" { // comment\n", keepingComments: true).tokens.map(\.kind)
    #expect(kinds == [.identifier, .number, .string, .punctuation, .comment, .end])
  }

  @Test func linesAndSpans() {
    let tokens = lex("ab cd\n  // x  \n ef", keepingComments: true).tokens
    #expect(tokens.map(\.startsLine) == [true, false, true, true, true])
    #expect(tokens.map(\.span.start) == [0, 3, 8, 16, 18])
    #expect(tokens.map(\.span.end) == [2, 5, 12, 18, 18])
    #expect(tokens[2].text == "// x")
  }

  @Test(
    arguments: [
      ("\"open", "this text has no closing quotation mark on its line"),
      ("a # b # c", "'#' is not part of the language"),
      ("a é", "'é' is not part of the language"),
      ("a \u{1}", "control character is not part of the language"),
      (String(repeating: "n", count: 301), "a name or number has at most 300 characters"),
      ("\"" + String(repeating: "n", count: 4000) + "\"", "a text has at most 3998 bytes"),
    ])
  func mistakes(text: String, message: String) {
    #expect(lex(text).errors == [message])
  }

  @Test func invalidText() {
    let (tokens, errors) = lex(Array("isa ".utf8) + [0xFF, 0x41])
    #expect(tokens.map(\.text) == ["isa", ""])
    #expect(errors == ["the file is not valid UTF-8 text"])
  }

  @Test func longestWords() {
    #expect(lex(String(repeating: "n", count: 300)).errors.isEmpty)
    #expect(lex("\"" + String(repeating: "n", count: 3998) + "\"").errors.isEmpty)
  }
}
