import ISALanguage

extension ResultWriter {

  /// Writes how an instruction is mended; paths as the numbers of `files`. False if the change is not of one of them
  /// alone, so that its text cannot be kept without its path.
  mutating func write(_ outcome: RepairOutcome, files: [String: Int]) -> Bool {
    guard case .found(let repair) = outcome else {
      write(outcome == .notSought ? 0 : 1)
      return true
    }
    guard let path = repair.edits.first?.path, let file = files[path],
      repair.edits.allSatisfy({ $0.path == path }), repair.patch.hasPrefix(UnifiedDifference.head(path))
    else { return false }
    write(2)
    switch repair.kind {
    case .trapUnless(let condition, let trap):
      write(false)
      write(condition)
      write(trap)
    case .feature(let name):
      write(true)
      write(name)
    }
    write(all: repair.bits)
    write(repair.statement)
    write(all: repair.precedents)
    write(all: repair.mends) { $0.write($1.rawValue) }
    write(all: repair.leaves) { $0.write($1.rawValue) }
    write(file)
    write(all: repair.edits) { writer, edit in
      writer.write(edit.range.lowerBound)
      writer.write(edit.range.upperBound)
      writer.write(edit.text)
    }
    write(String(repair.patch.dropFirst(UnifiedDifference.head(path).count)))
    return true
  }
}

extension ResultReader {

  /// How an instruction is mended.
  mutating func repair(_ sources: SourceMap) throws(Malformed) -> RepairOutcome {
    switch try integer() {
    case 0: return .notSought
    case 1: return .none
    default: break
    }
    let kind: Repair.Kind =
      try bool() ? .feature(try text()) : .trapUnless(condition: try text(), trap: try text())
    let bits = try allTexts()
    let statement = try text()
    let precedents = try allTexts()
    let mends = try all { reader throws(Malformed) in try reader.named(Rule.self) }
    let leaves = try all { reader throws(Malformed) in try reader.named(Rule.self) }
    let file = try integer()
    guard sources.files.indices.contains(file) else { throw Malformed() }
    let path = sources.files[file].path
    let edits = try all { reader throws(Malformed) in
      let start = try reader.integer()
      let end = try reader.integer()
      guard start >= 0, start <= end else { throw Malformed() }
      return TextEdit(path: path, range: start..<end, text: try reader.text())
    }
    return .found(
      Repair(
        kind: kind, bits: bits, statement: statement, precedents: precedents, mends: mends, leaves: leaves,
        edits: edits, patch: UnifiedDifference.head(path) + (try text())))
  }
}
