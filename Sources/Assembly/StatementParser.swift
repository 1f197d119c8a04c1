import ISALanguage
import ISAModel

/// Reads the statements of an assembly program, line by line.
///
/// A line is `label: statement // comment`, each part of which may be missing. A statement is a directive, which
/// starts with a full stop, `symbol = expression`, or an instruction in the syntax of the specification.
struct StatementParser {

  private let machine: Machine
  private var file: SourceFile
  private var matcher: SyntaxMatcher
  private let prefixes: [(word: [UInt8], settings: [(context: Int, value: UInt128)])]
  private let mnemonics: [String]

  private(set) var statements: [Statement] = []
  private(set) var diagnostics = DiagnosticBag()

  /// Where the symbols are defined.
  private(set) var symbols: [String: Span] = [:]

  /// All files that were read.
  private(set) var sources: SourceMap

  /// What was included: the numbers of files, by where that is said.
  private(set) var inclusions: [Span: Int] = [:]

  /// The files that are being read, each included by the one before.
  private var reading: [String] = []

  private var position = 0
  private var limit = 0

  init(machine: Machine, file: SourceFile, sources: SourceMap) {
    self.machine = machine
    self.file = file
    self.sources = sources
    matcher = SyntaxMatcher(machine: machine)
    prefixes = machine.stream.prefixes.flatMap { prefix in
      prefix.texts.map { (Array($0.lowercased().utf8), prefix.settings) }
    }
    mnemonics =
      machine.instructions.flatMap(\.mnemonics) + machine.stream.prefixes.flatMap(\.texts)
  }

  mutating func run() {
    reading.append(file.path)
    defer { reading.removeLast() }
    for (number, start) in file.lineStarts.enumerated() {
      let next = number + 1 < file.lineStarts.count ? file.lineStarts[number + 1] - 1 : file.bytes.count
      position = start
      limit = endOfStatement(start, max(start, next))
      do throws(AssemblyExpression.Failure) {
        try line()
      } catch {
        diagnostics.error(error.message, at: error.span, help: error.help)
      }
    }
  }

  /// Where a comment starts, and the spaces before it.
  private func endOfStatement(_ start: Int, _ end: Int) -> Int {
    var position = start
    var quote: UInt8?
    while position < end {
      let byte = file.bytes[position]
      if let open = quote {
        if byte == UInt8(ascii: "\\") { position += 1 } else if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ";")
        || byte == UInt8(ascii: "/") && position + 1 < end && file.bytes[position + 1] == UInt8(ascii: "/")
      {
        break
      }
      position += 1
    }
    position = min(position, end)
    while position > start, CharacterText.isSpace(file.bytes[position - 1]) { position -= 1 }
    return position
  }

  private mutating func line() throws(AssemblyExpression.Failure) {
    while true {
      skipSpaces()
      guard position < limit else { return }
      let start = position
      let word = self.word()
      skipSpaces()
      if !word.isEmpty, at(":"), isSymbol(word) {
        position += 1
        let span = Span(file: file.id, start: start, end: start + word.utf8.count)
        try define(word, at: span)
        statements.append(Statement(kind: .label(word), span: span))
        continue
      }
      if isSymbol(word), at("="), !at("==") {
        position += 1
        try assign(word, Span(file: file.id, start: start, end: start + word.utf8.count))
      } else if word.hasPrefix("."), word.utf8.count > 1 {
        try directive(word.lowercased(), start)
      } else {
        position = start
        try instruction()
      }
      return
    }
  }

  // MARK: Symbols

  private func isSymbol(_ word: String) -> Bool {
    guard let first = word.unicodeScalars.first, word != ".", first != "$", !word.dropFirst().contains(".")
    else {
      return false
    }
    return !(first.value >= 0x30 && first.value <= 0x39)
  }

  private mutating func define(_ name: String, at span: Span) throws(AssemblyExpression.Failure) {
    guard !matcher.reserved.contains(name.lowercased()) else {
      throw AssemblyExpression.Failure(
        message: "'\(name)' is a word of the machine, and cannot be a symbol", span: span)
    }
    if let other = symbols[name] {
      diagnostics.report(
        Diagnostic(
          .error, "the symbol '\(name)' is defined twice", at: span,
          notes: [Diagnostic.Note("first defined here", at: other)]))
      return
    }
    symbols[name] = span
  }

