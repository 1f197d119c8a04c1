import Virtualizability

/// The marks of instructions, set in lines from left to right like words: a dot for each, or its name.
struct Flow {

  /// How an instruction is drawn.
  enum Style {
    case dot
    case name
  }

  /// The distance of neighbouring dots.
  static let pitch = 18

  /// The height of a line of names.
  static let lineHeight = 26

  /// The room that a character of a name takes, in tenths.
  private static let characterTenths = 72

  /// A drawn instruction; all lengths are in units of the picture.
  struct Mark {
    var anchor: String
    var name: String
    var isDot: Bool
    var left: Int
    var top: Int
    var width: Int
    var middle: Int
    var tone: String

    /// Where the text of a name stands.
    var baseline = 0
    var centre = 0
  }

  private(set) var marks: [Mark] = []

  /// The height that the lines take.
  private(set) var height = 0

  /// The width of the widest line.
  private(set) var width = 0

  /// Sets `instructions` in lines of at most `room`.
  init(_ instructions: [InstructionVerdict], _ style: Style, room: Int, tone: String) {
    var left = 0
    var top = 0
    let line = style == .dot ? Self.pitch : Self.lineHeight
    for instruction in instructions {
      let size = style == .dot ? Self.pitch : Self.nameWidth(instruction.name)
      if left > 0, left + size > room {
        left = 0
        top += line
      }
      marks.append(
        Mark(
          anchor: instruction.anchor, name: instruction.name, isDot: style == .dot, left: left, top: top,
          width: style == .dot ? size : size - 6, middle: top + line / 2, tone: tone))
      left += size
      width = max(width, left)
      height = top + line
    }
  }

  /// The room of a name with the gap after it.
  static func nameWidth(_ name: String) -> Int { name.count * characterTenths / 10 + 18 }

  /// The marks, moved to a place.
  func marks(left: Int, top: Int) -> [Mark] {
    marks.map { mark in
      var mark = mark
      mark.left += left
      mark.top += top
      mark.middle += top
      mark.baseline = mark.top + 15
      mark.centre = mark.left + mark.width / 2
      return mark
    }
  }
}

extension InstructionVerdict {

  /// The place of the instruction in a page.
  var anchor: String {
    "i-" + name.map { $0.isLetter || $0.isNumber || $0 == "_" ? String($0) : "-" }.joined()
  }
}
