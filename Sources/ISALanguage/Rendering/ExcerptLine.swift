/// The line that a span starts in, as it is shown: tabs as spaces, cut where it is too long.
struct ExcerptLine {

  /// What is shown of the line.
  private(set) var text = ""

  /// The column, from 0, under which the mark starts.
  private(set) var markStart = 0

  /// The columns that the mark is wide, at least one.
  private(set) var markWidth = 1

  private static let tabStop = 4
  private static let ellipsis = DisplayText.Cell(text: "…", width: 1)

  /// Cuts out the line of `span`; at most `columns` columns of it are shown.
  init(of span: Span, in file: SourceFile, columns: Int) {
    let number = file.line(at: span.start)
    let line = file.byteRange(ofLine: number)
    let start = min(max(span.start, line.lowerBound), line.upperBound)
    let end = max(start, min(span.end, line.upperBound))
    // What cannot be seen anyway is not looked at: a line may be as long as the file.
    let reach = columns * 8
    let first = file.characterStart(at: max(line.lowerBound, start - reach))
    let last = file.characterStart(at: min(line.upperBound, start + reach))
    let marked = min(end, last)

    var cells: [DisplayText.Cell] = []
    var column = 0
    func append(_ range: Range<Int>) {
      for cell in DisplayText.cells(of: String(decoding: file.bytes[range], as: UTF8.self)) {
        let cell =
          cell.text == "\t" ? DisplayText.Cell(spaces: Self.tabStop - column % Self.tabStop) : cell
        cells.append(cell)
        column += cell.width
      }
    }
    append(first..<max(first, start))
    let markedCells = cells.count
    append(max(first, start)..<max(first, marked))
    var behindMark = cells.count
    append(max(first, marked)..<max(first, last))
    // A span of several lines is marked up to the last word of the first.
    while span.end > line.upperBound, behindMark > markedCells + 1, cells[behindMark - 1].isBlank {
      behindMark -= 1
    }
    while let cell = cells.last, cell.isBlank, cells.count > behindMark { cells.removeLast() }
    show(
      cells, marked: markedCells..<behindMark, columns: columns, isCutBefore: first > line.lowerBound,
      isCutAfter: last < line.upperBound)
  }

  private mutating func show(
    _ cells: [DisplayText.Cell], marked: Range<Int>, columns: Int, isCutBefore: Bool, isCutAfter: Bool
  ) {
    func width(_ range: Range<Int>) -> Int { cells[range].reduce(0) { $0 + $1.width } }
    var low = 0
    var high = cells.count
    if isCutBefore || isCutAfter || width(0..<high) > columns {
      // A third of the room goes to what stands before the mark.
      while low < marked.lowerBound, width(low..<marked.lowerBound) > columns / 3 { low += 1 }
      var room = columns
      high = low
      while high < cells.count, room >= cells[high].width {
        room -= cells[high].width
        high += 1
      }
    }
    let isCut = low > 0 || isCutBefore
    var shown = Array(cells[low..<high])
    if isCut { shown.insert(Self.ellipsis, at: 0) }
    if high < cells.count || isCutAfter { shown.append(Self.ellipsis) }
    text = shown.map(\.text).joined()
    markStart = width(low..<min(marked.lowerBound, high)) + (isCut ? Self.ellipsis.width : 0)
    markWidth = max(1, width(min(marked.lowerBound, high)..<min(marked.upperBound, high)))
  }
}

extension SourceFile {

  /// The bytes of line `number` (from 1), without its line end.
  func byteRange(ofLine number: Int) -> Range<Int> {
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] : bytes.count
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return start..<end
  }

  /// The start of the character that byte `offset` belongs to.
  func characterStart(at offset: Int) -> Int {
    var start = offset
    while start > 0, start < bytes.count, bytes[start] & 0xC0 == 0x80, offset - start < 4 { start -= 1 }
    return start
  }
}
