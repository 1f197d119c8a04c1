import Virtualizability

/// Differences between machines, for programs: one document, described by
/// `schemas/difference-1.schema.json`.
public struct DifferenceJSON: Sendable {

  /// The program that made the document.
  public var tool: Tool

  /// Makes a reporter.
  public init(tool: Tool) { self.tool = tool }

  /// The document on `differences`, byte for byte the same for the same differences.
  public func render(_ differences: [MachineDifference]) -> String {
    JSONValue.object([
      ("schema", "pgcheck/difference/1"),
      ("tool", tool.json),
      ("differences", .array(differences.map(json))),
    ]).text
  }

  private func json(_ difference: MachineDifference) -> JSONValue {
    .object([
      ("old", side(difference.old)),
      ("new", side(difference.new)),
      ("empty", .bool(difference.isEmpty)),
      ("worse", .bool(difference.isWorse)),
      ("inconclusive", .bool(difference.isInconclusive)),
      (
        "regressions",
        .array(
          difference.regressions.map { regression in
            .object([
              ("instruction", .string(regression.instruction)),
              ("rules", .strings(regression.rules.map(\.rawValue))),
            ])
          })
      ),
      ("closed", .strings(difference.closed.map(\.new.name))),
      ("opened", .strings(difference.opened.map(\.new.name))),
      (
        "addresses",
        .object([
          ("regained", .array(difference.regained.map(\.members))),
          ("lost", .array(difference.lost.map(\.members))),
        ])
      ),
      ("declarations", .array(difference.declarations.map(\.json))),
      ("added", .array(difference.added.map(summary))),
      ("removed", .array(difference.removed.map(summary))),
      ("changed", .array(difference.changed.map(json))),
    ])
  }

  private func side(_ report: Report) -> JSONValue {
    .object([
      ("isa", report.machineJSON), ("model", .string(report.model.rawValue)),
      ("verdict", report.verdict.json),
      ("summary", Summary(report.instructions).json),
    ])
  }

  private func summary(_ instruction: InstructionVerdict) -> JSONValue {
    .object(
      [("name", .string(instruction.name)), ("title", .optional(instruction.title))]
        + instruction.location.members + instruction.standing)
  }

  private func json(_ difference: InstructionDifference) -> JSONValue {
    .object(
      [("name", .string(difference.new.name)), ("title", .optional(difference.new.title))]
        + difference.new.location.members + [
          ("meaning", .array(difference.meaning.map(\.json))),
          ("undecided", .strings(difference.undecided)),
          ("old", .object(difference.old.standing)),
          ("new", .object(difference.new.standing)),
          ("mended", .strings(difference.mended.map(\.rawValue))),
          ("broken", .strings(difference.broken.map(\.rawValue))),
        ])
  }
}

extension InstructionVerdict {

  /// How it comes out.
  fileprivate var standing: [(key: String, value: JSONValue)] {
    [
      ("classes", .strings(classes.map(\.rawValue))), ("userSensitive", .bool(isUserSensitive)),
      ("directExecution", .string(directExecution.rawValue)), ("violation", .bool(isViolation)),
      ("rules", .strings(findings.map(\.rule.rawValue))),
    ]
  }
}

extension DeclarationChange {

  fileprivate var json: JSONValue {
    .object([
      ("subject", .string(subject.rawValue)), ("name", .string(name)), ("old", .optional(was)),
      ("new", .optional(now)),
    ])
  }
}

extension MeaningChange {

  fileprivate var json: JSONValue {
    var members: [(key: String, value: JSONValue)]
    switch self {
    case .encodings(let gained, let lost):
      members = [("kind", "encodings"), ("gained", .bool(gained)), ("lost", .bool(lost))]
    case .outcome(let was, let now, let modes):
      members = [("kind", "outcome"), ("old", was.json), ("new", now.json), ("modes", .strings(modes))]
    case .trapArguments(let trap): members = [("kind", "trap-arguments"), ("trap", .string(trap))]
    case .results(let names): members = [("kind", "results"), ("components", .strings(names))]
    case .leftBehind(let trap, let names):
      members = [("kind", "left-behind"), ("trap", .string(trap)), ("components", .strings(names))]
    case .unpredictable: members = [("kind", "unpredictable")]
    case .incomparable: members = [("kind", "incomparable")]
    }
    return .object(members + [("message", .string(words))])
  }
}

extension MeaningChange.Outcome {

  fileprivate var json: JSONValue {
    switch self {
    case .completes: .object([("kind", "completes")])
    case .traps(let name, let trapClass):
      .object([("kind", "traps"), ("trap", .string(name)), ("class", .string(trapClass))])
    }
  }
}