  private mutating func assign(_ name: String, _ span: Span) throws(AssemblyExpression.Failure) {
    let value = try expression()
    try expectEnd()
    try define(name, at: span)
    statements.append(Statement(kind: .assign(name, value.expression), span: span))
  }

  // MARK: Instructions

  private mutating func instruction() throws(AssemblyExpression.Failure) {
    let start = position
    var pinned: [Int: UInt128] = [:]
    var readings: [Statement.Reading] = []
    while true {
      // What looks like a prefix may also be how an instruction begins.
      let matches = matcher.matches(
        SyntaxMatcher.Line(bytes: file.bytes, start: position, end: limit, file: file.id))
      readings += matches.map { Statement.Reading(match: $0, pinned: pinned) }
      guard let (settings, end) = prefix() else { break }
      for setting in settings { pinned[setting.context] = setting.value }
      position = end
      skipSpaces()
    }
    guard !readings.isEmpty else { throw noMatch() }
    let span = Span(file: file.id, start: start, end: limit)
    statements.append(Statement(kind: .instruction(readings), span: span))
  }

  /// A prefix that is written out at the present position, with more behind it.
  private func prefix() -> (settings: [(context: Int, value: UInt128)], end: Int)? {
    for prefix in prefixes {
      let end = position + prefix.word.count
      guard end < limit, CharacterText.isSpace(file.bytes[end]),
        zip(file.bytes[position..<end], prefix.word).allSatisfy({ CharacterText.lower($0) == $1 })
      else { continue }
      return (prefix.settings, end)
    }
    return nil
  }

  private mutating func noMatch() -> AssemblyExpression.Failure {
    let start = position
    let mnemonic = word()
    let wordSpan = Span(file: file.id, start: start, end: max(position, start + 1))
    guard mnemonics.contains(mnemonic.lowercased()) else {
      let help = Spelling.suggestion(for: mnemonic.lowercased(), among: mnemonics)
        .map { "did you mean '\($0)'?" }
      return AssemblyExpression.Failure(
        message: mnemonic.isEmpty
          ? "an instruction, a label or a directive was expected"
          : "the machine '\(machine.name)' has no instruction '\(mnemonic)'",
        span: wordSpan, help: help)
    }
    let syntaxes = SyntaxDescription.of(machine, mnemonic: mnemonic.lowercased())
    let help = "it is written \(syntaxes.map { "'\($0)'" }.joined(separator: " or "))"
    let at = min(max(matcher.farthest, start), max(limit - 1, start))
    guard matcher.farthest < limit else {
      return AssemblyExpression.Failure(
        message: "'\(mnemonic)' needs more operands than these",
        span: Span(file: file.id, start: start, end: limit), help: help)
    }
    return AssemblyExpression.Failure(
      message: "'\(mnemonic)' is not written like this", span: Span(file: file.id, start: at, end: limit),
      help: help)
  }

  // MARK: Directives

  /// The directives that write numbers, and the bits of each; 0 stands for a unit of memory.
  private static let numbers: [String: Int] = [
    ".byte": 8, ".short": 16, ".word": 16, ".long": 32, ".int": 32, ".quad": 64, ".octa": 128, ".unit": 0,
  ]
  private static let others = [
    ".ascii", ".asciz", ".string", ".space", ".skip", ".align", ".balign", ".org", ".equ", ".set",
    ".include",
  ]

  private mutating func directive(_ name: String, _ start: Int) throws(AssemblyExpression.Failure) {
    let span = Span(file: file.id, start: start, end: start + name.utf8.count)
    if let bits = Self.numbers[name] {
      var values = [try expression()]
      while take(",") { values.append(try expression()) }
      try expectEnd()
      return add(.data(values, bits: bits == 0 ? machine.addressUnit : bits), from: start)
    }
    switch name {
    case ".ascii", ".asciz", ".string":
      var bytes: [UInt8] = []
      repeat {
        bytes += try string()
        if name != ".ascii" { bytes.append(0) }
      } while take(",")
      try expectEnd()
      add(.text(bytes), from: start)
    case ".space", ".skip":
      let count = try expression().expression
      let fill = take(",") ? try expression().expression : nil
      try expectEnd()
      add(.space(count, fill: fill), from: start)
    case ".align", ".balign":
      let unit = try expression().expression
      try expectEnd()
      add(.align(unit), from: start)
    case ".include":
      skipSpaces()
      let at = position
      let name = String(decoding: try string(), as: UTF8.self)
      try expectEnd()
      try include(name, Span(file: file.id, start: at, end: position))
    case ".org":
      let address = try expression().expression
      try expectEnd()
      add(.origin(address), from: start)
    case ".equ", ".set":
      skipSpaces()
      let at = position
      let symbol = word()
      guard isSymbol(symbol) else { throw expected("a symbol") }
      let place = Span(file: file.id, start: at, end: position)
      guard take(",") else { throw expected("',' and a value") }
      try assign(symbol, place)
    default:
      let known = Self.others + Self.numbers.keys.sorted()
      throw AssemblyExpression.Failure(
        message: "there is no directive '\(name)'", span: span,
        help: Spelling.suggestion(for: name, among: known).map { "did you mean '\($0)'?" })
    }
  }

