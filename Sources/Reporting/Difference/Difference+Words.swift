import Virtualizability

extension MachineDifference {

  /// The instructions that were a hole in the older machine and are none in the newer one: they violated
  /// Theorem 1 or failed direct execution.
  var closed: [InstructionDifference] { changed.filter { $0.old.isHole && !$0.new.isHole } }

  /// The instructions that are a hole now and were none.
  var opened: [InstructionDifference] { changed.filter { !$0.old.isHole && $0.new.isHole } }

  /// The instructions whose trap is precise now, and those whose trap is so no more.
  var restartable: [InstructionDifference] { changed.filter { $0.mended.contains(.impreciseTrap) } }
  var unrestartable: [InstructionDifference] { changed.filter { $0.broken.contains(.impreciseTrap) } }

  /// What else changed: neither holes nor restarts alone.
  var others: [InstructionDifference] {
    changed.filter { $0.old.isHole == $0.new.isHole && $0.isMoreThanRestart }
  }

  /// What the difference comes to, in one line.
  var conclusion: Piece {
    if isEmpty { return Piece("no difference", .good) }
    let lost = Question.all.filter {
      old.verdict[keyPath: $0.verdict] == .holds && new.verdict[keyPath: $0.verdict] == .violated
    }.map(\.name)
    if !regressions.isEmpty {
      let names = NameFolding.short(regressions.map(\.instruction))
      let verdicts = lost.isEmpty ? "" : "; \(listed(lost)) held before"
      return Piece("✗ new violations: \(listed(names))\(verdicts)", .bad)
    }
    if isInconclusive { return Piece("? not decided", .doubtful) }
    let mended = (closed.map(\.new.name) + removed.filter(\.isHole).map(\.name))
    if !mended.isEmpty {
      return Piece("✓ \(counted(mended.count, "hole")) closed: \(listed(mended))", .good)
    }
    return Piece("✓ no new violation", .good)
  }

  /// The verdicts as they were and as they are.
  var verdictRows: [(question: Question, was: Verdict, now: Verdict)] {
    Question.all.map { ($0, old.verdict[keyPath: $0.verdict], new.verdict[keyPath: $0.verdict]) }
  }

  /// Declarations with the fields of a register and the elements of an array together.
  var foldedDeclarations: [(subject: DeclarationChange.Subject, names: [String], was: String?, now: String?)]
  {
    var groups: [DeclarationChange: [String]] = [:]
    var order: [DeclarationChange] = []
    for change in declarations {
      var key = change
      if change.subject == .component { key.name = "" }
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(change.name)
    }
    return order.map { ($0.subject, NameFolding.short(groups[$0] ?? []), $0.was, $0.now) }
  }
}

extension InstructionVerdict {

  /// Whether a monitor would miss it.
  var isHole: Bool { isViolation || directExecution == .fails }
}

/// Instructions that changed in the same way.
struct ChangedAlike {

  var instructions: [InstructionDifference]

  var example: InstructionDifference { instructions[0] }

  /// `differences` with those together that changed alike, in their order.
  static func groups(_ differences: [InstructionDifference]) -> [ChangedAlike] {
    var places: [[String]: Int] = [:]
    var groups: [ChangedAlike] = []
    for difference in differences {
      let key = difference.sentences
      if let place = places[key] {
        groups[place].instructions.append(difference)
      } else {
        places[key] = groups.count
        groups.append(ChangedAlike(instructions: [difference]))
      }
    }
    return groups
  }
}

extension InstructionDifference {

  /// Whether something else changed than whether it can be restarted.
  var isMoreThanRestart: Bool {
    !meaning.isEmpty || !undecided.isEmpty || old.classWords != new.classWords
      || (mended + broken).contains { $0 != .impreciseTrap }
  }

  /// What is different, a sentence each.
  var sentences: [String] {
    var result = meaning.map(\.words)
    if meaning.isEmpty, undecided.isEmpty { result.append("means the same as before") }
    if old.classWords != new.classWords { result.append("\(old.classWords) → \(new.classWords)") }
    let mended = mended.filter { $0 != .impreciseTrap }
    let broken = broken.filter { $0 != .impreciseTrap }
    if !mended.isEmpty { result.append("violates \(listed(mended.map(\.rawValue))) no more") }
    if !broken.isEmpty { result.append("violates \(listed(broken.map(\.rawValue))), which it did not") }
    result += undecided.map { "not decided whether it \($0)" }
    return result
  }
}

extension MeaningChange {

  /// The change as the rest of a sentence about the instruction.
  var words: String {
    switch self {
    case .encodings(let gained, let lost):
      if gained, lost { return "has other encodings" }
      return gained ? "has encodings that it had not" : "lacks encodings that it had"
    case .outcome(let was, let now, let modes):
      let place = modes.isEmpty ? "" : " in \(listed(modes)) mode"
      return "\(now.words)\(place), where it \(was.past)"
    case .trapArguments(let trap): return "carries something else to \(trap)"
    case .results(let names): return "leaves something else in \(listed(NameFolding.short(names)))"
    case .leftBehind(let trap, let names):
      return "leaves something else in \(listed(NameFolding.short(names))) when it traps with \(trap)"
    case .unpredictable: return "is unpredictable in other states"
    case .incomparable(let reason): return "cannot be compared: \(reason)"
    }
  }
}

extension MeaningChange.Outcome {

  fileprivate var past: String {
    switch self {
    case .completes: "completed"
    case .traps(let name, _): "trapped with \(name)"
    }
  }
}

extension DeclarationChange.Subject {

  /// What readers call things of this kind.
  var title: String {
    switch self {
    case .feature: "feature"
    case .component: "state"
    case .memory: "memory"
    case .mode: "mode"
    case .host: "host condition"
    case .invariant: "invariant"
    case .mirror: "mirrored"
    case .trap: "trap"
    case .interrupt: "interrupt"
    case .encoding: "encoding"
    }
  }
}
