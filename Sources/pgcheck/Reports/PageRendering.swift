import Reporting
import Virtualizability

/// Makes pages of reports, in HTML or Markdown.
struct PageRendering {

  var tool: Tool
  var format: OutputFormat

  /// The pages on `reports`, which were checked with these options, one after the other.
  func render(_ reports: [Report], _ checking: CheckingOptions) throws -> String {
    guard format != .html || reports.count <= 1 else {
      throw UserError(
        "a page in HTML is about one machine, and there are \(reports.count)",
        help: "write 'pgcheck report … -o DIR' for a page on each, and an index")
    }
    let options = try checking.checkOptions()
    let pages = try reports.map { report in
      let description = try MachineDescriber.describe(report, options: options)
      return try render(MachineReport(report: report, description: description), hasIndex: false)
    }
    return pages.joined(separator: "\n")
  }

  /// The page on one machine.
  func render(_ machine: MachineReport, hasIndex: Bool) throws -> String {
    try attempt { () throws(TemplateFailure) in
      guard format == .html else {
        return try MarkdownReport(tool: tool, hasIndex: hasIndex).render(machine)
      }
      return try HTMLReport(tool: tool, hasIndex: hasIndex).render(machine)
    }
  }

  /// The page on all machines.
  func renderIndex(_ set: ReportSet) throws -> String {
    try attempt { () throws(TemplateFailure) in
      guard format == .html else { return try MarkdownReport(tool: tool).renderIndex(set) }
      return try HTMLReport(tool: tool).renderIndex(set)
    }
  }

  private func attempt(_ body: () throws(TemplateFailure) -> String) throws -> String {
    do throws(TemplateFailure) {
      return try body()
    } catch {
      StandardError.error(
        "internal: \(error.message)", help: "this is a bug in \(Tool.name); please report it")
      throw ExitStatus.internalError
    }
  }
}
