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
    var writer = JSONWriter()
    writer.write(self)
    writer.write("\n")
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// The document in UTF-8 on one line, which it ends.
  package var line: String {
    var writer = JSONWriter()
    writer.writeCompact(self)
    writer.write("\n")
    return String(decoding: writer.bytes, as: UTF8.self)
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
