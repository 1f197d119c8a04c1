/// The report on a machine as one page for a browser, with nothing beside it: no network, and no script needed to
/// read it.
public struct HTMLReport: Sendable {

  /// The program that made the report.
  public var tool: Tool

  /// Whether the page links to an index beside it.
  public var hasIndex: Bool

  /// Makes a reporter.
  public init(tool: Tool, hasIndex: Bool = false) {
    self.tool = tool
    self.hasIndex = hasIndex
  }

  /// The page on `machine`, byte for byte the same for the same report.
  public func render(_ machine: MachineReport) throws(TemplateFailure) -> String {
    try Templates.render(MachinePage(machine, tool: tool, hasIndex: hasIndex), "machine")
  }

  /// The page on all machines of `set`.
  public func renderIndex(_ set: ReportSet) throws(TemplateFailure) -> String {
    try Templates.render(IndexPage(set, tool: tool), "index")
  }
}
