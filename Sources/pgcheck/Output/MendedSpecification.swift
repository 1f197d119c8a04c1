import Foundation
import Virtualizability

/// The files of a mended specification, on their way to where the user wants them: all of them or none.
struct MendedSpecification {

  private let files: [SpecificationFixer.File]

  init(_ result: SpecificationFixer.Result) { files = result.files }

  /// Rewrites the files that change. Where one cannot be written, those before it are put back.
  func writeInPlace() throws(UserError) {
    var open: [(output: OutputFile, file: SpecificationFixer.File)] = []
    for file in files where file.old != file.new { open.append((try OutputFile(file.path), file)) }
    for (number, (output, file)) in open.enumerated() {
      do {
        try output.write(file.new)
      } catch {
        for (output, file) in open[..<number] { try? output.write(file.old) }
        throw error
      }
    }
  }

  /// Writes all files: the only one to `path`, or several into the directory at `path`, which is made.
  func write(to path: String) throws(UserError) {
    guard !path.isEmpty else { throw UserError("the name of the output is empty") }
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    let isFolder = exists && isDirectory.boolValue || path.hasSuffix("/")
    if files.count == 1, let file = files.first, !isFolder {
      return try OutputFile(path).write(file.new)
    }
    guard !exists || isDirectory.boolValue else {
      throw UserError(
        "cannot write '\(path)': the specification has \(files.count) files, and '\(path)' is one",
        help: "name a directory")
    }
    try write(into: path)
  }

  private func write(into folder: String) throws(UserError) {
    let places = try names()
    var made: [String] = []
    do throws(UserError) {
      for name in places {
        let parts = "\(folder)/\(name)".split(separator: "/", omittingEmptySubsequences: false).dropLast()
        for count in parts.indices where !parts[...count].allSatisfy(\.isEmpty) {
          let parent = parts[...count].joined(separator: "/")
          guard !FileManager.default.fileExists(atPath: parent) else { continue }
          try Directory.make(parent)
          made.append(parent)
        }
      }
      let outputs = try places.map { name throws(UserError) in try OutputFile("\(folder)/\(name)") }
      for (output, file) in zip(outputs, files) {
        let isNew = !FileManager.default.fileExists(atPath: output.path)
        try output.write(file.new)
        if isNew { made.append(output.path) }
      }
    } catch {
      for path in made.reversed() { try? FileManager.default.removeItem(atPath: path) }
      throw error
    }
  }

  /// The paths of the files as seen from the folder of the specification.
  private func names() throws(UserError) -> [String] {
    let main = files.first?.path ?? ""
    let folder = main.lastIndex(of: "/").map { String(main[...$0]) } ?? ""
    return try files.map { file throws(UserError) in
      let name = String(file.path.dropFirst(folder.count))
      guard file.path.hasPrefix(folder), !name.hasPrefix("/"), !name.split(separator: "/").contains("..")
      else {
        throw UserError(
          "'\(file.path)' belongs to '\(main)', but lies outside of its folder",
          help: "use --in-place, or apply the patch that is printed without --output")
      }
      return name
    }
  }
}

/// What a repair did, for a person.
struct RepairSummary {

  let text: String

  init(_ result: SpecificationFixer.Result) {
    var lines: [String] = []
    for (instruction, repair) in result.repairs { lines.append("\(instruction): \(repair.statement)") }
    let left = result.after.flatMap(\.instructions).filter { !$0.findings.isEmpty }
    let changed = result.files.count { $0.old != $0.new }
    lines.append(
      result.repairs.isEmpty
        ? "nothing was changed"
        : "\(result.repairs.count) mended, in \(changed) \(changed == 1 ? "file" : "files")")
    let rules = Set(left.flatMap(\.findings).map(\.rule)).sorted().map(\.rawValue)
    if !left.isEmpty {
      let count = left.count == 1 ? "1 instruction" : "\(left.count) instructions"
      lines.append("left as it was, because no guard mends it: \(rules.joined(separator: ", ")) in \(count)")
    }
    text = lines.map { $0 + "\n" }.joined()
  }
}
