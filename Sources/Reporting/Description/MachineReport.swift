import Virtualizability

/// The report on a machine with what its specification says: what a page is made of.
public struct MachineReport: Sendable {

  /// The verdicts.
  public var report: Report

  /// What the specification says.
  public var description: MachineDescription

  /// Puts both together.
  public init(report: Report, description: MachineDescription) {
    self.report = report
    self.description = description
  }
}

/// A line of descent: machines, or configurations of one, each with something that the one before did not have.
public struct Generations: Sendable {

  /// One machine, or one configuration.
  public struct Step: Sendable {

    /// The report on it.
    public var report: Report

    /// What it is called: the machine, with the features that are turned on for this step.
    public var label: String

    /// What is new in it, in words.
    public var change: String

    /// Whether the machine's own page is about just this configuration.
    public var hasPage: Bool

    /// Makes a step.
    public init(report: Report, label: String, change: String, hasPage: Bool) {
      self.report = report
      self.label = label
      self.change = change
      self.hasPage = hasPage
    }
  }

  /// What the line is called.
  public var title: String

  /// The steps, the oldest first.
  public var steps: [Step]

  /// Makes a line of descent.
  public init(title: String, steps: [Step]) {
    self.title = title
    self.steps = steps
  }
}
