import Virtualizability

/// What the page of a machine shows in Markdown; every text is escaped already.
struct MarkdownPage {

  struct Verdict {
    var label: String
    var meaning: String
    var answers: [String]
  }

  struct Finding {
    var rule: String
    var heading: String
    var text: String
    /// The executions side by side, for a fence.
    var witness: String
    var claim: String
    /// The program that shows it again, for a fence.
    var program: String?
    /// The command line that runs it, and what that prints, for fences.
    var command: String?
    var output: String?
  }

  struct Code {
    var place: String
    /// For a fence.
    var lines: String
  }

  struct Instruction {
    var label: String
    var heading: String?
    var classes: String
    var cited: String
    var reads: String?
    var writes: String?
    var code: [Code]
    var findings: [Finding]
    var hasRepeated: Bool
    var repeated: [String]
    var undecided: [String]
    var duty: String
    var hasRemedies: Bool
    var remedies: [String]
    var repair: String?
    /// For a fence.
    var patch: String?
  }

  /// Addresses that one mode reaches and its guests cannot.
  struct Address {
    var label: String
    var subject: String
    var code: [Code]
    var finding: Finding
  }

  struct Addresses {
    var title: String
    var note: String
    var entries: [Address]
    var undecided: [String]
  }

  struct Group {
    var label: String
    var note: String?
    var instructions: [Instruction]
  }

  struct Row {
    var label: String
    var classes: String
    var reads: String
    var writes: String
    var direct: String
    var rules: String
  }

  var title: String
  var tool: String
  var hasIndex: Bool
  var headline: String
  var reasons: String
  var advice: String
  var isPartial: Bool
  var models: [String]
  var ruler: String
  var verdicts: [Verdict]
  var counts: String
  var addressWords: String?
  var facts: [String]
  var hasFailedClaims: Bool
  var failedClaims: [String]
  var addresses: Addresses?
  var conformance: ConformanceView?
  var groups: [Group]
  var hasNotRestartable: Bool
  var notRestartable: [String]
  var rows: [Row]

  init(_ machine: MachineReport, tool: Tool, hasIndex: Bool) {
    let report = machine.report
    title = machine.pageTitle.markdown
    self.tool = tool.words
    self.hasIndex = hasIndex
    let conclusion = report.conclusionWords
    headline = conclusion.headline
    reasons = conclusion.reasons
    advice = report.advice
    isPartial = report.isPartial
    let order = report.modelsInOrder
    models = order.map { "\($0.title): \($0.meaning)" }
    ruler = String(repeating: "---|", count: order.count)
    verdicts = Question.all.map { question in
      Verdict(
        label: question.name, meaning: question.meaning,
        answers: order.map { model in
          report.verdicts[model].map {
            "\($0[keyPath: question.verdict].sign) \($0[keyPath: question.verdict])"
          }
            ?? "–"
        })
    }
    counts = report.countWords
    addressWords = report.addressWords
    facts = Self.facts(machine)
    failedClaims = report.failedClaims.map {
      "\($0.text.markdownCode) (\($0.location.text.markdownCode)): \($0.message.markdown)"
    }
    hasFailedClaims = !failedClaims.isEmpty
    addresses = Addresses(machine)
    conformance = ConformanceView(machine)
    groups = report.groups.filter { !$0.kind.isFolded }.map { group in
      Group(
        label: group.kind.title, note: group.kind.note,
        instructions: group.instructions.map { Instruction($0, of: machine) })
    }
    notRestartable = report.instructions.filter(\.isNotRestartable).map(\.name.markdownCode)
    hasNotRestartable = !notRestartable.isEmpty
    rows = report.instructions.map(Row.init)
  }

  private static func facts(_ machine: MachineReport) -> [String] {
    let report = machine.report
    var facts = ["specification: " + report.file.markdownCode]
    if let base = machine.description.base { facts[0] += ", which extends " + base.markdownCode }
    for feature in report.features {
      let title = machine.description.featureTitles[feature.name].map { ": " + $0.markdown } ?? ""
      facts.append("feature \(feature.name.markdownCode) \(feature.isOn ? "on" : "off")\(title)")
    }
    facts += report.assumptions.filter { !$0.hasPrefix("feature ") }.map { line in
      guard line.isCondition, let colon = line.firstIndex(of: ":") else {
        return line.markdown
      }
      let rest = line[line.index(after: colon)...].drop { $0 == " " }
      return "\(line[..<colon]): \(String(rest).markdownCode)"
    }
    return facts + machine.description.documents.map { "source \($0.name.markdown): \($0.title.markdown)" }
  }
}

