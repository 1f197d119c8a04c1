import Foundation
import ISALanguage
import ISAModel
import Testing

/// No specification makes the elaborator crash, hang or run out of memory: what is too much is told.
struct HostileSpecificationTests {

  /// Items that ask for too much, and what is said about them.
  struct Attack: CustomTestStringConvertible, Sendable {
    var name: String
    var items: String
    var message: String
    var testDescription: String { name }

    init(_ name: String, _ items: String, _ message: String) {
      self.name = name
      self.items = items
      self.message = message
    }
  }

  private static func lines(_ count: Int, _ line: (Int) -> String) -> String {
    (0..<count).map(line).joined(separator: "\n")
  }

  private static func instruction(_ encoding: String, _ body: String = "") -> String {
    "instruction X \"x\" { source MANUAL \"p. 2\"\nencode \(encoding)\ndo { \(body) } }"
  }

  private static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  static let repetitions = [
    Attack(
      "statements", "function f() { \(repeated("for i in 0..<4096 { ", 6))\(repeated("}", 6)) }",
      "the machine 'small' is too large"),
    Attack(
      "items", "\(repeated("for i in 0..<4096 { ", 6))\(repeated("}", 6))", "too many declarations"),
    Attack(
      "forms",
      "instruction X \"x\" { source MANUAL \"1\"\n\(repeated("for i in 0..<4096 { ", 3)) \(repeated("}", 3)) }",
      "the machine 'small' is too large"),
    Attack(
      "registers",
      "for N in \(lines(80) { "A\($0)" }.replacing("\n", with: ",")) {\nguest register N[1024]: bits(8)\n}",
      "the state has more than 65536 registers and fields"),
    Attack("rows", "function f() { for i in 0..<5000 { } }", "more than 4096 repetitions"),
    Attack(
      "range", "for i in -170141183460469231731687303715884105727..<1 { }",
      "this bound of 'for' is out of range"),
    Attack(
      "texts",
      lines(12) { "for T\($0) in \"\($0 == 0 ? "xxxxxxxxxx" : repeated("{T\($0 - 1)}", 10))\" {" }
        + repeated("}", 12),
      "this text becomes longer than 16000 bytes"),
    Attack(
      "variables", "for \(lines(70) { "v\($0)" }.replacing("\n", with: ",")) in (1) { }",
      "a 'for' has at most 64 variables"),
  ]

  static let instances = [
    Attack(
      "static recursion",
      "function f(n: width, x: bits(n)) -> bits(8) { f(n + 1, zero_extend(x, n + 1)) }\nfunction g() -> bits(8) { f(1, 0) }",
      "calls nest more than 64 levels deep here"),
    Attack(
      "static recursion of views",
      "view V[n: width]: bits(8) { read { V[n + 1] } }\nfunction g() -> bits(8) { V[0] }",
      "calls nest more than 64 levels deep here"),
    Attack(
      "static recursion of operands",
      "operand o(n: width) -> bits(8) { case () x:o(n + 1) => x }\n\(instruction("0x01 a:o(0)"))",
      "operands nest more than 32 levels deep here"),
    Attack(
      "many static arguments",
      """
      function g(a: width, b: width, c: width, d: width) -> bits(1) {
        if a == 0 || b == 0 || c == 0 || d == 0 { 0 } else { g(a - 1, b, c, d) | g(a, b - 1, c, d) | g(a, b, c - 1, d) | g(a, b, c, d - 1) }
      }
      function h() -> bits(1) { g(15, 15, 15, 15) }
      """, "the machine 'small' is too large"),
    Attack(
      "doubling functions",
      lines(40) { "function f\($0)(x: bits(8)) -> bits(8) { f\($0 + 1)(x) + f\($0 + 1)(x) }" }
        + "\nfunction f40(x: bits(8)) -> bits(8) { x }", "is too large: one run evaluates more than"),
    Attack(
      "doubling operands",
      "operand o0() -> bits(8) { case () x:8 => x }\n"
        + lines(12) { "operand o\($0 + 1)() -> bits(8) { case () a:o\($0)() b:o\($0)() => a + b }" }
        + "\n" + instruction("0x01 a:o12()"), "an instruction has at most 255 units"),
    Attack(
      "chain of functions", lines(70) { "function f\($0)() { f\($0 + 1)() }" } + "\nfunction f70() { }",
      "calls nest more than 64 levels deep here"),
    Attack(
      "doubling records",
      "record R0 { a: bits(1), b: bits(1) }\n" + lines(20) { "record R\($0 + 1) { a: R\($0), b: R\($0) }" },
      "has more than 256 parts"),
    Attack("endless records", "record A { b: B }\nenum B { one(a: A) }", "would hold another"),
    Attack(
      "doubling constants",
      lines(60) { "constant A\($0): bits(8) = A\($0 + 1) + A\($0 + 1)" }
        + "\nconstant A60: bits(8) = 1\nfunction f() -> bits(8) { A0 }", "the machine 'small' is too large"),
  ]

