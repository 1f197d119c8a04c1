import Virtualizability

/// A finding as a page shows it.
struct FindingView {

  /// A row of the two executions.
  struct Row {
    var label: String
    var first: String
    var second: String
    var differs: Bool
    var isEnding: Bool

    init(_ row: ExecutionTable.Row, isEnding: Bool = false) {
      label = row.name
      first = row.first
      second = row.second
      differs = row.differs
      self.isEnding = isEnding
    }
  }

  struct Replay {
    var program: String
    var command: String?
    var output: String?
  }

  var rule: String
  var anchor: String
  var heading: String
  var sentence: String
  var consequence: String
  var assembly: String
  var encoding: String?
  var firstLabel: String
  var secondLabel: String?
  var rows: [Row]
  var claim: String
  var replay: Replay?
  var fingerprint: String

  /// Whether the executions are shown at once.
  var isOpen: Bool

  init(_ finding: Finding, anchor: String, sentence: String, replay: ReplayDescription?, isOpen: Bool) {
    let witness = finding.witness
    var table = ExecutionTable(witness: witness)
    table.unitsPerRow = 4
    rule = finding.rule.rawValue
    self.anchor = anchor
    heading = finding.rule.title
    self.sentence = sentence
    consequence = finding.rule.consequence
    assembly = witness.assembly
    encoding = witness.encoding.isEmpty ? nil : witness.encoding.joined(separator: " ")
    firstLabel = witness.first.label
    secondLabel = witness.second?.label
    rows =
      table.before.map { Row($0) } + [Row(table.ending, isEnding: true)] + table.after.map { Row($0) }
    claim = witness.claim
    self.replay = replay.map {
      Replay(program: $0.program, command: $0.transcript?.command, output: $0.transcript?.output)
    }
    fingerprint = finding.fingerprint
    self.isOpen = isOpen
  }
}
