import FoundationEssentials
import ISAModel
import Monitor

/// The conformance programs of a machine, from the folder that is named after it beside the specification.
struct ConformanceSuite {

  let programs: [ConformanceProgram]

  /// The tests that `--generate` has made, from the file `generated.jsonl`.
  let generated: [StateProgram]

  /// The generated tests alone, if there are any, of a machine on which no program can be run under a monitor.
  init(testsOf machine: Machine, specification: String) throws {
    programs = []
    generated = try Self.tests(in: Self.usualFolder(machine, specification: specification))
  }

  /// - Parameter folder: the folder of the programs; nil for the usual one.
  init(_ machine: Machine, specification: String, folder: String?) throws {
    let place = folder ?? Self.usualFolder(machine, specification: specification)
    let names = try Self.files(place, for: machine, isUsual: folder == nil)
    programs = try names.compactMap { folder, name in
      try ConformanceFile("\(folder)/\(name).s", name: name, folder: folder, for: machine).program
    }
    guard !programs.isEmpty else {
      throw UserError("all programs of '\(place)' need features that '\(machine.name)' has not")
    }
    generated = try Self.tests(in: place)
  }

  private static func tests(in folder: String) throws -> [StateProgram] {
    let path = "\(folder)/generated.jsonl"
    return FileManager.default.fileExists(atPath: path) ? try StateProgramFile.read(path) : []
  }

  /// Whether there are programs for a machine beside its specification.
  static func exists(_ machine: Machine, specification: String) -> Bool {
    FileManager.default.fileExists(atPath: usualFolder(machine, specification: specification))
  }

  private static func usualFolder(_ machine: Machine, specification: String) -> String {
    "\(folder(of: specification))conformance/\(machine.name)"
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// The programs of a folder, and those that its file `include` names, one a line.
  private static func files(
    _ folder: String, for machine: Machine, isUsual: Bool
  ) throws -> [(folder: String, name: String)] {
    let manager = FileManager.default
    guard let found = try? manager.contentsOfDirectory(atPath: folder) else {
      throw UserError(
        "there are no conformance programs for '\(machine.name)': there is no folder '\(folder)'",
        help: isUsual ? "name another folder with '--programs'" : nil)
    }
    var result = found.filter { $0.hasSuffix(".s") }.map { (folder, String($0.dropLast(2))) }
    if found.contains("include"), let data = manager.contents(atPath: "\(folder)/include") {
      for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
        let path = Path.normal("\(folder)/\(line)")
        let name = path.split(separator: "/").last.map(String.init) ?? path
        result.append((String(path.dropLast(name.count + 1)), String(name.dropLast(2))))
      }
    }
    guard !result.isEmpty else { throw UserError("there are no programs (.s) in '\(folder)'") }
    return result.sorted { $0.1 < $1.1 }
  }
}
