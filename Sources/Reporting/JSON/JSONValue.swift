/// A JSON document whose members stay in the order in which they were written.
package enum JSONValue: Sendable {
  case object([(key: String, value: JSONValue)])
  case array([JSONValue])
  case string(String)
  case integer(UInt64)
  case decimal(Double)
  case bool(Bool)
  case null

  /// The document in UTF-8 with two spaces for each level; the same bytes for the same value.
  var text: String {
    var text = ""
    write(to: &text, level: 0)
    return text + "\n"
  }

  /// The document in UTF-8 on one line, which it ends.
  package var line: String {
    var text = ""
    writeCompact(to: &text)
    return text + "\n"
  }

  private func writeCompact(to text: inout String) {
    switch self {
    case .object(let members):
      text += "{"
      for (number, member) in members.enumerated() {
        if number > 0 { text += "," }
        Self.quote(member.key, to: &text)
        text += ":"
        member.value.writeCompact(to: &text)
      }
      text += "}"
    case .array(let elements):
      text += "["
      for (number, element) in elements.enumerated() {
        if number > 0 { text += "," }
        element.writeCompact(to: &text)
      }
      text += "]"
    default: write(to: &text, level: 0)
    }
  }

  private func write(to text: inout String, level: Int) {
    switch self {
    case .object(let members):
      Self.block(members, "{", "}", to: &text, level: level) { member, text in
        Self.quote(member.key, to: &text)
        text += ": "
        member.value.write(to: &text, level: level + 1)
      }
    case .array(let elements):
      Self.block(elements, "[", "]", to: &text, level: level) { $0.write(to: &$1, level: level + 1) }
    case .string(let string): Self.quote(string, to: &text)
    case .integer(let number): text += String(number)
    case .decimal(let number): text += number.isFinite ? String(number) : "null"
    case .bool(let truth): text += truth ? "true" : "false"
    case .null: text += "null"
    }
  }

  private static func block<Element>(
    _ elements: [Element], _ open: String, _ close: String, to text: inout String, level: Int,
    write: (Element, inout String) -> Void
  ) {
    guard !elements.isEmpty else {
      text += open + close
      return
    }
    text += open
    for (number, element) in elements.enumerated() {
      text += number == 0 ? "\n" : ",\n"
      text += String(repeating: "  ", count: level + 1)
      write(element, &text)
    }
    text += "\n" + String(repeating: "  ", count: level) + close
  }

  private static func quote(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }

  /// A count or a width; negative ones do not occur.
  package static func number(_ value: Int) -> JSONValue { .integer(UInt64(max(0, value))) }

  /// An array of strings.
  package static func strings(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }

  /// A string, or null.
  package static func optional(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
}
