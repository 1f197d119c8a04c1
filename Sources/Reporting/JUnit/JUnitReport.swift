import Virtualizability

/// The report for pipelines that show test results: JUnit XML, as Jenkins and GitLab read it.
///
/// A machine is a suite and an instruction a test: it fails with a violation, is skipped where a baseline accepts
/// what is violated, and is in error where the solver did not decide. Claims of the specification are tests too, and
/// so are which addresses guests can be given, and what is wrong with the baseline.
public struct JUnitReport: Sendable {

  /// What the findings were compared with.
  public var baseline: BaselineView?

  /// Makes a reporter.
  public init(baseline: BaselineView? = nil) { self.baseline = baseline }

  /// The document on `reports`, byte for byte the same for the same reports.
  public func render(_ reports: [Report]) -> String {
    var suites = reports.enumerated().map { suite(of: $1, number: $0) }
    if let baseline, !baseline.comparison.issues.isEmpty { suites.append(suite(of: baseline)) }
    return XMLElement(
      name: "testsuites",
      // The form knows no number of skipped tests here.
      attributes: [("name", Tool.name)]
        + Self.counts(suites.flatMap(\.children)).filter { $0.name != "skipped" },
      children: suites
    ).document
  }

  private func suite(of report: Report, number: Int) -> XMLElement {
    let tests =
      report.instructions.map { test(of: $0, in: report, number: number) }
      + (report.addresses.map { [test(of: $0, in: report)] } ?? [])
      + report.failedClaims.map { claim in
        XMLElement(
          name: "testcase", attributes: [("classname", report.name), ("name", claim.text)],
          children: [
            failure(
              "claim", claim.message, details: "\(claim.location.text): \(claim.text): \(claim.message)")
          ])
      }
    return Self.suite(report.name, file: report.file, tests)
  }

  private func suite(of baseline: BaselineView) -> XMLElement {
    let tests = baseline.comparison.issues.map { issue in
      let details = "\(baseline.location(of: issue.entry).text): \(issue.rule.rawValue): \(issue.message)"
      return XMLElement(
        name: "testcase",
        attributes: [
          ("classname", "baseline"),
          ("name", "\(issue.entry.machine) \(issue.entry.instruction) \(issue.rule.rawValue)"),
        ],
        children: issue.isError
          ? [failure(issue.rule.rawValue, issue.message, details: details)]
          : [XMLElement(name: "system-out", text: details)])
    }
    return Self.suite("baseline", file: baseline.file, tests)
  }

  private static func suite(_ name: String, file: String, _ tests: [XMLElement]) -> XMLElement {
    XMLElement(
      name: "testsuite", attributes: [("name", name)] + counts(tests) + [("file", file)], children: tests)
  }

  private static func counts(_ tests: [XMLElement]) -> [(name: String, value: String)] {
    func count(_ name: String) -> String {
      String(tests.count { test in test.children.contains { $0.name == name } })
    }
    return [
      ("tests", String(tests.count)), ("failures", count("failure")), ("errors", count("error")),
      ("skipped", count("skipped")),
    ]
  }

  private func test(of instruction: InstructionVerdict, in report: Report, number: Int) -> XMLElement {
    let violations = instruction.groups.filter(\.isViolation)
    let warnings = instruction.groups.filter { !$0.isViolation }
    func standing(_ group: FindingGroup) -> BaselineComparison.Standing? {
      baseline?.comparison.standing(report: number, instruction: instruction.name, rule: group.finding.rule)
    }
    let open = violations.filter { !(standing($0)?.isAccepted ?? false) }
    var children: [XMLElement] = []
    if !instruction.undecided.isEmpty {
      children.append(undecided(instruction.undecided, at: instruction.location))
    } else if let first = open.first {
      children.append(
        failure(
          first.finding.rule.rawValue, first.message(on: instruction.name),
          details: open.map { details($0, instruction) }.joined(separator: "\n\n")))
    } else if let group = violations.first, let entry = standing(group)?.entry {
      children.append(
        XMLElement(name: "skipped", attributes: [("message", "accepted by the baseline: \(entry.reason)")]))
    }
    if !warnings.isEmpty {
      children.append(
        XMLElement(
          name: "system-out", text: warnings.map { details($0, instruction) }.joined(separator: "\n\n")))
    }
    return XMLElement(
      name: "testcase", attributes: [("classname", report.name), ("name", instruction.name)],
      children: children)
  }

  /// No address that guests cannot be given fails a check.
  private func test(of addresses: AddressVerdict, in report: Report) -> XMLElement {
    var children: [XMLElement] = []
    if !addresses.undecided.isEmpty { children.append(undecided(addresses.undecided, at: report.start)) }
    if !addresses.findings.isEmpty {
      let details = addresses.findings.map { found in
        var page = TextPage(.plain)
        page.addresses(found)
        return "\(found.place(in: report).text): \(found.message)\n\n\(page.text)"
      }
      children.append(XMLElement(name: "system-out", text: details.joined(separator: "\n\n")))
    }
    return XMLElement(
      name: "testcase",
      attributes: [("classname", report.name), ("name", "\(Rule.unreachableAddress.rawValue) addresses")],
      children: children)
  }

  private func undecided(_ questions: [String], at place: SourceLocation) -> XMLElement {
    XMLElement(
      name: "error",
      attributes: [
        ("type", "inconclusive"), ("message", "the solver did not decide within its budget"),
      ],
      text: ([place.text + ":"] + questions).joined(separator: "\n"))
  }

  private func failure(_ type: String, _ message: String, details: String) -> XMLElement {
    XMLElement(name: "failure", attributes: [("type", type), ("message", message)], text: details)
  }

  /// A finding with its place, its lines and its witness, as the text report shows it.
  private func details(_ group: FindingGroup, _ instruction: InstructionVerdict) -> String {
    var page = TextPage(.plain)
    page.finding(group.finding, of: instruction.name, indent: 0)
    return "\(group.place(in: instruction).text): \(group.message(on: instruction.name))\n\n\(page.text)"
  }
}
