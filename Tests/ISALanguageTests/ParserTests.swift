import ISALanguage
import Testing

/// What trees are made of texts, and what is said where none can be made.
struct ParserTests {

  @Test(
    arguments: [
      ("a + b * c", "(a + (b * c))"),
      ("a - b - c", "((a - b) - c)"),
      (
        "a || b && c == d | e ^ f & g ++ h << i + j * -k",
        "(a || (b && (c == (d | (e ^ (f & (g ++ (h << (i + (j * (-k)))))))))))"
      ),
      (
        "-k * j + i << h ++ g & f ^ e | d == c && b || a",
        "(((((((((((-k) * j) + i) << h) ++ g) & f) ^ e) | d) == c) && b) || a)"
      ),
      ("a < b && c < d", "((a < b) && (c < d))"),
      ("(a | b) == c", "((a | b) == c)"),
      ("!-~x", "(!(-(~x)))"),
      ("-x[3]", "(-x[3])"),
      ("x[7..0][1].f", "x[7..0][1].f"),
      ("mem[a, b, 8] as user + 1", "((mem[a, b, 8] as user) + 1)"),
      ("Place.memory(a + 1)", "Place.memory((a + 1))"),
      ("Sum(value: x, carry: y)", "Sum(value: x, carry: y)"),
      ("F.{A, B}", "F.{A, B}"),
      ("0x1F", "31'8"), ("0b0101", "5'4"), ("010", "2'3"), ("10", "10"), ("1_000", "1000"), ("0", "0"),
      ("if a { b } else if c { d } else { e }", "if a { b } else { if c { d } else { e } }"),
      ("match x { 0 => a, 1 n:2 => b; _ => c }", "match x { 0'1 => a; 1'1 n:2 => b; _ => c }"),
      ("match p { one(x, _) => x\n two => (y)\n}", "match p { one(x, _) => x; two => y }"),
      ("match x { (14) => a\n 0 _:2 1 => b }", "match x { (14) => a; 0'1 _:2 1'1 => b }"),
      ("{ x }", "{ x }"),
    ])
  func expressions(text: String, expected: String) {
    let (dump, errors) = Parsed.block(text)
    #expect(errors.isEmpty)
    #expect(dump == "{ \(expected) }")
  }

  @Test(
    arguments: [
      ("let x: bits(8) = 1\nvar y = x", "let x: bits(8) = 1; var y = x"),
      ("x = 1; y += 2", "x = 1; y += 2"),
      ("F.{A, B} = x ++ y", "F.{A, B} = (x ++ y)"),
      ("trap t\n(a)", "trap t(); a"),
      ("trap t(a, b)", "trap t(a, b)"),
      ("require a else trap t", "require a else trap t()"),
      ("unpredictable", "unpredictable"),
      ("for i in 0..<8 { a }", "for i in 0..<8 { a }"),
      ("for a, b in (1, X), (2, Y) { }", "for a, b in (1, X), (2, Y) {}"),
      ("for s in 8, 16 { }", "for s in (8), (16) {}"),
      ("x\n[1]", "x; "),
      ("x\n+ 1", "(x + 1)"),
      ("x\n- 1", "(x - 1)"),
      ("trap = 1", "trap = 1"),
      ("let.f = 1", "let.f = 1"),
    ])
  func statements(text: String, expected: String) {
    let (dump, errors) = Parsed.block(text)
    guard !expected.hasSuffix("; ") else {
      // A bracket on a new line does not continue the line before; alone it is nothing.
      #expect(errors == ["3:1: expected an expression, found '['"])
      return
    }
    #expect(errors.isEmpty)
    #expect(dump == "{ \(expected) }")
  }

