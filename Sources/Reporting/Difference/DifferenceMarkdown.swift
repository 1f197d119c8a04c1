import Virtualizability

/// A difference between two machines, as a comment on a pull request.
public struct DifferenceMarkdown: Sendable {

  /// Makes a reporter.
  public init() {}

  /// The comment on `difference`; the same bytes for the same difference.
  public func render(_ difference: MachineDifference) -> String {
    let old = difference.old
    let new = difference.new
    let names = old.name == new.name ? "`\(new.name)`" : "`\(old.name)` → `\(new.name)`"
    var lines = ["### \(names): \(escaped(difference.conclusion.text))", ""]
    lines.append("\(escaped(old.title)) (`\(old.file)`) → \(escaped(new.title)) (`\(new.file)`)")
    guard !difference.isEmpty else { return lines.joined(separator: "\n") + "\n" }
    lines += verdicts(of: difference)
    lines += section("Holes opened", difference.opened)
    lines += section("Holes closed", difference.closed)
    lines += section("Changed otherwise", difference.others)
    lines += folded("Can be restarted now", difference.restartable.map(\.new.name))
    lines += folded("Cannot be restarted any more", difference.unrestartable.map(\.new.name))
    lines += addresses("Addresses that guests can be given now", difference.regained)
    lines += addresses("Addresses that guests cannot be given any more", difference.lost)
    lines += instructions("Added", difference.added)
    lines += instructions("Removed", difference.removed)
    lines += declarations(of: difference)
    return lines.joined(separator: "\n") + "\n"
  }

  private func verdicts(of difference: MachineDifference) -> [String] {
    ["", "| | before | now |", "|---|---|---|"]
      + difference.verdictRows.map { question, was, now in
        let cell = "\(now.sign) \(now.rawValue)"
        return "| \(question.name) | \(was.sign) \(was.rawValue) | \(was == now ? cell : "**\(cell)**") |"
      }
  }

  private func section(_ title: String, _ changed: [InstructionDifference]) -> [String] {
    guard !changed.isEmpty else { return [] }
    var lines = ["", "#### \(title) (\(changed.count))", ""]
    for group in ChangedAlike.groups(changed) {
      let names = group.instructions.map { "`\($0.new.name)`" }.joined(separator: ", ")
      let title =
        group.instructions.count == 1 ? group.example.new.title.map { " (\(escaped($0)))" } ?? "" : ""
      lines.append("- \(names)\(title)")
      lines += group.example.sentences.map { "  - \(escaped($0))" }
    }
    return lines
  }

  private func folded(_ title: String, _ names: [String]) -> [String] {
    guard !names.isEmpty else { return [] }
    return [
      "", "<details><summary>\(title) (\(names.count))</summary>", "",
      names.map { "`\($0)`" }.joined(separator: ", "), "", "</details>",
    ]
  }

  private func addresses(_ title: String, _ found: [UnreachableAddresses]) -> [String] {
    guard !found.isEmpty else { return [] }
    return ["", "#### \(title) (\(found.count))", ""]
      + found.map { "- \(escaped($0.subject)): \(escaped($0.text))" }
  }

  private func instructions(_ title: String, _ instructions: [InstructionVerdict]) -> [String] {
    guard !instructions.isEmpty else { return [] }
    return ["", "#### \(title) (\(instructions.count))", "", "| instruction | | violates |", "|---|---|---|"]
      + instructions.map { instruction in
        let rules = instruction.findings.map(\.rule.rawValue).joined(separator: " ")
        return "| `\(instruction.name)` | \(escaped(instruction.classWords)) | \(rules) |"
      }
  }

  private func declarations(of difference: MachineDifference) -> [String] {
    guard !difference.declarations.isEmpty else { return [] }
    return [
      "", "<details><summary>Declared otherwise (\(difference.declarations.count))</summary>", "",
      "| | | before | now |", "|---|---|---|---|",
    ]
      + difference.foldedDeclarations.map { change in
        "| \(change.subject.title) | \(change.names.map { "`\($0.replacing("|", with: "\\|"))`" }.joined(separator: ", ")) "
          + "| \(escaped(change.was ?? "–")) | \(escaped(change.now ?? "–")) |"
      } + ["", "</details>"]
  }

  /// Text that stays what it is in a paragraph and within a cell of a table.
  private func escaped(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("<", with: "&lt;").replacing("\n", with: " ")
      .replacing("_", with: "\\_").replacing("*", with: "\\*")
  }
}
