import Crypto
import ISALanguage
import ISAModel
import SMT

/// What a check of one machine comes to.
public enum CheckOutcome: Sendable {

  /// It was checked.
  case report(Report)

  /// The specification is in error; the diagnostics say why.
  case rejected(machine: String)
}

/// What a check of one file comes to.
public struct CheckResult: Sendable {

  /// One outcome for every machine of the file.
  public var outcomes: [CheckOutcome]

  /// What is to be told to the author.
  public var diagnostics: [Diagnostic]

  /// The texts that the diagnostics point into.
  public var sources: SourceMap

  /// The same with what this run has cost, where nothing had to be done.
  func timed() -> CheckResult {
    var result = self
    for (number, outcome) in outcomes.enumerated() {
      guard case .report(var report) = outcome else { continue }
      report.statistics.totalSeconds = processSeconds()
      report.statistics.peakMemory = peakMemory()
      result.outcomes[number] = .report(report)
    }
    return result
  }
}

/// Why a check could not be made at all, in words for its user.
public struct CheckFailure: Error, Sendable {

  /// What is wrong.
  public var message: String

  /// What to do about it.
  public var help: String?

  /// Makes a failure.
  public init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }
}

/// Called when an instruction was checked: how many are done, of how many, and its name.
public typealias CheckProgress = @Sendable (_ done: Int, _ total: Int, _ instruction: String) -> Void

/// Checks specifications.
public struct Checker: Sendable {

  /// What the check is asked to do.
  public var options: CheckOptions

  /// Makes a checker.
  public init(options: CheckOptions) { self.options = options }

  /// Checks every machine of the file at `path`; where only some instructions are asked for, those machines
  /// that have one.
  public func check(path: String, progress: CheckProgress? = nil) throws(CheckFailure) -> CheckResult {
    let cache = options.usableStore.map { FileCache($0, options: options) }
    let bytes = try MachineLoading.read(path)
    if let known = cache?.load(path: path, bytes: bytes) { return known.timed() }
    let loaded = try MachineLoading.load(path: path, bytes: bytes, options: options)
    var result = CheckResult(outcomes: [], diagnostics: loaded.diagnostics, sources: loaded.sources)
    try checkOnly(loaded, path: path)
    for candidate in loaded.machines {
      guard let machine = candidate.machine else {
        result.outcomes.append(.rejected(machine: candidate.name))
        continue
      }
      guard options.only.isEmpty || machine.instructions.contains(where: { options.only.contains($0.name) })
      else {
        continue
      }
      let replicated = machine.replicated(options.replicas)
      let check = MachineCheck(machine: replicated, loaded: loaded, options: options, file: path)
      var (outcome, diagnostics) = check.run(progress: progress)
      if options.seeksRepairs, case .report(var report) = outcome {
        report.findRepairs(machine: replicated, loaded: loaded, options: options, path: path)
        outcome = .report(report)
      }
      result.outcomes.append(outcome)
      result.diagnostics += diagnostics
    }
    cache?.save(result, path: path)
    return result
  }

  /// Checks one machine, which need not be as its file says: tests take a guard out of it, or put a leak in.
  package func check(
    _ machine: Machine, of loaded: LoadedFile, path: String, progress: CheckProgress? = nil
  ) -> (outcome: CheckOutcome, diagnostics: [Diagnostic]) {
    MachineCheck(machine: machine, loaded: loaded, options: options, file: path).run(progress: progress)
  }

  private func checkOnly(_ loaded: LoadedFile, path: String) throws(CheckFailure) {
    let machines = loaded.machines.compactMap(\.machine)
    guard machines.count == loaded.machines.count, !machines.isEmpty else { return }
    let names = machines.flatMap(\.instructions).map(\.name)
    for name in options.only where !names.contains(name) {
      throw CheckFailure(
        "'\(path)' has no instruction '\(name)'",
        help: Spelling.suggestion(for: name, among: names).map { "did you mean '\($0)'?" })
    }
  }
}

/// A file that was read and elaborated.
package struct LoadedFile: Sendable {
  package var machines: [(name: String, machine: Machine?)]
  package var diagnostics: [Diagnostic]
  package var sources: SourceMap
  package var sha256: String
  package var seconds: Double
}

/// Reads and elaborates specifications.
package enum MachineLoading {

  /// The text of the file at `path`.
  static func read(
    _ path: String, _ reader: SpecificationReader = .files
  ) throws(CheckFailure) -> [UInt8] {
    do {
      return try reader.read(path, false)
    } catch {
      throw CheckFailure(error.message, help: error.help)
    }
  }

  /// - Parameter reader: reads the file at `path`, and what it includes and extends.
  package static func load(
    path: String, options: CheckOptions, reader: SpecificationReader = .files
  ) throws(CheckFailure) -> LoadedFile {
    try load(path: path, bytes: read(path, reader), options: options, reader: reader)
  }

  /// Elaborates the file at `path`, which holds `bytes`.
  static func load(
    path: String, bytes: [UInt8], options: CheckOptions, reader: SpecificationReader = .files
  ) throws(CheckFailure) -> LoadedFile {
    let outcome = WorkerPool.deep { () -> Swift.Result<LoadedFile, CheckFailure> in
      do throws(CheckFailure) {
        return .success(try loadHere(path: path, bytes: bytes, options: options, reader: reader))
      } catch {
        return .failure(error)
      }
    }
    guard let outcome else { throw CheckFailure("could not start a thread") }
    return try outcome.get()
  }

  private static func loadHere(
    path: String, bytes: [UInt8], options: CheckOptions, reader: SpecificationReader
  ) throws(CheckFailure) -> LoadedFile {
    let start = processSeconds()
    var loader = SpecificationLoader(read: reader.read)
    let candidates = loader.load(path: path, bytes: bytes)
    var diagnostics = loader.diagnostics.sorted
    var machines: [(name: String, machine: Machine?)] = []
    var features: [String] = []
    let failed = loader.diagnostics.hasErrors
    for candidate in candidates {
      let elaborator = Elaborator(candidate, sources: loader.sources, settings: options.features)
      features += elaborator.featureNames
      // After a syntax error the rest of the machine is still looked at, for more errors to report in one
      // run.
      let machine = elaborator.elaborate()
      if !failed || !elaborator.diagnostics.hasErrors || elaborator.diagnostics.errorCount < 20 {
        diagnostics += elaborator.diagnostics.sorted
      }
      machines.append((candidate.syntax.name.name, failed ? nil : machine))
    }
    for name in options.features.keys.sorted() where !features.contains(name) && !failed {
      throw CheckFailure(
        features.isEmpty
          ? "'\(path)' has no features, so there is no '\(name)'" : "'\(path)' has no feature '\(name)'",
        help: Spelling.suggestion(for: name, among: features).map { "did you mean '\($0)'?" }
          ?? (features.isEmpty ? nil : "it has \(features.joined(separator: ", "))"))
    }
    var hash = SHA256()
    for file in loader.sources.files { hash.update(data: file.bytes) }
    let digest = hash.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    return LoadedFile(
      machines: machines, diagnostics: unique(diagnostics), sources: loader.sources, sha256: digest,
      seconds: processSeconds() - start)
  }

  private static func unique(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return diagnostics.filter { seen.insert($0).inserted }
  }
}