  /// How deep files may include one another.
  private static let deepest = 16

  /// Goes through another file, named as seen from the folder of this one.
  private mutating func include(_ name: String, _ span: Span) throws(AssemblyExpression.Failure) {
    let path = SourceReader.resolve(name, from: file.path)
    guard !reading.contains(path) else {
      throw AssemblyExpression.Failure(
        message: "'\(name)' includes itself", span: span,
        help: "by way of \((reading + [path]).joined(separator: " → "))")
    }
    guard reading.count < Self.deepest else {
      throw AssemblyExpression.Failure(
        message: "files include one another more than \(Self.deepest) levels deep", span: span)
    }
    let bytes: [UInt8]
    do {
      bytes = try SourceReader.read(path, mustBePlain: true)
    } catch {
      throw AssemblyExpression.Failure(message: error.message, span: span, help: error.help)
    }
    let (outer, outerPosition, outerLimit) = (file, position, limit)
    file = sources.add(path: path, bytes: bytes)
    inclusions[span] = file.id
    run()
    (file, position, limit) = (outer, outerPosition, outerLimit)
  }

  private mutating func add(_ kind: Statement.Kind, from start: Int) {
    statements.append(Statement(kind: kind, span: Span(file: file.id, start: start, end: limit)))
  }

  private mutating func string() throws(AssemblyExpression.Failure) -> [UInt8] {
    skipSpaces()
    let start = position
    guard at("\"") else { throw expected("a text in quotation marks") }
    position += 1
    var result: [UInt8] = []
    while position < limit, !at("\"") {
      guard let (value, end) = CharacterText.character(file.bytes, at: position, limit: limit) else {
        throw AssemblyExpression.Failure(
          message: "there is no such escape in a text",
          span: Span(file: file.id, start: position, end: min(position + 2, limit)),
          help: "there are \\n \\t \\r \\0 \\\\ \\\" \\' and \\x with two digits")
      }
      result.append(value)
      position = end
    }
    guard at("\"") else {
      throw AssemblyExpression.Failure(
        message: "this text does not end", span: Span(file: file.id, start: start, end: limit))
    }
    position += 1
    return result
  }

  // MARK: Words

  private mutating func expression() throws(AssemblyExpression.Failure) -> (
    expression: AssemblyExpression, span: Span
  ) {
    skipSpaces()
    let start = position
    var parser = ExpressionParser(
      text: file.bytes, from: position, to: limit, file: file.id, reserved: matcher.reserved)
    guard let result = parser.parse() else { throw expected("a value") }
    position = parser.position
    return (result, Span(file: file.id, start: start, end: position))
  }

  private mutating func expectEnd() throws(AssemblyExpression.Failure) {
    skipSpaces()
    guard position >= limit else { throw expected("the end of the statement") }
  }

  private func expected(_ what: String) -> AssemblyExpression.Failure {
    let start = min(position, max(0, file.bytes.count - 1))
    return AssemblyExpression.Failure(
      message: "\(what) was expected here",
      span: Span(file: file.id, start: start, end: max(start + 1, limit)))
  }

  private mutating func take(_ text: String) -> Bool {
    skipSpaces()
    guard at(text) else { return false }
    position += text.utf8.count
    return true
  }

  private func at(_ text: String) -> Bool {
    position + text.utf8.count <= limit
      && file.bytes[position..<position + text.utf8.count].elementsEqual(text.utf8)
  }

  private mutating func word() -> String {
    let start = position
    while position < limit, CharacterText.isWordPart(file.bytes[position]) { position += 1 }
    return String(decoding: file.bytes[start..<position], as: UTF8.self)
  }

  private mutating func skipSpaces() {
    while position < limit, CharacterText.isSpace(file.bytes[position]) { position += 1 }
  }
}
