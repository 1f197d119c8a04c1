import Reporting
import Virtualizability

/// Compares a check with a baseline, and writes the baseline anew when that is asked for.
struct BaselineGate {

  /// What is accepted so far.
  let known: BaselineFile

  /// Where the new baseline goes.
  let target: OutputFile?

  let today: CalendarDate

  /// What is said of newly accepted violations.
  let acceptance: Baseline.Acceptance

  /// How the reports of `run` stand.
  func compare(_ run: CheckRun) throws(UserError) -> BaselineView {
    let comparison = BaselineComparison(run.reports, baseline: known.baseline, today: today)
    guard let target else { return BaselineView(comparison, file: known.path, text: known.text) }
    guard !run.statuses.contains(where: { $0 == .wrongInput || $0 == .internalError }) else {
      StandardError.error("'\(target.path)' was not written, because not everything could be checked")
      return BaselineView(comparison, file: known.path, text: known.text)
    }
    let renewed = known.baseline.renewed(comparison, acceptance: acceptance)
    try target.write(renewed.text)
    return BaselineView(
      BaselineComparison(run.reports, baseline: renewed, today: today), file: target.path, text: renewed.text)
  }
}
