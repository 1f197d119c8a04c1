#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import SMT

/// Writes the queries of one instruction to files that another solver can read.
final class QueryDump {

  private let directory: String
  private let machine: String
  private let instruction: String
  private var count = 0

  /// What went wrong, if a file could not be written.
  private(set) var failure: String?

  init(directory: String, machine: String, instruction: String) {
    self.directory = directory
    self.machine = machine
    self.instruction = instruction
  }

  func write(_ purpose: String, _ assertions: [Term], store: TermStore, status: String) {
    guard failure == nil else { return }
    count += 1
    let script = SMTLIB.script(
      store: store, assertions: assertions,
      comment: ["\(machine) \(instruction): \(purpose)", "answer: \(status)"])
    let name = "\(directory)/\(machine).\(instruction).\(count).smt2"
    var lines = script.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let logic = lines.firstIndex { $0.hasPrefix("(set-logic") } ?? -1
    lines.insert("(set-info :status \(status))", at: logic + 1)
    let text = lines.joined(separator: "\n")
    guard let file = fopen(name, "w") else {
      failure = "cannot write '\(name)': \(String(cString: strerror(errno)))"
      return
    }
    let written = fputs(text, file)
    if fclose(file) != 0 || written < 0 {
      failure = "cannot write '\(name)': \(String(cString: strerror(errno)))"
    }
  }
}
