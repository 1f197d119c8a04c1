import Execution
import ISALanguage
import ISAModel
import Monitor

/// A conformance program as it is kept in a file: assembly language, with what belongs to it in comments.
///
/// | line | meaning |
/// | --- | --- |
/// | `;! input TEXT` | what is typed on the console; `\n` ends a line |
/// | `;! disk N` | a disk of so many blocks |
/// | `;! program FILE block N` | another program of the folder, assembled, on the disk from block N on |
/// | `;! memory N` | the units of memory |
/// | `;! steps N` | the most steps |
/// | `;! feature NAME` | it is a program of a machine that has this feature, and of no other |
struct ConformanceFile {

  /// Nil where the machine lacks a feature that it needs.
  let program: ConformanceProgram?

  /// The steps of a program that does not say how many it needs.
  private static let usualSteps: UInt64 = 20_000_000

  init(_ path: String, name: String, folder: String, for machine: Machine) throws {
    let lines = try Self.lines(path)
    guard try Self.features(lines, path, of: machine).allSatisfy(\.isOn) else {
      program = nil
      return
    }
    let guest = try ProgramFile(path, for: machine, at: nil, entry: nil)
    var program = ConformanceProgram(name: name, steps: Self.usualSteps) { try guest.load(into: $0) }
    let blockSize = machine.platform.devices.first { $0.kind == .block }?.blockSize ?? 512
    for (number, line) in lines.enumerated() where line.hasPrefix(";!") {
      let words = line.dropFirst(2).split(separator: " ")
      func mistake(_ message: String) -> UserError { UserError("\(path):\(number + 1): \(message)") }
      func count(_ text: Substring?) throws -> Int {
        guard let text, let value = try? Quantity.size(String(text)), let count = Int(exactly: value) else {
          throw mistake("a number is missing, such as 64 or 0x10")
        }
        return count
      }
      switch words.first {
      case "input":
        let text = line.dropFirst(2).drop { $0 == " " }.dropFirst("input".count).dropFirst()
        program.input = Array(text.utf8).unescaped
      case "disk": program.disk = Array(repeating: 0, count: try count(words.dropFirst().first) * blockSize)
      case "memory": program.memory = try count(words.dropFirst().first)
      case "feature": break
      case "steps": program.steps = UInt64(try count(words.dropFirst().first))
      case "program":
        guard words.count == 4, words[2] == "block", var disk = program.disk else {
          throw mistake("this is written '; ! program FILE block N', behind '; ! disk N'")
        }
        let bytes = try ProgramFile.bytes(of: "\(folder)/\(words[1])", for: machine)
        let start = (Int(words[3]) ?? 0) * blockSize
        guard start + bytes.count <= disk.count else {
          throw mistake("the disk is too small for '\(words[1])'")
        }
        disk.replaceSubrange(start..<start + bytes.count, with: bytes)
        program.disk = disk
      default: throw mistake("'\(words.first ?? "")' is nothing that a conformance program says of itself")
      }
    }
    self.program = program
  }

  /// The features that a program needs.
  private static func features(_ lines: [String], _ path: String, of machine: Machine) throws -> [Feature] {
    try lines.enumerated().compactMap { number, line in
      let words = line.hasPrefix(";!") ? line.dropFirst(2).split(separator: " ") : []
      guard words.first == "feature" else { return nil }
      let name = words.dropFirst().first.map(String.init) ?? ""
      if let feature = machine.features.first(where: { $0.name == name }) { return feature }
      let suggestion = Spelling.suggestion(for: name, among: machine.features.map(\.name))
      throw UserError(
        "\(path):\(number + 1): the machine '\(machine.name)' has no feature '\(name)'",
        help: suggestion.map { "did you mean '\($0)'?" })
    }
  }

  private static func lines(_ path: String) throws -> [String] {
    let bytes: [UInt8]
    do {
      bytes = try SourceReader.read(path)
    } catch {
      throw UserError(error.message, help: error.help)
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .map(
        String.init)
  }
}

extension [UInt8] {

  /// The bytes with `\n` put in for what is written so.
  fileprivate var unescaped: [UInt8] {
    var result: [UInt8] = []
    for byte in self {
      if byte == UInt8(ascii: "n"), result.last == UInt8(ascii: "\\") {
        result[result.count - 1] = 0x0A
      } else {
        result.append(byte)
      }
    }
    return result
  }
}
