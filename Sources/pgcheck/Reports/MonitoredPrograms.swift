import ISAModel
import Monitor
import Virtualizability

/// What a page tells of the programs that were run under the machine's monitor.
enum MonitoredPrograms {

  /// What came of the conformance programs; nil where the machine can have no monitor, or has no programs beside its
  /// specification.
  static func summary(_ report: Report, options: CheckOptions) throws -> ConformanceSummary? {
    guard let kind = kind(report), !report.isPartial else { return nil }
    let machine = try MachineDescriber.load(report, options).machine
    guard machine.installation != nil, ConformanceSuite.exists(machine, specification: report.file) else {
      return nil
    }
    let suite = try ConformanceSuite(machine, specification: report.file, folder: nil)
    return try ConformanceMaker(machine: machine, suite: suite, file: report.file, jobs: options.jobs)
      .summary(kind)
  }

  private static func kind(_ report: Report) -> MonitorKind? {
    if report.verdict.virtualizable == .holds { return .trapAndEmulate }
    return report.verdict.theorem3 == .holds ? .hybrid : nil
  }
}
