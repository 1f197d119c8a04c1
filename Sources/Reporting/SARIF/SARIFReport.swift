import Virtualizability

/// The report for code scanning: SARIF 2.1.0 (OASIS Standard, 27 March 2020).
///
/// Every cause is one result, at the line of the specification that is to blame, with the two executions of its
/// witness as a code flow. What a baseline accepts is there too, and suppressed.
public struct SARIFReport: Sendable {

  /// The program that made the report.
  public var tool: Tool

  /// What the findings were compared with.
  public var baseline: BaselineView?

  /// Makes a reporter.
  public init(tool: Tool, baseline: BaselineView? = nil) {
    self.tool = tool
    self.baseline = baseline
  }

  /// The document on `reports`, byte for byte the same for the same reports.
  public func render(_ reports: [Report]) -> String {
    let comparison = baseline?.comparison
    var results: [JSONValue] = []
    for (number, report) in reports.enumerated() {
      for instruction in report.instructions {
        results += instruction.groups.map { group in
          let standing = comparison?.standing(
            report: number, instruction: instruction.name, rule: group.finding.rule)
          return SARIFResult(machine: report, instruction: instruction, group: group, standing: standing).json
        }
      }
      results += (report.addresses?.findings ?? []).map {
        SARIFResult(machine: report, addresses: $0, hasBaseline: baseline != nil).json
      }
    }
    if let baseline {
      results += baseline.comparison.issues.map { issue in
        SARIF.result(
          issue.rule.rawValue, level: issue.isError ? "error" : "warning", message: issue.message,
          location: SARIF.location(baseline.location(of: issue.entry)),
          more: [
            ("partialFingerprints", .object([(SARIF.fingerprint, .string(issue.entry.fingerprint))])),
            ("suppressions", .array([])),
          ])
      }
    }
    return JSONValue.object([
      ("$schema", "https://json.schemastore.org/sarif-2.1.0.json"), ("version", "2.1.0"),
      (
        "runs",
        .array([
          .object([
            ("tool", .object([("driver", driver)])), ("columnKind", "unicodeCodePoints"),
            ("invocations", .array([invocation(reports)])), ("results", .array(results)),
          ])
        ])
      ),
    ]).text
  }

  private var driver: JSONValue {
    .object([
      ("name", .string(Tool.name)), ("version", .string(Tool.version)),
      ("semanticVersion", .string(Tool.version)),
      ("rules", .array(RuleDocumentation.all.map(\.sarif))),
      ("properties", .object([("solver", .string(tool.solver))])),
    ])
  }

  /// How the check itself went: what was not decided, and claims that failed, are no results.
  private func invocation(_ reports: [Report]) -> JSONValue {
    var notifications: [JSONValue] = []
    for report in reports {
      for claim in report.failedClaims {
        notifications.append(
          notification("claim failed: \(claim.text): \(claim.message)", "error", claim.location))
      }
      for instruction in report.instructions {
        for question in instruction.undecided {
          notifications.append(
            notification("not decided: \(instruction.name): \(question)", "error", instruction.location))
        }
      }
      for question in report.undecidedAddresses {
        notifications.append(notification("not decided: addresses: \(question)", "error", report.start))
      }
      for error in report.internalErrors {
        notifications.append(
          .object([("level", "error"), ("message", SARIF.text("internal error: \(error)"))]))
      }
    }
    return .object([
      ("executionSuccessful", .bool(notifications.isEmpty)),
      ("toolExecutionNotifications", .array(notifications)),
    ])
  }

  private func notification(_ text: String, _ level: String, _ place: SourceLocation) -> JSONValue {
    .object([
      ("level", .string(level)), ("message", SARIF.text(text)),
      ("locations", .array([SARIF.location(place)])),
    ])
  }
}

extension RuleDocumentation {

  /// The rule as SARIF describes it.
  fileprivate var sarif: JSONValue {
    let text = paragraphs.joined(separator: "\n\n")
    return .object([
      ("id", .string(id)), ("name", .string(SARIF.pascalCase(title))),
      ("shortDescription", SARIF.text(title)), ("fullDescription", SARIF.text(paragraphs.first ?? title)),
      (
        "help",
        .object([("text", .string(text)), ("markdown", .string("**\(id)**: \(title)\n\n\(text)"))])
      ),
      ("defaultConfiguration", .object([("level", .string(level))])),
      (
        "properties",
        .object([
          ("precision", "very-high"), ("problem.severity", .string(level)),
          ("tags", .strings(["virtualizability"])),
        ])
      ),
    ])
  }

  private var level: String {
    if let rule = Rule(rawValue: id) { return rule.severity.rawValue }
    return id == BaselineRule.stale.rawValue ? "warning" : "error"
  }
}
