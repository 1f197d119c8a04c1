import Virtualizability

/// Values as a programmer of the machine writes them.
enum ValueText {

  /// `value` in hexadecimal with all digits of its width, or as 0 or 1 when it is a single bit.
  static func hexadecimal(_ value: UInt128, width: Int) -> String {
    guard width > 1 else { return String(value) }
    return "0x" + digits(value, width: width)
  }

  /// The hexadecimal digits of `value`, as many as its width asks for.
  static func digits(_ value: UInt128, width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, (width + 3) / 4 - digits.count)) + digits
  }

  /// The place of a memory cell: `mem[0x00001000]`, with all parts of its address.
  static func place(_ cell: Witness.MemoryCell) -> String {
    let parts = cell.address.map { hexadecimal($0.value, width: $0.width) }
    return "\(cell.space)[\(parts.joined(separator: ", "))]"
  }
}

extension Witness.Setting {

  /// The value in hexadecimal.
  var valueText: String { ValueText.hexadecimal(value, width: width) }
}

extension Witness.Outcome {

  /// The outcome in words.
  var text: String {
    switch self {
    case .completes: "completes"
    case .traps(let name, let kind): "traps: \(name) (\(kind))"
    }
  }
}

extension SourceLocation {

  /// The place as compilers print it, without the column.
  var text: String { "\(path):\(line)" }
}

/// How many of something there are, in words.
func counted(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
  "\(count) \(count == 1 ? singular : plural ?? singular + "s")"
}

/// `items` with commas, and `and` before the last.
func listed(_ items: [String]) -> String {
  guard items.count > 1, let last = items.last else { return items.first ?? "" }
  return items.dropLast().joined(separator: ", ") + " and " + last
}
