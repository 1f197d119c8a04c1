import ISALanguage

/// What is spent on one machine. A short text can ask for endless work: repetitions of repetitions, functions
/// that are made anew for every static argument.
package struct ElaborationEffort {

  /// The most expressions, statements and repetitions that are elaborated for one machine, unless said
  /// otherwise.
  package static let usual = 4_000_000

  /// How deeply elaboration may recurse, through calls too.
  static let deepest = 2_000

  /// The most that may be spent.
  var most: Int

  var spent = 0
  var depth = 0

  /// Whether there is nothing left to spend.
  var isExhausted: Bool { spent > most }
}

extension Elaborator {

  /// Counts `amount` pieces of work for what stands at `span`.
  func spend(_ amount: Int = 1, at span: Span) throws {
    let wasExhausted = effort.isExhausted
    effort.spent += amount
    guard effort.isExhausted else { return }
    // What fails for want of effort fails without further words.
    if wasExhausted { throw Mistake() }
    throw fail(
      "the machine '\(machineName.name)' is too large: more than \(effort.most) expressions, with the "
        + "repetitions of 'for' and a function for every static argument counted one by one", at: span)
  }

  /// Goes one level deeper; `leave` goes back.
  func enter(_ span: Span) throws {
    try spend(at: span)
    guard effort.depth < ElaborationEffort.deepest else {
      throw fail(
        "this is nested too deeply", at: span, help: "make it a function, or give names to parts of it")
    }
    effort.depth += 1
  }

  func leave() { effort.depth -= 1 }
}
