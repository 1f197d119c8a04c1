import ISALanguage
import SMT

/// Finds the results of checks of specifications whose texts are the same, byte for byte.
///
/// The files that belong to a specification are known only once it was read. Under the text of its main file a list
/// of them is kept; the result itself is kept under the texts of all, so that the list can mislead nobody.
struct FileCache {

  private let store: any ResultStore
  private let options: CheckOptions

  init(_ store: any ResultStore, options: CheckOptions) {
    self.store = store
    self.options = options
  }

  /// What the answers depend on beside the texts.
  private func configuration(seekingRepairs seeksRepairs: Bool) -> [[UInt8]] {
    var parts = [
      Array("file".utf8), store.program, Array(z3Version.utf8), Array(options.model.rawValue.utf8),
    ]
    parts.append(Array("\(options.rlimit) \(seeksRepairs)".utf8))
    for name in options.features.keys.sorted() {
      parts.append(Array("\(name)=\(options.features[name] == true)".utf8))
    }
    return parts + options.only.map { Array("only \($0)".utf8) }
  }

  private func listKey(_ main: [UInt8]) -> ResultKey { ResultKey([Array("list".utf8), main]) }

  /// The texts say themselves how files name one another, so that no path is needed.
  private func resultKey(_ sources: SourceMap, seekingRepairs: Bool) -> ResultKey {
    ResultKey(
      [Array("texts".utf8)] + configuration(seekingRepairs: seekingRepairs) + [Array("of".utf8)]
        + sources.files.map(\.bytes))
  }

  /// The result of the check of the file at `path`, which holds `bytes`.
  func load(path: String, bytes: [UInt8]) -> CheckResult? {
    var list = store.load(listKey(bytes)).map { ResultReader($0) }
    guard let names = try? list?.allTexts() else { return nil }
    var sources = SourceMap()
    _ = sources.add(path: path, bytes: bytes)
    for name in names {
      let target = SourceReader.resolve(name, from: path)
      guard let bytes = try? SourceReader.read(target, mustBePlain: true) else { return nil }
      _ = sources.add(path: target, bytes: bytes)
    }
    // Who does not want to know what mends a machine is not hindered by knowing it.
    let stored =
      store.load(resultKey(sources, seekingRepairs: true))
      ?? (options.seeksRepairs ? nil : store.load(resultKey(sources, seekingRepairs: false)))
    guard let stored else { return nil }
    var reader = ResultReader(stored)
    guard let result = try? reader.result(sources: sources), reader.isAtEnd else { return nil }
    return result
  }

  /// Keeps the result of a check, unless something was left open or went wrong.
  func save(_ result: CheckResult, path: String) {
    let reports = result.outcomes.compactMap { outcome -> Report? in
      if case .report(let report) = outcome { report } else { nil }
    }
    guard reports.count == result.outcomes.count, let main = result.sources.files.first, main.path == path,
      reports.allSatisfy({ report in
        report.internalErrors.isEmpty && report.instructions.allSatisfy { $0.undecided.isEmpty }
          && report.addresses?.undecided.isEmpty ?? true
      })
    else { return }
    var names: [String] = []
    for file in result.sources.files.dropFirst() {
      guard let name = Self.name(of: file.path, from: path) else { return }
      names.append(name)
    }
    var writer = ResultWriter()
    guard writer.write(reports, diagnostics: result.diagnostics, sources: result.sources) else { return }
    store.save(writer.bytes, under: resultKey(result.sources, seekingRepairs: options.seeksRepairs))
    var list = ResultWriter()
    list.write(all: names)
    store.save(list.bytes, under: listKey(main.bytes))
  }

  /// How the file at `main` would name that at `path`; nil if it cannot.
  private static func name(of path: String, from main: String) -> String? {
    let folder = main.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let shared = zip(folder, parts.dropLast()).prefix { $0 == $1 }.count
    let steps =
      Array(repeating: "..", count: folder.count - shared) + parts.dropFirst(shared).map(String.init)
    let name = steps.joined(separator: "/")
    return SourceReader.resolve(name, from: main) == path ? name : nil
  }
}
