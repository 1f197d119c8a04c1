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

  /// How the reports of `run` stand, and what is to be written.
  func compare(_ run: CheckRun) -> (view: BaselineView, file: (file: OutputFile, text: String)?) {
    let comparison = BaselineComparison(run.reports, baseline: known.baseline, today: today)
    let view = BaselineView(comparison, file: known.path, text: known.text)
    guard let target else { return (view, nil) }
    guard !run.statuses.contains(where: { $0 == .wrongInput || $0 == .internalError }) else {
      StandardError.error("'\(target.path)' was not written, because not everything could be checked")
      return (view, nil)
    }
    let renewed = known.baseline.renewed(comparison, acceptance: acceptance)
    let accepted = BaselineView(
      BaselineComparison(run.reports, baseline: renewed, today: today), file: target.path, text: renewed.text)
    return (accepted, (target, renewed.text))
  }
}