  static let sizes = [
    Attack("widths", "guest register X: bits(99999999999)", "a width is between 1 and 128"),
    Attack("huge widths", "guest register X: bits(99999999999999999999999)", "a width is out of range"),
    Attack("negative widths", "guest register X: bits(-1)", "a width is between 1 and 128, not -1"),
    Attack("arrays", "guest register X[99999999]: bits(8)", "an array has 1 to 1024 registers"),
    Attack("digits", "constant X: bits(8) = 0x\(repeated("0", 40))1", "stand for 164 bits, more than 128"),
    Attack(
      "bits of an encoding", instruction(repeated("1111_1111 ", 300)), "an instruction has at most 255 units"),
    Attack(
      "fields of an encoding", instruction(lines(300) { "f\($0):8" }), "an instruction has at most 255 units"),
    Attack("names", "names n: bits(17) = \"a\"", "a list of names is for at most 16 bits"),
    Attack(
      "cases",
      "function f(x: bits(16)) { match x {\n\(lines(4097) { "\(binary($0, 16)) => { }" })\n_ => { } } }",
      "a match has at most 4096 cases"),
    Attack(
      "hard cases", "function f(x: bits(100)) { match x {\n\(hardPatterns)\n} }",
      "it is too hard to tell whether this match covers everything"),
    Attack(
      "deep cases",
      "function f(x: bits(8)) { "
        + repeated("match x {\n\(lines(100) { "\(binary($0, 8)) => { }" })\n_ => ", 30) + "{ }"
        + repeated("}", 30)
        + " }", "nests too deeply to be run"),
    Attack(
      "the least number",
      "constant A = -170141183460469231731687303715884105727 - 1\nfunction f(x: bits(8)) -> bits(1) { x[A] }",
      "the bits of bits(8) are 7..0"),
    Attack(
      "a match on a number",
      "function f() -> bits(8) { match 5 { n:9223372036854775807 n:9223372036854775807 => 2 } }",
      "the width of this number is not known here"),
    Attack(
      "mnemonics",
      "names n: bits(8) = \(lines(256) { "\"x\($0)\"" }.replacing("\n", with: ","))\ninstruction X \"x\" { source MANUAL \"1\"\nencode 0x01 a:8 b:8 c:8 d:8\nsyntax \"{a:n}{b:n}{c:n}{d:n}\"\ndo { R[0] = nothing } }",
      "there is no 'nothing'"),
    Attack(
      "aliases", lines(3_000) { "alias A\($0) = A\($0 + 1)" } + "\nalias A3000 = PC\nfunction f() { A0 = 1 }",
      "this is nested too deeply"),
    Attack(
      "constants",
      lines(3_000) { "constant A\($0) = A\($0 + 1) + 1" }
        + "\nconstant A3000 = 1\nfunction f() -> bits(8) { A0 }", "this is nested too deeply"),
  ]

  private static func binary(_ number: Int, _ width: Int) -> String {
    let digits = String(number, radix: 2)
    return repeated("0", width - digits.count) + digits
  }

  /// Each pattern fixes two bits of a hundred, so that all of them must be looked at together.
  private static let hardPatterns = lines(300) { number in
    (0..<100).map { bit in
      if bit == number * 37 % 100 { return number % 2 == 0 ? "0" : "1" }
      if bit == (number * 53 + 11) % 100 { return number % 3 == 0 ? "0" : "1" }
      return "_:1"
    }.joined(separator: " ") + " => { }"
  }

  @Test(arguments: repetitions + instances + sizes)
  func isToldWhatIsTooMuch(attack: Attack) {
    let elaborated = Elaborated(SmallMachine.head + attack.items + "\n}\n", mostEffort: 300_000)
    #expect(elaborated.machines.isEmpty)
    #expect(
      elaborated.summary.contains { $0.contains(attack.message) }, "\(elaborated.summary.prefix(3))")
  }

  @Test func manyErrors() {
    let items = "function f() {\n" + Self.lines(3_000) { "q\($0) = z\($0)" } + "\n}"
    #expect(SmallMachine.with(items).diagnostics.count == DiagnosticBag.limit)
  }

  @Test func largeMatches() {
    let cases = Self.lines(1_000) { "\(Self.binary($0, 16)) => \($0 % 256)" }
    let elaborated = SmallMachine.with("function f(x: bits(16)) -> bits(8) { match x {\n\(cases)\n_ => 0 } }")
    #expect(elaborated.summary.isEmpty, "\(elaborated.errors)")
  }

  @Test func machinesThatExtendMachines() {
    let text = (0..<200).map { "isa m\($0) \"m\" extends m\($0 + 1) { }" }.joined(separator: "\n")
    let summary = Elaborated(text).summary
    #expect(summary.contains { $0.contains("a file has at most 64 machines") })
    #expect(summary.contains { $0.contains("machines extend one another more than 32 levels deep") })
  }

  @Test func filesThatIncludeFiles() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pgcheck-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for number in 0..<20 {
      let text =
        number < 19 ? String(repeating: "include \"f\(number + 1).isa\"\n", count: 10) : "constant A = 1\n"
      try Data(text.utf8).write(to: folder.appending(path: "f\(number).isa"))
    }
    try Data("isa a \"t\" { include \"f0.isa\" }".utf8).write(to: folder.appending(path: "a.isa"))
    try Data("isa b \"t\" { include \".\" include \"/dev/zero\" }".utf8)
      .write(to: folder.appending(path: "b.isa"))
    let bomb = try Elaborated(path: folder.path + "/a.isa")
    #expect(bomb.summary.contains { $0.contains("the files include more than 100000 items") })
    let strange = try Elaborated(path: folder.path + "/b.isa").summary
    #expect(strange.contains { $0.contains("is a directory") })
    #expect(strange.contains { $0.contains("is not a plain file") })
  }
}
