import ISAModel
import Monitor
import Reporting
import Virtualizability

/// Which monitor a machine can have.
enum MonitorChoice {

  /// The kind of monitor that is right for a machine. Where none is, the user is told why, and the command ends,
  /// unless he insists.
  static func kind(
    for machine: Machine, path: String, options: MachineOptions, isForced: Bool, wantsHybrid: Bool
  ) throws -> MonitorKind {
    if wantsHybrid, isForced { return .hybrid }
    let report = try check(machine, path, options)
    if report.verdict.virtualizable == .holds { return wantsHybrid ? .hybrid : .trapAndEmulate }
    if report.verdict.theorem3 == .holds, wantsHybrid { return .hybrid }
    if isForced { return .trapAndEmulate }
    StandardError.error(
      "'\(machine.name)' is not virtualizable: a monitor would miss \(failing(report))",
      help: report.verdict.theorem3 == .holds
        ? "Theorem 3 holds: '--hybrid' interprets the guest's privileged code; or use '--force'"
        : "'pgcheck \(path)' shows why; '--force' makes the monitor all the same")
    throw report.verdict.virtualizable == .inconclusive ? ExitStatus.inconclusive : ExitStatus.violation
  }

  private static func check(_ machine: Machine, _ path: String, _ options: MachineOptions) throws -> Report {
    var checking = CheckOptions()
    for setting in options.feature { checking.features[setting.name] = setting.isOn }
    checking.jobs = CheckingOptions.processors
    let progress = ProgressLine(file: path)
    defer { progress.clear() }
    let result: CheckResult
    do {
      result = try Checker(options: checking).check(path: path, progress: progress.show)
    } catch {
      throw UserError(error.message, help: error.help)
    }
    for outcome in result.outcomes {
      if case .report(let report) = outcome, report.name == machine.name { return report }
    }
    DiagnosticOutput.write(result.diagnostics, sources: result.sources)
    throw ExitStatus.wrongInput
  }

  /// The instructions that stand in the way, the first few by name.
  private static func failing(_ report: Report) -> String {
    let names = report.instructions.filter { $0.isViolation || $0.directExecution != .passes }.map(\.name)
    let shown = names.prefix(5).joined(separator: ", ")
    return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
  }
}
