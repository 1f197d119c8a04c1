import Virtualizability

extension Finding {

  /// The finding, and how it stands against a baseline, where there is one.
  func json(_ standing: BaselineComparison.Standing?) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("rule", .string(rule.rawValue)), ("title", .string(rule.title)), ("components", .strings(components)),
      ("message", .string(message)), ("fingerprint", .string(fingerprint)),
      (
        "lines",
        .array(
          lines.map { line in
            .object(line.location.members + [("text", .string(line.text)), ("role", .string(line.role))])
          })
      ),
      ("witness", witness.json),
    ]
    if let standing { members.append(("baseline", standing.json)) }
    return .object(members)
  }
}

extension BaselineComparison.Standing {

  fileprivate var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = [("state", .string(name))]
    if let entry { members.append(("entry", entry.json)) }
    return .object(members)
  }
}

extension Witness {

  var json: JSONValue {
    .object([
      ("assembly", .string(assembly)), ("encoding", .strings(encoding)), ("differing", .strings(differing)),
      ("claim", .string(claim)), ("first", first.json), ("second", second?.json ?? .null),
    ])
  }
}

extension Witness.Execution {

  var json: JSONValue {
    .object([
      ("label", .string(label)), ("mode", .string(mode)), ("before", .array(before.map(\.json))),
      ("memory", .array(memory.map(\.json))), ("outcome", outcome.json), ("after", .array(after.map(\.json))),
      ("written", .array(written.map(\.json))),
    ])
  }
}

extension Witness.Outcome {

  var json: JSONValue {
    switch self {
    case .completes: .object([("kind", "completes")])
    case .traps(let name, let kind):
      .object([("kind", "traps"), ("trap", .string(name)), ("class", .string(kind))])
    }
  }
}

extension Witness.Setting {

  /// A component with its value. Values are strings, because they may be wider than the numbers that JSON
  /// readers keep.
  var json: JSONValue {
    .object([
      ("name", .string(name)), ("value", .string("0x" + ValueText.digits(value, width: width))),
      ("width", .number(width)), ("differs", .bool(differs)),
    ])
  }
}

extension Witness.MemoryCell {

  /// A place with what it holds; null stands for an access that translation refuses.
  var json: JSONValue {
    .object([
      ("space", .string(space)),
      ("address", .array(address.map(\.part))),
      ("value", .optional(value.map { "0x" + ValueText.digits($0, width: width) })),
      ("width", .number(width)),
      ("differs", .bool(differs)),
    ])
  }
}
