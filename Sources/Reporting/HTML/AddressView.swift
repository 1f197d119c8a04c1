import Virtualizability

/// Which addresses guests cannot be given, as a page shows it.
struct AddressView {

  /// Addresses that one mode reaches and its guests cannot.
  struct Entry {
    var anchor: String
    var label: String
    var subject: String
    var code: [CodeView]
    var finding: FindingView
  }

  var title: String
  var count: Int
  var note: String
  var entries: [Entry]
  var undecided: [String]

  /// Nil where there is nothing to say.
  init?(_ machine: MachineReport) {
    guard let verdict = machine.report.addresses, verdict.verdict != .holds else { return nil }
    title = Rule.unreachableAddress.sectionTitle
    count = verdict.findings.count
    note = Report.addressNote
    entries = verdict.findings.enumerated().map { number, found in
      Entry(
        anchor: "addresses-\(number + 1)", label: found.text, subject: found.subject,
        code: machine.code(ofAddresses: number).map { CodeView($0, guilty: found.finding.lines) },
        finding: FindingView(
          found.finding, anchor: "addresses-\(number + 1)-finding", sentence: found.sentence, replay: nil,
          isOpen: number == 0))
    }
    undecided = verdict.undecided
  }
}
