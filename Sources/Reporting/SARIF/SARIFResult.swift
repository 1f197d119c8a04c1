import Virtualizability

/// One cause as a SARIF result.
struct SARIFResult {

  let machine: Report
  let instruction: InstructionVerdict
  let group: FindingGroup

  /// How it stands against the baseline; nil where there is none.
  let standing: BaselineComparison.Standing?

  private var finding: Finding { group.finding }

  var json: JSONValue {
    var more: [(key: String, value: JSONValue)] = []
    if !related.isEmpty { more.append(("relatedLocations", .array(related))) }
    more += [
      ("codeFlows", .array([codeFlow])),
      ("partialFingerprints", .object([(SARIF.fingerprint, .string(finding.fingerprint))])),
    ]
    if let standing { more.append(("suppressions", .array(suppressions(standing)))) }
    more.append(
      (
        "properties",
        .object([
          ("machine", .string(machine.name)), ("instruction", .string(instruction.name)),
          ("rules", .strings(group.rules.map(\.rawValue))), ("components", .strings(finding.components)),
          ("source", .string(instruction.source)),
        ])
      ))
    return SARIF.result(
      finding.rule.rawValue, level: group.severity.rawValue, message: group.message(on: instruction.name),
      location: SARIF.location(group.place(in: instruction), logical: logical), more: more)
  }

  private var logical: JSONValue {
    .object([
      ("name", .string(instruction.name)),
      ("fullyQualifiedName", .string("\(machine.name).\(instruction.name)")), ("kind", "function"),
    ])
  }

  /// The declaration of the instruction, and the other lines that took part.
  private var related: [JSONValue] {
    let declaration = (instruction.location, "\(instruction.name) is declared here")
    let places = [declaration] + finding.lines.dropFirst().map { ($0.location, $0.role) }
    return places.enumerated().map { SARIF.location($1.0, message: $1.1, id: $0 + 1) }
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
        instruction.location,
        "\(execution.label), in mode \(execution.mode): \(finding.witness.assembly)", [])
    ]
    steps += lines.map { step($0.location, "\($0.text)  (\($0.role))", []) }
    steps.append(
      step(
        instruction.location, execution.outcome.text,
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
