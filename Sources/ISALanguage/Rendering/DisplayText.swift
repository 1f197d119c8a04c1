/// Text as a terminal shows it: how wide characters are, and which of them it must not be given.
package enum DisplayText {

  /// One character on the screen.
  struct Cell {
    var text: String
    var width: Int

    init(text: String, width: Int) {
      self.text = text
      self.width = width
    }

    init(spaces count: Int) { self.init(text: String(repeating: " ", count: count), width: count) }

    /// Whether nothing is seen of it.
    var isBlank: Bool { text.allSatisfy { $0 == " " } }
  }

  /// The characters of `text`; a tab is left to the caller.
  static func cells(of text: String) -> [Cell] {
    text.map { character in
      if character == "\t" { return Cell(text: "\t", width: 1) }
      let shown = harmless(String(character))
      return Cell(text: shown, width: width(of: shown))
    }
  }

  /// `text` without control characters and changes of the writing direction, which would deceive about the
  /// rest.
  package static func harmless(_ text: String) -> String {
    // Nearly all text is plain ASCII.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    guard text.unicodeScalars.contains(where: { isHarmful($0) }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(isHarmful(scalar) ? "\u{FFFD}" : scalar) }
    return String(result)
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: scalar != "\u{200D}"
    default: false
    }
  }

  /// The columns that one character takes.
  private static func width(of text: String) -> Int {
    guard let first = text.unicodeScalars.first else { return 0 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return isWide(first) ? 2 : 1
    }
  }

  /// Whether a terminal gives the character two columns (Unicode Standard Annex 11, by blocks).
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.properties.isEmojiPresentation { return true }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1B000...0x1B2FF, 0x20000...0x3FFFD:
      return true
    default: return false
    }
  }
}
