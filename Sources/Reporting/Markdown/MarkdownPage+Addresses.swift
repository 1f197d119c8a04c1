import Virtualizability

extension MarkdownPage.Addresses {

  /// Nil where there is nothing to say.
  init?(_ machine: MachineReport) {
    guard let verdict = machine.report.addresses, verdict.verdict != .holds else { return nil }
    title = Rule.unreachableAddress.sectionTitle
    note = Report.addressNote
    entries = verdict.findings.enumerated().map { number, found in
      MarkdownPage.Address(
        label: found.text.markdown, subject: found.subject.markdown,
        code: machine.code(ofAddresses: number).map {
          MarkdownPage.Code(CodeView($0, guilty: found.finding.lines))
        }, finding: MarkdownPage.Finding(found.finding, sentence: found.sentence, replay: nil))
    }
    undecided = verdict.undecided.map(\.markdown)
  }
}
