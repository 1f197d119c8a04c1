/// Makes a syntax tree of a file.
///
/// A mistake ends the statement or item that it stands in, and reading goes on after it, so that one run
/// reports as many mistakes as it can.
package struct Parser {

  /// Thrown where a mistake was reported; caught where reading can go on.
  struct Mistake: Error {}

  /// How deeply brackets and blocks may nest.
  static let deepest = 120

  private let tokens: [Token]
  private(set) var position = 0
  private var depth = 0
  package private(set) var diagnostics: DiagnosticBag

  /// Names at the start of what could not be read: they were declared there, as likely as not.
  package private(set) var lostNames: Set<String> = []

  /// Makes a parser of `file`.
  package init(_ file: SourceFile) {
    var lexer = Lexer(file)
    tokens = lexer.tokens()
    diagnostics = lexer.diagnostics
  }

  /// Reads the file.
  package mutating func parseFile() -> FileSyntax {
    var machines: [MachineSyntax] = []
    var fragment: [ItemSyntax] = []
    while !isAtEnd {
      let start = position
      do {
        if atWord("isa") {
          if let machine = try parseMachine() { machines.append(machine) }
        } else {
          fragment += try parseItem()
        }
      } catch {
        loseNames(from: start)
        skipToItem()
      }
      if position == start { advance() }
    }
    return FileSyntax(machines: machines, fragment: fragment)
  }

  // MARK: Looking at tokens

  var current: Token { tokens[position] }
  var next: Token { tokens[min(position + 1, tokens.count - 1)] }
  func token(ahead count: Int) -> Token { tokens[min(position + count, tokens.count - 1)] }
  var previousSpan: Span { tokens[max(0, position - 1)].span }
  var isAtEnd: Bool { current.kind == .end }

  func at(_ mark: String) -> Bool { current.kind == .punctuation && current.text == mark }
  func atWord(_ word: String) -> Bool { current.kind == .identifier && current.text == word }

  @discardableResult mutating func advance() -> Token {
    let token = current
    if !isAtEnd { position += 1 }
    return token
  }

  mutating func take(_ mark: String) -> Bool {
    guard at(mark) else { return false }
    advance()
    return true
  }

  mutating func takeWord(_ word: String) -> Bool {
    guard atWord(word) else { return false }
    advance()
    return true
  }

  // MARK: Mistakes

  func describe(_ token: Token) -> String {
    switch token.kind {
    case .end: "the end of the file"
    case .string: "a text"
    default: "'\(token.text)'"
    }
  }

  mutating func fail(expected: String, help: String? = nil) -> Mistake {
    diagnostics.error("expected \(expected), found \(describe(current))", at: current.span, help: help)
    return Mistake()
  }

  mutating func fail(_ message: String, at span: Span, help: String? = nil) -> Mistake {
    diagnostics.error(message, at: span, help: help)
    return Mistake()
  }

  @discardableResult mutating func expect(_ mark: String, _ place: String = "") throws -> Token {
    guard at(mark) else { throw fail(expected: "'\(mark)'\(place.isEmpty ? "" : " \(place)")") }
    return advance()
  }

  mutating func expectWord(_ word: String, _ place: String = "") throws {
    guard takeWord(word) else { throw fail(expected: "'\(word)'\(place.isEmpty ? "" : " \(place)")") }
  }

  mutating func expectName(_ what: String) throws -> Identifier {
    guard current.kind == .identifier else { throw fail(expected: what) }
    let token = advance()
    return Identifier(name: token.text, span: token.span)
  }

  mutating func expectText(_ what: String) throws -> (text: String, span: Span) {
    guard current.kind == .string else { throw fail(expected: "\(what) in quotation marks") }
    let token = advance()
    return (token.text, token.span)
  }

  /// Runs `body` one level deeper, or reports that the text nests too deeply.
  mutating func nested<Result>(_ body: (inout Parser) throws -> Result) throws -> Result {
    guard depth < Self.deepest else {
      throw fail("this nests more than \(Self.deepest) levels deep", at: current.span)
    }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  // MARK: Going on after a mistake

  static let itemWords: Set<String> = [
    "isa", "include", "source", "feature", "when", "for", "constant", "register", "alias", "view", "names",
    "memory", "translate", "second_stage", "translation", "modes", "host", "invariant", "mirror", "claim",
    "trap",
    "interrupt", "reset", "install", "device", "mapped", "halt", "wait", "elf",
    "function", "record", "enum", "encoding", "operand", "instruction", "replace", "remove", "guest", "mode",
    "relocation", "control", "time",
  ]

  /// Skips to a line that starts an item, or to the brace that closes the present one.
  mutating func skipToItem() {
    skip { parser in
      parser.current.startsLine && parser.current.kind == .identifier
        && Self.itemWords.contains(parser.current.text)
    }
  }

  /// Skips to the next line at this level, or to the brace that closes the block.
  mutating func skipToStatement() {
    skip { $0.current.startsLine }
  }

  private mutating func skip(until isStart: (Parser) -> Bool) {
    var level = 0
    var first = true
    while !isAtEnd {
      if at("}") {
        if level == 0 { return }
        level -= 1
        advance()
        if level == 0, current.startsLine || at("}") { return }
        continue
      }
      if level == 0, !first, isStart(self) { return }
      if at("{") { level += 1 }
      first = false
      advance()
    }
  }

  /// Remembers the names between `start` and the mistake that was just met.
  private mutating func loseNames(from start: Int) {
    for token in tokens[start...min(position, start + 8)] where token.kind == .identifier {
      lostNames.insert(token.text)
    }
  }

  /// Reads elements between braces, going on after a mistake in one of them.
  mutating func braced<Element>(
    _ what: String, skip: (inout Parser) -> Void, _ element: (inout Parser) throws -> [Element]
  ) throws -> (elements: [Element], span: Span) {
    let open = try expect("{", "before \(what)")
    var elements: [Element] = []
    try nested { parser in
      while !parser.at("}") {
        if parser.isAtEnd {
          parser.diagnostics.report(
            Diagnostic(
              .error, "expected '}' after \(what), found the end of the file", at: parser.current.span,
              notes: [Diagnostic.Note("the brace that is not closed", at: open.span)]))
          throw Mistake()
        }
        if parser.take(";") || parser.take(",") { continue }
        let start = parser.position
        do {
          elements += try element(&parser)
        } catch {
          parser.loseNames(from: start)
          skip(&parser)
        }
        if parser.position == start { parser.advance() }
      }
    }
    let close = advance()
    return (elements, open.span.through(close.span))
  }

  /// Reads elements separated by commas until `close`, which is taken too.
  mutating func list<Element>(
    until close: String, _ element: (inout Parser) throws -> Element
  ) throws -> [Element] {
    var elements: [Element] = []
    while !at(close) {
      elements.append(try element(&self))
      if !take(",") { break }
    }
    try expect(close)
    return elements
  }
}
