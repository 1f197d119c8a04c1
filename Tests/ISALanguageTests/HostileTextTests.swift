import ISALanguage
import TestSupport
import Testing

/// No text makes the reader crash, hang or run out of memory.
struct HostileTextTests {

  static let pieces = [
    "(", "[", "{", "-", "!", "~", "a ", "}", ")", "\"", ".", ",", "0", "isa ", "isa a {", "for a in 1 {",
    "when x {",
    "instruction A {", "replace ", "if x { } else ", "match x { _ => ", "x = (", "\u{0}", "\u{FEFF}", "é",
    "\n", "//",
    "a:", "0x", "case (",
  ]

  @Test(arguments: pieces)
  func oneThingOverAndOver(piece: String) {
    let many = String(repeating: piece, count: 6_000 / piece.utf8.count)
    for text in [many, "isa a \"t\" { function f() -> bits(8) { " + many, "instruction X { encode " + many] {
      let parsed = Parsed(text)
      #expect(parsed.errors.count <= 2 * DiagnosticBag.limit)
      _ = format(Array(text.utf8))
    }
  }

  @Test(arguments: ["+", "++", "&&", "==", "<<", "|", ".f", "[0]", "[1..0]", "(1)"])
  func longChains(mark: String) {
    let operand = mark.hasPrefix(".") || mark.hasPrefix("[") || mark.hasPrefix("(") ? "" : "x"
    let long = Parsed.block("x" + String(repeating: mark + operand, count: 10_000))
    let expected =
      mark == "==" ? "comparisons do not chain" : "more than 500 operators, calls or blocks inside"
    #expect(long.errors.count == 1)
    #expect(long.errors.first?.contains(expected) == true, "\(long.errors)")
    if mark != "==" {
      #expect(Parsed.block("x" + String(repeating: mark + operand, count: 400)).errors.isEmpty)
    }
  }

  @Test(arguments: [("(", ")"), ("{", "}"), ("-", ""), ("f(", ")"), ("if a { } else ", "{ }"), ("x[", "]")])
  func deepNesting(open: String, close: String) {
    func nested(_ depth: Int) -> [String] {
      let core = open.hasPrefix("if") ? "{ }" : "x"
      return Parsed.block(
        String(repeating: open, count: depth) + core
          + (close == "{ }" ? "" : String(repeating: close, count: depth))
      ).errors
    }
    #expect(nested(40).isEmpty)
    #expect(nested(2_000).contains { $0.contains("this nests more than 120 levels deep") })
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func randomBytes(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let limit = seed % 2 == 0 ? 256 : 128
    let bytes = (0..<2_000).map { _ in UInt8(random.below(limit)) }
    _ = Parsed(bytes: bytes)
    _ = format(bytes)
  }

  private func format(_ bytes: [UInt8]) -> String {
    Formatter.format(SourceFile(id: 0, path: "test.isa", bytes: bytes))
  }
}
