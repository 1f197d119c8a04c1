/// The characters of assembly text.
enum CharacterText {

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

  /// Letters, digits, and what stands in words.
  static func isWordPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "$"),
      0x80...0xFF:
      true
    default: false
    }
  }

  static func lower(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte + 32 : byte
  }

  /// The byte that is written at `position`, with the escapes of C, and where it ends.
  static func character(_ text: [UInt8], at position: Int, limit: Int) -> (value: UInt8, end: Int)? {
    guard position < limit else { return nil }
    guard text[position] == UInt8(ascii: "\\") else { return (text[position], position + 1) }
    guard position + 1 < limit else { return nil }
    switch text[position + 1] {
    case UInt8(ascii: "n"): return (10, position + 2)
    case UInt8(ascii: "t"): return (9, position + 2)
    case UInt8(ascii: "r"): return (13, position + 2)
    case UInt8(ascii: "0"): return (0, position + 2)
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): return (text[position + 1], position + 2)
    case UInt8(ascii: "x"):
      guard position + 4 <= limit,
        let value = UInt8(String(decoding: text[position + 2..<position + 4], as: UTF8.self), radix: 16)
      else { return nil }
      return (value, position + 4)
    default: return nil
    }
  }
}
