import ISALanguage

extension ResultWriter {

  /// Writes the reports on a file, and what is to be told to its author. False if a place lies in no file.
  mutating func write(_ reports: [Report], diagnostics: [Diagnostic], sources: SourceMap) -> Bool {
    let files = Dictionary(
      sources.files.map { ($0.path, $0.id) }, uniquingKeysWith: { first, _ in first })
    var isWhole = true
    func place(_ writer: inout ResultWriter, _ location: SourceLocation) {
      if files[location.path] == nil { isWhole = false }
      writer.write(files[location.path] ?? 0)
      writer.write(location.line)
      writer.write(location.column)
    }
    func lines(_ writer: inout ResultWriter, _ finding: Finding) {
      writer.write(all: finding.lines) { writer, line in
        place(&writer, line.location)
        writer.write(line.text)
        writer.write(line.role)
        writer.write(line.isInFirst)
        writer.write(line.isInSecond)
      }
    }
    write(all: diagnostics) { $0.write($1) }
    write(all: reports) { writer, report in
      writer.write(report.name)
      writer.write(report.title)
      writer.write(report.sha256)
      writer.write(all: report.features) { writer, feature in
        writer.write(feature.name)
        writer.write(feature.isOn)
      }
      writer.write(report.model.rawValue)
      writer.write(
        all: ResourceModel.allCases.compactMap { model in report.verdicts[model].map { (model, $0) } }
      ) {
        $0.write($1.0.rawValue)
        $0.write($1.1)
      }
      writer.write(all: report.assumptions)
      writer.write(all: report.instructions) { writer, verdict in
        writer.write(verdict.name)
        writer.write(optional: verdict.title) { $0.write($1) }
        writer.write(all: verdict.mnemonics)
        writer.write(verdict.source)
        place(&writer, verdict.location)
        writer.write(findings: verdict, lines: lines)
        if !writer.write(verdict.repair, files: files) { isWhole = false }
      }
      writer.write(optional: report.addresses) { $0.write($1, lines: lines) }
      writer.write(all: report.failedClaims) { writer, claim in
        writer.write(claim.message)
        place(&writer, claim.location)
        writer.write(claim.text)
      }
      writer.write(report.isPartial)
      writer.write(optional: report.statistics.coverage) { $0.write($1) }
    }
    return isWhole
  }

  private mutating func write(_ verdict: MachineVerdict) {
    for one in [
      verdict.theorem1, verdict.theorem2, verdict.theorem3, verdict.directExecution, verdict.virtualizable,
    ] { write(one.rawValue) }
  }

  private mutating func write(_ coverage: EncodingCoverage) {
    write(coverage.unit)
    write(all: coverage.rows) { writer, row in
      writer.write(row.opcodeUnits)
      writer.write(row.decoded.bitPattern)
      writer.write(row.undefined.bitPattern)
    }
    write(coverage.prefixes.bitPattern)
  }

  private mutating func write(_ diagnostic: Diagnostic) {
    write(diagnostic.severity == .error)
    write(optional: diagnostic.rule) { $0.write($1) }
    write(diagnostic.message)
    write(diagnostic.span)
    write(all: diagnostic.notes) { writer, note in
      writer.write(note.message)
      writer.write(optional: note.span) { $0.write($1) }
    }
    write(optional: diagnostic.help) { $0.write($1) }
  }

  private mutating func write(_ span: Span) {
    write(Int(span.file))
    write(span.start)
    write(span.end)
  }
}

extension ResultReader {

  /// The result of the check of the first of `sources`.
  mutating func result(sources: SourceMap) throws(Malformed) -> CheckResult {
    let diagnostics = try all { reader throws(Malformed) in try reader.diagnostic(sources) }
    let reports = try all { reader throws(Malformed) in try reader.report(sources) }
    return CheckResult(outcomes: reports.map { .report($0) }, diagnostics: diagnostics, sources: sources)
  }

