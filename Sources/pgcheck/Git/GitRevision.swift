import Foundation
import ISALanguage
import Virtualizability

/// A commit of a repository, whose files are read without touching the work tree.
struct GitRevision: Sendable {

  /// The commit as the user named it.
  let name: String

  /// The commit's full identifier.
  private let commit: String

  /// The top of the work tree, without symbolic links.
  private let root: String

  /// The commit `name` of the repository that the file at `path` belongs to.
  init(_ name: String, ofRepositoryAt path: String) throws(UserError) {
    guard !name.isEmpty else { throw UserError("the name of the commit is empty") }
    self.name = name
    let folder = Path.existingFolder(above: path)
    let top = try Git.run(["rev-parse", "--show-toplevel"], in: folder)
    guard top.status == 0, !top.output.isEmpty else {
      throw UserError(
        "'\(path)' is in no work tree of a git repository\(top.reason)",
        help: "compare files by 'pgcheck diff OLD NEW'")
    }
    root = top.line
    let found = try Git.run(
      ["rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"], in: root)
    guard found.status == 0, !found.line.isEmpty else {
      throw UserError(
        "the repository of '\(path)' has no commit '\(name)'",
        help: "name a branch, a tag or a commit; a shallow clone may lack it")
    }
    commit = found.line
  }

  /// Reads files as they are in the commit.
  var reader: SpecificationReader {
    SpecificationReader { path, _ throws(SourceReader.Failure) in try read(path) }
  }

  /// What the file at `path` of the work tree holds in the commit.
  private func read(_ path: String) throws(SourceReader.Failure) -> [UInt8] {
    func failure(_ reason: String, help: String? = nil) -> SourceReader.Failure {
      SourceReader.Failure(message: "cannot read '\(path)' in '\(name)': \(reason)", help: help)
    }
    let place = Path.physical(path)
    guard place.hasPrefix(root + "/"), !place.contains("\n") else {
      throw failure("it is outside of the repository")
    }
    let object = "\(commit):\(place.dropFirst(root.count + 1))"
    let answer: Git.Answer
    do throws(UserError) {
      answer = try Git.run(["cat-file", "--batch", "--follow-symlinks"], in: root, input: object + "\n")
    } catch {
      throw failure(error.message, help: error.help)
    }
    guard answer.status == 0, let end = answer.output.firstIndex(of: 0x0A) else {
      throw failure("git failed\(answer.reason)")
    }
    let words = String(decoding: answer.output[..<end], as: UTF8.self).split(separator: " ")
    guard words.count == 3, words[0].allSatisfy(\.isHexDigit), let size = Int(words[2]),
      answer.output.count >= end + 1 + size
    else {
      throw failure("it is not there", help: "is the file new, or was it called otherwise?")
    }
    guard words[1] == "blob" else { throw failure("it is not a plain file") }
    guard size <= SourceReader.largest else {
      throw failure("it is larger than \(SourceReader.largest >> 20) MiB")
    }
    return Array(answer.output[(end + 1)..<(end + 1 + size)])
  }
}

/// Runs git.
private enum Git {

  /// What a run of git left behind.
  struct Answer {
    var status: Int32
    var output: [UInt8]
    var errors: String

    /// The output without the end of its line.
    var line: String {
      var text = String(decoding: output, as: UTF8.self)[...]
      while text.last?.isNewline == true { text.removeLast() }
      return String(text)
    }

    /// What git complains about, as the end of a message.
    var reason: String {
      let text = errors.split(separator: "\n").first.map(String.init) ?? ""
      let word = "fatal: "
      guard !text.isEmpty else { return "" }
      return ": " + (text.hasPrefix(word) ? String(text.dropFirst(word.count)) : text)
    }
  }

  /// The status of `env` when there is no such program.
  private static let notFound: Int32 = 127

  static func run(_ arguments: [String], in folder: String, input: String = "") throws(UserError) -> Answer {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git", "-C", folder] + arguments
    let standardInput = Pipe()
    let output = Pipe()
    let errors = Pipe()
    process.standardInput = standardInput
    process.standardOutput = output
    process.standardError = errors
    do {
      try process.run()
      // Shorter than a pipe holds, so that this cannot wait for a reader.
      try? standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
      try? standardInput.fileHandleForWriting.close()
      let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
      let complaint = try errors.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      guard process.terminationStatus != notFound else {
        throw UserError("git is not installed", help: "--against reads the older specification by git")
      }
      return Answer(
        status: process.terminationStatus, output: Array(bytes),
        errors: String(decoding: complaint, as: UTF8.self))
    } catch let error as UserError {
      throw error
    } catch {
      throw UserError("cannot run git: \(error.localizedDescription)")
    }
  }
}

extension Path {

  /// The absolute path of `path`, with the symbolic links of the folders above it resolved as far as these
  /// exist. A link at its end stays.
  fileprivate static func physical(_ path: String) -> String {
    let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    var folder = URL(filePath: normal(whole)).deletingLastPathComponent().path(percentEncoded: false)
    var rest = [URL(filePath: normal(whole)).lastPathComponent]
    while folder != "/", !FileManager.default.fileExists(atPath: folder) {
      let url = URL(filePath: folder)
      rest.insert(url.lastPathComponent, at: 0)
      folder = url.deletingLastPathComponent().path(percentEncoded: false)
    }
    let resolved = URL(filePath: folder).resolvingSymlinksInPath().path(percentEncoded: false)
    return normal(resolved + "/" + rest.joined(separator: "/"))
  }

  /// The nearest folder above `path` that exists.
  fileprivate static func existingFolder(above path: String) -> String {
    var url = URL(filePath: path).standardized.deletingLastPathComponent()
    while url.path(percentEncoded: false) != "/",
      !FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
    {
      url = url.deletingLastPathComponent()
    }
    return url.path(percentEncoded: false)
  }
}
