import Virtualizability

extension UnreachableAddresses {

  /// The addresses and the kinds of access: `read and write 0x80000000…0xFFFFFFFF`.
  var text: String {
    "\(listed(accesses)) \(listed(ranges.map(\.text)))"
  }

  /// What is wrong, as a sentence.
  var sentence: String { "The \(finding.message)." }

  /// The addresses, with the kinds of access where these are not all: `0x80000000…0xFFFFFFFF`.
  var place: String {
    listed(ranges.map(\.text)) + (isEveryAccess ? "" : " (\(listed(accesses)))")
  }

  /// What is wrong, for a reader who sees nothing else.
  var message: String { "\(sentence) Out of reach: \(text)." }

  /// What it is about, in a few words.
  var subject: String { "\(mode) mode in \(host) mode" }

  /// The line of the specification that refuses the addresses, or else its first one.
  func place(in report: Report) -> SourceLocation {
    finding.lines.first?.location ?? report.start
  }
}

extension Report {

  /// Where the specification begins.
  var start: SourceLocation { SourceLocation(path: file, line: 1, column: 1) }

  /// The questions about addresses that were not decided.
  var undecidedAddresses: [String] { addresses?.undecided ?? [] }
}

extension UnreachableAddresses.Range {

  /// The lowest and the highest address.
  var text: String {
    func place(_ parts: [Witness.Setting]) -> String { parts.map(\.valueText).joined(separator: ":") }
    return first == last ? place(first) : "\(place(first))…\(place(last))"
  }
}
