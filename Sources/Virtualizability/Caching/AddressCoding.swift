extension ResultWriter {

  /// Writes which addresses guests cannot be given, where nothing was left open.
  mutating func write(_ verdict: AddressVerdict, lines: (inout ResultWriter, Finding) -> Void) {
    write(all: verdict.findings) { writer, found in
      writer.write(found.mode)
      writer.write(found.host)
      writer.write(all: found.accesses)
      writer.write(all: found.ranges) { writer, range in
        writer.write(all: range.first) { $0.write($1) }
        writer.write(all: range.last) { $0.write($1) }
      }
      writer.write(found.finding, lines: lines)
    }
  }
}

extension ResultReader {

  /// What `write(_:lines:)` has written.
  mutating func addresses(
    lines: (inout ResultReader, inout Finding) throws(Malformed) -> Void
  ) throws(Malformed) -> AddressVerdict {
    var verdict = AddressVerdict(findings: [], undecided: [])
    for _ in 0..<max(0, try integer()) {
      verdict.findings.append(
        UnreachableAddresses(
          mode: try text(), host: try text(), accesses: try allTexts(),
          ranges: try all { reader throws(Malformed) in
            UnreachableAddresses.Range(first: try reader.settings(), last: try reader.settings())
          }, finding: try finding(lines: lines)))
    }
    return verdict
  }
}
