import ISALanguage

/// Tells the author of a specification what is wrong with it, on standard error.
enum DiagnosticOutput {

  /// Prints `diagnostics` with the lines that they are about.
  static func write(_ diagnostics: [Diagnostic], sources: SourceMap) {
    for diagnostic in diagnostics { StandardError.write(text(diagnostic, sources)) }
  }

  private static func text(_ diagnostic: Diagnostic, _ sources: SourceMap) -> String {
    let rule = diagnostic.rule.map { " [\($0)]" } ?? ""
    var text =
      "\(place(diagnostic.span, sources)): \(diagnostic.severity.rawValue): \(diagnostic.message)\(rule)\n"
    let file = sources.file(of: diagnostic.span)
    let line = file.text(ofLine: file.line(at: diagnostic.span.start))
    text += "  | \(line)\n"
    for note in diagnostic.notes {
      text += "  note: \(note.span.map { place($0, sources) + ": " } ?? "")\(note.message)\n"
    }
    if let help = diagnostic.help { text += "  help: \(help)\n" }
    return text
  }

  private static func place(_ span: Span, _ sources: SourceMap) -> String {
    let location = sources.location(of: span)
    return "\(location.path):\(location.line):\(location.column)"
  }
}
