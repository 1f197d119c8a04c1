import ISALanguage

/// How a published analysis and a report agree, instruction by instruction.
public struct Agreement: Sendable {

  /// What became of an instruction.
  public enum Kind: String, Sendable {
    case confirmed
    case beyond
    case notFound = "not-found"
  }

  /// An instruction that is claimed, or found, or both.
  public struct Entry: Sendable {

    /// What became of it.
    public var kind: Kind

    /// What the checker found.
    public var instruction: InstructionVerdict

    /// The words of the publication; nil where it does not name the instruction.
    public var paper: String?

    /// Why the checker finds otherwise; nil where it does not, and where nobody has said.
    public var explanation: PublishedAnalysis.Explanation?

    /// Whether it is a difference that nobody has explained.
    public var isUnexplained: Bool { kind != .confirmed && explanation == nil }
  }

  /// The publication.
  public var analysis: PublishedAnalysis

  /// What the checker says of the machine.
  public var report: Report

  /// First what is claimed, in the order of the publication, then what is found beyond it, in the order of the
  /// specification.
  public var entries: [Entry]

  /// Names of explanations that explain no difference.
  public var stale: [String]

  /// Whether every difference is explained, and every explanation explains one.
  public var isExplained: Bool { stale.isEmpty && !entries.contains { $0.isUnexplained } }

  /// The entries of a kind.
  public func entries(_ kind: Kind) -> [Entry] { entries.filter { $0.kind == kind } }

  /// Compares a publication with the report on its machine.
  ///
  /// - Throws: `CheckFailure` where the publication names an instruction that the specification does not have,
  ///   or one twice.
  public init(_ analysis: PublishedAnalysis, _ report: Report) throws(CheckFailure) {
    self.analysis = analysis
    self.report = report
    entries = []
    var verdicts: [String: InstructionVerdict] = [:]
    for instruction in report.instructions { verdicts[instruction.name] = instruction }
    func verdict(_ name: String) throws(CheckFailure) -> InstructionVerdict {
      if let found = verdicts[name] { return found }
      throw CheckFailure(
        "'\(report.file)' has no instruction '\(name)'",
        help: Spelling.suggestion(for: name, among: Array(verdicts.keys).sorted()).map {
          "did you mean '\($0)'?"
        })
    }
    var explanations: [String: PublishedAnalysis.Explanation] = [:]
    for explanation in analysis.explanations ?? [] {
      for name in explanation.instructions {
        _ = try verdict(name)
        guard explanations.updateValue(explanation, forKey: name) == nil else {
          throw CheckFailure("'\(name)' is explained twice")
        }
      }
    }
    var claimed: Set<String> = []
    for claim in analysis.claims {
      for name in claim.instructions {
        let instruction = try verdict(name)
        guard claimed.insert(name).inserted else { throw CheckFailure("'\(name)' is claimed twice") }
        let isConfirmed = instruction.findings.contains { finding in
          claim.rules?.contains(finding.rule) ?? finding.rule.breaksTheorem1
        }
        entries.append(
          Entry(
            kind: isConfirmed ? .confirmed : .notFound, instruction: instruction, paper: claim.paper,
            explanation: isConfirmed ? nil : explanations[name]))
      }
    }
    for instruction in report.instructions where !claimed.contains(instruction.name) {
      guard instruction.isViolation || instruction.directExecution == .fails else { continue }
      entries.append(
        Entry(kind: .beyond, instruction: instruction, explanation: explanations[instruction.name]))
    }
    let differing = Set(entries.filter { $0.kind != .confirmed }.map(\.instruction.name))
    stale = explanations.keys.filter { !differing.contains($0) }.sorted()
  }
}
