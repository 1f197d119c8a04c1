import Virtualizability

/// The report for programs: one document, described by `schemas/report-1.schema.json`.
public struct JSONReport: Sendable {

  /// The program that made the report.
  public var tool: Tool

  /// Whether what the check cost is reported too; such a report is another one each time.
  public var showsStatistics: Bool

  /// What the findings were compared with.
  public var baseline: BaselineView?

  /// Makes a reporter.
  public init(tool: Tool, showsStatistics: Bool = false, baseline: BaselineView? = nil) {
    self.tool = tool
    self.showsStatistics = showsStatistics
    self.baseline = baseline
  }

  /// The document on `reports`, byte for byte the same for the same reports.
  public func render(_ reports: [Report]) -> String {
    var members: [(key: String, value: JSONValue)] = [("schema", "pgcheck/report/1"), ("tool", tool.json)]
    if let baseline { members.append(("baseline", baseline.json)) }
    members.append(("reports", .array(reports.enumerated().map { json($1, number: $0) })))
    return JSONValue.object(members).text
  }

  private func json(_ report: Report, number: Int) -> JSONValue {
    func standing(_ instruction: InstructionVerdict) -> (Rule) -> BaselineComparison.Standing? {
      { baseline?.comparison.standing(report: number, instruction: instruction.name, rule: $0) }
    }
    var members: [(key: String, value: JSONValue)] = [
      ("isa", report.machineJSON),
      ("model", .string(report.model.rawValue)),
      ("partial", .bool(report.isPartial)),
      ("verdict", report.verdict.json),
      (
        "verdicts",
        .object(
          ResourceModel.allCases.compactMap { model in
            report.verdicts[model].map { (model.rawValue, $0.json) }
          })
      ),
      ("summary", Summary(report.instructions).json),
      ("assumptions", .strings(report.assumptions)),
      ("failedClaims", .array(report.failedClaims.map(\.json))),
      ("addresses", report.addresses?.json ?? .null),
      ("instructions", .array(report.instructions.map { $0.json(standing($0)) })),
    ]
    if showsStatistics { members.append(("statistics", statistics(of: report))) }
    return .object(members)
  }

  private func statistics(of report: Report) -> JSONValue {
    let statistics = report.statistics
    var members: [(String, JSONValue)] = [
      ("elaborationSeconds", .decimal(statistics.elaborationSeconds)),
      ("termSeconds", .decimal(statistics.termSeconds)),
      ("solverSeconds", .decimal(statistics.solverSeconds)),
      ("totalSeconds", .decimal(statistics.totalSeconds)),
      ("peakMemoryBytes", .number(statistics.peakMemory)),
      ("terms", .number(statistics.terms)),
      ("knownInstructions", .number(statistics.known)),
      ("solverQuestions", .number(statistics.asked)),
      ("decided", report.effort.json),
    ]
    if let coverage = statistics.coverage { members.append(("encodings", coverage.json)) }
    return .object(members)
  }
}

extension Tool {

  var json: JSONValue {
    .object([
      ("name", .string(Tool.name)), ("version", .string(Tool.version)), ("solver", .string(solver)),
    ])
  }
}

extension Report {

  /// What was checked.
  var machineJSON: JSONValue {
    .object([
      ("name", .string(name)), ("title", .string(title)), ("file", .string(file)),
      ("sha256", .string(sha256)),
      ("features", .object(features.map { ($0.name, .bool($0.isOn)) })),
    ])
  }
}

extension EncodingCoverage {

  fileprivate var json: JSONValue {
    .object([
      ("unit", .number(unit)), ("decoded", .decimal(decoded)), ("undefined", .decimal(undefined)),
      ("prefixes", .decimal(prefixes)),
      (
        "byOpcodeLength",
        .array(
          rows.map { row in
            .object([
              ("units", .number(row.opcodeUnits)), ("decoded", .decimal(row.decoded)),
              ("undefined", .decimal(row.undefined)),
            ])
          })
      ),
    ])
  }
}
