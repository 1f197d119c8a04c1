import Monitor

/// What came of conformance programs, for programs.
public struct ConformanceJSON: Sendable {

  private let tool: Tool

  /// Makes a reporter.
  public init(tool: Tool) { self.tool = tool }

  /// The document on `results`, of the machine of this name, and what came of the programs of its violations.
  package func render(
    _ results: [ConformanceResult], _ violations: [ViolationResult] = [], machine: String
  ) -> String {
    JSONValue.object([
      ("schema", .string("pgcheck/conformance/1")),
      ("tool", tool.json),
      ("isa", .string(machine)),
      ("equal", .bool(results.allSatisfy(\.isEqual))),
      ("programs", .array(results.map(program))),
      ("violations", .array(violations.map(violation))),
    ]).text
  }

  private func program(_ result: ConformanceResult) -> JSONValue {
    .object([
      ("name", .string(result.name)),
      ("steps", .integer(result.steps)),
      ("equal", .bool(result.isEqual)),
      ("bareSeconds", .decimal(result.bareSeconds)),
      ("runs", .array(result.ways.map(way))),
      (
        "together",
        result.together.map { .object([("equal", .bool($0.isEmpty)), ("differences", strings($0))]) } ?? .null
      ),
    ])
  }

  private func violation(_ violation: ViolationResult) -> JSONValue {
    .object([
      ("instruction", .string(violation.instruction)), ("rule", .string(violation.rule.rawValue)),
      ("assembly", .string(violation.assembly)), ("equal", .bool(violation.differences.isEmpty)),
      ("differences", strings(violation.differences)),
    ])
  }

  private func way(_ way: ConformanceResult.Way) -> JSONValue {
    let statistics = way.statistics
    return .object([
      ("depth", .integer(UInt64(way.depth))),
      ("equal", .bool(way.isEqual)),
      ("differences", strings(way.differences)),
      ("monitorIntact", .bool(way.isIntact)),
      ("direct", .integer(statistics.direct)),
      ("directOnBareMachine", .integer(way.directOnBareMachine)),
      ("emulated", .integer(statistics.emulated)),
      ("reflected", .integer(statistics.reflected)),
      ("interrupts", .integer(statistics.interrupts)),
      ("shadowFills", .integer(statistics.fills)),
      ("switches", .integer(statistics.switches)),
      ("shareDirect", .decimal(statistics.shareDirect)),
      ("seconds", .decimal(way.seconds)),
    ])
  }

  private func strings(_ strings: [String]) -> JSONValue { .array(strings.map { .string($0) }) }
}
