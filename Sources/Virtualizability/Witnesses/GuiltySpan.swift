import ISALanguage

/// A stretch of the specification that took part in a violation; lines are made of these.
package struct GuiltySpan: Sendable, Hashable {

  /// Where it is.
  package var span: Span

  /// What it did, as `GuiltyLine.role` says it.
  package var role: String

  /// Whether the first execution of the witness ran it.
  package var isInFirst: Bool

  /// Whether the second one did.
  package var isInSecond: Bool
}

extension GuiltyLine {

  /// The lines of `spans`, each once for every role, in their order.
  static func lines(of spans: [GuiltySpan], in sources: SourceMap) -> [GuiltyLine] {
    var result: [GuiltyLine] = []
    for guilty in spans {
      let location = sources.location(of: guilty.span)
      let known = result.firstIndex {
        $0.location.path == location.path && $0.location.line == location.line && $0.role == guilty.role
      }
      if let known {
        result[known].isInFirst = result[known].isInFirst || guilty.isInFirst
        result[known].isInSecond = result[known].isInSecond || guilty.isInSecond
        continue
      }
      let words = sources.lineText(at: guilty.span).split(whereSeparator: \.isWhitespace)
      result.append(
        GuiltyLine(
          location: location, text: words.joined(separator: " "), role: guilty.role,
          isInFirst: guilty.isInFirst, isInSecond: guilty.isInSecond))
    }
    return result
  }
}
