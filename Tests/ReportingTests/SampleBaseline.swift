import Testing

@testable import Reporting
@testable import Virtualizability

/// A baseline for the sample reports, with one entry of every kind.
enum SampleBaseline {

  static let baseline = Baseline(entries: [
    entry("LEAVE", "PG101", "f00dPG101", "Known since 1974, and patched by the monitor", until: "2030-06-30"),
    entry("LOOK", "PG105", "f00dPG105", "Until the new \"board\" is there", until: "2020-01-31"),
    entry("CLOCK", "PG120", "0123", "Who cares", until: nil),
    entry("STORE", "PG101", "4567", "It was broken once", until: nil),
  ])

  /// How the sample reports stand against it on a day in 2026.
  static var view: BaselineView {
    get throws {
      let today = try #require(CalendarDate("2026-11-21"))
      let comparison = BaselineComparison(
        [SampleReport.broken, SampleReport.clean], baseline: baseline, today: today)
      return BaselineView(comparison, file: "ci/base line.json", text: baseline.text)
    }
  }

  private static func entry(
    _ instruction: String, _ rule: String, _ fingerprint: String, _ reason: String, until day: String?
  ) -> Baseline.Entry {
    Baseline.Entry(
      machine: "sample", instruction: instruction, rule: rule, fingerprint: fingerprint, reason: reason,
      owner: "Ann", expires: day.flatMap { CalendarDate($0) })
  }
}
