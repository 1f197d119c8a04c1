import Virtualizability

/// Pieces of SARIF documents.
enum SARIF {

  /// The name under which fingerprints are given; another way of making them would get another number.
  static let fingerprint = "pgcheckMeaning/v1"

  /// A message.
  static func text(_ text: String) -> JSONValue { .object([("text", .string(text))]) }

  /// The place of something, with what is said about it.
  static func location(
    _ place: SourceLocation, message: String? = nil, logical: JSONValue? = nil, id: Int? = nil
  ) -> JSONValue {
    var members: [(String, JSONValue)] = []
    if let id { members.append(("id", .number(id))) }
    members.append(
      (
        "physicalLocation",
        .object([
          ("artifactLocation", artifact(place.path)),
          ("region", .object([("startLine", .number(place.line)), ("startColumn", .number(place.column))])),
        ])
      ))
    if let logical { members.append(("logicalLocations", .array([logical]))) }
    if let message { members.append(("message", text(message))) }
    return .object(members)
  }

  /// One result; `more` has the members that are its own.
  static func result(
    _ rule: String, level: String, message: String, location: JSONValue,
    more: [(key: String, value: JSONValue)]
  ) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [("ruleId", .string(rule))]
    if let index = RuleDocumentation.all.firstIndex(where: { $0.id == rule }) {
      members.append(("ruleIndex", .number(index)))
    }
    members += [
      ("kind", "fail"), ("level", .string(level)), ("message", text(message)),
      ("locations", .array([location])),
    ]
    return .object(members + more)
  }

  /// A file: relative paths count from where the sources are checked out.
  private static func artifact(_ path: String) -> JSONValue {
    if path.hasPrefix("/") { return .object([("uri", .string("file://" + escaped(path)))]) }
    let plain = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    return .object([("uri", .string(escaped(plain))), ("uriBaseId", "%SRCROOT%")])
  }

  /// A path as a URI (RFC 3986): all bytes but the unreserved ones and the slash are written in hexadecimal.
  static func escaped(_ path: String) -> String {
    var result = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (byte < 16 ? "0" : "") + digits
      }
    }
    return result
  }

  /// `title` as one word: `ControlSensitiveAndCompletesInUserMode`.
  static func pascalCase(_ title: String) -> String {
    title.split { !$0.isLetter && !$0.isNumber }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}
