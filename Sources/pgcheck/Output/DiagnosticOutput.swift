import ISALanguage

/// Tells the author of a specification what is wrong with it, on standard error.
enum DiagnosticOutput {

  /// Prints `diagnostics` with the lines that they are about.
  static func write(_ diagnostics: [Diagnostic], sources: SourceMap) {
    guard !diagnostics.isEmpty else { return }
    let isColoured = StandardError.isTerminal && Terminal.allowsColour
    StandardError.write(DiagnosticRenderer(sources: sources, colour: isColoured).render(diagnostics))
  }
}
