import Virtualizability

/// A difference between two machines, for a terminal.
public struct DifferenceText: Sendable {

  /// How text looks.
  public var style: TextStyle

  /// Makes a reporter.
  public init(style: TextStyle = .plain) { self.style = style }

  /// The text of `difference`; the same bytes for the same difference.
  public func render(_ difference: MachineDifference) -> String {
    var page = TextPage(style)
    let old = difference.old
    let new = difference.new
    page.line([Piece("\(old.title) → \(new.title)", .strong)])
    page.line(Piece("\(old.name) in \(old.file) → \(new.name) in \(new.file)", .faint))
    page.blank()
    verdicts(of: difference, to: &page)
    section("Holes closed", difference.closed, to: &page)
    section("Holes opened", difference.opened, to: &page)
    section("Changed otherwise", difference.others, to: &page)
    names("Can be restarted now", difference.restartable.map(\.new.name), to: &page)
    names("Cannot be restarted any more", difference.unrestartable.map(\.new.name), to: &page)
    addresses("Addresses that guests can be given now", difference.regained, to: &page)
    addresses("Addresses that guests cannot be given any more", difference.lost, to: &page)
    verdicts("Added", difference.added, to: &page)
    verdicts("Removed", difference.removed, to: &page)
    declarations(of: difference, to: &page)
    page.blank()
    page.line([Piece("\(old.name) → \(new.name): ", .strong), difference.conclusion])
    return page.text
  }

  private func verdicts(of difference: MachineDifference, to page: inout TextPage) {
    page.table(
      difference.verdictRows.map { question, was, now in
        was == now
          ? [Piece(question.name, .plain), now.piece, Piece("as before", .faint)]
          : [Piece(question.name, .plain), now.piece, Piece("was \(was.rawValue)", .plain)]
      }, indent: 2)
  }

  private func section(_ title: String, _ changed: [InstructionDifference], to page: inout TextPage) {
    guard !changed.isEmpty else { return }
    page.heading("\(title) (\(changed.count))")
    for group in ChangedAlike.groups(changed) {
      page.blank()
      if group.instructions.count == 1 {
        let instruction = group.example.new
        var head = [Piece(instruction.name, .strong)]
        if let title = instruction.title { head.append(Piece("  \(title)", .plain)) }
        page.line(head + [Piece("  \(instruction.location.text)", .faint)])
      } else {
        page.paragraph(
          group.instructions.map(\.new.name).joined(separator: ", "), indent: 0, hanging: 2, tone: .strong)
      }
      for sentence in group.example.sentences { page.paragraph(sentence, indent: 2, hanging: 2) }
    }
  }

  private func names(_ title: String, _ names: [String], to page: inout TextPage) {
    guard !names.isEmpty else { return }
    page.heading("\(title) (\(names.count))")
    page.blank()
    page.paragraph(names.joined(separator: ", "), indent: 0)
  }

  private func addresses(_ title: String, _ found: [UnreachableAddresses], to page: inout TextPage) {
    guard !found.isEmpty else { return }
    page.heading("\(title) (\(found.count))")
    page.blank()
    for one in found {
      page.paragraph(one.text, after: [Piece("\(one.subject): ", .faint)], indent: 0, hanging: 2)
    }
  }

  private func verdicts(_ title: String, _ instructions: [InstructionVerdict], to page: inout TextPage) {
    guard !instructions.isEmpty else { return }
    page.heading("\(title) (\(instructions.count))")
    page.blank()
    page.table(
      instructions.map { instruction in
        [
          Piece(instruction.name, .strong),
          Piece(instruction.classWords, instruction.isHole ? .bad : .plain),
          Piece(instruction.findings.map(\.rule.rawValue).joined(separator: " "), .bad),
        ]
      }, indent: 0)
  }

  private func declarations(of difference: MachineDifference, to page: inout TextPage) {
    guard !difference.declarations.isEmpty else { return }
    page.heading("Declared otherwise (\(difference.declarations.count))")
    page.blank()
    for change in difference.foldedDeclarations {
      let words =
        switch (change.was, change.now) {
        case (nil, let now?): "added: \(now)"
        case (let was?, nil): "removed: \(was)"
        case (let was, let now): "\(was ?? "") → \(now ?? "")"
        }
      page.paragraph(
        words,
        after: [Piece("\(change.subject.title) ", .faint), Piece("\(listed(change.names))  ", .name)],
        indent: 0, hanging: 2)
    }
  }
}
