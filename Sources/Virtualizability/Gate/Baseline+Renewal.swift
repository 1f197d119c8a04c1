extension Baseline {

  /// What is said about a violation when it is accepted.
  public struct Acceptance: Sendable {

    /// Why it is accepted.
    public var reason: String

    /// Who answers for that.
    public var owner: String

    /// The last day on which it is accepted; nil for good.
    public var expires: CalendarDate?

    /// Makes an acceptance.
    public init(reason: String, owner: String, expires: CalendarDate?) {
      self.reason = reason
      self.owner = owner
      self.expires = expires
    }
  }

  /// The baseline that accepts every violation of `comparison`, which was made against this one.
  ///
  /// Entries that hold stay as they are, and so do those of machines and instructions that were not checked. What is
  /// new, has changed or expired is accepted as `acceptance` says; stale entries go.
  public func renewed(_ comparison: BaselineComparison, acceptance: Acceptance) -> Baseline {
    var result: [Entry] = []
    var seen = Set(comparison.issues.filter { $0.rule == .stale }.map(\.entry))
    for item in comparison.items {
      if let entry = item.standing.entry { seen.insert(entry) }
      if case .accepted(var entry) = item.standing {
        entry.instruction = item.instruction.name
        result.append(entry)
      } else if item.group.isViolation {
        result.append(
          Entry(
            machine: item.machine, instruction: item.instruction.name,
            rule: item.group.finding.rule.rawValue, fingerprint: item.group.finding.fingerprint,
            reason: acceptance.reason, owner: acceptance.owner, expires: acceptance.expires))
      }
    }
    result += entries.filter { !seen.contains($0) }
    var known: Set<Entry> = []
    return Baseline(
      entries: result.filter { known.insert($0).inserted }.sorted { one, other in
        (one.machine, one.instruction, one.rule, one.fingerprint)
          < (other.machine, other.instruction, other.rule, other.fingerprint)
      })
  }
}