extension MarkdownPage.Row {

  init(_ instruction: InstructionVerdict) {
    func list(_ names: [String]) -> String {
      NameFolding.short(names).map(\.markdownCell).joined(separator: ", ")
    }
    label = instruction.name.markdownCell
    var words = instruction.classes.map(\.rawValue)
    if instruction.isPrivilegedNotStrictly {
      words = words.map { $0 == "privileged" ? "privileged, not strictly" : $0 }
    }
    if instruction.isUserSensitive { words.append("user-sensitive") }
    classes = words.joined(separator: "; ")
    reads = list(instruction.reads)
    writes = list(instruction.writes)
    direct =
      switch instruction.directExecution {
      case .passes: "✓ passes"
      case .fails: "✗ fails"
      case .inconclusive: "? not decided"
      }
    rules = instruction.findings.map(\.rule.rawValue).joined(separator: " ")
  }
}

extension MarkdownPage.Instruction {

  init(_ instruction: InstructionVerdict, of machine: MachineReport) {
    func list(_ names: [String]) -> String? {
      names.isEmpty ? nil : NameFolding.short(names).map(\.markdownCode).joined(separator: ", ")
    }
    let own = machine.description(of: instruction)
    label = instruction.name.markdownCode
    heading = instruction.title?.markdown.trimmedAtTheEnd
    classes = instruction.classWords
    let place = instruction.location.text.markdownCode
    cited = instruction.source.isEmpty ? place : "\(instruction.source.markdown), \(place)"
    reads = list(instruction.reads)
    writes = list(instruction.writes)
    code =
      own?.meaning.map { MarkdownPage.Code(CodeView($0, guilty: instruction.guiltyLines)) } ?? []
    findings = machine.findings(on: instruction).map { shown in
      MarkdownPage.Finding(
        shown.finding, sentence: shown.finding.sentence(about: instruction.name), replay: shown.replay)
    }
    repeated = instruction.findingsByCause.repeated.map { finding in
      let cause =
        finding.components.isEmpty
        ? "" : ": " + NameFolding.short(finding.components).map(\.markdownCode).joined(separator: ", ")
      return "**\(finding.rule.rawValue)** \(finding.rule.title)\(cause) (the same cause)"
    }
    hasRepeated = !repeated.isEmpty
    undecided = instruction.undecided.map(\.markdown)
    let monitor = instruction.monitorDuty
    duty = monitor.sentence
    remedies = monitor.remedies.map(\.markdown)
    hasRemedies = !remedies.isEmpty
    let view = RepairView(instruction)
    repair = view.map { [$0.sentence, $0.remainder].compactMap(\.self).joined(separator: " ").markdown }
    patch = view?.patch?.trimmedAtTheEnd
  }
}

extension MarkdownPage.Finding {

  init(_ finding: Virtualizability.Finding, sentence: String, replay: ReplayDescription?) {
    rule = finding.rule.rawValue
    heading = finding.rule.title
    text = "\(sentence.markdown) \(finding.rule.consequence.markdown)"
    var page = TextPage(.plain)
    page.witness(finding.witness, indent: 0)
    witness = page.text.trimmedAtTheEnd
    claim = finding.witness.claim.markdown
    program = replay?.program.trimmedAtTheEnd
    command = replay?.transcript?.command.trimmedAtTheEnd
    output = replay?.transcript?.output.trimmedAtTheEnd
  }
}

extension MarkdownPage.Code {

  init(_ code: CodeView) {
    place = "\(code.path):\(code.first)".markdownCode
    let digits = code.lines.map { "\($0.number)".count }.max() ?? 0
    lines = code.lines.map { line in
      let number = "\(line.number)"
      let gap = line.followsGap ? "…\n" : ""
      let padding = String(repeating: " ", count: digits - number.count)
      let mark = line.isGuilty ? ">" : " "
      let role = line.isGuilty ? "  ← \(line.role)" : ""
      return gap + "\(mark) \(padding)\(number)  \(line.text)\(role)".trimmedAtTheEnd
    }.joined(separator: "\n")
  }
}
