import ISAModel
import Monitor
import Reporting
import Virtualizability

/// Which monitor a machine can have.
struct MonitorChoice {

  let machine: Machine
  let path: String
  let options: MachineOptions
  let jobs: Int

  /// The kind of monitor that is right for the machine. Where none is, the user is told why, and the command
  /// ends, unless he insists.
  func kind(isForced: Bool, wantsHybrid: Bool) throws -> MonitorKind {
    if isForced { return wantsHybrid ? .hybrid : .trapAndEmulate }
    let report = try check()
    if report.verdict.virtualizable == .holds { return wantsHybrid ? .hybrid : .trapAndEmulate }
    if report.verdict.theorem3 == .holds, wantsHybrid { return .hybrid }
    StandardError.error(
      "'\(machine.name)' is not virtualizable: a monitor would miss \(Self.failing(report))",
      help: report.verdict.theorem3 == .holds
        ? "Theorem 3 holds: '--hybrid' interprets the guest's privileged code; or use '--force'"
        : "'pgcheck \(path)' shows why; '--force' makes the monitor all the same")
    throw report.verdict.virtualizable == .inconclusive ? ExitStatus.inconclusive : ExitStatus.violation
  }

  /// What a monitor in C is made of. Nil where the machine can have none: the user is told why.
  func plan(isForced: Bool) throws -> Monitor.Plan? {
    guard machine.installation != nil else {
      Self.note("the specification of '\(machine.name)' does not say how a monitor installs a mapping")
      return nil
    }
    if !isForced {
      let report = try check()
      guard report.verdict.virtualizable == .holds else {
        Self.note("'\(machine.name)' is not virtualizable: a monitor would miss \(Self.failing(report))")
        return nil
      }
    }
    do throws(MonitorFailure) {
      return try Monitor.Plan(machine)
    } catch {
      Self.note(error.message)
      return nil
    }
  }

  /// Tells the user why a package has no monitor.
  static func note(_ reason: String) {
    StandardError.write("note: the package is the bare machine, without a monitor: \(reason)\n")
  }

  /// What the check of the machine says.
  func check() throws -> Report {
    var checking = CheckOptions()
    for setting in options.feature { checking.features[setting.name] = setting.isOn }
    checking.jobs = jobs
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
