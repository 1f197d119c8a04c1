import Virtualizability

/// Everything that an index tells about.
public struct ReportSet: Sendable {

  /// The machines that have pages of their own, in the order of the command line.
  public var machines: [MachineReport]

  /// Lines of descent; a configuration that has no page of its own is known only from these.
  public var generations: [Generations]

  /// Makes a set.
  public init(machines: [MachineReport], generations: [Generations]) {
    self.machines = machines
    self.generations = generations
  }

  /// A machine with the settings that it was checked under.
  struct Configuration {
    var label: String
    /// What it is, in words.
    var title: String
    var report: Report
    var hasPage: Bool
  }

  /// All configurations that were checked: the machines, each followed by the other configurations of it.
  var configurations: [Configuration] {
    let steps = generations.flatMap(\.steps).filter { !$0.hasPage }
    return machines.flatMap { machine in
      var found = [
        Configuration(
          label: machine.report.name, title: machine.report.title, report: machine.report, hasPage: true)
      ]
      for step in steps where step.report.name == machine.report.name {
        guard !found.contains(where: { $0.label == step.label }) else { continue }
        found.append(
          Configuration(label: step.label, title: step.change, report: step.report, hasPage: false))
      }
      return found
    }
  }
}
