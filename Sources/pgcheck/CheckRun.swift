import Logging
import Reporting
import Virtualizability

/// The check of the specifications of one command line, one after the other.
struct CheckRun {

  let checker: Checker
  let log: Logger

  /// The reports that could be made.
  private(set) var reports: [Report] = []

  /// What each machine, or each file that could not be checked, comes to.
  private(set) var statuses: [ExitStatus] = []

  init(options: CheckOptions, log: Logger) {
    checker = Checker(options: options)
    self.log = log
  }

  /// Checks the machines of the file at `path`, and tells the user what is wrong with it.
  mutating func check(_ path: String) {
    guard !path.isEmpty else {
      StandardError.error("the name of a specification is empty")
      return statuses.append(.wrongInput)
    }
    log.info("checking", metadata: ["file": "\(path)", "jobs": "\(checker.options.jobs)"])
    let progress = ProgressLine(file: path)
    do {
      let result = try checker.check(path: path, progress: progress.show)
      progress.clear()
      DiagnosticOutput.write(result.diagnostics, sources: result.sources)
      if result.outcomes.isEmpty { statuses.append(.wrongInput) }
      for outcome in result.outcomes { add(outcome) }
    } catch {
      progress.clear()
      StandardError.error(error.message, help: error.help)
      statuses.append(.wrongInput)
    }
  }

  /// What everything comes to when the violations that a baseline accepts do not count.
  func statuses(against baseline: BaselineView) -> [ExitStatus] {
    baseline.comparison.violations.isEmpty ? statuses.filter { $0 != .violation } : statuses
  }

  private mutating func add(_ outcome: CheckOutcome) {
    switch outcome {
    case .rejected(let machine):
      log.info("rejected", metadata: ["machine": "\(machine)"])
      statuses.append(.wrongInput)
    case .report(let report):
      for error in report.internalErrors {
        StandardError.error("internal: \(error)", help: "this is a bug in \(Tool.name); please report it")
      }
      log.info(
        "checked",
        metadata: [
          "machine": "\(report.name)", "instructions": "\(report.instructions.count)",
          "known": "\(report.statistics.known)", "seconds": "\(report.statistics.totalSeconds)",
        ])
      reports.append(report)
      statuses.append(report.exitStatus)
    }
  }
}

extension Logger {

  /// The log of a command: to standard error when it is wanted, and nowhere otherwise.
  static func make(verbose: Bool) -> Logger {
    Logger(label: Tool.name) { label in
      guard verbose else { return SwiftLogNoOpLogHandler() }
      return StreamLogHandler.standardError(label: label)
    }
  }
}
