import Virtualizability

/// How published analyses and the checker agree, as a page for a forge.
public struct AgreementMarkdown: Sendable {

  /// Makes a reporter.
  public init() {}

  /// The page on `agreements`; the same bytes for the same agreements.
  public func render(_ agreements: [Agreement]) -> String {
    var lines = ["# Published analyses, and what the checker finds", ""]
    lines += [
      "| | machine | claimed | confirmed | not found | beyond | publication |",
      "|---|---|--:|--:|--:|--:|---|",
    ]
    for one in agreements {
      lines.append(
        "| \(one.isExplained ? "✓" : "✗") | `\(one.report.name)` | \(one.claimed) | \(one.entries(.confirmed).count) "
          + "| \(one.entries(.notFound).count) | \(one.entries(.beyond).count) | \(cell(one.analysis.authors)), "
          + "\(cell(one.analysis.published)) |")
    }
    for agreement in agreements { lines += section(on: agreement) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func section(on agreement: Agreement) -> [String] {
    let analysis = agreement.analysis
    var lines = [
      "", "## \(agreement.report.title)", "",
      "\(analysis.authors): [\(analysis.title)](\(analysis.source)). \(analysis.published).",
    ]
    if let remark = analysis.remark { lines += ["", remark] }
    lines += ["", agreement.summary]
    for name in agreement.stale { lines += ["", "**The explanation of `\(name)` explains no difference.**"] }
    lines += table("Confirmed", agreement.entries(.confirmed))
    lines += table("Claimed, but not found", agreement.entries(.notFound))
    lines += table("Found beyond the publication", agreement.entries(.beyond))
    return lines + witnesses(agreement.entries.filter { $0.kind != .notFound })
  }

  private func table(_ title: String, _ entries: [Agreement.Entry]) -> [String] {
    guard let first = entries.first else { return [] }
    var lines = ["", "### \(title)", ""]
    if first.kind == .confirmed {
      lines += ["| instruction | in the publication | what was found |", "|---|---|---|"]
    } else {
      lines += ["| instruction | in the publication | what was found | why |", "|---|---|---|---|"]
    }
    for entry in entries {
      var row = "| `\(entry.instruction.name)` | \(cell(entry.paper ?? "")) | \(cell(entry.evidence)) |"
      if entry.kind != .confirmed {
        row += " \(cell(entry.explanation?.words ?? "**nobody has explained this difference**")) |"
      }
      lines.append(row)
    }
    return lines
  }

  private func witnesses(_ entries: [Agreement.Entry]) -> [String] {
    guard !entries.isEmpty else { return [] }
    var lines = ["", "### Witnesses", ""]
    for entry in entries {
      guard let finding = entry.finding else { continue }
      var page = TextPage(.plain)
      page.finding(finding, of: entry.instruction.name, indent: 0)
      lines += [
        "<details><summary><code>\(entry.instruction.name)</code></summary>", "", "```text",
        page.text.trimmedAtTheEnd, "```", "", "</details>",
      ]
    }
    return lines
  }

  /// Text that stays within a cell of a table.
  private func cell(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("\n", with: " ")
  }
}
