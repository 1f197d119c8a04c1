import Virtualizability

/// An instruction as a page shows it.
struct InstructionView {

  struct Chip {
    var label: String
    var tone: String
  }

  struct Parameter {
    var label: String
    var value: String
  }

  /// A finding whose cause another one has shown.
  struct Repeated {
    var rule: String
    var text: String
  }

  /// A resource that the instruction reads or writes.
  struct Access {
    var label: String
    var role: String
    var isRead: Bool
    var isWritten: Bool
  }

  var name: String
  var anchor: String
  var heading: String?
  var mnemonics: String?
  var source: String?
  var location: String
  var chips: [Chip]
  var sentence: String
  var parameters: [Parameter]
  var encodings: [EncodingView]
  var code: [CodeView]
  var accesses: [Access]
  var hasAccesses: Bool
  var hasParameters: Bool
  var findings: [FindingView]
  var hasRepeated: Bool
  var repeated: [Repeated]
  var duty: String
  var hasRemedies: Bool
  var remedies: [String]
  var repair: RepairView?
  var undecided: [String]
  var effort: String

  init(_ instruction: InstructionVerdict, of machine: MachineReport, opensFirst: Bool) {
    let own = machine.description(of: instruction)
    name = instruction.name
    anchor = instruction.anchor
    heading = instruction.title
    let words = instruction.mnemonics.filter { $0 != instruction.name.lowercased() }
    mnemonics = words.isEmpty ? nil : words.joined(separator: ", ")
    source = instruction.source.isEmpty ? nil : instruction.source
    location = instruction.location.text
    chips = Self.chips(instruction)
    sentence = instruction.verdictSentence
    parameters = own?.parameters.map { Parameter(label: $0.name, value: $0.value) } ?? []
    encodings = own?.encodings.map(EncodingView.init) ?? []
    code = own?.meaning.map { CodeView($0, guilty: instruction.guiltyLines) } ?? []
    accesses = Self.accesses(instruction, machine.description.words)
    hasAccesses = !accesses.isEmpty
    hasParameters = !parameters.isEmpty
    findings = machine.findings(on: instruction).enumerated().map { place, shown in
      FindingView(
        shown.finding, anchor: "\(instruction.anchor)-\(shown.number + 1)",
        sentence: shown.finding.sentence(about: instruction.name), replay: shown.replay,
        isOpen: opensFirst && place == 0)
    }
    repeated = instruction.findingsByCause.repeated.map { finding in
      let cause = finding.components.isEmpty ? "" : ": \(listed(NameFolding.short(finding.components)))"
      return Repeated(rule: finding.rule.rawValue, text: finding.rule.title + cause)
    }
    hasRepeated = !repeated.isEmpty
    let monitor = instruction.monitorDuty
    duty = monitor.sentence
    remedies = monitor.remedies
    hasRemedies = !remedies.isEmpty
    repair = RepairView(instruction)
    undecided = instruction.undecided
    effort = """
      Decided by \(counted(instruction.effort.bySimplification, "look")) at the terms and \
      \(counted(instruction.effort.bySolver, "answer")) of the solver.
      """
  }

  private static func chips(_ instruction: InstructionVerdict) -> [Chip] {
    var chips = instruction.classes.map { kind in
      switch kind {
      case .privileged:
        Chip(
          label: instruction.isPrivilegedNotStrictly ? "privileged, not strictly" : kind.rawValue,
          tone: "privileged")
      case .innocuous, .alwaysTrapping: Chip(label: kind.rawValue, tone: "quiet")
      default: Chip(label: kind.rawValue, tone: instruction.isViolation ? "bad" : "plain")
      }
    }
    if instruction.isUserSensitive { chips.append(Chip(label: "user-sensitive", tone: "bad")) }
    switch instruction.directExecution {
    case .passes: chips.append(Chip(label: "passes direct execution", tone: "good"))
    case .fails: chips.append(Chip(label: "fails direct execution", tone: "bad"))
    case .inconclusive: chips.append(Chip(label: "direct execution not decided", tone: "doubtful"))
    }
    if instruction.isNotRestartable { chips.append(Chip(label: "not restartable", tone: "doubtful")) }
    return chips
  }

  private static func accesses(_ instruction: InstructionVerdict, _ words: Vocabulary) -> [Access] {
    let reads = NameFolding.short(instruction.reads)
    let writes = NameFolding.short(instruction.writes)
    var names = reads
    for name in writes where !names.contains(name) { names.append(name) }
    return names.map { name in
      Access(
        label: name, role: words.role(of: name) ?? "", isRead: reads.contains(name),
        isWritten: writes.contains(name))
    }
  }
}

extension Vocabulary {

  /// The role of the component `name`, or of the first one that belongs to the register `name`.
  func role(of name: String) -> String? {
    if let exact = resources.first(where: { $0.names.contains(name) }) { return exact.role }
    let register = name.prefix { $0 != " " && $0 != "[" && $0 != "." }
    if let whole = resources.first(where: { entry in
      entry.names.contains { $0.prefix { $0 != "[" && $0 != "." } == register }
    }) {
      return whole.role
    }
    return switch name {
    case "translation": "relocation"
    case "phys": "control"
    default: nil
    }
  }
}
