import Foundation
import ISALanguage
import Testing
import Virtualizability

/// Every fixture with the verdicts that are written in it.
@Suite struct VerdictFixtureTests {

  @Test(arguments: Fixtures.verdicts)
  func verdicts(fixture: Fixture) throws {
    try check(fixture, simplifies: true)
  }

  /// The solver, asked everything, agrees with what was decided without it.
  @Test(arguments: Fixtures.verdicts)
  func verdictsWithoutSimplification(fixture: Fixture) throws {
    try check(fixture, simplifies: false)
  }

  private func check(_ fixture: Fixture, simplifies: Bool) throws {
    let (expectations, malformed) = Expectation.parse(
      try String(contentsOfFile: fixture.path, encoding: .utf8))
    #expect(malformed.isEmpty)
    try #require(!expectations.isEmpty, "a fixture says what it expects")
    for feature in Set(expectations.map(\.feature)) {
      var options = CheckOptions()
      options.simplifies = simplifies
      if let feature { options.features[feature] = true }
      let result = try Checker(options: options).check(path: fixture.path)
      let expected = expectations.filter { $0.feature == feature }
      for expectation in expected { verify(expectation, result) }
      let wantsError = expected.contains { if case .error = $0.kind { true } else { false } }
      if !wantsError {
        let errors = result.diagnostics.filter { $0.severity == .error }
        #expect(errors.isEmpty, "\(errors.map(\.message))")
      }
      for case .report(let report) in result.outcomes {
        #expect(report.internalErrors.isEmpty)
        #expect(report.failedClaims.map(\.message).isEmpty)
        #expect(report.instructions.allSatisfy { $0.undecided.isEmpty })
      }
    }
  }

  private func verify(_ expectation: Expectation, _ result: CheckResult) {
    let reports = result.outcomes.compactMap { outcome -> Report? in
      if case .report(let report) = outcome { report } else { nil }
    }
    func instruction(_ name: String) -> InstructionVerdict? {
      reports.flatMap(\.instructions).first { $0.name == name }
    }
    switch expectation.kind {
    case .error(let rule, let text):
      let found = result.diagnostics.contains { $0.rule == rule && $0.message.contains(text) }
      #expect(found, "\(expectation): found \(result.diagnostics.map(\.message))")
    case .machine(let model, let pairs):
      guard let verdict = reports.first?.verdicts[model] else {
        Issue.record("\(expectation): no report")
        return
      }
      for (key, value) in pairs {
        let found =
          key == "addresses" ? reports.first?.addresses?.verdict.rawValue : actual(verdict, key)
        #expect(found == value, "\(expectation)")
      }
    case .unreachable(let mode, let text):
      let found = reports.first?.addresses?.findings.filter { $0.mode == mode }.map(\.inBrief)
      #expect(found == [text], "\(expectation)")
    case .instruction(let name, let pairs):
      guard let verdict = instruction(name) else {
        Issue.record("\(expectation): no such instruction")
        return
      }
      for (key, value) in pairs { #expect(actual(verdict, key) == value, "\(key) in: \(expectation)") }
    case .rules(let name, let rules):
      #expect(Set(instruction(name)?.findings.map(\.rule.rawValue) ?? ["?"]) == rules, "\(expectation)")
    case .components(let name, let rule, let components):
      let finding = instruction(name)?.findings.first { $0.rule.rawValue == rule }
      #expect(finding.map { Set($0.components) } == Set(components), "\(expectation)")
    }
  }

  private func actual(_ verdict: MachineVerdict, _ key: String) -> String? {
    switch key {
    case "theorem1": verdict.theorem1.rawValue
    case "theorem2": verdict.theorem2.rawValue
    case "theorem3": verdict.theorem3.rawValue
    case "direct": verdict.directExecution.rawValue
    case "virtualizable": verdict.virtualizable.rawValue
    default: nil
    }
  }

  private func actual(_ verdict: InstructionVerdict, _ key: String) -> String? {
    func yes(_ value: Bool) -> String { value ? "yes" : "no" }
    func has(_ one: InstructionClass) -> String { yes(verdict.classes.contains(one)) }
    switch key {
    case "privileged": return has(.privileged)
    case "strictly": return yes(verdict.classes.contains(.privileged) && !verdict.isPrivilegedNotStrictly)
    case "control": return has(.controlSensitive)
    case "behaviour":
      if verdict.isBehaviourSensitive { return "yes" }
      return verdict.classes.contains(.timeSensitive) ? "time" : "no"
    case "mode": return has(.modeSensitive)
    case "location": return has(.locationSensitive)
    case "resource": return has(.resourceSensitive)
    case "time": return has(.timeSensitive)
    case "innocuous": return has(.innocuous)
    case "always-traps": return yes(verdict.alwaysTraps)
    case "user": return yes(verdict.isUserSensitive)
    case "violation": return yes(verdict.isViolation)
    case "direct": return verdict.directExecution.rawValue
    default: return nil
    }
  }
}
