import Virtualizability

/// The two executions of a witness, side by side in the machine's own names.
struct ExecutionTable {

  /// One thing that both executions have.
  struct Row {
    var name: String
    var first: String
    var second: String
    var differs: Bool
  }

  let witness: Witness

  /// The most units of memory that a row shows.
  var unitsPerRow = 8

  /// The cells: name, first execution, a sign where they differ, second execution.
  var cells: [[Piece]] { [header] + rows.map(cells) }

  /// The rows: what the executions start from, how they end, and what they leave behind.
  var rows: [Row] { before + [ending] + after }

  /// How the executions end.
  var ending: Row {
    Row(
      name: "runs", first: witness.first.outcome.text, second: witness.second?.outcome.text ?? "",
      differs: witness.second.map { $0.outcome != witness.first.outcome } ?? false)
  }

  private var header: [Piece] {
    [
      "", Piece(witness.first.label, .strong), "",
      Piece(witness.second?.label ?? "", .strong),
    ]
  }

  private func cells(_ row: Row) -> [Piece] {
    let tone: Tone = row.differs ? .bad : .plain
    return [
      Piece(row.name, row.name == "runs" ? .strong : .plain), Piece(row.first, tone),
      Piece(row.differs ? "≠" : "", .bad), Piece(row.second, tone),
    ]
  }

  /// What the executions start from.
  var before: [Row] {
    let first = witness.first
    let second = witness.second
    var rows = [
      Row(
        name: "mode", first: first.mode, second: second?.mode ?? "",
        differs: second.map { $0.mode != first.mode } ?? false)
    ]
    for pair in Self.pairs(first.before, second?.before ?? []) {
      rows.append(
        Row(
          name: pair.name, first: pair.first?.valueText ?? "", second: pair.second?.valueText ?? "",
          differs: pair.differs))
    }
    return rows + MemoryRows(first.memory, second?.memory ?? [], longest: unitsPerRow).rows
  }

  /// What the executions leave behind.
  var after: [Row] {
    let first = witness.first
    let second = witness.second
    var rows: [Row] = []
    for pair in Self.pairs(first.after, second?.after ?? []) {
      rows.append(
        Row(
          name: pair.name, first: Self.change(pair.first, from: first.before),
          second: Self.change(pair.second, from: second?.before ?? []), differs: pair.differs))
    }
    for row in MemoryRows(first.written, second?.written ?? [], longest: unitsPerRow).rows {
      var row = row
      row.first = Self.write(row.first, by: first)
      row.second = second.map { Self.write(row.second, by: $0) } ?? ""
      row.differs = row.differs || row.first == Self.kept || row.second == Self.kept
      rows.append(row)
    }
    return rows
  }

  private static let kept = "(kept)"

  /// What an execution does to a place of memory that one of the two writes.
  private static func write(_ content: String, by execution: Witness.Execution) -> String {
    if !content.isEmpty { return "→ " + content }
    return execution.outcome == .completes ? kept : ""
  }

  /// What an execution does to a component: `0 → 1`, or the value alone where it stays.
  private static func change(_ setting: Witness.Setting?, from before: [Witness.Setting]) -> String {
    guard let setting else { return "" }
    guard let old = before.first(where: { $0.name == setting.name }) else { return "→ " + setting.valueText }
    if old.value == setting.value { return "\(setting.valueText) \(kept)" }
    return setting.width > 32 ? "→ " + setting.valueText : "\(old.valueText) → \(setting.valueText)"
  }

  /// Two settings of one component.
  private struct Pair {
    var name: String
    var first: Witness.Setting?
    var second: Witness.Setting?
    var differs: Bool { (first?.differs ?? false) || (second?.differs ?? false) }
  }

  private static func pairs(_ first: [Witness.Setting], _ second: [Witness.Setting]) -> [Pair] {
    var pairs = first.map { Pair(name: $0.name, first: $0) }
    for setting in second {
      if let known = pairs.firstIndex(where: { $0.name == setting.name }) {
        pairs[known].second = setting
      } else {
        pairs.append(Pair(name: setting.name, second: setting))
      }
    }
    return pairs
  }
}

extension TextPage {

  /// Writes a witness: the instruction, what the executions prove, and both side by side.
  mutating func witness(_ witness: Witness, indent: Int) {
    var head = [Piece(witness.assembly, .name)]
    if !witness.encoding.isEmpty {
      head.append(Piece("   encoded " + witness.encoding.joined(separator: " "), .faint))
    }
    line(head, indent: indent)
    var executions = ExecutionTable(witness: witness)
    while executions.unitsPerRow > 1, width(of: executions.cells) > style.width - indent {
      executions.unitsPerRow /= 2
    }
    table(executions.cells, indent: indent)
  }
}
