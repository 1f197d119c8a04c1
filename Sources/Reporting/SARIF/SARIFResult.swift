import Virtualizability

/// One cause as a SARIF result.
struct SARIFResult {

  private let finding: Finding
  private let level: Severity
  private let message: String

  /// The place to point to, and what stands there.
  private let place: SourceLocation
  private let logical: JSONValue

  /// Where the executions of the witness begin and end.
  private let start: SourceLocation

  /// Other places that take part, with what they do.
  private let related: [(SourceLocation, String)]

  private let properties: [(key: String, value: JSONValue)]

  /// How it stands against the baseline; nil where there is none.
  private let standing: BaselineComparison.Standing?

  /// What is wrong with an instruction of `machine`.
  init(
    machine: Report, instruction: InstructionVerdict, group: FindingGroup,
    standing: BaselineComparison.Standing?
  ) {
    finding = group.finding
    level = group.severity
    message = group.message(on: instruction.name)
    place = group.place(in: instruction)
    logical = Self.logical(instruction.name, "\(machine.name).\(instruction.name)", "function")
    start = instruction.location
    related =
      [(instruction.location, "\(instruction.name) is declared here")]
      + group.finding.lines.dropFirst().map { ($0.location, $0.role) }
    properties = [
      ("machine", .string(machine.name)), ("instruction", .string(instruction.name)),
      ("rules", .strings(group.rules.map(\.rawValue))), ("components", .strings(group.finding.components)),
      ("source", .string(instruction.source)),
    ]
    self.standing = standing
  }

  /// Addresses that guests of `machine` cannot be given: no violation, so that no baseline need accept it.
  init(machine: Report, addresses: UnreachableAddresses, hasBaseline: Bool) {
    finding = addresses.finding
    level = addresses.finding.rule.severity
    message = addresses.message
    place = addresses.place(in: machine)
    logical = Self.logical(machine.name, machine.name, "module")
    start = place
    related = addresses.finding.lines.dropFirst().map { ($0.location, $0.role) }
    properties = [
      ("machine", .string(machine.name)), ("rules", .strings([addresses.finding.rule.rawValue])),
      ("mode", .string(addresses.mode)), ("host", .string(addresses.host)),
      ("accesses", .strings(addresses.accesses)), ("ranges", .strings(addresses.ranges.map(\.text))),
    ]
    standing = hasBaseline ? .new : nil
  }

  private static func logical(_ name: String, _ path: String, _ kind: String) -> JSONValue {
    .object([
      ("name", .string(name)), ("fullyQualifiedName", .string(path)), ("kind", .string(kind)),
    ])
  }

  var json: JSONValue {
    var more: [(key: String, value: JSONValue)] = []
    if !related.isEmpty {
      let places = related.enumerated().map { SARIF.location($1.0, message: $1.1, id: $0 + 1) }
      more.append(("relatedLocations", .array(places)))
    }
    more += [
      ("codeFlows", .array([codeFlow])),
      ("partialFingerprints", .object([(SARIF.fingerprint, .string(finding.fingerprint))])),
    ]
    if let standing { more.append(("suppressions", .array(suppressions(standing)))) }
    more.append(("properties", .object(properties)))
    return SARIF.result(
      finding.rule.rawValue, level: level.rawValue, message: message,
      location: SARIF.location(place, logical: logical), more: more)
  }

  private func suppressions(_ standing: BaselineComparison.Standing) -> [JSONValue] {
    guard case .accepted(let entry) = standing else { return [] }
    var properties: [(key: String, value: JSONValue)] = [("owner", .string(entry.owner))]
    if let day = entry.expires { properties.append(("expires", .string("\(day)"))) }
    return [
      .object([
        ("kind", "external"), ("status", "accepted"), ("justification", .string(entry.reason)),
        ("properties", .object(properties)),
      ])
    ]
  }

  // MARK: The executions

  /// The two executions of the witness, each as a thread.
  private var codeFlow: JSONValue {
    let witness = finding.witness
    let executions = [(witness.first, false)] + (witness.second.map { [($0, true)] } ?? [])
    return .object([
      ("message", SARIF.text("\(witness.assembly): \(witness.claim)")),
      ("threadFlows", .array(executions.map { threadFlow($0, isSecond: $1) })),
    ])
  }

  private func threadFlow(_ execution: Witness.Execution, isSecond: Bool) -> JSONValue {
    let lines = finding.lines.filter { isSecond ? $0.isInSecond : $0.isInFirst }
    var steps = [
      step(
        start,
        "\(execution.label), in mode \(execution.mode): \(finding.witness.assembly)", [])
    ]
    steps += lines.map { step($0.location, "\($0.text)  (\($0.role))", []) }
    steps.append(
      step(
        start, execution.outcome.text,
        execution.after.map { ($0.name, $0.valueText) } + cells(execution.written)))
    let before = execution.before.map { ($0.name, $0.valueText) } + cells(execution.memory)
    return .object([
      ("id", .string(execution.label)),
      ("message", SARIF.text("\(execution.label), in mode \(execution.mode): \(execution.outcome.text)")),
      ("initialState", state([("mode", execution.mode)] + before)), ("locations", .array(steps)),
    ])
  }

  private func step(_ place: SourceLocation, _ message: String, _ values: [(String, String)]) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [("location", SARIF.location(place, message: message))]
    if !values.isEmpty { members.append(("state", state(values))) }
    return .object(members)
  }

  private func cells(_ cells: [Witness.MemoryCell]) -> [(String, String)] {
    cells.map { cell in
      (ValueText.place(cell), cell.value.map { ValueText.hexadecimal($0, width: cell.width) } ?? "refused")
    }
  }

  /// Names with their values, each name once.
  private func state(_ values: [(String, String)]) -> JSONValue {
    var known: Set<String> = []
    return .object(
      values.filter { known.insert($0.0).inserted }.map { ($0.0, SARIF.text($0.1)) })
  }
}
