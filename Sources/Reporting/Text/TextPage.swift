/// Text in the making, in lines, paragraphs and tables.
struct TextPage {

  let style: TextStyle

  /// What was written so far.
  private(set) var text = ""

  init(_ style: TextStyle) { self.style = style }

  /// Writes one line, as long as it is.
  mutating func line(_ pieces: [Piece], indent: Int = 0) {
    var last = pieces
    while let piece = last.last, piece.text.utf8.allSatisfy({ $0 == 0x20 }) { last.removeLast() }
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

  /// Writes a title with a rule.
  mutating func heading(_ title: String) {
    blank()
    let rule = String(repeating: "─", count: max(0, style.width - title.count - 4))
    line([Piece("── ", .faint), Piece(title, .strong), Piece(" \(rule)", .faint)])
  }

  /// Writes an empty line, unless the page starts here or the line before is empty.
  mutating func blank() {
    guard !text.isEmpty, !text.utf8.suffix(2).elementsEqual([0x0A, 0x0A]) else { return }
    text += "\n"
  }

  /// Writes `first`, then `body` broken into lines that fit; those after the first start `hanging` columns
  /// further in.
  mutating func paragraph(
    _ body: String, after first: [Piece] = [], indent: Int, hanging: Int = 0, tone: Tone = .plain
  ) {
    var pieces = first
    var column = indent + first.reduce(0) { $0 + $1.width }
    var current = ""
    var isStart = true
    for word in body.split(separator: " ").map(String.init) {
      if !isStart, column + 1 + word.columns > style.width {
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
      column += word.columns
      isStart = false
    }
    if !isStart || !first.isEmpty { line(pieces + [Piece(current, tone)], indent: indent) }
  }

  /// Writes rows of cells in columns, two spaces apart; each column is as wide as its widest cell.
  mutating func table(_ rows: [[Piece]], indent: Int) {
    let widths = columnWidths(of: rows)
    for row in rows {
      var pieces: [Piece] = []
      for (column, cell) in row.enumerated() {
        pieces.append(cell)
        guard column < row.count - 1 else { continue }
        pieces.append(Piece(String(repeating: " ", count: widths[column] - cell.width + Self.gap), .plain))
      }
      line(pieces, indent: indent)
    }
  }

  /// The columns that `rows` take as a table.
  func width(of rows: [[Piece]]) -> Int {
    let widths = columnWidths(of: rows)
    return widths.reduce(0, +) + Self.gap * max(0, widths.count - 1)
  }

  private static let gap = 2

  private func columnWidths(of rows: [[Piece]]) -> [Int] {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.width)
      }
    }
    return widths
  }

  private static func trimmed(_ text: String) -> String {
    guard text.utf8.last == 0x20 else { return text }
    return String(text[..<(text.lastIndex { $0 != " " }.map(text.index(after:)) ?? text.startIndex)])
  }
}
