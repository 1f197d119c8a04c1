/// The symbols of a script: every one once, and none of the theory's.
struct ScriptNames {
  private static let reserved: Set<String> = [
    "true", "false", "not", "and", "or", "xor", "ite", "distinct", "concat", "extract", "repeat",
    "zero_extend", "sign_extend", "rotate_left", "rotate_right", "let", "forall", "exists", "match", "par",
    "as", "_", "!", "=", "=>", "assert", "check-sat", "Bool", "BitVec", "BINARY", "DECIMAL", "HEXADECIMAL",
    "NUMERAL", "STRING",
  ]
  private static let marks = Set("~!@$%^&*_-+=<>.?/".utf8)

  private var used = reserved

  /// A symbol for something of this name, or much like it.
  mutating func symbol(_ name: String) -> String {
    var plain = ScriptNames.isPlain(name) ? name : ""
    for scalar in name.unicodeScalars where !ScriptNames.isPlain(name) {
      let isPrintable = scalar.value >= 32 && scalar.value != 127
      plain.unicodeScalars.append(isPrintable && scalar != "|" && scalar != "\\" ? scalar : "_")
    }
    // Names that begin so are the theory's, or the solver's own.
    if plain.hasPrefix("bv") || plain.hasPrefix("@") || plain.hasPrefix(".") { plain = "_" + plain }
    var unique = plain
    var number = 1
    while !used.insert(unique).inserted {
      number += 1
      unique = plain + "!\(number)"
    }
    return ScriptNames.isSimple(unique) ? unique : "|\(unique)|"
  }

  private static func isSimple(_ name: String) -> Bool {
    guard let first = name.utf8.first, !isDigit(first) else { return false }
    return name.utf8.allSatisfy { byte in
      isDigit(byte) || byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
        || marks.contains(byte)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  /// Whether a symbol may be made of these bytes, in bars at least.
  private static func isPlain(_ name: String) -> Bool {
    name.utf8.allSatisfy { $0 >= 32 && $0 != 127 && $0 != UInt8(ascii: "|") && $0 != UInt8(ascii: "\\") }
  }
}
