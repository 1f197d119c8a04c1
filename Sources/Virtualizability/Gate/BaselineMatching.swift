/// Finds for the findings of one report the entries of a baseline that are about them.
struct BaselineMatching {

  private(set) var items: [BaselineComparison.Item]

  /// The numbers of the entries that are about something.
  private(set) var used: Set<Int> = []

  private let baseline: Baseline
  private let machine: String
  private let today: CalendarDate

  init(_ report: Report, number: Int, baseline: Baseline, today: CalendarDate) {
    self.baseline = baseline
    self.today = today
    machine = report.name
    items = report.instructions.flatMap { instruction in
      instruction.groups.map {
        BaselineComparison.Item(
          report: number, machine: report.name, instruction: instruction, group: $0, standing: .new)
      }
    }
  }

  mutating func match() {
    // An entry that holds comes before one that has expired and is about the same.
    let today = self.today
    for isExpired in [false, true] {
      assign { $0.isExpired(on: today) == isExpired && Self.isSame($0, $1) && Self.isNamed($0, $1) }
    }
    assign { Self.isSame($0, $1) }
    assign(isChanged: true) { Self.isNamed($0, $1) }
  }

  private static func isSame(_ entry: Baseline.Entry, _ item: BaselineComparison.Item) -> Bool {
    entry.fingerprint == item.group.finding.fingerprint
  }

  private static func isNamed(_ entry: Baseline.Entry, _ item: BaselineComparison.Item) -> Bool {
    entry.instruction == item.instruction.name
  }

  /// Gives each entry that is still free the first finding of its rule that is, and of which `matches` says so.
  private mutating func assign(
    isChanged: Bool = false, _ matches: (Baseline.Entry, BaselineComparison.Item) -> Bool
  ) {
    for (number, entry) in baseline.entries.enumerated()
    where entry.machine == machine && !used.contains(number) {
      let found = items.firstIndex {
        $0.standing == .new && $0.group.finding.rule.rawValue == entry.rule && matches(entry, $0)
      }
      guard let found else { continue }
      items[found].standing =
        isChanged ? .changed(entry) : entry.isExpired(on: today) ? .expired(entry) : .accepted(entry)
      used.insert(number)
    }
  }
}
