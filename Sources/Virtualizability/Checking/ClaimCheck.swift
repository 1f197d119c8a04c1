import ISALanguage
import ISAModel

/// Compares what an author claims with what is the case.
struct ClaimCheck {

  let machine: Machine
  let report: Report
  let sources: SourceMap

  /// The claims that are not so.
  var failing: [Claim] { machine.claims.filter { failure($0.kind) != nil } }

  func failed() -> [FailedClaim] {
    machine.claims.compactMap { claim in
      guard let message = failure(claim.kind) else { return nil }
      let text = sources.file(of: claim.span).text(of: claim.span)
      return FailedClaim(message: message, location: sources.location(of: claim.span), text: text)
    }
  }

  private func failure(_ kind: Claim.Kind) -> String? {
    switch kind {
    case .classified(let name, let className, let negated):
      guard let verdict = verdict(of: name), isIn(verdict, className) == negated else { return nil }
      return "\(name) is \(negated ? "" : "not ")\(className)"
    case .violates(let name, let rule, let negated):
      guard let verdict = verdict(of: name) else { return nil }
      let found =
        rule.map { rule in verdict.findings.contains { $0.rule.rawValue == rule } } ?? verdict.isViolation
      guard found == negated else { return nil }
      return "\(name) \(negated ? "violates" : "does not violate") \(rule ?? "Theorem 1")"
    case .direct(let name, let passes):
      guard let verdict = verdict(of: name) else { return nil }
      guard verdict.directExecution != (passes ? .passes : .fails) else { return nil }
      return "direct execution of \(name) is: \(verdict.directExecution.rawValue)"
    case .verdict(let name, let holds):
      guard !report.isPartial else { return nil }
      let verdict = machineVerdict(name)
      guard verdict != (holds ? .holds : .violated) else { return nil }
      return "\(name) is: \(verdict.rawValue)"
    }
  }

  private func verdict(of name: String) -> InstructionVerdict? {
    report.instructions.first { $0.name == name }
  }

  private func isIn(_ verdict: InstructionVerdict, _ className: String) -> Bool {
    switch className {
    case "behaviour-sensitive": verdict.isBehaviourSensitive
    case "user-sensitive": verdict.isUserSensitive
    default: verdict.classes.contains { $0.rawValue == className }
    }
  }

  private func machineVerdict(_ name: String) -> Verdict {
    switch name {
    case "theorem1": report.verdict.theorem1
    case "theorem2": report.verdict.theorem2
    case "theorem3": report.verdict.theorem3
    case "direct_execution": report.verdict.directExecution
    default: report.verdict.virtualizable
    }
  }
}
