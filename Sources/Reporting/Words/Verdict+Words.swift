import Virtualizability

extension Verdict {

  /// The sign that goes before the word.
  var sign: String {
    switch self {
    case .holds: "✓"
    case .violated: "✗"
    case .inconclusive: "?"
    }
  }

  var tone: Tone {
    switch self {
    case .holds: .good
    case .violated: .bad
    case .inconclusive: .doubtful
    }
  }

  /// The verdict with its sign.
  var piece: Piece { Piece("\(sign) \(rawValue)", tone) }
}

/// One of the questions that a machine's verdict answers.
struct Question {

  var name: String

  /// What it means when the answer is yes.
  var meaning: String

  var verdict: KeyPath<MachineVerdict, Verdict> & Sendable

  /// All questions, in the order in which they are reported.
  static let all: [Question] = [
    Question(name: "Theorem 1", meaning: "a trap-and-emulate monitor exists", verdict: \.theorem1),
    Question(name: "Theorem 2", meaning: "a monitor can run under a monitor", verdict: \.theorem2),
    Question(name: "Theorem 3", meaning: "a hybrid monitor exists", verdict: \.theorem3),
    Question(
      name: "Direct execution", meaning: "same effect under a monitor, or trap",
      verdict: \.directExecution),
    Question(name: "Virtualizable", meaning: "Theorem 1 and direct execution", verdict: \.virtualizable),
  ]
}

extension ResourceModel {

  /// The name as reports print it.
  var title: String {
    switch self {
    case .pg74: "PG74"
    case .extended: "extended"
    }
  }

  /// What counts in the model.
  var meaning: String {
    switch self {
    case .pg74: "mode and relocation count"
    case .extended: "mode, relocation and control count"
    }
  }
}
