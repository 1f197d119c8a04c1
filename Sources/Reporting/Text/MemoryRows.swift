import Virtualizability

/// The memory of two executions, side by side; neighbouring units stand in one row.
struct MemoryRows {

  /// What stands at a place in both executions.
  private struct Place {
    var cell: Witness.MemoryCell
    var first: Witness.MemoryCell?
    var second: Witness.MemoryCell?

    /// A place that one execution never looks at is no difference.
    var differs: Bool {
      guard let first, let second else { return false }
      return first.differs || second.differs
    }
  }

  private var runs: [[Place]] = []

  /// - Parameter longest: the most units that a row shows.
  init(_ first: [Witness.MemoryCell], _ second: [Witness.MemoryCell], longest: Int) {
    var places = first.map { Place(cell: $0, first: $0) }
    for cell in second {
      if let known = places.firstIndex(where: { Self.isSamePlace($0.cell, cell) }) {
        places[known].second = cell
      } else {
        places.append(Place(cell: cell, second: cell))
      }
    }
    for place in places {
      if let run = runs.last, let last = run.last, run.count < longest, Self.continues(last, place) {
        runs[runs.count - 1].append(place)
      } else {
        runs.append([place])
      }
    }
  }

  /// The rows: name, what the first execution has, what the second has, whether they differ.
  var rows: [ExecutionTable.Row] {
    runs.map { run in
      ExecutionTable.Row(
        name: Self.name(run), first: Self.content(run.map(\.first)), second: Self.content(run.map(\.second)),
        differs: run.contains { $0.differs })
    }
  }

  private static func isSamePlace(_ one: Witness.MemoryCell, _ other: Witness.MemoryCell) -> Bool {
    one.space == other.space && one.address.map(\.value) == other.address.map(\.value)
  }

  private static func continues(_ last: Place, _ next: Place) -> Bool {
    guard last.cell.space == next.cell.space, last.cell.width == next.cell.width,
      last.cell.address.dropLast().map(\.value) == next.cell.address.dropLast().map(\.value),
      let before = last.cell.address.last?.value, let after = next.cell.address.last?.value,
      before &+ 1 == after
    else { return false }
    return shape(last.first) == shape(next.first) && shape(last.second) == shape(next.second)
  }

  /// 0 for nothing, 1 for a refused access, 2 for a value.
  private static func shape(_ cell: Witness.MemoryCell?) -> Int {
    guard let cell else { return 0 }
    return cell.value == nil ? 1 : 2
  }

  private static func name(_ run: [Place]) -> String {
    guard let first = run.first, let last = run.last?.cell.address.last, run.count > 1 else {
      return run.first.map { ValueText.place($0.cell) } ?? ""
    }
    let end = ValueText.hexadecimal(last.value, width: last.width)
    return ValueText.place(first.cell).dropLast() + "…" + end + "]"
  }

  private static func content(_ cells: [Witness.MemoryCell?]) -> String {
    let known = cells.compactMap { $0 }
    guard let cell = known.first else { return "" }
    guard let value = cell.value else { return "refused" }
    guard known.count > 1 else { return ValueText.hexadecimal(value, width: cell.width) }
    return known.map { ValueText.digits($0.value ?? 0, width: $0.width) }.joined(separator: " ")
  }
}
