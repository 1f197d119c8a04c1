import Virtualizability

/// Which generation of a machine has which hole, and which change closed it.
struct Scorecard {

  /// How an instruction stands in one step.
  enum Standing: Equatable {
    case absent
    /// A hole, which was one before or stands in the first step: the rules that found it.
    case open([String])
    /// A hole that the step before did not have.
    case opened([String])
    /// A hole of the step before, which is none any more: what the instruction is now.
    case closed(String)
    /// No hole, and none before.
    case fine(String)

    /// Whether it is a hole.
    var isOpen: Bool {
      switch self {
      case .open, .opened: true
      case .absent, .closed, .fine: false
      }
    }
  }

  /// An instruction through the generations.
  struct Row {
    var name: String
    var standings: [Standing]
  }

  /// What a step changed.
  struct Change {
    var closed: [String]
    var opened: [String]
    /// The holes before the step, and after it.
    var before: Int
    var after: Int
    /// The instructions that cannot be restarted, before the step and after it.
    var notRestartableBefore: Int
    var notRestartable: Int
  }

  var generations: Generations

  /// The instructions that are a hole in any step, in the order of the first that has them.
  var rows: [Row] = []

  /// What each step changed; nothing for the first.
  var changes: [Change?] = []

  init(_ generations: Generations) {
    self.generations = generations
    let reports = generations.steps.map(\.report)
    let byName = reports.map { report in
      Dictionary(report.instructions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }
    var names: [String] = []
    for report in reports {
      for instruction in report.instructions where instruction.isHole && !names.contains(instruction.name) {
        names.append(instruction.name)
      }
    }
    rows = names.map { name in
      Row(
        name: name,
        standings: byName.indices.map { step in
          Self.standing(
            byName[step][name], before: step == 0 ? nil : byName[step - 1][name], isFirst: step == 0)
        })
    }
    changes = reports.indices.map { [rows] step in
      step == 0 ? nil : Change(rows, from: reports[step - 1], to: reports[step], step: step)
    }
  }

  private static func standing(
    _ now: InstructionVerdict?, before: InstructionVerdict?, isFirst: Bool
  ) -> Standing {
    guard let now else { return .absent }
    let wasHole = before?.isHole ?? false
    guard now.isHole else { return wasHole ? .closed(now.standingWords) : .fine(now.standingWords) }
    let rules = now.findings.filter { $0.rule.breaksTheorem1 || $0.rule == .directExecution }.map(
      \.rule.rawValue)
    return wasHole || isFirst ? .open(rules) : .opened(rules)
  }
}

extension Scorecard.Standing {

  /// The standing in a few words.
  var words: String {
    switch self {
    case .absent: "not there"
    case .open(let rules), .opened(let rules): rules.joined(separator: " ")
    case .closed(let words), .fine(let words): words
    }
  }

  /// A sign for it.
  var sign: String {
    switch self {
    case .absent: "–"
    case .open, .opened: "✗"
    case .closed, .fine: "✓"
    }
  }
}

extension Scorecard.Change {

  /// What `step` changed.
  fileprivate init(_ rows: [Scorecard.Row], from old: Report, to new: Report, step: Int) {
    // An instruction that the new machine does not have is a hole no more, too.
    closed = rows.filter { $0.standings[step - 1].isOpen && !$0.standings[step].isOpen }.map(\.name)
    opened = rows.filter { !$0.standings[step - 1].isOpen && $0.standings[step].isOpen }.map(\.name)
    before = rows.count { $0.standings[step - 1].isOpen }
    after = rows.count { $0.standings[step].isOpen }
    notRestartableBefore = old.instructions.count(where: \.isNotRestartable)
    notRestartable = new.instructions.count(where: \.isNotRestartable)
  }

  /// The change as a sentence about the configuration `name`.
  func sentence(_ name: String) -> String {
    var parts: [String] = []
    if before == 0 {
      if opened.isEmpty { parts.append("has no hole, as before") }
    } else if closed.isEmpty {
      parts.append("closes none of \(counted(before, "hole"))")
    } else {
      let share = closed.count == before && before > 1 ? "all \(before)" : "\(closed.count) of \(before)"
      parts.append("closes \(share): \(listed(closed))")
    }
    if !opened.isEmpty { parts.append("opens \(opened.count): \(listed(opened))") }
    if notRestartableBefore != notRestartable {
      parts.append(
        "\(notRestartable == 0 ? "none" : "\(notRestartable)") of \(counted(notRestartableBefore, "instruction")) "
          + "that could not be restarted after a refused access \(notRestartable == 1 ? "is" : "are") left")
    }
    return "\(name) " + parts.joined(separator: "; ") + "."
  }
}

extension InstructionVerdict {

  /// What an instruction that is no hole is.
  fileprivate var standingWords: String {
    if !undecided.isEmpty || directExecution == .inconclusive { return "not decided" }
    if classes.contains(.privileged) { return "privileged" }
    if alwaysTraps { return "always traps" }
    if classes.contains(.innocuous) { return "innocuous" }
    return "traps where it matters"
  }
}
