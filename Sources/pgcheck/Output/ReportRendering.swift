import Reporting
import SMT
import Virtualizability

/// Turns reports into the formats that a user can ask for.
struct ReportRendering {

  /// Whether what the check cost is reported too.
  var showsStatistics = false

  /// What the findings were compared with.
  var baseline: BaselineView?

  /// `reports`, of a check with these options, in a format; `style` is for people who read it.
  func text(
    of reports: [Report], _ format: OutputFormat, style: TextStyle, _ checking: CheckingOptions
  ) throws -> String {
    let tool = Tool(solver: z3Version)
    switch format {
    case .json:
      return JSONReport(tool: tool, showsStatistics: showsStatistics, baseline: baseline).render(reports)
    case .sarif: return SARIFReport(tool: tool, baseline: baseline).render(reports)
    case .junit: return JUnitReport(baseline: baseline).render(reports)
    case .github: return GitHubAnnotations(baseline: baseline).render(reports)
    case .markdown, .html: return try PageRendering(tool: tool, format: format).render(reports, checking)
    case .text:
      return TextReport(style: style, showsStatistics: showsStatistics, baseline: baseline).render(reports)
    }
  }
}
