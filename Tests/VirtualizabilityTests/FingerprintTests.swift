import Foundation
import ISALanguage
import Testing

@testable import Virtualizability

/// A finding keeps its fingerprint as long as it means the same, and loses it when it does not.
struct FingerprintTests {

  /// Machines with findings of every rule.
  static let machines = Fixtures.verdicts.filter { fixture in
    fixture.path.contains("-fires") || fixture.path.contains("anchor-")
  }

  /// Lines move, the layout changes, comments come and go.
  @Test(arguments: machines) func placesDoNotCount(_ fixture: Fixture) throws {
    let text = try String(contentsOfFile: fixture.path, encoding: .utf8)
    // Some show what they show under a feature.
    let features = Set(Expectation.parse(text).expectations.compactMap(\.feature)).sorted()
    let expected = try fingerprints(of: text, features: features)
    #expect(!expected.isEmpty || fixture.path.contains("anchor-") || fixture.path.contains("pg40"))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let moved = lines.map { "\($0)  // \($0.count)\n" }.joined(separator: "\n")
    #expect(try fingerprints(of: "// Moved.\n\n\n" + moved, features: features) == expected)
  }

  /// Neither the other instructions nor their order, nor names, nor parts of the state that an instruction leaves
  /// alone.
  @Test func surroundingsDoNotCount() throws {
    let expected = try fingerprints(of: Self.machine)
    #expect(expected.keys.contains("READS PG102") && expected.keys.contains("GUESS PG104"))
    let another = """
        instruction NEW "New" {
          source MANUAL "p. 9"
          encode 1111_0000
          do {
            let guess: bits(8) = undefined
            A = twice(guess) + twice(A)
          }
        }

      """
    let added = Self.machine.replacing("  // Instructions.\n", with: another)
    #expect(added != Self.machine)
    let found = try fingerprints(of: added)
    for (name, fingerprint) in expected { #expect(found[name] == fingerprint, "\(name)") }

    let renamed = try fingerprints(of: Self.machine.replacing("instruction READS", with: "instruction LOOKS"))
    #expect(renamed["LOOKS PG102"] == expected["READS PG102"])

    let grown = try fingerprints(
      of: Self.machine.replacing(
        "  guest register A:", with: "  guest register B: bits(32)\n  guest register A:"))
    #expect(grown == expected)
  }

  /// Every change of the meaning of one instruction changes its fingerprints, and no others.
  @Test(
    arguments: [
      ("A = zero_extend(S, 8)", "A = zero_extend(S, 8) + 1", "READS"),
      ("A = zero_extend(S, 8)", "A = zero_extend(S, 8) << 1", "READS"),
      ("A = zero_extend(S, 8)", "A = zero_extend(S, 8)\n      PC = A", "READS"),
      ("PORT = twice(A)", "PORT = twice(A) + 1", "WRITES"),
      ("PORT = twice(A)", "PORT = A", "WRITES"),
      ("PORT = twice(A)", "if A != 7 { PORT = twice(A) }", "WRITES"),
      ("A = PORT ^ guess", "A = PORT + guess", "GUESS"),
      ("A != 3 else trap illegal", "A != 3 else trap privileged", "CHECKS"),
      ("A != 3 else trap illegal", "A != 4 else trap illegal", "CHECKS"),
      ("mem[A, 8] = PORT", "mem[A + 1, 8] = PORT", "CHECKS"),
    ])
  func meaningCounts(_ old: String, _ new: String, _ name: String) throws {
    let changed = Self.machine.replacing(old, with: new)
    #expect(changed != Self.machine)
    let before = try fingerprints(of: Self.machine)
    let after = try fingerprints(of: changed)
    for (finding, fingerprint) in after {
      #expect((before[finding] != fingerprint) == finding.hasPrefix(name), "\(finding)")
    }
    #expect(after.keys.contains { $0.hasPrefix(name) })
  }

  /// The rule and the resources are part of it.
  @Test func findingsOfOneInstructionDiffer() throws {
    let all = try fingerprints(of: Self.machine)
    #expect(Set(all.values).count == all.count)
  }

  // MARK: -

  private static let machine = """
    isa sample "A Sample" {
      source MANUAL "A manual"
      guest register PC: bits(8)
      guest register A: bits(8)
      mode register S: bits(1)
      control register PORT: bits(8)
      modes {
        user       when S == 0
        supervisor when S == 1
      }
      trap illegal:    fault
      trap privileged: privilege
      trap refused:    memory
      memory mem[address: bits(8)]: bits(8) little traps refused
      encoding {
        unit bits(8) little
        fetch mem[PC]
        step { PC = PC + length }
        otherwise trap illegal
      }
      function twice(value: bits(8)) -> bits(8) {
        let guess: bits(8) = undefined
        value + value + (guess & 1)
      }
      // Instructions.
      instruction READS "Reads the mode" {
        source MANUAL "p. 1"
        encode 0000_0000
        do { A = zero_extend(S, 8) }
      }
      instruction WRITES "Writes the port" {
        source MANUAL "p. 2"
        encode 0000_0001
        do { PORT = twice(A) }
      }
      instruction GUESS "Reads the port, more or less" {
        source MANUAL "p. 3"
        encode 0000_0010
        do {
          let guess: bits(8) = undefined
          A = PORT ^ guess
        }
      }
      instruction CHECKS "Stores the port" {
        source MANUAL "p. 4"
        encode 0000_0011
        do {
          require A != 3 else trap illegal
          mem[A, 8] = PORT
        }
      }
    }
    """

  /// The fingerprints of the findings of a specification, by instruction and rule.
  private func fingerprints(of text: String, features: [String] = []) throws -> [String: String] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pgcheck-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // What the fixtures include.
    try FileManager.default.createSymbolicLink(
      atPath: folder.appending(path: "parts").path(),
      withDestinationPath: "\(Fixtures.root)/Tests/Fixtures/verdicts/parts")
    let file = folder.appending(path: "machine.isa")
    try Data(text.utf8).write(to: file)
    var options = CheckOptions()
    for feature in features { options.features[feature] = true }
    let result = try Checker(options: options).check(path: file.path())
    var found: [String: String] = [:]
    for case .report(let report) in result.outcomes {
      for instruction in report.instructions {
        for finding in instruction.findings {
          found["\(instruction.name) \(finding.rule.rawValue)"] = finding.fingerprint
        }
      }
      for (number, unreachable) in (report.addresses?.findings ?? []).enumerated() {
        found["addresses \(number)"] = unreachable.finding.fingerprint
      }
    }
    return found
  }
}
