import ISALanguage
import TestSupport
import Testing

/// How diagnostics look, each against a file in `Snapshots`.
struct DiagnosticRendererTests {

  /// A text in which what is marked stands between `«` and `»`; several marks are numbered in order.
  private struct Marked {
    var bytes: [UInt8] = []
    var spans: [Range<Int>] = []

    init(_ text: String) {
      var start: [Int] = []
      for scalar in text.unicodeScalars {
        switch scalar {
        case "«": start.append(bytes.count)
        case "»": if let first = start.popLast() { spans.append(first..<bytes.count) }
        default: bytes += Array(String(scalar).utf8)
        }
      }
    }
  }

  private func render(
    _ text: String, severity: Diagnostic.Severity = .error, _ message: String = "something is wrong",
    rule: String? = nil, notes: [String] = [], help: String? = nil, colour: Bool = false, columns: Int = 60
  ) -> String {
    let marked = Marked(text)
    return render(
      marked.bytes, marked.spans, severity: severity, message, rule: rule, notes: notes, help: help,
      colour: colour,
      columns: columns)
  }

  private func render(
    _ bytes: [UInt8], _ spans: [Range<Int>], severity: Diagnostic.Severity = .error,
    _ message: String = "something is wrong", rule: String? = nil, notes: [String] = [], help: String? = nil,
    colour: Bool = false, columns: Int = 60
  ) -> String {
    var sources = SourceMap()
    let file = sources.add(path: "specs/example.isa", bytes: bytes)
    let places = spans.map { Span(file: file.id, start: $0.lowerBound, end: $0.upperBound) }
    let diagnostic = Diagnostic(
      severity, message, at: places[0], rule: rule,
      notes: notes.enumerated().map { index, note in
        Diagnostic.Note(note, at: index + 1 < places.count ? places[index + 1] : nil)
      }, help: help)
    return DiagnosticRenderer(sources: sources, colour: colour, columns: columns).render(diagnostic)
  }

  @Test func plain() throws {
    try Snapshot.expect(
      render("isa a {\n  «FLAG».Z = 1\n}\n", "there is no 'FLAG'", help: "did you mean 'FLAGS'?"),
      matches: "renderer-plain.txt")
  }

  @Test func rulesAndNotes() throws {
    let lines = String(repeating: "\n", count: 97)
    try Snapshot.expect(
      render(
        "register «A»: bits(8)\(lines)register «A»: bits(9)\n", severity: .warning, "'A' is declared twice",
        rule: "PG403", notes: ["first declared here", "a note without a place"], help: "call it otherwise"),
      matches: "renderer-notes.txt")
  }

  @Test func colours() throws {
    let text =
      render("a «b» «c»", "wrong", rule: "PG101", notes: ["here", "and"], help: "do", colour: true)
      + render("a «b»", severity: .warning, "doubtful", colour: true)
    // The escape character is kept out of the file.
    try Snapshot.expect(text.replacing("\u{1B}", with: "␛"), matches: "renderer-colours.txt")
  }

  @Test func placesInLines() throws {
    let texts = [
      "", "«»", "abc«»", "«abc»", "a «b»\r\nc", "a\n«b\nc» d", "a «b {   \n c» }", "\tx\t«y»\tz", "  \t«x»",
      "x «» y",
      "last «line»", "a\n«\n»b",
    ]
    let all = texts.map { text in
      text.isEmpty ? render([], [0..<0]) : render(text)
    }
    try Snapshot.expect(all.joined(separator: "\n"), matches: "renderer-places.txt")
  }

  @Test func wideCharacters() throws {
    let texts = [
      "\"漢字\" «x»", "\"é\" «é» y", "«漢字» x", "e\u{301}e\u{301} «x»", "👩‍👩‍👧 «👍» x", "\u{202E}abc\u{1B}[31m «x»",
      "日本«語»",
    ]
    try Snapshot.expect(texts.map { render($0) }.joined(separator: "\n"), matches: "renderer-wide.txt")
  }

  @Test func longLines() throws {
    let long = String(repeating: "abcdefghi ", count: 30)
    let texts = [
      "«start» \(long)", "\(long)«end»", "\(long)«middle» \(long)", "\(long)«\(long)»\(long)",
      "«\(long)»", String(repeating: "漢", count: 100) + "«x»", String(repeating: "\t", count: 40) + "«x»",
    ]
    try Snapshot.expect(texts.map { render($0) }.joined(separator: "\n"), matches: "renderer-long.txt")
  }

  @Test func invalidText() throws {
    let bytes: [UInt8] = [0x61, 0x20, 0xFF, 0xFE, 0x20, 0x62]
    try Snapshot.expect(
      [0..<1, 2..<3, 3..<4, 5..<6, 6..<6].map { render(bytes, [$0]) }.joined(separator: "\n"),
      matches: "renderer-invalid.txt")
  }

  @Test func textOfMessagesIsHarmless() {
    let text = render("«x»", "'\u{1B}[2J\u{202E}' is wrong", notes: ["\u{7}"], help: "\u{0}")
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202E}" })
  }

  @Test func severalAreSeparated() {
    var sources = SourceMap()
    let file = sources.add(path: "x.isa", bytes: Array("a b".utf8))
    let diagnostics = [0, 2].map {
      Diagnostic(.error, "m\($0)", at: Span(file: file.id, start: $0, end: $0 + 1))
    }
    let renderer = DiagnosticRenderer(sources: sources)
    #expect(renderer.render(diagnostics) == diagnostics.map { renderer.render($0) + "\n" }.joined())
    #expect(renderer.render([]) == "")
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func anySpanOfAnyTextIsShown(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let scalars: [String] = ["a", "\t", "\n", "漢", "é", "\u{301}", " ", "👍", "\r", "\u{0}"]
    var bytes = (0..<random.below(400)).flatMap { _ in Array(random.one(of: scalars).utf8) }
    for _ in 0..<random.below(5) where !bytes.isEmpty {
      bytes[random.below(bytes.count)] = UInt8(random.below(256))
    }
    let start = random.below(bytes.count + 1)
    let end = start + random.below(bytes.count + 1 - start)
    let lines = render(bytes, [start..<end], columns: 10 + random.below(60)).split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines.last?.contains("^") == true)
  }
}
