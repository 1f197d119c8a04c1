import FoundationEssentials

/// A file that says which machines, or configurations of one, followed each other: `generations.json` beside the
/// specifications.
struct GenerationsFile: Decodable {

  /// A machine, or a configuration of one.
  struct Step: Decodable {

    /// The specification, from the folder of this file on.
    var specification: String

    /// The settings of features that make the step.
    var features: [String: Bool]?

    /// What is new, in words; nil where the titles of the machine or its features say it.
    var change: String?
  }

  /// A line of descent.
  struct Line: Decodable {
    var title: String
    var steps: [Step]
  }

  static let schemaName = "pgcheck/generations/1"

  /// The name of the file beside the specifications.
  static let usualName = "generations.json"

  var schema: String
  var generations: [Line]

  /// The lines of descent of the file at `path`, each specification as seen from here.
  static func read(_ path: String) throws(UserError) -> [Line] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw UserError("cannot read '\(path)'", help: "is there such a file?")
    }
    let file: GenerationsFile
    do {
      file = try JSONDecoder().decode(GenerationsFile.self, from: data)
    } catch {
      throw UserError(
        "'\(path)' does not describe generations: \((error as? DecodingError)?.words ?? "\(error)")")
    }
    guard file.schema == schemaName else {
      throw UserError("'\(path)' is of the form '\(file.schema)', not '\(schemaName)'")
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    return file.generations.map { line in
      var line = line
      for number in line.steps.indices {
        let name = line.steps[number].specification
        line.steps[number].specification = Path.normal(name.hasPrefix("/") ? name : folder + name)
      }
      return line
    }
  }

  /// The file beside `specification`, if there is one.
  static func beside(_ specification: String) -> String? {
    let folder = specification.lastIndex(of: "/").map { String(specification[...$0]) } ?? ""
    let path = folder + usualName
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }
}
