/// C source text, line by line, indented by its braces.
struct CText {

  private(set) var lines: [String] = []
  private var depth: Int

  init(depth: Int = 0) { self.depth = depth }

  var isEmpty: Bool { lines.isEmpty }

  /// Adds a line at the present depth.
  mutating func line(_ text: String) {
    lines.append(text.isEmpty ? "" : String(repeating: "  ", count: depth) + text)
  }

  /// Adds a line that ends with an opening brace, and indents what follows.
  mutating func open(_ text: String) {
    line(text)
    depth += 1
  }

  /// Adds a line that begins with the closing brace.
  mutating func close(_ text: String = "}") {
    depth -= 1
    line(text)
  }

  /// Adds to the end of a line that was written before.
  mutating func extend(_ number: Int, by text: String) { lines[number] += text }

  /// Ends what was indented without a line of its own.
  mutating func outdent() { depth -= 1 }

  /// Adds lines that are the end of one branch and the beginning of the next.
  mutating func next(_ text: String) {
    close(text)
    depth += 1
  }

  /// Adds lines that were made elsewhere, as they are.
  mutating func append(_ other: CText) { lines += other.lines }

  /// Adds text of several lines at the present depth.
  mutating func append(_ text: String) {
    text.split(separator: "\n", omittingEmptySubsequences: false).forEach { line(String($0)) }
  }

  /// Adds a comment, broken into lines of readable length.
  mutating func comment(_ text: String) {
    let width = 110 - 2 * depth
    var rows: [String] = []
    var row = ""
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      if !row.isEmpty, row.count + word.count + 1 > width {
        rows.append(row)
        row = ""
      }
      row += row.isEmpty ? String(word) : " " + word
    }
    rows.append(row)
    for (number, row) in rows.enumerated() {
      let safe = row.replacing("*/", with: "* /")
      line((number == 0 ? "/* " : "   ") + safe + (number == rows.count - 1 ? " */" : ""))
    }
  }

  /// Whether an identifier stands anywhere in the text but in comments.
  func mentions(_ name: String) -> Bool { lines.contains { Self.mentions(name, $0) } }

  /// Has a variable count as used that is mentioned nowhere but where it is declared.
  mutating func use(_ name: String) {
    let places = lines.indices.filter { Self.mentions(name, lines[$0]) }
    guard let place = places.first, places.count == 1 else { return }
    lines.insert("\(lines[place].prefix { $0 == " " })(void)\(name);", at: place + 1)
  }

  private static func mentions(_ name: String, _ whole: String) -> Bool {
    func belongs(_ character: Character?) -> Bool {
      character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
    }
    guard whole.contains(name) else { return false }
    let line = withoutComments(whole)
    return line.ranges(of: name).contains { range in
      let before = range.lowerBound == line.startIndex ? nil : line[line.index(before: range.lowerBound)]
      let behind = range.upperBound == line.endIndex ? nil : line[range.upperBound]
      return !belongs(before) && !belongs(behind)
    }
  }

  private static func withoutComments(_ line: String) -> String {
    guard let start = line.firstRange(of: "/*") else { return line }
    let rest = line[start.upperBound...]
    let end = rest.firstRange(of: "*/")?.upperBound ?? line.endIndex
    return line[..<start.lowerBound] + withoutComments(String(line[end...]))
  }

  var text: String { lines.map { $0 + "\n" }.joined() }
}
