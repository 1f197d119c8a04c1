import Virtualizability

extension Repair {

  /// What it does, in a few words.
  var title: String {
    switch kind {
    case .trapUnless:
      bits.isEmpty ? "trap in user mode" : "trap in user mode, as far as \(listed(bits)) says so"
    case .feature(let name): "turn on the feature '\(name)', under which it traps in user mode"
    }
  }

  /// Who does so already, as the end of a sentence; empty where nobody does.
  var precedence: String {
    guard let first = precedents.first else { return "" }
    return precedents.count == 1
      ? ", as \(first) does" : ", as \(first) and \(counted(precedents.count - 1, "other")) do"
  }
}

extension InstructionVerdict {

  /// How it can be mended, in a few words; nil where there is nothing to mend, or nobody looked.
  var repairWords: String? {
    switch repair {
    case .notSought: nil
    case .found(let repair): repair.title + repair.precedence
    case .none:
      findings.contains { $0.rule.isMendedByGuard }
        ? "no guard of this machine mends it, as far as was tried" : nil
    }
  }

  /// The rules that no guard can mend, in a sentence; nil where there are none.
  var unmendableWords: String? {
    let rules = repair.repair?.leaves ?? findings.map(\.rule).filter { !$0.isMendedByGuard }
    guard !rules.isEmpty, repair != .notSought else { return nil }
    return
      "No guard mends \(listed(rules.map(\.rawValue))): an access may be refused in every mode, and it is "
      + "the trap that has to leave the instruction as if it had not begun."
  }
}
