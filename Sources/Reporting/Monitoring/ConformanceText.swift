import Monitor

/// What came of conformance programs, as a table.
public struct ConformanceText: Sendable {

  private let isMarkdown: Bool

  /// Makes a reporter, for a terminal or for a forge.
  public init(isMarkdown: Bool = false) { self.isMarkdown = isMarkdown }

  /// The table on what was run of the machine of this name.
  package func render(_ summary: ConformanceSummary, machine: String) -> String {
    let table = ConformanceTable(summary.programs, showsTime: true)
    let equal = summary.programs.count(where: \.isEqual)
    let steps = summary.programs.isEmpty ? summary.stepWords.last : nil
    let conclusion =
      "\(machine): "
      + (steps ?? "\(equal) of \(summary.programs.count) programs do the same under the monitor")
    var lines = isMarkdown ? ["# \(conclusion)", ""] : []
    if !table.rows.isEmpty {
      lines += isMarkdown ? Self.markdown(table.header, table.rows) : aligned(table.header, table.rows)
    }
    let differences = summary.programs.flatMap { self.differences($0) }
    let others = steps == nil ? summary.stepWords : summary.stepWords.dropLast()
    for more in [differences, summary.generatedWords + others, summary.violations.map(line)]
    where !more.isEmpty {
      lines += [""] + more
    }
    if !isMarkdown { lines += ["", conclusion] }
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(_ violation: ViolationResult) -> String {
    let what =
      violation.differences.isEmpty
      ? "does the same" : "differs in \(violation.differences.prefix(6).joined(separator: ", "))"
    let way =
      switch violation.way {
      case .machine: ""
      case .found: " (found for this monitor)"
      case .step: " (one step, on hardware in the host state)"
      case .witness: " (one step, on hardware as the witness has it)"
      }
    let text = "\(violation.instruction) \(violation.rule.rawValue): \(violation.assembly) \(what)\(way)"
    return isMarkdown ? "- \(text)" : text
  }

  private func differences(_ result: ConformanceResult) -> [String] {
    let alone = result.ways.filter { !$0.isEqual }.map { way in
      "\(result.name) at depth \(way.depth) differs in "
        + (way.differences.prefix(6) + (way.isIntact ? [] : ["the monitor's own memory"])).joined(
          separator: ", ")
    }
    guard let together = result.together, !together.isEmpty else { return alone }
    return alone + [
      "\(result.name) together with the others differs in \(together.prefix(6).joined(separator: ", "))"
    ]
  }

  /// A table of Markdown.
  static func markdown(_ header: [String], _ rows: [[String]]) -> [String] {
    func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
    return [line(header), "|---|" + String(repeating: "--:|", count: header.count - 1)] + rows.map(line)
  }

  private func aligned(_ header: [String], _ rows: [[String]]) -> [String] {
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([header] + rows).map { cells in
      let padded = cells.enumerated().map { column, cell in
        let spaces = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + spaces : spaces + cell
      }
      var line = padded.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// A share of 1 as a percentage.
  static func percent(_ share: Double) -> String { "\(fixed(share * 100, places: 3)) %" }

  /// A number with so many places behind the point.
  static func fixed(_ value: Double, places: Int) -> String {
    var power = 1.0
    for _ in 0..<places { power *= 10 }
    let scaled = Int((value * power).rounded())
    let fraction = String(scaled % Int(power))
    return "\(scaled / Int(power))." + String(repeating: "0", count: max(0, places - fraction.count))
      + fraction
  }
}