  private mutating func report(_ sources: SourceMap) throws(Malformed) -> Report {
    var report = Report(
      name: try text(), title: try text(), file: sources.files[0].path, sha256: try text(),
      features: try all { reader throws(Malformed) in (name: try reader.text(), isOn: try reader.bool()) },
      model: try named(ResourceModel.self), verdicts: [:], assumptions: [], instructions: [],
      failedClaims: [],
      internalErrors: [], statistics: Statistics(), isPartial: false)
    let verdicts = try all { reader throws(Malformed) in
      (try reader.named(ResourceModel.self), try reader.machineVerdict())
    }
    report.verdicts = Dictionary(verdicts, uniquingKeysWith: { first, _ in first })
    report.assumptions = try allTexts()
    report.instructions = try all { reader throws(Malformed) in try reader.instruction(sources) }
    report.addresses = try optional { reader throws(Malformed) in
      try reader.addresses { reader, finding throws(Malformed) in
        finding.lines = try reader.lines(sources)
      }
    }
    report.failedClaims = try all { reader throws(Malformed) in
      FailedClaim(message: try reader.text(), location: try reader.place(sources), text: try reader.text())
    }
    report.isPartial = try bool()
    report.statistics.coverage = try optional { reader throws(Malformed) in try reader.coverage() }
    report.statistics.known = report.instructions.count
    return report
  }

  private mutating func instruction(_ sources: SourceMap) throws(Malformed) -> InstructionVerdict {
    let blank = InstructionVerdict(
      name: try text(), title: try optional { reader throws(Malformed) in try reader.text() },
      mnemonics: try allTexts(), source: try text(), location: try place(sources))
    var verdict = try findings(of: blank) { reader, finding throws(Malformed) in
      finding.lines = try reader.lines(sources)
    }
    verdict.repair = try repair(sources)
    return verdict
  }

  private mutating func lines(_ sources: SourceMap) throws(Malformed) -> [GuiltyLine] {
    try all { reader throws(Malformed) in
      GuiltyLine(
        location: try reader.place(sources), text: try reader.text(), role: try reader.text(),
        isInFirst: try reader.bool(), isInSecond: try reader.bool())
    }
  }

  private mutating func place(_ sources: SourceMap) throws(Malformed) -> SourceLocation {
    let file = try integer()
    guard sources.files.indices.contains(file) else { throw Malformed() }
    return SourceLocation(path: sources.files[file].path, line: try integer(), column: try integer())
  }

  private mutating func machineVerdict() throws(Malformed) -> MachineVerdict {
    MachineVerdict(
      theorem1: try named(Verdict.self), theorem2: try named(Verdict.self), theorem3: try named(Verdict.self),
      directExecution: try named(Verdict.self), virtualizable: try named(Verdict.self))
  }

  private mutating func coverage() throws(Malformed) -> EncodingCoverage {
    EncodingCoverage(
      unit: try integer(),
      rows: try all { reader throws(Malformed) in
        EncodingCoverage.Row(
          opcodeUnits: try reader.integer(), decoded: Double(bitPattern: try reader.number()),
          undefined: Double(bitPattern: try reader.number()))
      }, prefixes: Double(bitPattern: try number()))
  }

  private mutating func diagnostic(_ sources: SourceMap) throws(Malformed) -> Diagnostic {
    let isError = try bool()
    let rule = try optional { reader throws(Malformed) in try reader.text() }
    let message = try text()
    let span = try span(sources)
    let notes = try all { reader throws(Malformed) in
      Diagnostic.Note(
        try reader.text(), at: try reader.optional { inner throws(Malformed) in try inner.span(sources) })
    }
    return Diagnostic(
      isError ? .error : .warning, message, at: span, rule: rule, notes: notes,
      help: try optional { reader throws(Malformed) in try reader.text() })
  }

  private mutating func span(_ sources: SourceMap) throws(Malformed) -> Span {
    let file = try integer()
    let start = try integer()
    let end = try integer()
    guard sources.files.indices.contains(file), (0...sources.files[file].bytes.count).contains(start),
      (start...sources.files[file].bytes.count).contains(end)
    else { throw Malformed() }
    return Span(file: file, start: start, end: end)
  }
}
