import ISALanguage
import TestSupport
import Testing

/// The canonical layout.
struct FormatterTests {

  static func format(_ text: String) -> String { format(Array(text.utf8)) }

  static func format(_ bytes: [UInt8]) -> String {
    Formatter.format(SourceFile(id: 0, path: "test.isa", bytes: bytes))
  }

  // MARK: Spaces

  @Test(
    arguments: [
      ("let x=a+b*-c", "let x = a + b * -c"),
      ("x = ~ a ^ ! b - - 1", "x = ~a ^ !b - -1"),
      ("x=f( a ,b )[ 3 ] . g", "x = f(a, b)[3].g"),
      ("x = y [7 .. 0]", "x = y[7..0]"),
      ("FLAGS . { Z,N }=z++n", "FLAGS.{Z, N} = z ++ n"),
      ("var c:bits( 8 )=0", "var c: bits(8) = 0"),
      ("for i in 0 ..< n{x[ i ]=1}", "for i in 0..<n { x[i] = 1 }"),
      ("if(a){b}else{}", "if (a) { b } else { }"),
      ("require(a)else trap t( 1 )", "require (a) else trap t(1)"),
      ("x = Sum(value:a,carry :1)", "x = Sum(value: a, carry: 1)"),
      ("x += 1;y=-1", "x += 1; y = -1"),
      ("x = a<b", "x = a < b"),
      ("x = mem[a,8]as user", "x = mem[a, 8] as user"),
      ("x = if -a == 1 { - b } else { 0 }", "x = if -a == 1 { -b } else { 0 }"),
      ("f(a)(b)", "f(a)(b)"),
      ("x    = 1   // why", "x    = 1   // why"),
      ("x = 1 // why", "x = 1  // why"),
      ("x = 1// why", "x = 1  // why"),
      ("longer = 1     // why", "longer = 1     // why"),
      ("x\t=\t1", "x = 1"),
      ("match x{00=>a;1 n:2=>b}", "match x { 00 => a; 1 n:2 => b }"),
      ("match x { 0 n : 2 => a }", "match x { 0 n:2 => a }"),
      ("match p{memory( a )=>mem[ a,32 ]}", "match p { memory(a) => mem[a, 32] }"),
      ("match x { (14)=>a }", "match x { (14) => a }"),
      ("x = a . . b", "x = a. .b"),
      ("x = a ! = b", "x = a ! = b"),
    ])
  func spacesInStatements(text: String, expected: String) {
    #expect(Self.format("function f() {\n\(text)\n}") == "function f() {\n  \(expected)\n}\n")
  }

  @Test(
    arguments: [
      ("guest register R[ 8 ]:bits(32)=0x1", "guest register R[8]: bits(32) = 0x1"),
      (
        "control(guest when strict)register G:bits(8){A@7 .. 4;zero@3..0}",
        "control (guest when strict) register G: bits(8) { A @ 7..4; zero @ 3..0 }"
      ),
      ("trap illegal:             fault", "trap illegal:             fault"),
      (
        "trap t( code:bits(32) ):memory,imprecise enters f( 14,code )",
        "trap t(code: bits(32)): memory, imprecise enters f(14, code)"
      ),
      ("names n:bits(1)=\"a\",\"b\"", "names n: bits(1) = \"a\", \"b\""),
      (
        "memory mem[address:bits(32)]:bits(8)little traps t",
        "memory mem[address: bits(32)]: bits(8) little traps t"
      ),
      (
        "function f(a:bits(8),size:width)->bits(size){a}",
        "function f(a: bits(8), size: width) -> bits(size) { a }"
      ),
      ("enum P{register(n:bits(3)),none}", "enum P { register(n: bits(3)), none }"),
      ("record S{value:bits(32),carry:bits(1)}", "record S { value: bits(32), carry: bits(1) }"),
      ("when ! strict{mirror A}", "when !strict { mirror A }"),
      ("claim GETM is not mode - sensitive", "claim GETM is not mode-sensitive"),
      ("for N,op in(AND,00),(OR,01){mirror N}", "for N, op in (AND, 00), (OR, 01) { mirror N }"),
      (
        "interrupt t priority -1 when(IE==1)enters f(32,0)",
        "interrupt t priority -1 when (IE == 1) enters f(32, 0)"
      ),
      ("alias LOW=R[ 0 ][ 7..0 ]", "alias LOW = R[0][7..0]"),
    ])
  func spacesInDeclarations(text: String, expected: String) {
    #expect(Self.format(text) == expected + "\n")
  }

