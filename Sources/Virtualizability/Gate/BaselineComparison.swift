/// How the findings of a check stand against a baseline.
public struct BaselineComparison: Sendable {

  /// How one finding stands.
  public enum Standing: Sendable, Equatable {

    /// No entry is about it.
    case new

    /// It is accepted.
    case accepted(Baseline.Entry)

    /// It was accepted up to a day that has passed.
    case expired(Baseline.Entry)

    /// Another meaning of the instruction was accepted.
    case changed(Baseline.Entry)

    /// The entry that is about it.
    public var entry: Baseline.Entry? {
      switch self {
      case .new: nil
      case .accepted(let entry), .expired(let entry), .changed(let entry): entry
      }
    }

    /// Whether it is accepted.
    public var isAccepted: Bool { if case .accepted = self { true } else { false } }
  }

  /// The findings of one cause.
  public struct Item: Sendable {

    /// The number of the report.
    public var report: Int

    /// The machine.
    public var machine: String

    /// The instruction.
    public var instruction: InstructionVerdict

    /// The findings.
    public var group: FindingGroup

    /// How they stand.
    public var standing: Standing
  }

  /// An entry with which something is wrong.
  public struct Issue: Sendable {

    /// What is wrong.
    public var rule: BaselineRule

    /// The entry.
    public var entry: Baseline.Entry

    /// What is wrong, in one sentence.
    public var message: String

    /// Whether it goes with a violation that counts.
    public var isError: Bool
  }

  /// All findings, in the order of the reports.
  public let items: [Item]

  /// What is wrong with the baseline, in the order of its entries.
  public let issues: [Issue]

  /// The violations that nobody has accepted.
  public var violations: [Item] { items.filter { $0.group.isViolation && !$0.standing.isAccepted } }

  private struct Place: Hashable {
    var report: Int
    var instruction: String
    var rule: Rule
  }

  private let standings: [Place: Standing]

  /// Compares `reports` with `baseline` on the day `today`.
  ///
  /// An entry accepts one finding: of its machine, rule and fingerprint, of the instruction of its name if there is
  /// one, so that a second instruction with the same meaning is not accepted along with the first.
  public init(_ reports: [Report], baseline: Baseline, today: CalendarDate) {
    var items: [Item] = []
    var used: Set<Int> = []
    for (number, report) in reports.enumerated() {
      var matching = BaselineMatching(report, number: number, baseline: baseline, today: today)
      matching.match()
      items += matching.items
      used.formUnion(matching.used)
    }
    self.items = items
    issues = Self.issues(baseline, items, used: used, reports: reports)
    var standings: [Place: Standing] = [:]
    for item in items {
      for rule in item.group.rules {
        standings[Place(report: item.report, instruction: item.instruction.name, rule: rule)] = item.standing
      }
    }
    self.standings = standings
  }

  /// How the finding of a rule on an instruction stands, together with those of the same cause.
  public func standing(report: Int, instruction: String, rule: Rule) -> Standing? {
    standings[Place(report: report, instruction: instruction, rule: rule)]
  }

  private static func issues(
    _ baseline: Baseline, _ items: [Item], used: Set<Int>, reports: [Report]
  ) -> [Issue] {
    baseline.entries.enumerated().compactMap { number, entry in
      if !used.contains(number) {
        // Of what was not checked nothing is known.
        guard let report = reports.first(where: { $0.name == entry.machine }) else { return nil }
        let isThere = report.instructions.contains { $0.name == entry.instruction }
        guard isThere || !report.isPartial else { return nil }
        return Issue(
          rule: .stale, entry: entry,
          message: isThere
            ? "the baseline accepts \(entry.rule) on \(entry.instruction), which is not found any more"
            : "the baseline accepts \(entry.rule) on \(entry.instruction), which '\(entry.machine)' does not have",
          isError: false)
      }
      guard let item = items.first(where: { $0.standing.entry == entry }) else { return nil }
      switch item.standing {
      case .expired:
        let day = entry.expires.map { "\($0)" } ?? ""
        return Issue(
          rule: .expired, entry: entry,
          message: "\(entry.rule) on \(entry.instruction) was accepted until \(day) only",
          isError: item.group.isViolation)
      case .changed:
        return Issue(
          rule: .changed, entry: entry,
          message: "\(entry.rule) on \(entry.instruction) is not what was accepted: the meaning has changed",
          isError: item.group.isViolation)
      case .new, .accepted: return nil
      }
    }
  }
}
