import ISALanguage
import ISAModel

/// Mends a specification: puts in what mends each instruction, and checks the result.
public struct SpecificationFixer: Sendable {

  /// A file of the specification.
  public struct File: Sendable {

    /// Its path.
    public var path: String

    /// What it holds.
    public var old: [UInt8]

    /// What it is to hold.
    public var new: [UInt8]
  }

  /// What came of it.
  public struct Result: Sendable {

    /// The files of the specification in the order in which they are read, the specification itself first.
    public var files: [File]

    /// What changes, as a unified difference; empty where nothing does.
    public var patch: String

    /// The repairs by instruction, in the order of the specification.
    public var repairs: [(instruction: String, repair: Repair)]

    /// What the check says before the first change, one report a machine.
    public var before: [Report]

    /// What the check says of the mended specification.
    public var after: [Report]

    /// What is to be told to the author of the specification as it was.
    public var diagnostics: [Diagnostic]

    /// The texts that the diagnostics point into.
    public var sources: SourceMap
  }

  /// What the checks are asked to do.
  public var options: CheckOptions

  /// How often repairs are looked for: one can bring something to light that was hidden before.
  private static let rounds = 4

  /// Makes a fixer.
  public init(options: CheckOptions) { self.options = options }

  /// Mends the specification at `path`, as text; nothing is written. `after` is empty where the specification
  /// is in error.
  public func fix(path: String, progress: CheckProgress? = nil) throws(CheckFailure) -> Result {
    let first = try check(path, .files, progress)
    let original = SpecificationText(path: path, sources: first.sources)
    var result = Result(
      files: [], patch: "", repairs: [], before: first.checked.map(\.report), after: [],
      diagnostics: first.diagnostics, sources: first.sources)
    guard first.isComplete else { return result }
    // What the author claims wrongly already is not for a repair to change.
    let wrong = Set(first.checked.flatMap { $0.failing.map(\.words) })
    var text = original
    var state = first
    for _ in 0..<Self.rounds {
      let found = state.checked.flatMap(\.report.instructions).compactMap { instruction in
        instruction.repair.repair.map { (instruction: instruction.name, repair: $0) }
      }
      guard !found.isEmpty else { break }
      result.repairs += found
      text = text.edited(found.flatMap(\.repair.edits))
      state = try check(path, text.reader, progress)
      guard state.isComplete else { throw state.failure }
    }
    let stale = state.checked.flatMap { one in
      ClaimRepair(machine: one.machine, syntax: SpecificationSyntax(text, machine: one.machine.name))
        .edits(for: one.failing.filter { !wrong.contains($0.words) })
    }
    if !stale.isEmpty {
      text = text.edited(stale)
      state = try check(path, text.reader, progress)
      guard state.isComplete else { throw state.failure }
    }
    result.after = state.checked.map(\.report)
    result.files = original.paths.map {
      File(path: $0, old: original.files[$0] ?? [], new: text.files[$0] ?? [])
    }
    result.patch = text.patch(from: original)
    return result
  }

  /// A machine with its report, and its claims that are not so.
  private struct Checked {
    var machine: Machine
    var report: Report
    var failing: [Claim]
  }

  /// The machines of a specification.
  private struct State {
    var checked: [Checked] = []
    var diagnostics: [Diagnostic]
    var sources: SourceMap

    /// Whether all machines could be checked.
    var isComplete = true

    /// Why not, where a mended specification could not.
    var failure: CheckFailure {
      let error = diagnostics.first { $0.severity == .error }
      return CheckFailure(
        "the mended specification would be in error" + (error.map { ": \($0.message)" } ?? ""),
        help: "nothing was written; what mends each instruction is shown by 'pgcheck check'")
    }
  }

  private func check(
    _ path: String, _ reader: SpecificationReader, _ progress: CheckProgress?
  ) throws(CheckFailure) -> State {
    let loaded = try MachineLoading.load(path: path, options: options, reader: reader)
    var state = State(diagnostics: loaded.diagnostics, sources: loaded.sources)
    for candidate in loaded.machines {
      guard let machine = candidate.machine else {
        state.isComplete = false
        continue
      }
      let (outcome, diagnostics) = Checker(options: options).check(
        machine, of: loaded, path: path, progress: progress)
      state.diagnostics += diagnostics
      guard case .report(var report) = outcome else {
        state.isComplete = false
        continue
      }
      report.findRepairs(machine: machine, loaded: loaded, options: options, path: path)
      let claims = ClaimCheck(machine: machine, report: report, sources: loaded.sources).failing
      state.checked.append(Checked(machine: machine, report: report, failing: claims))
    }
    if loaded.machines.isEmpty { state.isComplete = false }
    return state
  }
}

extension Claim {

  /// What is claimed, wherever it stands.
  fileprivate var words: String { "\(kind)" }
}
