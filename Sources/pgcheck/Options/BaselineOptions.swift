import ArgumentParser
import Virtualizability

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What violations are accepted, and how new ones come to be.
struct BaselineOptions: ParsableArguments {

  @Option(
    help: ArgumentHelp("Accept the violations that this file lists.", valueName: "file"))
  var baseline: String?

  @Option(
    help: ArgumentHelp(
      "Accept every violation of this check: write them to this file, with what it says of them already.",
      valueName: "file"))
  var writeBaseline: String?

  @Option(help: ArgumentHelp("Why new entries of the baseline are accepted.", valueName: "text"))
  var reason: String?

  @Option(help: ArgumentHelp("Who answers for new entries of the baseline.", valueName: "name"))
  var owner: String?

  @Option(
    help: ArgumentHelp(
      "The last day on which new entries of the baseline hold.", valueName: "yyyy-mm-dd"),
    transform: Self.day)
  var expires: CalendarDate?

  @Option(
    help: ArgumentHelp(
      "The day on which entries are looked at (default: PGCHECK_TODAY, or today in UTC).",
      valueName: "yyyy-mm-dd"),
    transform: Self.day)
  var today: CalendarDate?

  private static func day(_ text: String) throws -> CalendarDate {
    guard let day = CalendarDate(text) else {
      throw ValidationError("'\(text)' is no day; write it as 2027-01-31")
    }
    return day
  }

  func validate() throws {
    guard writeBaseline == nil else {
      if [reason, owner].contains(where: { $0?.allSatisfy(\.isWhitespace) ?? false }) {
        throw ValidationError("the reason or the owner of new entries is empty")
      }
      return
    }
    for (name, isGiven) in [
      ("reason", reason != nil), ("owner", owner != nil), ("expires", expires != nil),
    ] where isGiven {
      throw ValidationError("--\(name) is about new entries of a baseline; it needs --write-baseline")
    }
  }

  /// The gate, when a baseline is asked for.
  func gate(beside plan: OutputPlan) throws(UserError) -> BaselineGate? {
    guard baseline != nil || writeBaseline != nil else { return nil }
    let day = try currentDay()
    if let expires, expires < day {
      throw UserError("new entries would have expired already: \(expires) is before \(day)")
    }
    let target = try writeBaseline.map { path throws(UserError) in try OutputFile(path) }
    if let target, plan.outputs.contains(where: { $0.file?.isSame(as: target) ?? false }) {
      throw UserError("a report and the baseline would go to '\(target.path)'")
    }
    let known: BaselineFile
    if let baseline {
      known = try BaselineFile(reading: baseline)
    } else if let target, target.exists {
      known = try BaselineFile(reading: target.path)
    } else {
      known = BaselineFile(path: target?.path ?? "")
    }
    return BaselineGate(
      known: known, target: target, today: day,
      acceptance: Baseline.Acceptance(
        reason: reason ?? "not looked at yet", owner: owner ?? "nobody yet", expires: expires))
  }

  /// The day on which expiry is looked at: the only place where a check looks at the clock.
  private func currentDay() throws(UserError) -> CalendarDate {
    if let today { return today }
    if let setting = getenv("PGCHECK_TODAY"), setting.pointee != 0 {
      let text = String(cString: setting)
      guard let day = CalendarDate(text) else {
        throw UserError(
          "the environment's PGCHECK_TODAY is '\(text)', which is no day", help: "write it as 2027-01-31")
      }
      return day
    }
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    guard
      let day = CalendarDate(
        year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
    else { throw UserError("the clock of this computer shows no day", help: "say --today") }
    return day
  }
}
