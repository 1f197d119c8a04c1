import Virtualizability

/// How published analyses and the checker agree, for programs.
public struct AgreementJSON: Sendable {

  /// The program that made the report.
  public var tool: Tool

  /// Makes a reporter.
  public init(tool: Tool) { self.tool = tool }

  /// The document on `agreements`, byte for byte the same for the same agreements.
  public func render(_ agreements: [Agreement]) -> String {
    JSONValue.object([
      ("schema", "pgcheck/papers/1"), ("tool", tool.json),
      ("papers", .array(agreements.map(json))),
    ]).text
  }

  private func json(_ agreement: Agreement) -> JSONValue {
    let analysis = agreement.analysis
    return .object([
      ("title", .string(analysis.title)), ("authors", .string(analysis.authors)),
      ("published", .string(analysis.published)), ("source", .string(analysis.source)),
      ("isa", agreement.report.machineJSON), ("explained", .bool(agreement.isExplained)),
      ("entries", .array(agreement.entries.map(json))), ("stale", .strings(agreement.stale)),
    ])
  }

  private func json(_ entry: Agreement.Entry) -> JSONValue {
    .object([
      ("kind", .string(entry.kind.rawValue)), ("paper", .optional(entry.paper)),
      ("explanation", .optional(entry.explanation?.because)),
      ("settledBy", .optional(entry.explanation?.source)),
      ("instruction", entry.instruction.json()),
    ])
  }
}
