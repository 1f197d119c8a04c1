import ArgumentParser

/// What reports of a check are made, and where they go.
struct OutputOptions: ParsableArguments {

  @Option(
    help: ArgumentHelp(
      "The format of the report: text, json, markdown, html, sarif, junit or github; may be repeated.",
      valueName: "format"),
    transform: { Placed(try OutputFormat(argument: $0)) })
  var format: [Placed<OutputFormat>] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the report to this file; belongs to the format before it.", valueName: "file"),
    transform: { Placed($0) })
  var output: [Placed<String>] = []

  /// Which report goes where.
  func plan() throws(UserError) -> OutputPlan { try OutputPlan(formats: format, outputs: output) }
}
