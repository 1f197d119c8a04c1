import Monitor

/// What was proven of a monitor, a line for each obligation.
public struct ProofText: Sendable {

  private let isMarkdown: Bool

  /// Makes a reporter, for a terminal or for a forge.
  public init(isMarkdown: Bool = false) { self.isMarkdown = isMarkdown }

  /// The list of what was proven of the monitor of the machine of this name.
  package func render(_ proof: MonitorProof, machine: String) -> String {
    var lines = isMarkdown ? ["# The monitor of \(machine)", "", summary(proof, machine)] : []
    for kind in ProofObligation.Kind.allCases {
      let own = proof.obligations.filter { $0.kind == kind }
      guard !own.isEmpty else { continue }
      lines += (lines.isEmpty ? [] : [""]) + [isMarkdown ? "## \(kind.rawValue)" : kind.rawValue]
      if isMarkdown { lines += ["", "| | of | in mode | statement | by |", "|---|---|---|---|---|"] }
      lines += own.map { isMarkdown ? row($0) : line($0) }
    }
    lines += ["", isMarkdown ? "## Assumptions" : "assumptions"] + (isMarkdown ? [""] : [])
    lines += proof.assumptions.map { isMarkdown ? "- \($0)" : "  \($0)" }
    if !isMarkdown { lines += ["", summary(proof, machine)] }
    return lines.joined(separator: "\n") + "\n"
  }

  private func summary(_ proof: MonitorProof, _ machine: String) -> String {
    let proven = proof.obligations.count(where: \.isProven)
    let total = proof.obligations.count
    guard proven < total else { return "\(machine): ✓ all \(total) obligations of the monitor are proven" }
    return "\(machine): ✗ \(proven) of \(total) obligations of the monitor are proven"
  }

  private func sign(_ obligation: ProofObligation) -> String {
    switch obligation.outcome {
    case .proven: "✓"
    case .refuted: "✗"
    case .unknown: "?"
    }
  }

  private func means(_ obligation: ProofObligation) -> String {
    switch obligation.outcome {
    case .proven(let means): means.rawValue
    case .refuted(let witness): "refuted: \(witness)"
    case .unknown(let reason): "not decided: \(reason)"
    }
  }

  private func line(_ one: ProofObligation) -> String {
    let mode = one.mode.map { " in \($0)" } ?? ""
    return "  \(sign(one)) \(one.subject)\(mode): \(one.statement) (\(means(one)))"
  }

  private func row(_ one: ProofObligation) -> String {
    "| \(sign(one)) | \(one.subject) | \(one.mode ?? "") | \(one.statement) | \(means(one)) |"
  }
}
