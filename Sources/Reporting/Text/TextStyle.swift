import ISALanguage
@preconcurrency import Rainbow

/// How text looks on the reader's terminal.
public struct TextStyle: Sendable {

  /// Whether colours are used.
  public var isColoured: Bool

  /// The longest line that paragraphs and tables are broken to, in columns.
  public var width: Int

  /// Lines of at most 100 columns without colours: what files and pipes get.
  public static let plain = TextStyle(isColoured: false, width: 100)

  /// Makes a style.
  public init(isColoured: Bool, width: Int) {
    self.isColoured = isColoured
    self.width = min(max(width, 60), 100)
    if isColoured {
      // The decision is made already; Rainbow must not ask the environment a second time.
      Rainbow.enabled = true
      Rainbow.outputTarget = .console
    }
  }

  /// `text` in the colours of `tone`.
  func paint(_ text: String, _ tone: Tone) -> String {
    guard isColoured, !text.isEmpty else { return text }
    switch tone {
    case .plain: return text
    case .strong: return text.applyingCodes(Style.bold)
    case .faint: return text.applyingCodes(Style.dim)
    case .good: return text.applyingCodes(NamedColor.green)
    case .bad: return text.applyingCodes(NamedColor.red, Style.bold)
    case .doubtful: return text.applyingCodes(NamedColor.yellow)
    case .name: return text.applyingCodes(NamedColor.cyan)
    }
  }
}

/// What a piece of text is to its reader.
enum Tone: Sendable {
  case plain
  case strong
  case faint
  case good
  case bad
  case doubtful
  case name
}

/// A piece of text with its tone.
struct Piece: Sendable, ExpressibleByStringInterpolation {

  var text: String
  var tone: Tone

  /// Makes a piece; what a specification says is shown without the characters that a terminal would obey.
  init(_ text: String, _ tone: Tone) {
    self.text = DisplayText.harmless(text)
    self.tone = tone
  }

  init(stringLiteral value: String) { self.init(value, .plain) }

  /// The columns that the piece takes.
  var width: Int { text.columns }
}

extension StringProtocol {

  /// The columns that the text takes.
  var columns: Int { utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? utf8.count : count }
}
