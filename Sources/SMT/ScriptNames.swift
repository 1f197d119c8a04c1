/// The symbols of a script: every one once, and none of the theory's.
struct ScriptNames {
  private static let reserved: Set<String> = [
    "true", "false", "not", "and", "or", "xor", "ite", "distinct", "concat", "extract", "repeat",
    "zero_extend", "sign_extend", "rotate_left", "rotate_right", "let", "forall", "exists", "match", "par",
    "as", "_", "!", "=", "=>", "assert", "check-sat", "Bool", "BitVec", "BINARY", "DECIMAL", "HEXADECIMAL",
    "NUMERAL", "STRING",
  ]
  private static let marks = Set("~!@$%^&*_-+=<>.?/".unicodeScalars)

  private var used = reserved

  /// A symbol for something of this name, or much like it.
  mutating func symbol(_ name: String) -> String {
    var plain = ""
    for scalar in name.unicodeScalars {
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
    guard let first = name.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
    return name.unicodeScalars.allSatisfy { scalar in
      ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        || marks.contains(scalar)
    }
  }
}
