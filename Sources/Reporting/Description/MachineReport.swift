import Virtualizability

/// The report on a machine with what its specification says: what a page is made of.
public struct MachineReport: Sendable {

  /// The verdicts.
  public var report: Report

  /// What the specification says.
  public var description: MachineDescription

  /// The features that make it another configuration than that of the machine's own page.
  public var features: [String]

  /// What it is, in words.
  public var title: String

  /// Puts both together. A configuration has a title of its own.
  public init(
    report: Report, description: MachineDescription, features: [String] = [], title: String? = nil
  ) {
    self.report = report
    self.description = description
    self.features = features
    self.title = title ?? report.title
  }

  /// What it is called: the machine, with the features.
  public var label: String { ([report.name] + features).joined(separator: " + ") }

  /// The name of its page, without an ending.
  public var page: String { ([report.name] + features).joined(separator: "-") }
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

    /// The name of the page on it, without an ending.
    public var page: String

    /// Makes a step.
    public init(report: Report, label: String, change: String, page: String) {
      self.report = report
      self.label = label
      self.change = change
      self.page = page
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
