import Foundation
import ISAModel
import Testing

@testable import Virtualizability

/// What is decided by simplification is decided alike by the solver, which is then asked everything.
struct AgreementTests {

  @Test func pg74() throws {
    let path = Fixtures.specification("pg74")
    try agree(path, features: [], only: [])
    try agree(path, features: ConfigurationTests.Flaw.all.map(\.feature), only: [])
  }

  @Test(arguments: Fixtures.machines)
  func machine(_ fixture: Fixture) throws { try agree(fixture.path, features: [], only: []) }

  @Test func x86() throws { try agree(Fixtures.specification("x86"), features: [], only: []) }

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
}
