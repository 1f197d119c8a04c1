import Foundation
import ISAModel
import Testing

@testable import Virtualizability

/// What is decided by simplification is decided alike by the solver, which is then asked everything.
@Suite(.enabled(if: Fixtures.runsLongTests)) struct AgreementTests {

  @Test func pg74() throws {
    let path = Fixtures.specification("pg74")
    try agree(path, features: [], only: [])
    try agree(path, features: ConfigurationTests.Flaw.all.map(\.feature), only: [])
  }

  @Test(arguments: Fixtures.machines)
  func machine(_ fixture: Fixture) throws { try agree(fixture.path, features: [], only: []) }

  /// The instructions of x86 that cost the solver little.
  @Test func cheapInstructionsOfX86() throws {
    let (cheap, _) = try x86()
    #expect(cheap.count > 40)
    try agree(Fixtures.specification("x86"), features: [], only: cheap)
  }

  /// Some of those that cost more. All of x86 takes the solver some minutes.
  @Test func sampleOfX86() throws {
    var (_, others) = try x86()
    var generator = Steps(state: 1974)
    others.shuffle(using: &generator)
    try agree(Fixtures.specification("x86"), features: [], only: Array(others.prefix(4)))
  }

  /// The instructions of one or two encodings without descriptors, and the others with at most a dozen.
  private func x86() throws -> (cheap: [String], others: [String]) {
    let loaded = try MachineLoading.load(path: Fixtures.specification("x86"), options: CheckOptions())
    let machine = try #require(loaded.machines.first?.machine)
    let plain = machine.instructions.filter { instruction in
      let path = loaded.sources.location(of: instruction.span).path
      return !["far", "segmentation", "io"].contains { path.hasSuffix("x86/\($0).isa") }
    }
    return (
      plain.filter { $0.forms.count <= 2 }.map(\.name),
      plain.filter { (3...12).contains($0.forms.count) }.map(\.name)
    )
  }

  private func agree(_ path: String, features: [String], only: [String]) throws {
    let simplified = try Checks.reports(path, features: features, only: only)
    let asked = try Checks.reports(path, features: features, only: only, simplifies: false)
    #expect(simplified.count == asked.count && !simplified.isEmpty)
    for (one, other) in zip(simplified, asked) {
      #expect(one.instructions.map(\.name) == other.instructions.map(\.name))
      for (mine, theirs) in zip(one.instructions, other.instructions) {
        #expect(mine.summary == theirs.summary, "\(mine.name)")
      }
      #expect(one.verdicts == other.verdicts)
      #expect(one.internalErrors.isEmpty && other.internalErrors.isEmpty)
      // Without simplification the solver is asked: otherwise this would compare nothing.
      let effort = other.instructions.reduce(Effort()) { $0 + $1.effort }
      #expect(effort.bySolver > 0 && effort.bySimplification == 0)
    }
  }

  /// A generator that is the same everywhere: Vigna's splitmix64.
  private struct Steps: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
  }
}
