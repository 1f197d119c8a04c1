/// The report on a machine for a forge, which reads well in a terminal too: what belongs to one instruction stands
/// in lines of its own, so that a change shows as a small difference.
public struct MarkdownReport: Sendable {

  /// The program that made the report.
  public var tool: Tool

  /// Whether there is an index beside the page, in `README.md`.
  public var hasIndex: Bool

  /// Makes a reporter.
  public init(tool: Tool, hasIndex: Bool = false) {
    self.tool = tool
    self.hasIndex = hasIndex
  }

  /// The page on `machine`, byte for byte the same for the same report.
  public func render(_ machine: MachineReport) throws(TemplateFailure) -> String {
    try Templates.render(MarkdownPage(machine, tool: tool, hasIndex: hasIndex), "machine.md")
  }

  /// The page on all machines of `set`.
  public func renderIndex(_ set: ReportSet) throws(TemplateFailure) -> String {
    try Templates.render(MarkdownIndex(set, tool: tool), "index.md")
  }
}
