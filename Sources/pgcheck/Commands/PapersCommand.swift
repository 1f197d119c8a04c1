import ArgumentParser
import FoundationEssentials
import Logging
import Reporting
import SMT
import Virtualizability

/// `pgcheck papers`: agreement with the published analyses.
struct PapersCommand: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "papers",
    abstract: "Compare the checker's findings with published analyses.",
    discussion: """
      Each file names a specification, what a publication claims of it, and an explanation for every instruction \
      of which the checker finds otherwise. The exit code is 0 if every difference is explained, 1 if one is not, \
      or if an explanation explains nothing.

      EXAMPLES
        pgcheck papers
        pgcheck papers specs/papers/robin-irvine-2000.json --format markdown -o papers.md
      """)

  /// Where the publications of this project are.
  private static let folder = "specs/papers"

  @Argument(
    help: ArgumentHelp("The files of publications (default: all of \(folder)).", valueName: "file"))
  var files: [String] = []

  @Option(
    help: ArgumentHelp("The format: text, markdown or json; may be repeated.", valueName: "format"),
    transform: { Placed(try OutputFormat(argument: $0, among: [.text, .markdown, .json])) })
  var format: [Placed<OutputFormat>] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the report to this file; belongs to the format before it.", valueName: "file"),
    transform: { Placed($0) })
  var output: [Placed<String>] = []

  @Option(help: ArgumentHelp("How many instructions to check at the same time.", valueName: "n"))
  var jobs: Int = CheckingOptions.processors

  @OptionGroup var cache: CacheOptions

  @Flag(name: .shortAndLong, help: "Tell on standard error what is being done.")
  var verbose = false

  func validate() throws {
    guard jobs >= 1 else { throw ValidationError("--jobs takes a number from 1 on, not \(jobs)") }
  }

  func run() throws {
    let plan = try OutputPlan(formats: format, outputs: output)
    // All files are read before anything is checked: a mistake in the last one shows at once.
    let analyses = try paths().map { (path: $0, analysis: try Self.read($0)) }
    var agreements: [Agreement] = []
    var statuses: [ExitStatus] = []
    for (path, analysis) in analyses {
      guard let report = try check(path, analysis, &statuses) else { continue }
      do {
        agreements.append(try Agreement(analysis, report))
      } catch {
        throw UserError("'\(path)': \(error.message)", help: error.help)
      }
    }
    if !agreements.isEmpty {
      try plan.write { format, style in render(agreements, format, style: style) }
    }
    statuses += agreements.map { $0.isExplained ? .proven : .violation }
    throw ExitStatus.worst(statuses)
  }

  private func render(_ agreements: [Agreement], _ format: OutputFormat, style: TextStyle) -> String {
    switch format {
    case .markdown: AgreementMarkdown().render(agreements)
    case .json: AgreementJSON(tool: Tool(solver: z3Version)).render(agreements)
    default: AgreementText(style: style).render(agreements)
    }
  }

  // MARK: Files

  private func paths() throws(UserError) -> [String] {
    guard files.isEmpty else { return files }
    let found: [String]
    do {
      found = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
    } catch {
      throw UserError(
        "there is no folder '\(Self.folder)' here",
        help: "go to the folder that 'specs' is in, or name the files of the publications")
    }
    let paths = found.filter { $0.hasSuffix(".json") }.sorted().map { "\(Self.folder)/\($0)" }
    guard !paths.isEmpty else { throw UserError("there are no publications in '\(Self.folder)'") }
    return paths
  }

  private static func read(_ path: String) throws(UserError) -> PublishedAnalysis {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw UserError("cannot read '\(path)'", help: "is there such a file?")
    }
    let analysis: PublishedAnalysis
    do {
      analysis = try JSONDecoder().decode(PublishedAnalysis.self, from: data)
    } catch {
      throw UserError(
        "'\(path)' is no file of a publication: \((error as? DecodingError)?.words ?? "\(error)")")
    }
    guard analysis.schema == PublishedAnalysis.schemaName else {
      throw UserError("'\(path)' is of the form '\(analysis.schema)', not '\(PublishedAnalysis.schemaName)'")
    }
    return analysis
  }

  private func check(
    _ path: String, _ analysis: PublishedAnalysis, _ statuses: inout [ExitStatus]
  ) throws -> Report? {
    var options = CheckOptions()
    options.jobs = jobs
    options.features = analysis.features ?? [:]
    options.store = try cache.store()
    let isAbsolute = analysis.specification.hasPrefix("/")
    let folder = isAbsolute ? "" : path.lastIndex(of: "/").map { path[...$0] } ?? ""
    var run = CheckRun(options: options, log: .make(verbose: verbose))
    run.check(Path.normal(folder + analysis.specification))
    // Violations are what is compared here; of what is wrong otherwise no comparison can be made.
    statuses += run.statuses.filter { $0 != .violation }
    guard run.reports.count == 1 else {
      guard run.reports.isEmpty else {
        throw UserError("'\(analysis.specification)' has several machines, and '\(path)' names none")
      }
      return nil
    }
    return run.reports[0]
  }
}

/// Paths as a reader would write them.
enum Path {

  /// The path without steps up that undo steps down.
  static func normal(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/", omittingEmptySubsequences: true) {
      if part == "." { continue }
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
