import Virtualizability

extension Baseline {

  /// The file, byte for byte the same for the same entries; `schemas/baseline-1.schema.json` describes it.
  public var text: String {
    JSONValue.object([
      ("schema", .string(Baseline.schemaName)), ("entries", .array(entries.map(\.json))),
    ]).text
  }
}

extension Baseline.Entry {

  /// The entry as it stands in a baseline.
  var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("machine", .string(machine)), ("instruction", .string(instruction)), ("rule", .string(rule)),
      ("fingerprint", .string(fingerprint)), ("reason", .string(reason)), ("owner", .string(owner)),
    ]
    if let expires { members.append(("expires", .string("\(expires)"))) }
    return .object(members)
  }
}

extension BaselineView {

  /// What the comparison comes to, for the JSON report.
  var json: JSONValue {
    let items = comparison.items.filter(\.group.isViolation)
    return .object([
      ("file", .string(file)),
      ("accepted", .number(items.count { $0.standing.isAccepted })),
      ("unaccepted", .number(comparison.violations.count)),
      (
        "issues",
        .array(
          comparison.issues.map { issue in
            .object([
              ("rule", .string(issue.rule.rawValue)), ("message", .string(issue.message)),
              ("line", .number(location(of: issue.entry).line)), ("entry", issue.entry.json),
            ])
          })
      ),
    ])
  }
}
