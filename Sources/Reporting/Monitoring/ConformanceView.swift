import Monitor

/// What a page shows of the programs that were run under the machine's monitor: nothing that differs from run to run.
struct ConformanceView {

  struct Row {
    var name: String
    var cells: [Cell]
  }

  struct Cell {
    var text: String
    var tone: String
  }

  var note: String
  var header: [String]
  var rows: [Row]

  /// A line of Markdown for each row, and the ruler.
  var lines: [String]
  var sentences: [String]

  init?(_ machine: MachineReport) {
    guard let summary = machine.description.conformance else { return nil }
    let kind =
      switch summary.kind {
      case .trapAndEmulate: "the monitor of PG74, which the specification gives"
      case .hybrid: "the hybrid monitor of PG74, Theorem 3, which interprets all but the user’s code"
      }
    note =
      "Programs were run on the bare machine, under \(kind), under monitors in one another, and all together in short slices of time. What they write, the disk, the state and the memory in the end must be the same in every way. The counts are those of the monitor next to the program."
    let table = ConformanceTable(summary.programs, showsTime: false)
    header = table.header
    rows = table.rows.map { cells in
      Row(
        name: cells.first ?? "",
        cells: cells.dropFirst().map { text in
          let tone =
            switch text {
            case ConformanceTable.answer(true): "good"
            case ConformanceTable.answer(false): "bad"
            default: "number"
            }
          return Cell(text: text, tone: tone)
        })
    }
    lines = ConformanceText.markdown(table.header, table.rows)
    sentences = (summary.generatedWords + summary.stepWords).map { "\($0)." }
  }
}
