import ArgumentParser
import Logging
import Reporting
import SMT
import Virtualizability

/// `pgcheck report`: pages on machines for people to read, and an index over them.
struct ReportCommand: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write pages on machines in HTML and Markdown, and an index.",
    discussion: """
      For each machine there is NAME.html, which needs nothing beside it, and NAME.md; index.html and README.md have \
      the verdicts of all machines. Where a file says which machines or configurations followed each other, these are \
      checked too, with a page NAME-FEATURE for each, and the index tells which change closed which hole.

      The directory is made if there is none; pages of other machines in it are left alone. The same input gives the \
      same bytes every time.

      EXAMPLES
        pgcheck report specs/*.isa -o reports
        pgcheck report specs/x86.isa --feature umip -o pages

      EXIT CODES
        0  the pages are written, whatever the verdicts
        2  a specification or the command line is wrong; where a machine could not be reported nothing is written
        3  the pages are written, and the solver did not decide everything
        4  an error in pgcheck itself
      """)

  @Argument(help: ArgumentHelp("The specifications to report on.", valueName: "spec"))
  var specifications: [String]

  @Option(name: .shortAndLong, help: ArgumentHelp("The directory for the pages.", valueName: "dir"))
  var output: String

  @Option(
    help: ArgumentHelp(
      "Which machines followed each other (default: \(GenerationsFile.usualName) beside the first specification).",
      valueName: "file"))
  var generations: String?

  @OptionGroup var checking: CheckingOptions

  func run() throws {
    try Directory.expect(output)
    let lines = try (generations ?? specifications.first.flatMap(GenerationsFile.beside))
      .map { path throws(UserError) in try GenerationsFile.read(path) }
    var run = ReportRun(
      options: try checking.checkOptions(), log: .make(verbose: checking.verbose))
    guard let set = try run.run(specifications, generations: lines ?? []) else {
      throw ExitStatus.worst(run.statuses.filter { $0 != .violation })
    }
    let pages = try self.pages(of: set)
    try Directory.within(output) { () throws(UserError) in
      let folder = output.hasSuffix("/") ? output : output + "/"
      let files: [(file: OutputFile, text: String)] = try pages.map { page throws(UserError) in
        (file: try OutputFile(folder + page.name), text: page.text)
      }
      try OutputFile.write(files)
    }
    // Violations are what the pages tell of.
    throw ExitStatus.worst(run.statuses.filter { $0 != .violation })
  }

  private func pages(of set: ReportSet) throws -> [(name: String, text: String)] {
    let tool = Tool(solver: z3Version)
    var pages: [(name: String, text: String)] = []
    for (format, ending, index) in [
      (OutputFormat.html, "html", "index.html"), (.markdown, "md", "README.md"),
    ] {
      let rendering = PageRendering(tool: tool, format: format)
      for machine in set.pages {
        pages.append(
          ("\(machine.page).\(ending)", try rendering.render(machine, hasIndex: true)))
      }
      pages.append((index, try rendering.renderIndex(set)))
    }
    return pages
  }
}
