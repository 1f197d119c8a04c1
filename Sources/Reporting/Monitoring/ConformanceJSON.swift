import Monitor

/// What came of conformance programs, for programs.
public struct ConformanceJSON: Sendable {

  private let tool: Tool

  /// Makes a reporter.
  public init(tool: Tool) { self.tool = tool }

  /// The document on what was run of the machine of this name.
  package func render(_ summary: ConformanceSummary, machine: String) -> String {
    JSONValue.object([
      ("schema", .string("pgcheck/conformance/1")),
      ("tool", tool.json),
      ("isa", .string(machine)),
      ("monitor", .string(summary.kind == .hybrid ? "hybrid" : "trap-and-emulate")),
      ("equal", .bool(summary.isEqual)),
      ("programs", .array(summary.programs.map(program))),
      ("generated", summary.generated.map(generated) ?? .null),
      ("steps", summary.steps.map(steps) ?? .null),
      ("violations", .array(summary.violations.map(violation))),
    ]).text
  }

  private func generated(_ result: GeneratedResult) -> JSONValue {
    .object([
      ("tests", .number(result.count)),
      ("equal", .bool(result.isEqual)),
      (
        "runs",
        .array(
          result.ways.map { way in
            .object([
              ("depth", .number(way.depth)),
              ("different", tests(way.different)),
            ])
          })
      ),
    ])
  }

  private func steps(_ result: StepAgreement) -> JSONValue {
    .object([
      ("instructions", .number(result.instructions)),
      ("tests", .number(result.count)),
      ("direct", .number(result.direct)),
      ("equal", .bool(result.isEqual)),
      ("different", tests(result.different)),
    ])
  }

  private func tests(_ different: [GeneratedResult.Different]) -> JSONValue {
    .array(
      different.map { .object([("name", .string($0.name)), ("differences", strings($0.differences))]) })
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
      ("assembly", .string(violation.assembly)), ("way", .string(violation.way.rawValue)),
      ("equal", .bool(violation.differences.isEmpty)),
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
