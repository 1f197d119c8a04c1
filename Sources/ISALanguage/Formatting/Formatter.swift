/// Prints a specification in its canonical layout.
///
/// Line breaks are the author's; indentation, the spaces between words and the number of blank lines are not.
/// The words stay as they are, so the meaning does too, and formatting twice changes nothing.
package struct Formatter {

  /// How much deeper a block or a continued line stands.
  package static let step = 2

  private let file: SourceFile
  private let tokens: [Token]
  private var layout = LayoutState()
  private var output: [UInt8] = []

  /// The canonical layout of `file`.
  ///
  /// - Precondition: The lexer finds no mistake in the file; what it skips would be lost.
  package static func format(_ file: SourceFile) -> String {
    var formatter = Formatter(file)
    formatter.run()
    return String(decoding: formatter.output, as: UTF8.self)
  }

  private init(_ file: SourceFile) {
    var lexer = Lexer(file)
    self.file = file
    tokens = lexer.tokens(keepingComments: true)
    output.reserveCapacity(file.bytes.count)
  }

  private mutating func run() {
    for (index, token) in tokens.enumerated() where token.kind != .end {
      if index == 0 || token.startsLine {
        startLine(with: index)
      } else {
        let before = tokens[index - 1]
        let written = writtenSpaces(from: before.span.end, to: token.span.start)
        write(spaces: layout.gap(before: token, written: written))
      }
      output += file.bytes[token.span.start..<token.span.end]
      if token.kind != .comment { layout.take(token) }
    }
    if !output.isEmpty { output.append(UInt8(ascii: "\n")) }
  }

  private mutating func startLine(with index: Int) {
    let token = tokens[index]
    if index > 0 {
      output.append(UInt8(ascii: "\n"))
      if keepsBlankLine(before: index) { output.append(UInt8(ascii: "\n")) }
    }
    if token.kind == .comment {
      let next = tokens[index...].first { $0.kind != .comment }
      write(spaces: layout.indentation(ofCommentBefore: next ?? token))
    } else {
      write(spaces: layout.startLine(with: token))
    }
  }

  /// Whether a blank line is left before the token at `index`, which starts a line.
  private func keepsBlankLine(before index: Int) -> Bool {
    let lineEnds = file.bytes[tokens[index - 1].span.end..<tokens[index].span.start].count { $0 == 0x0A }
    guard lineEnds > 1, !tokens[index].isCloser else { return false }
    var last = index - 1
    if tokens[last].kind == .comment, !tokens[last].startsLine, last > 0 { last -= 1 }
    return !tokens[last].isOpener
  }

  /// How many spaces stand between two words; anything else than spaces counts as one.
  private func writtenSpaces(from start: Int, to end: Int) -> Int {
    file.bytes[start..<end].allSatisfy { $0 == 0x20 } ? end - start : 1
  }

  private mutating func write(spaces count: Int) {
    output.append(contentsOf: repeatElement(0x20, count: count))
  }
}

extension Token {

  /// Whether it is the punctuation `mark`.
  func `is`(_ mark: String) -> Bool { kind == .punctuation && text == mark }

  /// Whether it opens a bracket of any kind.
  var isOpener: Bool { self.is("{") || self.is("(") || self.is("[") }

  /// Whether it closes a bracket of any kind.
  var isCloser: Bool { self.is("}") || self.is(")") || self.is("]") }
}
