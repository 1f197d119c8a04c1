/// Colours text for a terminal, or leaves it as it is.
struct Paint {

  /// The colours of the terminal, by the codes of ECMA-48.
  enum Colour: Int {
    case red = 31
    case green = 32
    case yellow = 33
    case blue = 34
  }

  /// Whether there are colours.
  var isOn: Bool

  /// `text` in bold, and in `colour` if one is given.
  func bold(_ text: String, _ colour: Colour? = nil) -> String {
    guard isOn, !text.isEmpty else { return text }
    let codes = colour.map { "1;\($0.rawValue)" } ?? "1"
    return "\u{1B}[\(codes)m\(text)\u{1B}[0m"
  }
}
