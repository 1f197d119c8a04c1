/// Text in the making, in lines, paragraphs and tables.
struct TextPage {

  let style: TextStyle

  /// What was written so far.
  private(set) var text = ""

  init(_ style: TextStyle) { self.style = style }

  /// Writes one line, as long as it is.
  mutating func line(_ pieces: [Piece], indent: Int = 0) {
    var last = pieces
    while let piece = last.last, piece.text.allSatisfy({ $0 == " " }) { last.removeLast() }
    guard !last.isEmpty else { return blank() }
    text += String(repeating: " ", count: indent)
    for (number, piece) in last.enumerated() {
      let isLast = number == last.count - 1
      text += style.paint(isLast ? Self.trimmed(piece.text) : piece.text, piece.tone)
    }
    text += "\n"
  }

  /// Writes one line.
  mutating func line(_ piece: Piece, indent: Int = 0) { line([piece], indent: indent) }

  /// Writes an empty line, unless the page starts here or the line before is empty.
  mutating func blank() {
    guard !text.isEmpty, !text.hasSuffix("\n\n") else { return }
    text += "\n"
  }

  /// Writes `first`, then `body` broken into lines that fit; those after the first start `hanging` columns further in.
  mutating func paragraph(
    _ body: String, after first: [Piece] = [], indent: Int, hanging: Int = 0, tone: Tone = .plain
  ) {
    var pieces = first
    var column = indent + first.reduce(0) { $0 + $1.width }
    var current = ""
    var isStart = true
    for word in body.split(separator: " ").map(String.init) {
      if !isStart, column + 1 + word.count > style.width {
        line(pieces + [Piece(current, tone)], indent: indent)
        pieces = [Piece(String(repeating: " ", count: hanging), .plain)]
        current = ""
        column = indent + hanging
        isStart = true
      }
      if !isStart {
        current += " "
        column += 1
      }
      current += word
      column += word.count
      isStart = false
    }
    if !isStart || !first.isEmpty { line(pieces + [Piece(current, tone)], indent: indent) }
  }

  /// Writes rows of cells in columns, two spaces apart; each column is as wide as its widest cell.
  mutating func table(_ rows: [[Piece]], indent: Int, gap: Int = 2) {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.width)
      }
    }
    for row in rows {
      var pieces: [Piece] = []
      for (column, cell) in row.enumerated() {
        pieces.append(cell)
        guard column < row.count - 1 else { continue }
        pieces.append(Piece(String(repeating: " ", count: widths[column] - cell.width + gap), .plain))
      }
      line(pieces, indent: indent)
    }
  }

  /// Writes lines as they are.
  mutating func verbatim(_ lines: String, indent: Int, tone: Tone = .plain) {
    for row in lines.split(separator: "\n", omittingEmptySubsequences: false) {
      line(Piece(String(row), tone), indent: indent)
    }
  }

  private static func trimmed(_ text: String) -> String {
    var rest = Substring(text)
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}
