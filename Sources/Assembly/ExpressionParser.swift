import ISALanguage

/// Reads an expression out of a line of assembly text, as far as it reaches.
struct ExpressionParser {

  let text: [UInt8]
  let limit: Int
  let file: Int

  /// The words that are no symbols: the names of registers and the like.
  let reserved: Set<String>
  private(set) var position: Int

  /// How deeply expressions may nest.
  private static let deepest = 200
  private var depth = 0

  init(text: [UInt8], from position: Int, to limit: Int, file: Int, reserved: Set<String>) {
    self.text = text
    self.position = position
    self.limit = limit
    self.file = file
    self.reserved = reserved
  }

  /// The operators, the loosest first.
  private static let levels: [[String]] = [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "%"]]

  /// An expression from the present position on; nil where none starts there.
  mutating func parse() -> AssemblyExpression? { parse(level: 0) }

  private mutating func parse(level: Int) -> AssemblyExpression? {
    guard level < Self.levels.count else { return operand() }
    let start = position
    guard var result = parse(level: level + 1) else { return nil }
    while true {
      let before = position
      skipSpaces()
      guard let sign = Self.levels[level].first(where: starts), !(sign == "/" && starts(with: "//")) else {
        position = before
        return result
      }
      position += sign.utf8.count
      guard let right = parse(level: level + 1) else {
        position = before
        return result
      }
      result = .binary(sign, result, right, span(from: start))
    }
  }

  private mutating func operand() -> AssemblyExpression? {
    skipSpaces()
    guard position < limit, depth < Self.deepest else { return nil }
    depth += 1
    defer { depth -= 1 }
    let start = position
    switch text[position] {
    case UInt8(ascii: "-"), UInt8(ascii: "~"), UInt8(ascii: "+"):
      let sign = Character(Unicode.Scalar(text[position]))
      position += 1
      guard let inner = operand() else {
        position = start
        return nil
      }
      return .unary(sign, inner)
    case UInt8(ascii: "("):
      position += 1
      if let inner = parse() {
        skipSpaces()
        if position < limit, text[position] == UInt8(ascii: ")") {
          position += 1
          return inner
        }
      }
      position = start
      return nil
    case UInt8(ascii: "'"): return character()
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "$"): return number()
    default: return symbol()
    }
  }

  private mutating func character() -> AssemblyExpression? {
    let start = position
    guard let (value, end) = CharacterText.character(text, at: position + 1, limit: limit), end < limit,
      text[end] == UInt8(ascii: "'")
    else {
      position = start
      return nil
    }
    position = end + 1
    return .number(Int128(value))
  }

  private mutating func number() -> AssemblyExpression? {
    let start = position
    // A dot ends it: behind it stands the size of what the number addresses.
    let word = self.word(until: UInt8(ascii: "."))
    func digits(_ text: Substring, _ radix: Int) -> Int128? {
      guard let first = text.first, first != "_", first != "-", first != "+" else { return nil }
      guard let value = Int128(text.filter { $0 != "_" }, radix: radix), value.magnitude < 1 << 120 else {
        return nil
      }
      return value
    }
    let lower = word.lowercased()
    let value: Int128? =
      if lower.hasPrefix("0x") {
        digits(lower.dropFirst(2), 16)
      } else if lower.hasPrefix("0b") {
        digits(lower.dropFirst(2), 2)
      } else if lower.hasPrefix("0o") {
        digits(lower.dropFirst(2), 8)
      } else if lower.hasPrefix("$") {
        digits(lower.dropFirst(), 16)
      } else {
        digits(lower[...], 10)
      }
    guard let value else {
      position = start
      return nil
    }
    return .number(value)
  }

  private mutating func symbol() -> AssemblyExpression? {
    let start = position
    // Of a symbol a dot is the first character or none.
    position += text[position] == UInt8(ascii: ".") ? 1 : 0
    _ = self.word(until: UInt8(ascii: "."))
    let word = String(decoding: text[start..<position], as: UTF8.self)
    if word == "." { return .here }
    guard let first = word.first, !first.isNumber, word != "$", !reserved.contains(word.lowercased()) else {
      position = start
      return nil
    }
    return .symbol(word, span(from: start))
  }

  private mutating func word(until end: UInt8) -> String {
    let start = position
    while position < limit, CharacterText.isWordPart(text[position]), text[position] != end { position += 1 }
    return String(decoding: text[start..<position], as: UTF8.self)
  }

  private mutating func skipSpaces() {
    while position < limit, CharacterText.isSpace(text[position]) { position += 1 }
  }

  private func starts(with sign: String) -> Bool {
    position + sign.utf8.count <= limit
      && text[position..<position + sign.utf8.count].elementsEqual(sign.utf8)
  }

  private func span(from start: Int) -> Span { Span(file: file, start: start, end: position) }
}
