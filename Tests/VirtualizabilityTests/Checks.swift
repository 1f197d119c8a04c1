import ISALanguage
import Testing

@testable import Virtualizability

/// Checks of the shipped specifications that several suites look at; each is made once.
enum Checks {
  static let x86 = Swift.Result { try report("x86") }
  static let x86WithUMIP = Swift.Result { try report("x86", features: ["umip"]) }
  static let armv7 = Swift.Result { try report("armv7") }
  static let armv7WithExtensions = Swift.Result { try report("armv7", features: ["ve"]) }
  static let x86WithFaultingCPUID = Swift.Result { try report("x86", features: ["cpuid_faulting"]) }

  /// The check of a specification with some features on.
  static func report(
    _ specification: String, features: [String] = [], only: [String] = [], jobs: Int = 2,
    simplifies: Bool = true
  ) throws -> Report {
    try #require(
      try reports(
        Fixtures.specification(specification), features: features, only: only, jobs: jobs,
        simplifies: simplifies
      ).first, "the specification was checked")
  }

  /// The checks of all machines of a file.
  static func reports(
    _ path: String, features: [String] = [], only: [String] = [], jobs: Int = 2, simplifies: Bool = true
  ) throws -> [Report] {
    var options = CheckOptions()
    options.features = Dictionary(uniqueKeysWithValues: features.map { ($0, true) })
    options.only = only
    options.jobs = jobs
    options.simplifies = simplifies
    return try Checker(options: options).check(path: path).outcomes.compactMap { outcome in
      if case .report(let report) = outcome { report } else { nil }
    }
  }
}

extension Report {

  /// What is said of every instruction, in words that compare.
  var summaries: [String: String] {
    Dictionary(uniqueKeysWithValues: instructions.map { ($0.name, $0.summary) })
  }

  /// The names of the instructions that violate Theorem 1.
  var violating: Set<String> { Set(instructions.filter(\.isViolation).map(\.name)) }
}

extension InstructionVerdict {

  /// The classes, the rules and direct execution.
  var judgement: String {
    let classes = classes.map(\.rawValue).joined(separator: ", ")
    let rules = findings.map(\.rule.rawValue).joined(separator: ", ")
    return "\(classes); \(rules); direct execution \(directExecution.rawValue)"
  }

  /// Everything but the witnesses and what it cost.
  var summary: String {
    let found = findings.map { "\($0.rule.rawValue): \($0.components.joined(separator: ", "))" }
    let flags =
      "\(isBehaviourSensitive) \(isPrivilegedNotStrictly) \(isUserSensitive) \(alwaysTraps) \(undecided)"
    return "\(judgement); reads \(reads); writes \(writes); \(found); \(flags)"
  }
}

extension UnreachableAddresses {

  /// The kinds of access, and the ranges in hexadecimal, several parts with a colon.
  var inBrief: String {
    func place(_ parts: [Witness.Setting]) -> String {
      parts.map { part in
        let digits = String(part.value, radix: 16)
        return String(repeating: "0", count: max(0, (part.width + 3) / 4 - digits.count)) + digits
      }.joined(separator: ":")
    }
    let ranges = ranges.map { "\(place($0.first))-\(place($0.last))" }
    return "\(accesses.joined(separator: ",")) \(ranges.joined(separator: ","))"
  }
}
