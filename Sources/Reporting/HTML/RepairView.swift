import Virtualizability

/// What would mend an instruction, as a page shows it.
struct RepairView {

  /// What it is, as a sentence.
  var sentence: String

  /// What it leaves, as a sentence.
  var remainder: String?

  /// The change of the specification as a unified difference.
  var patch: String?

  /// Nil where there is nothing to mend, or nobody looked.
  init?(_ instruction: InstructionVerdict) {
    let remainder = instruction.unmendableWords
    guard let words = instruction.repairWords else { return nil }
    sentence = words.prefix(1).uppercased() + words.dropFirst() + "."
    self.remainder = remainder
    patch = instruction.repair.repair?.patch
  }
}
