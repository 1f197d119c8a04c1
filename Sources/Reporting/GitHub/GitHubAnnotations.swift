import Virtualizability

/// The report for a workflow of GitHub Actions: one command a line, each of which becomes an annotation at a line of
/// the specification (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
///
/// What a baseline accepts is left out.
public struct GitHubAnnotations: Sendable {

  /// What the findings were compared with.
  public var baseline: BaselineView?

  /// Makes a reporter.
  public init(baseline: BaselineView? = nil) { self.baseline = baseline }

  /// The commands for `reports`.
  public func render(_ reports: [Report]) -> String {
    var lines: [String] = []
    for (number, report) in reports.enumerated() {
      for instruction in report.instructions {
        for group in instruction.groups where !isAccepted(group, instruction, number) {
          lines.append(
            command(
              group.severity.rawValue, at: group.place(in: instruction),
              title: "\(group.finding.rule.rawValue) \(instruction.name) (\(report.name))",
              group.message(on: instruction.name) + "\n\(group.finding.witness.claim)"))
        }
        if !instruction.undecided.isEmpty {
          lines.append(
            command(
              "error", at: instruction.location, title: "not decided: \(instruction.name) (\(report.name))",
              instruction.undecided.joined(separator: "\n")))
        }
      }
      for found in report.addresses?.findings ?? [] {
        lines.append(
          command(
            found.finding.rule.severity.rawValue, at: found.place(in: report),
            title: "\(found.finding.rule.rawValue) \(found.mode) mode (\(report.name))",
            found.message + "\n\(found.finding.witness.claim)"))
      }
      if !report.undecidedAddresses.isEmpty {
        lines.append(
          command(
            "error", at: report.start, title: "not decided: addresses (\(report.name))",
            report.undecidedAddresses.joined(separator: "\n")))
      }
      for claim in report.failedClaims {
        lines.append(
          command(
            "error", at: claim.location, title: "claim failed (\(report.name))",
            "\(claim.text): \(claim.message)"))
      }
    }
    if let baseline {
      for issue in baseline.comparison.issues {
        lines.append(
          command(
            issue.isError ? "error" : "warning", at: baseline.location(of: issue.entry),
            title: "\(issue.rule.rawValue) baseline", issue.message))
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func isAccepted(_ group: FindingGroup, _ instruction: InstructionVerdict, _ report: Int) -> Bool {
    let standing = baseline?.comparison.standing(
      report: report, instruction: instruction.name, rule: group.finding.rule)
    return standing?.isAccepted ?? false
  }

  private func command(_ kind: String, at place: SourceLocation, title: String, _ message: String) -> String {
    let path = Self.escaped(place.path, isProperty: true)
    return "::\(kind) file=\(path),line=\(place.line),col=\(place.column),"
      + "title=\(Self.escaped(title, isProperty: true))::\(Self.escaped(message, isProperty: false))"
  }

  /// `text` as the runner decodes it; in properties commas and colons have a meaning too.
  static func escaped(_ text: String, isProperty: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      case ":" where isProperty: result += "%3A"
      case "," where isProperty: result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