  @Test(
    arguments: [
      ("encode 0100_0000_11 ea:6", "259'10 ea:6"),
      ("encode 0x0F (n) w:1 imm:size", "15'8 (n) w:1 imm:size"),
      ("encode dst:rm(size, mod) x:(n + 1)", "dst:rm(size, mod) x:(n + 1)"),
      ("encode imm:size (n)", "imm:size (n)"),
      ("encode imm:size(n)", "imm:size(n)"),
    ])
  func encodings(text: String, expected: String) throws {
    let parsed = Parsed("instruction X {\n\(text)\n}")
    #expect(parsed.errors.isEmpty)
    guard case .instruction(let instruction)? = parsed.file.fragment.first?.kind else {
      Issue.record("no instruction")
      return
    }
    #expect(
      instruction.main.pattern?.map(\.dump).joined(separator: " ")
        == expected)
  }

  @Test(
    arguments: [
      ("a < b < c", "2:7: comparisons do not chain"),
      ("f(a", "3:1: expected ')', found '}'"),
      ("x = ", "3:1: expected an expression, found '}'"),
      ("let = 3 = 4", "2:9: expected an expression"),
      ("9D", "2:1: '9D' is not a number"),
      ("0x", "2:1: '0x' has no digits"),
      ("012", "2:1: a decimal number does not start with 0"),
      (
        "0x1_0000_0000_0000_0000_0000_0000_0000_0000",
        "2:1: '0x1_0000_0000_0000_0000_0000_0000_0000_0000' does not fit in 128 bits"
      ),
      (
        "0x000_0000_0000_0000_0000_0000_0000_0000_0000",
        "2:1: the digits of this number stand for 140 bits, more than 128"
      ),
      ("require a trap t", "2:11: expected 'else' after the condition of 'require', found 'trap'"),
      ("for i { }", "2:7: expected 'in' after the variables of 'for', found '{'"),
    ])
  func mistakes(text: String, expected: String) {
    #expect(Parsed.block(text).errors.first?.hasPrefix(expected) == true, "\(Parsed.block(text).errors)")
  }

  @Test(
    arguments: [
      ("instructoin A { }", "1:1: 'instructoin' does not start a declaration"),
      ("register", "1:9: expected the name of the register, found the end of the file"),
      ("constant X: bits(8)", "1:20: expected '=' and a value, found the end of the file"),
      ("isa a \"t\" {", "1:12: expected '}' after the items of 'a', found the end of the file"),
      ("feature x", "1:10: expected what the feature is in quotation marks, found the end of the file"),
      ("claim A is not 3", "1:16: expected a class, found '3'"),
      (
        "memory mem[a: bits(8)]: bits(8)",
        "1:32: expected the byte order: 'little' or 'big', found the end of the file"
      ),
      ("trap t: fault, x", "1:16: expected 'imprecise', found 'x'"),
      ("instruction A { encode 00 encode 11 }", "1:27: a second 'encode' in one form"),
      ("instruction A { encode 9D }", "1:24: '9D' is not a string of bits"),
    ])
  func mistakesInItems(text: String, expected: String) {
    #expect(Parsed(text).errors.first?.hasPrefix(expected) == true, "\(Parsed(text).errors)")
  }

  @Test func readingGoesOnAfterMistakes() {
    let parsed = Parsed(
      """
      isa a "t" {
        constant A = )
        function f() {
          x = = 1
          y = 2
          z = (
        }
        instruction X {
          encode ?? 00
          do { }
        }
        constant B = 3
      }
      """)
    #expect(parsed.errors.map { $0.prefix { $0 != ":" } } == ["2", "4", "7", "9"])
    let names = parsed.file.machines.first?.items.count
    #expect(names == 3)
  }

  @Test func spansCoverTheirWords() throws {
    let text = "constant A = (b + c[1])"
    let parsed = Parsed(text)
    guard case .constant(let constant)? = parsed.file.fragment.first?.kind else {
      Issue.record("no constant")
      return
    }
    let file = SourceFile(id: 0, path: "x", bytes: Array(text.utf8))
    #expect(file.text(of: constant.value.span) == "(b + c[1])")
    guard case .binary(_, let left, let right, let mark) = constant.value.kind else { return }
    #expect([left.span, mark, right.span].map { file.text(of: $0) } == ["b", "+", "c[1]"])
  }
}
