import ArgumentParser
import ISALanguage

/// `pgcheck fmt`: canonical layout.
struct FormatCommand: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Bring specifications into their canonical layout.",
    discussion: """
      Files are rewritten in place, each whole or not at all. A file with errors is left as it is.
      With --check nothing is written: the files that would change are named, and the exit code is 1 if there are any.
      """)

  @Argument(help: ArgumentHelp("The specifications to format.", valueName: "spec"))
  var specifications: [String]

  @Flag(help: "Only say which files would change.")
  var check = false

  func run() throws {
    throw ExitStatus.worst(specifications.map(status))
  }

  private func status(_ path: String) -> ExitStatus {
    do {
      let file = try read(path)
      let old = String(decoding: file.bytes, as: UTF8.self)
      let new = Formatter.format(file)
      guard new != old else { return .proven }
      if check {
        StandardError.write("\(path): would be formatted\n")
        return .violation
      }
      try OutputFile(path).write(new)
      return .proven
    } catch {
      switch error {
      case let error as UserError: StandardError.error(error.message, help: error.help)
      case let status as ExitStatus: return status
      default: StandardError.error("\(path): \(error)")
      }
      return .wrongInput
    }
  }

  /// The file at `path`, if its syntax is right.
  private func read(_ path: String) throws -> SourceFile {
    var sources = SourceMap()
    do {
      let file = sources.add(path: path, bytes: try SourceReader.read(path))
      var parser = Parser(file)
      _ = parser.parseFile()
      guard !parser.diagnostics.hasErrors else {
        DiagnosticOutput.write(parser.diagnostics.sorted, sources: sources)
        throw ExitStatus.wrongInput
      }
      return file
    } catch let failure as SourceReader.Failure {
      throw UserError(failure.message, help: failure.help)
    }
  }
}
