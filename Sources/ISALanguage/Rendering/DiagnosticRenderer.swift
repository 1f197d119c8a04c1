/// Writes diagnostics for people: the message, the line that it is about, and a mark under the exact words.
package struct DiagnosticRenderer {

  private let sources: SourceMap
  private let paint: Paint
  private let columns: Int

  /// Makes a renderer for the files of `sources`; lines longer than `columns` are cut around what is marked.
  package init(sources: SourceMap, colour: Bool = false, columns: Int = 100) {
    self.sources = sources
    paint = Paint(isOn: colour)
    self.columns = columns
  }

  /// The text of all `diagnostics`, an empty line after each.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { render($0) + "\n" }.joined()
  }

  /// The text of one diagnostic, which ends with a line end.
  package func render(_ diagnostic: Diagnostic) -> String {
    let spans = [diagnostic.span] + diagnostic.notes.compactMap(\.span)
    let margin = spans.map { String(sources.location(of: $0).line).count }.max() ?? 1
    let colour: Paint.Colour = diagnostic.severity == .error ? .red : .yellow
    let rule = diagnostic.rule.map { "[\($0)]" } ?? ""
    var lines = [
      paint.bold(diagnostic.severity.rawValue + rule, colour)
        + paint.bold(": " + DisplayText.harmless(diagnostic.message))
    ]
    lines += excerpt(at: diagnostic.span, margin: margin, mark: "^", colour)
    for note in diagnostic.notes {
      let message = DisplayText.harmless(note.message)
      if let span = note.span {
        lines.append(paint.bold("note", .green) + ": " + message)
        lines += excerpt(at: span, margin: margin, mark: "-", .blue)
      } else {
        lines.append(remark("note", message, margin: margin))
      }
    }
    if let help = diagnostic.help {
      lines.append(remark("help", DisplayText.harmless(help), margin: margin))
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func remark(_ word: String, _ message: String, margin: Int) -> String {
    spaces(margin) + paint.bold(" = ", .blue) + paint.bold(word) + ": " + message
  }

  /// Where `span` is, its line, and a mark under it.
  private func excerpt(at span: Span, margin: Int, mark: Character, _ colour: Paint.Colour) -> [String] {
    let file = sources.file(of: span)
    let place = sources.location(of: span)
    let line = ExcerptLine(of: span, in: file, columns: columns)
    let number = String(place.line)
    let bar = spaces(margin) + paint.bold(" |", .blue)
    let text = line.text.isEmpty ? "" : " " + line.text
    let path = DisplayText.harmless(place.path)
    return [
      spaces(margin) + paint.bold("--> ", .blue) + "\(path):\(place.line):\(place.column)",
      bar,
      spaces(margin - number.count) + paint.bold(number + " |", .blue) + text,
      bar + spaces(line.markStart + 1)
        + paint.bold(String(repeating: mark, count: line.markWidth), colour),
    ]
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}
