import Virtualizability

/// Everything that an index tells about.
public struct ReportSet: Sendable {

  /// The machines, in the order of the command line.
  public var machines: [MachineReport]

  /// Other configurations of these machines, which lines of descent speak of.
  public var configurations: [MachineReport]

  /// Lines of descent.
  public var generations: [Generations]

  /// Makes a set.
  public init(
    machines: [MachineReport], configurations: [MachineReport] = [], generations: [Generations]
  ) {
    self.machines = machines
    self.configurations = configurations
    self.generations = generations
  }

  /// All that have a page: the machines, each followed by the other configurations of it.
  public var pages: [MachineReport] {
    machines.flatMap { machine in
      [machine] + configurations.filter { $0.report.name == machine.report.name }
    }
  }
}
