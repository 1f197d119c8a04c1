import ArgumentParser
import Reporting
import SMT
import Virtualizability

/// `pgcheck diff`: which instructions changed, and what that does to the verdicts.
struct DiffCommand: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two machines: what means something else, and what that does to the verdicts.",
    usage: """
      pgcheck diff OLD NEW [options]
      pgcheck diff --against COMMIT SPEC … [options]
      """,
    discussion: """
      Whether an instruction means the same is decided by the solver, and not by the text: layout, names of locals \
      and the order of declarations make no difference. Parts of the state are matched by their names, instructions \
      too. Claims take no part.

      With --against every SPEC is compared with what it was in a commit of its git repository. What it includes and \
      extends is read from that commit as well; the work tree is left alone.

      EXAMPLES
        pgcheck diff specs/m68000.isa specs/m68010.isa
        pgcheck diff --against origin/main specs/*.isa --format markdown
        pgcheck diff specs/x86.isa specs/x86.isa --new-feature umip

      EXIT CODES
        0  nothing got worse
        1  NEW has a violation that OLD has not
        2  a specification or the command line is wrong
        3  the solver did not decide everything
        4  an error in pgcheck itself
      """)

  @Argument(help: ArgumentHelp("The older and the newer specification.", valueName: "spec"))
  var specifications: [String]

  @Option(
    help: ArgumentHelp("Compare with the specification as it was in this commit.", valueName: "commit"))
  var against: String?

  @Option(help: ArgumentHelp("The machine, where a specification has several.", valueName: "name"))
  var machine: String?

  @Option(
    help: ArgumentHelp(
      "The format: text, markdown or json; may be repeated.", valueName: "format"),
    transform: { Placed(try OutputFormat(argument: $0, among: [.text, .markdown, .json])) })
  var format: [Placed<OutputFormat>] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the result to this file; it belongs to the format before it.", valueName: "file"),
    transform: { Placed($0) })
  var output: [Placed<String>] = []

  @Option(
    help: ArgumentHelp(
      "Turn a feature of the older machine alone on or off; may be repeated.", valueName: "name[=on|off]"),
    transform: FeatureSetting.init(argument:))
  var oldFeature: [FeatureSetting] = []

  @Option(
    help: ArgumentHelp(
      "Turn a feature of the newer machine alone on or off; may be repeated.", valueName: "name[=on|off]"),
    transform: FeatureSetting.init(argument:))
  var newFeature: [FeatureSetting] = []

  @OptionGroup var checking: CheckingOptions

  func validate() throws {
    if against != nil {
      guard !specifications.isEmpty else { throw ValidationError("name the specification to compare") }
    } else if specifications.count != 2 {
      throw ValidationError(
        "two specifications are compared, and \(specifications.count) named; "
          + "write 'pgcheck diff OLD NEW' or 'pgcheck diff --against COMMIT SPEC'")
    }
    if specifications.contains("") { throw ValidationError("the name of a specification is empty") }
  }

  func run() throws {
    let plan = try OutputPlan(formats: format, outputs: output)
    var differences: [MachineDifference] = []
    var statuses: [ExitStatus] = []
    for (old, new) in try pairs() {
      let found = try compare(old, new)
      statuses.append(found?.exitStatus ?? .wrongInput)
      if let found { differences.append(found) }
    }
    if !differences.isEmpty {
      try plan.write { format, style in render(differences, format, style: style) }
    }
    throw ExitStatus.worst(statuses)
  }

  /// What is compared with what.
  private func pairs() throws -> [(old: Comparer.Side, new: Comparer.Side)] {
    func side(_ path: String, _ settings: [FeatureSetting]) throws(UserError) -> Comparer.Side {
      var options = try checking.checkOptions()
      for setting in settings { options.features[setting.name] = setting.isOn }
      return Comparer.Side(path: path, machine: machine, options: options)
    }
    guard let against else {
      return [(try side(specifications[0], oldFeature), try side(specifications[1], newFeature))]
    }
    return try specifications.map { path in
      let revision = try GitRevision(against, ofRepositoryAt: path)
      var old = try side(path, oldFeature)
      old.reader = revision.reader
      old.label = "\(against):\(path)"
      return (old, try side(path, newFeature))
    }
  }

  /// The difference; nil where a specification is in error, which its user is told.
  private func compare(_ old: Comparer.Side, _ new: Comparer.Side) throws -> MachineDifference? {
    let progress = ProgressLine(file: new.path)
    defer { progress.clear() }
    let result: Comparer.Result
    do throws(CheckFailure) {
      result = try Comparer().compare(old, new, progress: progress.show)
    } catch {
      throw UserError(error)
    }
    progress.clear()
    for (side, told) in zip([old, new], result.diagnostics) where !told.diagnostics.isEmpty {
      if let label = side.label { StandardError.write("in \(label):\n") }
      DiagnosticOutput.write(told.diagnostics, sources: told.sources)
    }
    guard case .difference(let difference) = result.outcome else { return nil }
    for error in difference.old.internalErrors + difference.new.internalErrors {
      StandardError.error("internal: \(error)", help: "this is a bug in \(Tool.name); please report it")
    }
    return difference
  }

  private func render(
    _ differences: [MachineDifference], _ format: OutputFormat, style: TextStyle
  ) -> String {
    switch format {
    case .json: DifferenceJSON(tool: Tool(solver: z3Version)).render(differences)
    case .markdown: differences.map(DifferenceMarkdown().render).joined(separator: "\n")
    default: differences.map(DifferenceText(style: style).render).joined(separator: "\n")
    }
  }
}

extension MachineDifference {

  /// What the difference comes to.
  fileprivate var exitStatus: ExitStatus {
    if !(old.internalErrors + new.internalErrors).isEmpty { return .internalError }
    if isInconclusive { return .inconclusive }
    return isWorse ? .violation : .proven
  }
}
