/// Cuts a text into tokens.
public struct Lexer {

  private let file: SourceFile
  private var position = 0
  private var startsLine = true
  private var reportedCharacter = false

  /// What was wrong with the text.
  public private(set) var diagnostics = DiagnosticBag()

  /// Makes a lexer of `file`.
  public init(_ file: SourceFile) { self.file = file }

  /// The punctuation of more than one character, the longest first.
  static let marks = [
    "..<", "->", "=>", "==", "!=", "<=", ">=", "<<", ">>", "&&", "||", "++", "+=", "-=", "*=", "&=", "|=",
    "^=",
    "..",
  ]
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let longPunctuation = marks.map { Array($0.utf8) }

  private static let isPunctuation: [Bool] = {
    var result = Array(repeating: false, count: 256)
    for byte in "{}()[]<>,;:.=+-*/%&|^~!@".utf8 { result[Int(byte)] = true }
    return result
  }()

  /// The tokens of the file, with an `end` token last.
  public mutating func tokens(keepingComments: Bool = false) -> [Token] {
    var result: [Token] = []
    result.reserveCapacity(file.bytes.count / 4)
    let bad = firstInvalidByte()
    if let bad {
      diagnostics.error(
        "the file is not valid UTF-8 text", at: Span(file: file.id, start: bad, end: bad + 1),
        help: "save it as UTF-8; what follows this byte was not read")
    }
    let limit = bad ?? file.bytes.count
    if file.bytes.starts(with: Self.byteOrderMark) { position = Self.byteOrderMark.count }
    while let token = next(limit: limit) {
      if token.kind != .comment || keepingComments { result.append(token) }
    }
    result.append(
      Token(
        kind: .end, text: "", span: Span(file: file.id, start: limit, end: limit), startsLine: true))
    return result
  }

  private func firstInvalidByte() -> Int? {
    guard String(validating: file.bytes, as: UTF8.self) == nil else { return nil }
    var decoder = UTF8()
    var iterator = file.bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .emptyInput: return nil
      case .error: return min(offset, max(0, file.bytes.count - 1))
      }
    }
  }

  private mutating func next(limit: Int) -> Token? {
    let bytes = file.bytes
    while position < limit {
      let byte = bytes[position]
      let start = position
      switch byte {
      case 0x0A:
        startsLine = true
        position += 1
      case 0x20, 0x09, 0x0D:
        position += 1
      case UInt8(ascii: "/") where position + 1 < limit && bytes[position + 1] == UInt8(ascii: "/"):
        while position < limit, bytes[position] != 0x0A { position += 1 }
        var end = position
        while end > start, [0x0D, 0x20, 0x09].contains(bytes[end - 1]) { end -= 1 }
        return token(.comment, from: start, to: end)
      case UInt8(ascii: "\""):
        return string(from: start, limit: limit)
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        skipWord(limit: limit)
        return word(.number, from: start)
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
        skipWord(limit: limit)
        return word(.identifier, from: start)
      default:
        if let length = punctuationLength(at: start, limit: limit) {
          position += length
          return token(.punctuation, from: start, to: position)
        }
        skipStrangeCharacter(limit: limit)
      }
    }
    return nil
  }

  /// The length of the punctuation at `start`, if some is there.
  private func punctuationLength(at start: Int, limit: Int) -> Int? {
    guard Self.isPunctuation[Int(file.bytes[start])] else { return nil }
    guard start + 1 < limit, Self.isPunctuation[Int(file.bytes[start + 1])] else { return 1 }
    for mark in Self.longPunctuation
    where start + mark.count <= limit && file.bytes[start..<start + mark.count].elementsEqual(mark) {
      return mark.count
    }
    return 1
  }

  private mutating func skipWord(limit: Int) {
    while position < limit {
      switch file.bytes[position] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
        position += 1
      default: return
      }
    }
  }

  /// The longest name, number, or text that is read, in bytes: they are repeated in many places.
  private static let longestWord = 300
  private static let longestText = 4000

  /// The word from `start` to the present position.
  private mutating func word(_ kind: Token.Kind, from start: Int) -> Token {
    guard position - start > Self.longestWord else { return token(kind, from: start, to: position) }
    diagnostics.error(
      "a name or number has at most \(Self.longestWord) characters",
      at: Span(file: file.id, start: start, end: position))
    return token(kind, from: start, to: position, text: start..<start + Self.longestWord)
  }

  private mutating func string(from start: Int, limit: Int) -> Token {
    position += 1
    while position < limit, file.bytes[position] != UInt8(ascii: "\""), file.bytes[position] != 0x0A {
      position += 1
    }
    guard position < limit, file.bytes[position] == UInt8(ascii: "\"") else {
      diagnostics.error(
        "this text has no closing quotation mark on its line",
        at: Span(file: file.id, start: start, end: position))
      return token(
        .string, from: start, to: position, text: start + 1..<min(position, start + Self.longestText))
    }
    position += 1
    guard position - start <= Self.longestText else {
      diagnostics.error(
        "a text has at most \(Self.longestText - 2) bytes",
        at: Span(file: file.id, start: start, end: position))
      return token(.string, from: start, to: position, text: start + 1..<start + Self.longestText)
    }
    return token(.string, from: start, to: position, text: start + 1..<position - 1)
  }

  private mutating func skipStrangeCharacter(limit: Int) {
    let start = position
    position += 1
    while position < limit, file.bytes[position] & 0xC0 == 0x80 { position += 1 }
    guard !reportedCharacter else { return }
    reportedCharacter = true
    let text = String(decoding: file.bytes[start..<position], as: UTF8.self)
    let shown = text.unicodeScalars.first.map { $0.value < 0x20 ? "control character" : "'\(text)'" }
    diagnostics.error(
      "\(shown ?? "this character") is not part of the language",
      at: Span(file: file.id, start: start, end: position),
      help: "further such characters in this file are not reported")
  }

  private mutating func token(
    _ kind: Token.Kind, from start: Int, to end: Int, text: Range<Int>? = nil
  ) -> Token {
    defer { startsLine = false }
    return Token(
      kind: kind, text: String(decoding: file.bytes[text ?? start..<end], as: UTF8.self),
      span: Span(file: file.id, start: start, end: end), startsLine: startsLine)
  }
}
