extension ResultWriter {

  /// Writes what was found out about an instruction; what stands beside its name in the specification is left out.
  mutating func write(findings verdict: InstructionVerdict, lines: (inout ResultWriter, Finding) -> Void) {
    write(all: verdict.classes) { $0.write($1.rawValue) }
    write(verdict.isBehaviourSensitive)
    write(verdict.isPrivilegedNotStrictly)
    write(all: verdict.reads)
    write(all: verdict.writes)
    write(verdict.isUserSensitive)
    write(verdict.alwaysTraps)
    write(verdict.directExecution.rawValue)
    write(all: verdict.findings) { $0.write($1, lines: lines) }
    write(verdict.effort.bySimplification)
    write(verdict.effort.bySolver)
    write(verdict.effort.rlimit)
  }

  /// Writes a finding.
  mutating func write(_ finding: Finding, lines: (inout ResultWriter, Finding) -> Void) {
    write(finding.rule.rawValue)
    write(all: finding.components)
    write(finding.message)
    write(finding.fingerprint)
    write(finding.witness)
    lines(&self, finding)
  }
}

extension ResultReader {

  /// What `write(findings:lines:)` has written, as a verdict on `blank`.
  mutating func findings(
    of blank: InstructionVerdict,
    lines: (inout ResultReader, inout Finding) throws(Malformed) -> Void
  ) throws(Malformed) -> InstructionVerdict {
    var verdict = blank
    verdict.classes = try all { reader throws(Malformed) in try reader.named(InstructionClass.self) }
    verdict.isBehaviourSensitive = try bool()
    verdict.isPrivilegedNotStrictly = try bool()
    verdict.reads = try allTexts()
    verdict.writes = try allTexts()
    verdict.isUserSensitive = try bool()
    verdict.alwaysTraps = try bool()
    verdict.directExecution = try named(DirectExecution.self)
    let count = try integer()
    for _ in 0..<max(0, count) { verdict.findings.append(try finding(lines: lines)) }
    verdict.effort.bySimplification = try integer()
    verdict.effort.bySolver = try integer()
    verdict.effort.rlimit = try number()
    return verdict
  }

  /// What `write(_:lines:)` has written.
  mutating func finding(
    lines: (inout ResultReader, inout Finding) throws(Malformed) -> Void
  ) throws(Malformed) -> Finding {
    var finding = Finding(
      rule: try named(Rule.self), components: try allTexts(), message: try text(),
      fingerprint: try text(), witness: try witness(), lines: [])
    try lines(&self, &finding)
    return finding
  }
}

extension InstructionVerdict {

  /// An instruction of which nothing is known yet.
  init(
    name: String, title: String?, mnemonics: [String], source: String, location: SourceLocation
  ) {
    self.init(
      name: name, title: title, mnemonics: mnemonics, source: source, location: location, classes: [],
      isBehaviourSensitive: false, isPrivilegedNotStrictly: false, reads: [], writes: [],
      isUserSensitive: false, alwaysTraps: false, directExecution: .inconclusive, findings: [],
      undecided: [], effort: Effort())
  }
}
