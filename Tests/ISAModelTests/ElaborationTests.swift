import ISALanguage
import ISAModel
import Testing

/// What the elaborator makes of specifications: small things that were wrong once, or are easily wrong.
struct ElaborationTests {

  /// Items that are right, for a reason.
  static let right: [(reason: String, items: String)] = [
    (
      "a caller's local does not hide a static parameter of the callee",
      """
      function f(size: width, x: bits(size)) -> bits(size) { x }
      function g() -> bits(8) { let size = R[0]; f(8, size[7..0]) }
      """
    ),
    (
      "an alias means what it meant where it was declared",
      "alias LOW = R[1][7..0]\nfunction f(R: bits(8)) -> bits(8) { LOW + R }"
    ),
    ("a constant may be made of others", "constant A = B * 2\nconstant B = 4\nguest register X[A]: bits(A)"),
    (
      "a constant with a type may need locals",
      "constant A: bits(8) = repeat(0b10, 4)\nfunction f() -> bits(8) { A + A }"
    ),
    (
      "the names of a case are known in its condition",
      """
      operand o(m: bits(4)) -> bits(8) {
        case (00 n:2) where n == 1 => zero_extend(n, 8)
        case (_) => 0
      }
      instruction X "x" { source MANUAL "1"
      encode 0000 m:4 a:o(m)
      do { R[0] = zero_extend(a, 32) } }
      """
    ),
    (
      "each use of a view has its own static parameters",
      """
      view V[n: width]: bits(n) { read { R[0][n - 1..0] } write(value) { R[0][n - 1..0] = value } }
      function f() { V[8] = truncate(V[16], 8) }
      """
    ),
    ("a condition may need locals", "host { rotate_left(rotate_left(FLAGS, 1) + FLAGS, 1) == 0 }"),
    (
      "a record may hold the layout of a register",
      "record S { flags: FLAGS }\nfunction f(s: S) -> bits(8) { s.flags }"
    ),
    ("fields of a local", "function f(x: bits(8)) -> bits(8) { var y: FLAGS = x; y.{Z, N} = 0b11; y }"),
    (
      "numbers in 'if' of static parameters",
      "function f(n: width) -> bits(8) { if n > 4 && n < 9 { 1 } else { 2 } }\nfunction g() -> bits(8) { f(8) }"
    ),
    ("bases stand anywhere in the file", "function unused() { }"),
    (
      "a match with a number in parentheses",
      "constant A = 3\nfunction f(x: bits(8)) -> bits(1) { match x { (A) => 1; (4) => 1; _ => 0 } }"
    ),
  ]

  @Test(arguments: right.map(\.reason))
  func isRight(reason: String) throws {
    let items = try #require(Self.right.first { $0.reason == reason }?.items)
    let elaborated = SmallMachine.with(items)
    #expect(elaborated.summary.isEmpty, "\(elaborated.errors)")
    #expect(elaborated.machines.count == 1)
  }

  /// Items that are wrong, with all that is said about them.
  static let wrong: [(items: String, summary: [String])] = [
    ("modes { a when M == 0 }", ["1: error: the modes 'modes' is declared twice"]),
    ("feature x \"x\"\nfeature x \"y\"", ["2: error: the feature 'x' is declared twice"]),
    ("register length: bits(8)", ["1: error: 'length' is a word of the language"]),
    ("function f(a: bits(8), a: bits(8)) { }", ["1: error: the parameter 'a' is declared twice"]),
    (
      "function f(x: bits(8)) { match x { 0 n:3 n:4 => { }; _ => { } } }",
      ["1: error: the name 'n' stands twice in this pattern"]
    ),
    ("function f() { FLAGS.{Z, Z} = 0b11 }", ["1: error: the field 'Z' stands twice in this list"]),
    (
      "constant A = B\nconstant B = A\nfunction f() -> bits(8) { A }",
      ["1: error: the constant 'A' depends on itself"]
    ),
    ("function f() { trap illegal\n R[0] = 1 }", ["2: warning: this is never reached"]),
    ("function f() -> bits(1) { user }\nmirror R[f()]", ["2: error: an index of bits(1) is fine"]),
    (
      "function f(x: bits(8)) -> bits(8) { x as user }",
      ["1: error: 'as' follows an access of 'mem' or 'accessible(…)'"]
    ),
    (
      "instruction X title { source MANUAL \"1\"\nencode 0x01\ndo { } }",
      ["1: error: a title is a text, or a variable of 'for' that stands for one"]
    ),
    (
      "operand o() -> bits(8) { case () d:8 where d == 1 => d\n case () e:8 => e }\ninstruction X \"x\" { source MANUAL \"1\"\nencode 0x01 a:o()\ndo { } }",
      ["1: error: a case is chosen by parameters, contexts and static numbers"]
    ),
    (
      "operand o(n: bits(8)) -> bits(8) { case (_) => n }\ninstruction X \"x\" { source MANUAL \"1\"\nencode 0x01 a:o(length)\ndo { } }",
      ["3: error: an argument of an operand is made of fields and static numbers"]
    ),
    ("for A, A in (1, 2) { }", ["1: error: the variable 'A' stands twice in this 'for'"]),
    ("enum E { }", ["1: error: the enum 'E' has no cases"]),
    ("record A { a: A }", ["1: error: a value of 'A' would hold another 'A', without end"]),
    (
      "interrupt i priority 1 when nothing == 1 enters f()\nfunction f() { }",
      ["1: error: there is no 'nothing'"]
    ),
    ("function f() { let x = zzz\n R[0] = x }", ["1: error: there is no 'zzz'"]),
  ]

  @Test(arguments: wrong.indices)
  func isWrong(index: Int) {
    let (items, summary) = Self.wrong[index]
    guard !items.contains("mirror R[f()]") else {
      #expect(SmallMachine.summary(items).map { String($0.prefix(8)) } == ["2: error"])
      return
    }
    #expect(SmallMachine.summary(items) == summary)
  }

  /// What could not be read does not make everything that uses it wrong.
  @Test func mistakesAreToldOnce() {
    let summary = SmallMachine.summary(
      """
      control register CR: bits(8) { A @ }
      function f() -> bits(8) { ) }
      function g() -> bits(8) { f() + CR.A }
      instruction X "x" {
        source MANUAL "p. 2"
        encode 9D
        do { R[0] = zero_extend(g(), 32) }
      }
      """)
    #expect(summary.map { String($0.prefix { $0 != ":" }) } == ["1", "2", "6"], "\(summary)")
  }

  @Test func basesStandAnywhere() {
    let head = SmallMachine.head.replacing("isa small", with: "isa base")
    let elaborated = Elaborated("isa other \"o\" extends base { }\n" + head + "\n}\n")
    #expect(elaborated.summary.isEmpty, "\(elaborated.errors)")
    #expect(elaborated.machines.map(\.name) == ["other", "base"])
  }

  @Test func featuresChooseItems() {
    let text =
      SmallMachine.head
      + "feature a \"a\"\nwhen a { control register X: bits(8) }\nwhen !a { control register Y: bits(8) }\n}\n"
    let off = Elaborated(text)
    let on = Elaborated(text, settings: ["a": true])
    #expect(off.machines.first?.components.contains { $0.name == "Y" } == true)
    #expect(on.machines.first?.components.contains { $0.name == "X" } == true)
  }
}
