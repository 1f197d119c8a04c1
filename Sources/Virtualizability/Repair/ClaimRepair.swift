import ISALanguage
import ISAModel

/// Brings claims up to date with a specification that was mended: those that said what was wrong with it.
struct ClaimRepair {

  let machine: Machine
  let syntax: SpecificationSyntax

  /// The edits after which none of `failing` is claimed any more.
  ///
  /// A claim turns into its opposite. Where it stands in a `for` and still holds for some of its instructions,
  /// the others are taken out of the `for`.
  func edits(for failing: [Claim]) -> [TextEdit] {
    let bySpan = Dictionary(grouping: failing, by: \.span)
    return bySpan.sorted { ($0.key.file, $0.key.start) < ($1.key.file, $1.key.start) }.compactMap {
      span, claims in
      let file = syntax.sources.file(of: span)
      let isWhole = machine.claims.count { $0.span == span } == claims.count
      if isWhole, let opposite = Self.opposite(of: file.text(of: span)) {
        return TextEdit(path: file.path, range: span.start..<span.end, text: opposite)
      }
      if !isWhole, let edit = withoutRows(claims, at: span) { return edit }
      return TextEdit(path: file.path, range: line(of: span, in: file), text: "")
    }
  }

  /// The opposite of a claim as written; nil where it has none.
  static func opposite(of claim: String) -> String? {
    var words = claim.split(whereSeparator: \.isWhitespace).map(String.init)
    guard words.count >= 3, words[0] == "claim" else { return nil }
    switch words[2] {
    case "violates": words.insert("not", at: 2)
    case "not": words.remove(at: 2)
    case "is" where words.count > 3:
      if words[3] == "not" { words.remove(at: 3) } else { words.insert("not", at: 3) }
    case "passes": words[2] = "fails"
    case "fails": words[2] = "passes"
    case "holds": words[2] = "violated"
    case "violated": words[2] = "holds"
    default: return nil
    }
    return words.joined(separator: " ")
  }

  /// Takes the instructions of `claims` out of the `for` around them.
  private func withoutRows(_ claims: [Claim], at span: Span) -> TextEdit? {
    guard let header = syntax.loop(aroundClaimAt: span), header.variables.count == 1,
      case .rows(let rows) = header.rows
    else { return nil }
    let names = Set(claims.compactMap(\.instruction))
    let file = syntax.sources.file(of: span)
    let places = rows.compactMap { $0.first?.span }
    let kept = rows.indices.filter { row in
      guard case .name(let name)? = rows[row].first?.kind else { return true }
      return !names.contains(name)
    }
    guard let first = places.first, let last = places.last, places.count == rows.count, !kept.isEmpty,
      kept.count < rows.count
    else { return nil }
    var text = ""
    for row in kept {
      text += file.text(of: places[row])
      guard row != kept.last else { continue }
      text += String(decoding: file.bytes[places[row].end..<places[row + 1].start], as: UTF8.self)
    }
    return TextEdit(path: file.path, range: first.start..<last.end, text: text)
  }

  /// The lines that the text at `span` takes, if nothing else stands on them; otherwise the text alone.
  private func line(of span: Span, in file: SourceFile) -> Range<Int> {
    var start = span.start
    var end = span.end
    while start > 0, file.bytes[start - 1] == 0x20 { start -= 1 }
    while end < file.bytes.count, file.bytes[end] == 0x20 { end += 1 }
    let isAlone =
      (start == 0 || file.bytes[start - 1] == 0x0A) && end < file.bytes.count && file.bytes[end] == 0x0A
    return isAlone ? start..<(end + 1) : span.start..<span.end
  }
}

extension Claim {

  /// The instruction that the claim is about; nil where it is about the machine.
  fileprivate var instruction: String? {
    switch kind {
    case .classified(let name, _, _), .violates(let name, _, _), .direct(let name, _): name
    case .verdict: nil
    }
  }
}
