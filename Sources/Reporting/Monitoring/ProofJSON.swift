import Monitor

/// What was proven of a monitor, for programs.
public struct ProofJSON: Sendable {

  private let tool: Tool

  /// Makes a reporter.
  public init(tool: Tool) { self.tool = tool }

  /// The document on the monitor of the machine of this name.
  package func render(_ proof: MonitorProof, machine: String) -> String {
    JSONValue.object([
      ("schema", .string("pgcheck/proof/1")),
      ("tool", tool.json),
      ("isa", .string(machine)),
      ("proven", .bool(proof.isProven)),
      ("assumptions", .array(proof.assumptions.map { .string($0) })),
      ("obligations", .array(proof.obligations.map(obligation))),
    ]).text
  }

  private func obligation(_ one: ProofObligation) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("kind", .string(one.kind.rawValue)),
      ("subject", .string(one.subject)),
      ("mode", one.mode.map { .string($0) } ?? .null),
      ("statement", .string(one.statement)),
    ]
    switch one.outcome {
    case .proven(let means): members += [("outcome", .string("proven")), ("by", .string(means.rawValue))]
    case .refuted(let witness): members += [("outcome", .string("refuted")), ("witness", .string(witness))]
    case .unknown(let reason): members += [("outcome", .string("unknown")), ("reason", .string(reason))]
    }
    return .object(members)
  }
}
