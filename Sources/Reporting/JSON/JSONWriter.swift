/// Writes JSON as UTF-8.
struct JSONWriter {

  private(set) var bytes: [UInt8] = []

  /// Writes a value on as many lines as it takes, with two spaces for each level.
  mutating func write(_ value: JSONValue, level: Int = 0) {
    switch value {
    case .object(let members):
      block("{", "}", members, level) { writer, member in
        writer.quote(member.key)
        writer.write(": ")
        writer.write(member.value, level: level + 1)
      }
    case .array(let elements):
      block("[", "]", elements, level) { $0.write($1, level: level + 1) }
    default: scalar(value)
    }
  }

  /// Writes a value on one line.
  mutating func writeCompact(_ value: JSONValue) {
    switch value {
    case .object(let members):
      list("{", "}", members) { writer, member in
        writer.quote(member.key)
        writer.write(":")
        writer.writeCompact(member.value)
      }
    case .array(let elements): list("[", "]", elements) { $0.writeCompact($1) }
    default: scalar(value)
    }
  }

  /// Writes text as it is.
  mutating func write(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private mutating func scalar(_ value: JSONValue) {
    switch value {
    case .string(let string): quote(string)
    case .integer(let number): bytes.append(contentsOf: String(number).utf8)
    case .decimal(let number): bytes.append(contentsOf: (number.isFinite ? String(number) : "null").utf8)
    case .bool(let truth): write(truth ? "true" : "false")
    case .null, .object, .array: write("null")
    }
  }

  private mutating func block<Element>(
    _ open: StaticString, _ close: StaticString, _ elements: [Element], _ level: Int,
    _ element: (inout JSONWriter, Element) -> Void
  ) {
    write(open)
    guard !elements.isEmpty else { return write(close) }
    for (number, one) in elements.enumerated() {
      write(number == 0 ? "\n" : ",\n")
      indent(level + 1)
      element(&self, one)
    }
    write("\n")
    indent(level)
    write(close)
  }

  private mutating func list<Element>(
    _ open: StaticString, _ close: StaticString, _ elements: [Element],
    _ element: (inout JSONWriter, Element) -> Void
  ) {
    write(open)
    for (number, one) in elements.enumerated() {
      if number > 0 { write(",") }
      element(&self, one)
    }
    write(close)
  }

  private mutating func indent(_ level: Int) {
    bytes.append(contentsOf: repeatElement(0x20, count: 2 * level))
  }

  /// Writes a string. What needs no escape is copied as it is, run by run.
  private mutating func quote(_ string: String) {
    write("\"")
    var string = string
    string.withUTF8 { text in
      var start = 0
      for (place, byte) in text.enumerated()
      where byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        bytes.append(contentsOf: text[start..<place])
        escape(byte)
        start = place + 1
      }
      bytes.append(contentsOf: text[start...])
    }
    write("\"")
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): write("\\\"")
    case UInt8(ascii: "\\"): write("\\\\")
    case UInt8(ascii: "\n"): write("\\n")
    case UInt8(ascii: "\t"): write("\\t")
    case UInt8(ascii: "\r"): write("\\r")
    default:
      write("\\u00")
      bytes.append(contentsOf: ((byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8)
    }
  }
}
