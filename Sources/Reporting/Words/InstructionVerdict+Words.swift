import Virtualizability

extension InstructionVerdict {

  /// The lines of the specification that are to blame for what the instruction does, or else for where a refused
  /// access leaves it.
  package var guiltyLines: [GuiltyLine] {
    let own = findingsOfItsOwn
    return (own.isEmpty ? findings : own).flatMap(\.lines)
  }

  /// What the verdict on the instruction means, in one sentence.
  var verdictSentence: String {
    if isViolation {
      return """
        \(name) violates Theorem 1: it does something that a monitor must know of, and there is a user state in which \
        it completes without a trap.
        """
    }
    if directExecution == .fails {
      return "\(name) violates no theorem, but run directly under a monitor it does not do what it should."
    }
    if !undecided.isEmpty { return "\(name) is not decided." }
    if alwaysTraps { return "\(name) completes in no state: the monitor sees each of them." }
    if classes.contains(.innocuous) {
      return
        "\(name) is innocuous: it can run directly, and neither the guest nor the monitor is the worse for it."
    }
    return
      "\(name) is sensitive, but it traps wherever a guest would do harm by it: a monitor can take over there."
  }

  /// What a monitor does about the instruction: a sentence, and what it would have to do where no trap calls it.
  var monitorDuty: (sentence: String, remedies: [String]) {
    guard undecided.isEmpty || !findings.isEmpty else {
      return ("That is not known before the open questions are decided.", [])
    }
    guard !findings.isEmpty else {
      let isSensitive = !classes.contains(.innocuous) && !alwaysTraps
      let sentence =
        alwaysTraps
        ? "It sees the trap, and delivers it to the guest as the machine would have done."
        : isSensitive
          ? """
          Where a guest executes it the hardware traps. The monitor then does on the virtual machine's state what \
          the machine would have done: it completes the instruction there, or delivers the guest's own trap.
          """ : "Nothing: the hardware runs it directly."
      return (sentence, [])
    }
    var remedies: [String] = []
    for finding in findings {
      let remedy = finding.rule.remedy(components: finding.components)
      if !remedies.contains(remedy) { remedies.append(remedy) }
    }
    return ("Nothing by itself: no trap calls it. It would have to", remedies)
  }
}
