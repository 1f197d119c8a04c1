import Foundation
import ISALanguage
import ISAModel
import Testing

@testable import Virtualizability

/// A specification with one privilege guard taken out is noticed: the verdict of every instruction behind the guard changes.
@Suite struct MutationTests {

  @Test(arguments: Guard.all(of: "pg74", features: []))
  func pg74WithoutGuard(_ dropped: Guard) throws { try check(dropped) }

  @Test(arguments: Guard.all(of: "x86", features: ["umip", "cpuid_faulting"]))
  func x86WithoutGuard(_ dropped: Guard) throws { try check(dropped) }

  /// Both machines have guards to drop, or the tests above would say nothing.
  @Test func thereAreGuards() {
    #expect(Guard.all(of: "pg74", features: []).count >= 7)
    #expect(Guard.all(of: "x86", features: ["umip", "cpuid_faulting"]).count >= 20)
  }

  private func check(_ dropped: Guard) throws {
    try #require(!dropped.instructions.isEmpty, "some instruction is behind the guard")
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pgcheck-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(atPath: "\(Fixtures.root)/specs", toPath: folder.path)
    let file = folder.appendingPathComponent(dropped.file)
    var lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    lines[dropped.line - 1] = lines[dropped.line - 1].replacing(Guard.pattern, with: "")
    try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)

    let before = try verdicts(of: Fixtures.specification(dropped.machine), dropped)
    let after = try verdicts(of: folder.appendingPathComponent("\(dropped.machine).isa").path, dropped)
    for name in dropped.instructions {
      #expect(before[name] != after[name], "\(name) is \(before[name] ?? "missing") with and without the guard")
    }
  }

  /// What is said of the instructions behind the guard.
  private func verdicts(of path: String, _ dropped: Guard) throws -> [String: String] {
    var options = CheckOptions()
    options.only = dropped.instructions
    for feature in dropped.features { options.features[feature] = true }
    let result = try Checker(options: options).check(path: path)
    guard case .report(let report)? = result.outcomes.first else { return [:] }
    #expect(report.internalErrors.isEmpty)
    return Dictionary(
      uniqueKeysWithValues: report.instructions.map { verdict in
        let rules = verdict.findings.map(\.rule.rawValue).joined(separator: " ")
        return (verdict.name, "\(verdict.classes.map(\.rawValue)) \(rules) \(verdict.directExecution.rawValue)")
      })
  }
}

/// A `require … else trap` whose trap is of the class `privilege`.
struct Guard: CustomTestStringConvertible, Sendable {
  var machine: String
  var features: [String]

  /// The file, from the folder of specifications on, and the line.
  var file: String
  var line: Int

  /// The instructions that the guard protects.
  var instructions: [String]

  var testDescription: String { "\(file):\(line)" }

  static var pattern: Regex<Substring> { /require [^{}]*? else trap \w+/ }

  /// The guards of a specification, found in its elaborated form.
  static func all(of machine: String, features: [String]) -> [Guard] {
    var options = CheckOptions()
    for feature in features { options.features[feature] = true }
    guard let loaded = try? MachineLoading.load(path: Fixtures.specification(machine), options: options),
      let elaborated = loaded.machines.first?.machine
    else { return [] }
    let sources = loaded.sources
    let found = WorkerPool.deep { () -> [Guard] in
      var guards: [String: Guard] = [:]
      let state = SymbolicState(machine: elaborated, store: .init())
      for instruction in elaborated.instructions {
        for (number, form) in instruction.forms.enumerated() {
          let run = SymbolicRun(form, state: state, prefix: "\(instruction.name).\(number)")
          for trap in run.traps where elaborated.traps[trap.trap].trapClass == .privilege {
            let location = sources.location(of: trap.span)
            let text = sources.lineText(at: trap.span)
            guard text.contains(pattern), let start = location.path.range(of: "/specs/") else { continue }
            let key = "\(location.path):\(location.line)"
            var one =
              guards[key]
              ?? Guard(
                machine: machine, features: features, file: String(location.path[start.upperBound...]),
                line: location.line, instructions: [])
            if !one.instructions.contains(instruction.name) { one.instructions.append(instruction.name) }
            guards[key] = one
          }
        }
      }
      return guards.values.sorted { ($0.file, $0.line) < ($1.file, $1.line) }
    }
    return found ?? []
  }
}
