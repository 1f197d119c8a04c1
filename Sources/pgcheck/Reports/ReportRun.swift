import Logging
import Reporting
import Virtualizability

/// The checks behind a set of reports: every machine, and every configuration that a generation needs, once.
struct ReportRun {

  private(set) var options: CheckOptions
  let log: Logger

  /// What each check came to.
  private(set) var statuses: [ExitStatus] = []

  private var machines: [MachineReport] = []

  /// Other configurations of the machines.
  private var configurations: [MachineReport] = []

  /// Whether a machine could not be reported.
  private var isMissing = false

  /// What was checked: by the specification and the settings of features.
  private var known: [(path: String, features: [String: Bool], report: Report)] = []

  init(options: CheckOptions, log: Logger) {
    self.options = options
    self.options.seeksRepairs = true
    self.log = log
  }

  /// Checks the specifications at `paths`, and what the lines of descent among them need; nil if something could not
  /// be reported.
  mutating func run(_ paths: [String], generations: [GenerationsFile.Line]) throws -> ReportSet? {
    for path in paths {
      guard !known.contains(where: { $0.path == Path.normal(path) }) else { continue }
      for report in check(path, options) {
        if let other = machines.first(where: { $0.report.name == report.name }) {
          throw UserError(
            "'\(path)' and '\(other.report.file)' both have a machine '\(report.name)'",
            help: "reports are named after machines; write one of them into another directory")
        }
        var description = try MachineDescriber.describe(report, options: options)
        description.conformance = try MonitoredPrograms.summary(report, options: options)
        machines.append(MachineReport(report: report, description: description))
      }
    }
    guard !isMissing else { return nil }
    let given = Set(paths.map(Path.normal))
    var lines: [Generations] = []
    for line in generations where line.steps.allSatisfy({ given.contains($0.specification) }) {
      guard let made = line.steps.isEmpty ? nil : try generation(line) else { return nil }
      lines.append(made)
    }
    return ReportSet(machines: machines, configurations: configurations, generations: lines)
  }

  private mutating func check(_ path: String, _ options: CheckOptions) -> [Report] {
    var run = CheckRun(options: options, log: log)
    run.check(path)
    statuses += run.statuses
    // A claim that fails is told, and leaves a report all the same.
    if run.reports.count < max(1, run.statuses.count) { isMissing = true }
    known += run.reports.map { (Path.normal(path), options.features, $0) }
    return run.reports
  }

  // MARK: Generations

  private mutating func generation(_ line: GenerationsFile.Line) throws -> Generations? {
    var steps: [Generations.Step] = []
    for (number, step) in line.steps.enumerated() {
      let features = options.features.merging(step.features ?? [:]) { $1 }
      guard let report = report(step.specification, features) else { return nil }
      let before = number == 0 ? nil : line.steps[number - 1]
      let change = step.change ?? change(step, report, since: before)
      let on = (step.features ?? [:]).filter(\.value).keys.sorted()
      let page = try page(on: report, features: features, on, title: change)
      steps.append(
        Generations.Step(
          report: report, label: ([report.name] + on).joined(separator: " + "), change: change,
          page: page.page))
    }
    return Generations(title: line.title, steps: steps)
  }

  /// The page on a configuration: that of the machine, or one of its own.
  private mutating func page(
    on report: Report, features: [String: Bool], _ on: [String], title: String
  ) throws -> MachineReport {
    let machine = machines.first { $0.report.name == report.name }
    if let machine, features == options.features { return machine }
    var other = options
    other.features = features
    var page = MachineReport(
      report: report, description: try MachineDescriber.describe(report, options: other), features: on,
      title: title)
    if let known = configurations.first(where: { $0.page == page.page }) { return known }
    page.description.conformance = try MonitoredPrograms.summary(report, options: other)
    configurations.append(page)
    return page
  }

  private mutating func report(_ path: String, _ features: [String: Bool]) -> Report? {
    if let found = known.first(where: { $0.path == path && $0.features == features }) { return found.report }
    var other = options
    other.features = features
    let reports = check(path, other)
    return isMissing ? nil : reports.first
  }

  /// What is new: the features that are turned on, or the machine.
  private func change(
    _ step: GenerationsFile.Step, _ report: Report, since before: GenerationsFile.Step?
  ) -> String {
    let earlier = before?.specification == step.specification ? before?.features ?? [:] : [:]
    let new = (step.features ?? [:]).filter { $0.value && earlier[$0.key] != true }.keys.sorted()
    guard !new.isEmpty else { return report.title }
    let titles = machines.first { $0.report.name == report.name }?.description.featureTitles ?? [:]
    return new.map { titles[$0] ?? $0 }.joined(separator: "; ")
  }
}
