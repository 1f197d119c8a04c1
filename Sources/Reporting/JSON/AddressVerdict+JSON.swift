import Virtualizability

extension AddressVerdict {

  var json: JSONValue {
    .object([
      ("verdict", .string(verdict.rawValue)), ("findings", .array(findings.map { $0.json })),
      ("undecided", .strings(undecided)),
    ])
  }
}

extension UnreachableAddresses {

  var json: JSONValue { .object(description + [("finding", finding.json(nil))]) }

  /// What it is about, without the proof.
  var members: JSONValue { .object(description) }

  private var description: [(key: String, value: JSONValue)] {
    [
      ("mode", .string(mode)), ("host", .string(host)), ("accesses", .strings(accesses)),
      (
        "ranges",
        .array(
          ranges.map { range in
            .object([("first", .array(range.first.map(\.part))), ("last", .array(range.last.map(\.part)))])
          })
      ),
    ]
  }
}

extension Witness.Setting {

  /// A part of an address.
  var part: JSONValue {
    .object([
      ("name", .string(name)), ("value", .string("0x" + ValueText.digits(value, width: width))),
      ("width", .number(width)),
    ])
  }
}
