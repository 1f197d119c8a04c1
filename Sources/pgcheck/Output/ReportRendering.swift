import Reporting
import SMT
import Virtualizability

/// Turns reports into the formats that a user can ask for.
struct ReportRendering {

  /// Whether what the check cost is reported too.
  var showsStatistics = false

  /// What the findings were compared with.
  var baseline: BaselineView?

  /// `reports` in a format; `style` is for people who read it.
  func text(of reports: [Report], _ format: OutputFormat, style: TextStyle) -> String {
    let tool = Tool(solver: z3Version)
    return switch format {
    case .json: JSONReport(tool: tool, showsStatistics: showsStatistics, baseline: baseline).render(reports)
    case .sarif: SARIFReport(tool: tool, baseline: baseline).render(reports)
    case .junit: JUnitReport(baseline: baseline).render(reports)
    case .github: GitHubAnnotations(baseline: baseline).render(reports)
    case .text, .markdown, .html:
      TextReport(style: style, showsStatistics: showsStatistics, baseline: baseline).render(reports)
    }
  }
}
