import Virtualizability

extension Agreement {

  /// How many instructions the publication names.
  var claimed: Int { entries.count { $0.paper != nil } }

  /// The numbers in a sentence.
  var summary: String {
    let beyond = entries(.beyond).count
    let open = entries.count { $0.isUnexplained }
    var words =
      "\(counted(claimed, "instruction")) claimed: \(entries(.confirmed).count) confirmed, "
      + "\(entries(.notFound).count) not found; \(beyond) found beyond the publication"
    if beyond + entries(.notFound).count > 0 {
      words += open == 0 ? "; every difference is explained" : "; \(open) without an explanation"
    }
    return words + "."
  }
}

extension Agreement.Entry {

  /// The finding that confirms the claim, or that goes beyond it.
  var finding: Finding? {
    instruction.findings.first { $0.rule.breaksTheorem1 }
      ?? instruction.findings.first { $0.rule == .directExecution } ?? instruction.findings.first
  }

  /// What proves it: the finding with the line that causes it, or what was proven instead.
  var evidence: String {
    guard kind != .notFound, let finding else { return instruction.proofOfNone }
    let rules = instruction.findings.map(\.rule.rawValue).joined(separator: " ")
    let place = finding.lines.first.map { " (\($0.location.text): \($0.role))" } ?? ""
    return "\(rules): \(finding.sentence(about: instruction.name))\(place)"
  }
}

extension InstructionVerdict {

  /// Why there is no violation, in a sentence.
  var proofOfNone: String {
    let questions = effort.bySimplification + effort.bySolver
    let words = "\(classWords); \(counted(questions, "question")) asked about it, none has an answer"
    let others = findings.map(\.rule.rawValue)
    return others.isEmpty ? words + "." : words + " but those of \(listed(others))."
  }
}

extension PublishedAnalysis.Explanation {

  /// The reason with its source.
  var words: String { source.map { "\(because) (\($0))" } ?? because }
}
