import Virtualizability

/// An instruction in the table of all.
struct InstructionRow {

  struct Answer {
    /// `yes`, or nothing.
    var mark: String
    var words: String
  }

  var name: String
  var anchor: String
  var mnemonics: String
  var heading: String

  /// What the filter of the table may ask for, separated by spaces.
  var kinds: String
  var answers: [Answer]
  var directMark: String
  var directWords: String
  var directTone: String
  var rules: [String]
  var isBad: Bool

  /// The columns of `answers`: a short heading, its meaning, and the test.
  static let columns: [(label: String, meaning: String, test: @Sendable (InstructionVerdict) -> Bool)] = [
    ("Priv.", "privileged", { $0.classes.contains(.privileged) }),
    ("Control", "control-sensitive", { $0.classes.contains(.controlSensitive) }),
    ("Mode", "mode-sensitive", { $0.classes.contains(.modeSensitive) }),
    ("Location", "location-sensitive", { $0.classes.contains(.locationSensitive) }),
    ("Resource", "resource-sensitive", { $0.classes.contains(.resourceSensitive) }),
    ("Time", "time-sensitive", { $0.classes.contains(.timeSensitive) }),
    ("User", "user-sensitive", { $0.isUserSensitive }),
  ]

  init(_ instruction: InstructionVerdict) {
    name = instruction.name
    anchor = instruction.anchor
    mnemonics = instruction.mnemonics.joined(separator: " ")
    heading = instruction.title ?? ""
    let member = SetMembership(instruction)
    var kinds: [String] = []
    if instruction.isViolation { kinds.append("violation") }
    if instruction.directExecution == .fails { kinds.append("direct") }
    if member.isSensitive { kinds.append("sensitive") }
    if member.isPrivileged { kinds.append("privileged") }
    if instruction.classes.contains(.innocuous) { kinds.append("innocuous") }
    if instruction.alwaysTraps { kinds.append("always-trapping") }
    if instruction.isNotRestartable { kinds.append("not-restartable") }
    if !instruction.undecided.isEmpty { kinds.append("undecided") }
    self.kinds = kinds.joined(separator: " ")
    answers = Self.columns.map { column in
      column.test(instruction)
        ? Answer(mark: "●", words: "yes") : Answer(mark: "", words: "no")
    }
    switch instruction.directExecution {
    case .passes: (directMark, directWords, directTone) = ("✓", "passes", "good")
    case .fails: (directMark, directWords, directTone) = ("✗", "fails", "bad")
    case .inconclusive: (directMark, directWords, directTone) = ("?", "not decided", "doubtful")
    }
    rules = instruction.findings.map(\.rule.rawValue)
    isBad = instruction.isViolation || instruction.directExecution == .fails
  }
}
