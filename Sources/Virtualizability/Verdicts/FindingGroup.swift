/// The findings of one instruction that have one cause: a hole is reported, and accepted, once, however many
/// rules it breaks.
public struct FindingGroup: Sendable {

  /// The finding that shows the cause.
  public var finding: Finding

  /// Those that repeat it, in the order of the rules.
  public var repeated: [Finding] = []

  /// The rules that are broken, that of `finding` first.
  public var rules: [Rule] { [finding.rule] + repeated.map(\.rule) }

  /// Whether a machine with it fails its check.
  public var isViolation: Bool { rules.contains(where: \.isViolation) }

  /// The place to point to: the line of the specification that causes it.
  public var line: GuiltyLine? { finding.lines.first }
}

extension InstructionVerdict {

  /// The findings by their causes. What breaks Theorem 1 always stands for itself; another one repeats what was
  /// shown before if the same resources or the same line cause it.
  public var groups: [FindingGroup] {
    var groups: [FindingGroup] = []
    for finding in findings {
      if let place = place(of: finding, in: groups) {
        groups[place].repeated.append(finding)
      } else {
        groups.append(FindingGroup(finding: finding))
      }
    }
    return groups
  }

  /// The group that `finding` repeats.
  private func place(of finding: Finding, in groups: [FindingGroup]) -> Int? {
    guard !finding.rule.breaksTheorem1, !groups.isEmpty else { return nil }
    func causes(_ group: FindingGroup) -> [String] {
      group.finding.components + group.finding.witness.differing
    }
    let alone = groups.firstIndex { group in
      Set(causes(group)).isSuperset(of: finding.components)
        || finding.lines.first.map { line in group.line?.isSame(as: line) ?? false } ?? false
    }
    if let alone { return alone }
    return Set(groups.flatMap(causes)).isSuperset(of: finding.components) ? 0 : nil
  }
}
