import Testing

@testable import Virtualizability

/// How findings are matched with the entries of a baseline.
struct BaselineTests {

  private let today: CalendarDate

  init() throws { today = try #require(CalendarDate("2026-11-21")) }

  @Test func days() {
    for text in ["2026-11-21", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
      #expect(CalendarDate(text)?.description == text)
    }
    for text in [
      "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-11-31", "26-11-21", "2026-1-21", "",
      "today",
      "2026-11-21T00:00", "-026-11-21", "2026-11-+1",
    ] {
      #expect(CalendarDate(text) == nil, "\(text)")
    }
    let days = ["2025-12-31", "2026-01-01", "2026-09-30", "2026-10-01"].compactMap { CalendarDate($0) }
    #expect(days.count == 4 && days.sorted() == days && days.reversed().sorted() == days)
  }

  @Test func entriesHoldThroughTheirLastDay() throws {
    let report = try leaky()
    let entry = try accepted(report, "GETS", until: "2026-11-21")
    #expect(compare(report, [entry]).standing("GETS") == .accepted(entry))
    let old = try accepted(report, "GETS", until: "2026-11-20")
    let comparison = compare(report, [old])
    #expect(comparison.standing("GETS") == .expired(old))
    #expect(comparison.issues.map(\.rule) == [.expired])
    #expect(comparison.issues.allSatisfy { $0.isError })
    #expect(Set(comparison.violations.map(\.instruction.name)) == ["GETS", "OUT"])
    // An entry that holds comes first, whatever the order.
    #expect(compare(report, [old, entry]).standing("GETS") == .accepted(entry))
    #expect(compare(report, [old, entry]).issues.map(\.rule) == [.stale])
  }

  @Test func changedMeaningIsNotAccepted() throws {
    let report = try leaky()
    var entry = try accepted(report, "GETS")
    entry.fingerprint = "of another meaning"
    let comparison = compare(report, [entry])
    #expect(comparison.standing("GETS") == .changed(entry))
    #expect(comparison.issues.map(\.rule) == [.changed])
  }

  @Test func otherRuleIsNotAccepted() throws {
    let report = try leaky()
    var entry = try accepted(report, "GETS")
    entry.rule = "PG101"
    let comparison = compare(report, [entry])
    #expect(comparison.standing("GETS") == .new)
    #expect(comparison.issues.map(\.rule) == [.stale])
  }

  @Test func renamedInstructionStaysAccepted() throws {
    let report = try leaky()
    var entry = try accepted(report, "GETS")
    entry.instruction = "GET_STATUS"
    #expect(compare(report, [entry]).standing("GETS") == .accepted(entry))
    let renewed = Baseline(entries: [entry]).renewed(compare(report, [entry]), acceptance: acceptance)
    #expect(renewed.entries.contains { $0.instruction == "GETS" && $0.reason == entry.reason })
  }

  /// One entry does not let a second instruction with the same meaning in.
  @Test func anEntryAcceptsOneFinding() throws {
    var report = try leaky()
    var copy = try #require(report.instructions.first { $0.name == "GETS" })
    copy.name = "AGAIN"
    report.instructions.insert(copy, at: 0)
    let entry = try accepted(report, "GETS")
    let comparison = compare(report, [entry])
    #expect(comparison.standing("GETS") == .accepted(entry))
    #expect(comparison.standing("AGAIN") == .new)
  }

  @Test func whatWasNotCheckedIsNotStale() throws {
    let report = try leaky()
    var elsewhere = try accepted(report, "GETS")
    elsewhere.machine = "another"
    #expect(compare(report, [elsewhere]).issues.isEmpty)
    var partial = report
    partial.isPartial = true
    partial.instructions.removeAll { $0.name == "GETS" }
    let entry = try accepted(report, "GETS")
    #expect(compare(partial, [entry]).issues.isEmpty)
    #expect(
      Baseline(entries: [entry, elsewhere]).renewed(
        compare(partial, [entry, elsewhere]), acceptance: acceptance
      )
      .entries.contains(entry))
    partial.isPartial = false
    #expect(compare(partial, [entry]).issues.map(\.rule) == [.stale])
  }

  @Test func renewedBaselineAcceptsEverything() throws {
    let report = try leaky()
    let kept = try accepted(report, "GETS", until: "2027-01-01")
    var stale = kept
    stale.instruction = "GONE"
    stale.fingerprint = "gone"
    let renewed = Baseline(entries: [stale, kept]).renewed(
      compare(report, [stale, kept]), acceptance: acceptance)
    #expect(renewed.entries.map(\.instruction) == ["GETS", "OUT"])
    #expect(renewed.entries[0] == kept)
    #expect(renewed.entries[1].reason == "because")
    #expect(compare(report, renewed.entries).violations.isEmpty)
    #expect(compare(report, renewed.entries).issues.isEmpty)
    // What has expired is accepted anew.
    let old = try accepted(report, "GETS", until: "2020-01-01")
    let again = Baseline(entries: [old]).renewed(compare(report, [old]), acceptance: acceptance)
    #expect(again.entries.map(\.reason) == ["because", "because"])
  }

  /// The findings of one cause are accepted together.
  @Test func repeatedFindingsStandWithTheirCause() throws {
    let report = try leaky()
    let out = try #require(report.instructions.first { $0.name == "OUT" })
    #expect(out.findings.count > 1 && out.groups.count == 1)
    let comparison = compare(report, [try accepted(report, "OUT")])
    for finding in out.findings {
      #expect(comparison.standing(report: 0, instruction: "OUT", rule: finding.rule)?.isAccepted == true)
    }
  }

  // MARK: -

  private let acceptance = Baseline.Acceptance(reason: "because", owner: "me", expires: nil)

  private func leaky() throws -> Report {
    let path = "\(Fixtures.root)/Tests/CommandTests/Fixtures/broken.isa"
    return try #require(try Checks.reports(path).first)
  }

  private func compare(_ report: Report, _ entries: [Baseline.Entry]) -> BaselineComparison {
    BaselineComparison([report], baseline: Baseline(entries: entries), today: today)
  }

  private func accepted(
    _ report: Report, _ name: String, until day: String? = nil
  ) throws -> Baseline.Entry {
    let instruction = try #require(report.instructions.first { $0.name == name })
    let group = try #require(instruction.groups.first)
    return Baseline.Entry(
      machine: report.name, instruction: name, rule: group.finding.rule.rawValue,
      fingerprint: group.finding.fingerprint, reason: "it was so", owner: "Ann",
      expires: day.flatMap { CalendarDate($0) })
  }
}

extension BaselineComparison {

  /// How the first finding on an instruction stands.
  fileprivate func standing(_ name: String) -> Standing? {
    items.first { $0.instruction.name == name }?.standing
  }
}