  @Test(
    arguments: [
      ("encode 00 (code)w : 1 imm: size", "encode 00 (code) w:1 imm:size"),
      ("encode imm:size(n)", "encode imm:size(n)"),
      ("encode imm:size (n)", "encode imm:size (n)"),
      ("encode 0010   r:3 dst:rm( size,mod )", "encode 0010   r:3 dst:rm(size, mod)"),
      (
        "encode (a)(b) where x==1&&Sum(value:x).value==1",
        "encode (a) (b) where x == 1 && Sum(value: x).value == 1"
      ),
    ])
  func spacesInEncodings(text: String, expected: String) {
    #expect(Self.format("instruction A {\n\(text)\n}") == "instruction A {\n  \(expected)\n}\n")
  }

  // MARK: Lines

  @Test(arguments: LayoutExample.all)
  func lines(example: LayoutExample) {
    let indented = Self.format(example.text)
    #expect(indented == example.text)
    // Without any indentation, and with too much, the same comes out.
    let bare = example.text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.drop { $0 == " " }
    }
    #expect(Self.format(bare.joined(separator: "\n")) == example.text)
    #expect(Self.format(bare.map { "\t      " + $0 + "  \r" }.joined(separator: "\n")) == example.text)
  }

  @Test func blankLines() {
    let text = "\n\n// first\n\n\n\nisa a {\n\n  // x\n\n\n  mirror A  \n\n\n}\n\n\n"
    #expect(Self.format(text) == "// first\n\nisa a {\n  // x\n\n  mirror A\n}\n")
  }

  @Test func blankLineAfterCommentedBrace() {
    #expect(Self.format("isa a { // x\n\n mirror A\n}") == "isa a {  // x\n  mirror A\n}\n")
  }

  @Test func nothing() {
    #expect(Self.format("") == "")
    #expect(Self.format("\n \n") == "")
    #expect(Self.format("// only this") == "// only this\n")
    #expect(Self.format("\u{FEFF}isa") == "isa\n")
  }

  // MARK: Whole files

  static let files =
    Repository.specifications(in: "specs", recursive: true)
    + Repository.specifications(in: "Tests/Fixtures", recursive: true)

  @Test(arguments: files)
  func filesKeepTheirWords(file: SpecificationFile) throws { try checkFormatting(file.bytes()) }

  @Test(arguments: Repository.specifications(in: "specs", recursive: true))
  func specificationsAreCanonical(file: SpecificationFile) throws {
    let bytes = try file.bytes()
    #expect(Self.format(bytes) == String(decoding: bytes, as: UTF8.self))
  }

  @Test(
    arguments: DocumentationExample.all("isa") + DocumentationExample.all("items")
      + DocumentationExample.all("prelude"))
  func documentationIsCanonical(example: DocumentationExample) throws {
    try checkFormatting(Array(example.text.utf8))
    #expect(Self.format(example.text) == example.text)
  }

  /// Checks that formatting keeps all words, and that doing it twice changes nothing.
  private func checkFormatting(_ bytes: [UInt8]) throws {
    let formatted = Self.format(bytes)
    #expect(words(Array(formatted.utf8)) == words(bytes))
    #expect(Self.format(formatted) == formatted)
    #expect(
      !formatted.split(separator: "\n", omittingEmptySubsequences: false).contains { $0.hasSuffix(" ") })
    #expect(formatted.isEmpty || (formatted.hasSuffix("\n") && !formatted.hasSuffix("\n\n")))
  }

  private func words(_ bytes: [UInt8]) -> [String] {
    var lexer = Lexer(SourceFile(id: 0, path: "test.isa", bytes: bytes))
    return lexer.tokens(keepingComments: true).map { "\($0.kind) \($0.text) \($0.startsLine)" }
  }
}
