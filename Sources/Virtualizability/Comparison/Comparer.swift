import ISALanguage
import ISAModel

/// Compares machines: checks both, and decides instruction by instruction whether they mean the same.
public struct Comparer: Sendable {

  /// A specification that takes part: where it is, and how it is read.
  public struct Side: Sendable {

    /// The path of the specification.
    public var path: String

    /// What reports call the specification, where that is not its path.
    public var label: String?

    /// The machine that is meant, where the specification has several.
    public var machine: String?

    /// Reads the specification and what it includes and extends.
    public var reader: SpecificationReader

    /// What the check is asked to do.
    public var options: CheckOptions

    /// Makes a side.
    public init(
      path: String, machine: String? = nil, options: CheckOptions, reader: SpecificationReader = .files
    ) {
      self.path = path
      self.machine = machine
      self.options = options
      self.reader = reader
      label = nil
    }
  }

  /// What a comparison comes to.
  public enum Outcome: Sendable {

    /// The machines were compared.
    case difference(MachineDifference)

    /// A specification is in error; the diagnostics say why.
    case rejected
  }

  /// What a comparison says, with what is to be told about the specifications.
  public struct Result: Sendable {

    /// What came of it.
    public var outcome: Outcome

    /// What is wrong with each specification, with the texts that the diagnostics point into.
    public var diagnostics: [(diagnostics: [Diagnostic], sources: SourceMap)]
  }

  /// Makes a comparer.
  public init() {}

  /// Compares the machine of `old` with that of `new`.
  public func compare(_ old: Side, _ new: Side, progress: CheckProgress? = nil) throws(CheckFailure) -> Result
  {
    let before = try machine(of: old)
    let after = try machine(of: new)
    var result = Result(
      outcome: .rejected,
      diagnostics: [before, after].map { ($0.loaded.diagnostics, $0.loaded.sources) })
    guard let oldMachine = before.machine, let newMachine = after.machine else { return result }
    var reports: [Report] = []
    for (number, side) in [(0, old), (1, new)] {
      let one = number == 0 ? (oldMachine, before.loaded) : (newMachine, after.loaded)
      let checked = Checker(options: side.options).check(
        one.0, of: one.1, path: side.path, progress: progress)
      result.diagnostics[number].diagnostics += checked.diagnostics
      if case .report(var report) = checked.outcome {
        report.file = side.label ?? side.path
        reports.append(report)
      }
    }
    guard reports.count == 2 else { return result }
    result.outcome = .difference(
      difference(
        (oldMachine, reports[0]), (newMachine, reports[1]), options: new.options))
    return result
  }

  /// The machine that is meant; nil where it is in error.
  private func machine(of side: Side) throws(CheckFailure) -> (machine: Machine?, loaded: LoadedFile) {
    let loaded = try MachineLoading.load(path: side.path, options: side.options, reader: side.reader)
    let names = loaded.machines.map(\.name)
    guard let wanted = side.machine else {
      guard names.count <= 1 else {
        throw CheckFailure(
          "'\(side.path)' has several machines",
          help: "choose one with --machine: \(names.joined(separator: ", "))")
      }
      return (loaded.machines.first?.machine, loaded)
    }
    guard let found = loaded.machines.first(where: { $0.name == wanted }) else {
      throw CheckFailure(
        "'\(side.path)' has no machine '\(wanted)'",
        help: Spelling.suggestion(for: wanted, among: names).map { "did you mean '\($0)'?" })
    }
    return (found.machine, loaded)
  }

  private func difference(
    _ old: (machine: Machine, report: Report), _ new: (machine: Machine, report: Report),
    options: CheckOptions
  ) -> MachineDifference {
    let before = Dictionary(
      old.machine.instructions.map { ($0.name, $0) }, uniquingKeysWith: { one, _ in one })
    let common = new.machine.instructions.filter { before[$0.name] != nil }
    let meanings = WorkerPool.map(count: common.count, jobs: options.jobs) { number in
      guard let other = before[common[number].name] else { return ([MeaningChange](), [String]()) }
      let comparison = MeaningComparison(
        old: (other, old.machine), new: (common[number], new.machine), rlimit: options.rlimit)
      return (comparison.changes, comparison.undecided)
    }
    let oldVerdicts = Dictionary(
      old.report.instructions.map { ($0.name, $0) }, uniquingKeysWith: { one, _ in one })
    let newVerdicts = Dictionary(
      new.report.instructions.map { ($0.name, $0) }, uniquingKeysWith: { one, _ in one })
    let changed = zip(common, meanings).compactMap { instruction, meaning -> InstructionDifference? in
      guard let one = oldVerdicts[instruction.name], let other = newVerdicts[instruction.name] else {
        return nil
      }
      let difference = InstructionDifference(
        old: one, new: other, meaning: meaning.0, undecided: meaning.1)
      let isSame = meaning.0.isEmpty && meaning.1.isEmpty && !difference.comesOutOtherwise
      return isSame ? nil : difference
    }
    let declarations =
      WorkerPool.deep {
        DeclarationComparison(old: old.machine, new: new.machine).changes()
      } ?? []
    return MachineDifference(
      old: old.report, new: new.report, declarations: declarations,
      added: new.report.instructions.filter { oldVerdicts[$0.name] == nil },
      removed: old.report.instructions.filter { newVerdicts[$0.name] == nil }, changed: changed)
  }
}

/// Where the text of specifications comes from.
public struct SpecificationReader: Sendable {

  /// The bytes of the file at a path. A file that a specification names, and not its user, must be a plain one.
  package let read: @Sendable (_ path: String, _ mustBePlain: Bool) throws(SourceReader.Failure) -> [UInt8]

  /// A reader that reads with `read`.
  package init(
    _ read: @escaping @Sendable (String, Bool) throws(SourceReader.Failure) -> [UInt8]
  ) { self.read = read }

  /// Reads the files of this computer.
  public static let files = SpecificationReader { path, mustBePlain throws(SourceReader.Failure) in
    try SourceReader.read(path, mustBePlain: mustBePlain)
  }
}
