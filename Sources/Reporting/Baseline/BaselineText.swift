import Virtualizability

extension TextPage {

  /// Writes how the violations stand against a baseline: a word on those that are accepted, and every one that is
  /// not.
  mutating func baseline(_ view: BaselineView) {
    let comparison = view.comparison
    let accepted = comparison.items.filter { $0.group.isViolation && $0.standing.isAccepted }
    heading("Against the baseline")
    blank()
    line([
      Piece("\(view.file): ", .faint), Piece("\(counted(accepted.count, "violation")) accepted", .plain),
      comparison.violations.isEmpty
        ? Piece(", none beyond", .good) : Piece(", \(comparison.violations.count) beyond", .bad),
    ])
    for item in comparison.violations {
      let place = item.group.place(in: item.instruction)
      paragraph(
        item.group.finding.sentence(about: item.instruction.name),
        after: [
          Piece(item.group.finding.rule.rawValue, .bad), "  ", Piece("\(place.text):", .faint), "  ",
          Piece(item.standing.name, .bad), "  ",
        ], indent: 2, hanging: 7)
    }
    for issue in comparison.issues {
      let place = view.location(of: issue.entry)
      paragraph(
        issue.message,
        after: [
          Piece(issue.rule.rawValue, issue.isError ? .bad : .doubtful), "  ", Piece("\(place.text):", .faint),
          "  ",
        ], indent: 2, hanging: 7)
    }
    for item in accepted {
      guard let entry = item.standing.entry else { continue }
      let until = entry.expires.map { ", until \($0)" } ?? ""
      let owner = entry.owner.isEmpty ? "" : " (\(entry.owner)\(until))"
      paragraph(
        entry.reason + (owner.isEmpty && !until.isEmpty ? " (\(until.dropFirst(2)))" : owner),
        after: [
          Piece("accepted", .faint), "  ", Piece(item.instruction.name, .strong),
          Piece(" \(item.group.finding.rule.rawValue): ", .plain),
        ], indent: 2, hanging: 10)
    }
  }
}
