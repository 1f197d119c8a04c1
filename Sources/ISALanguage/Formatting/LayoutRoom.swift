/// What stands between a pair of brackets, as far as layout is concerned.
enum LayoutRoom {

  /// Declarations.
  case items

  /// Statements, conditions, settings, and whatever is not told apart.
  case statements

  /// The cases of a `match`.
  case match

  /// Fields of a register or record, cases of an enum.
  case fields

  /// The names in `FLAGS.{Z, N}`.
  case names

  /// Modes.
  case modes

  /// The members of an encoding.
  case encoding

  /// The cases of an operand.
  case operand

  /// The members of an instruction or form.
  case form

  /// Round or square brackets.
  case parentheses

  /// The words that a member starts with, where only these do.
  var starters: Set<String>? {
    switch self {
    case .items: Parser.itemWords
    case .form: ["source", "encode", "where", "syntax", "do", "form", "for", "always"]
    case .operand: ["case"]
    case .encoding: ["unit", "fetch", "step", "context", "prefix", "otherwise"]
    default: nil
    }
  }

  /// The room behind a brace, in this room, of what starts with the word `first`.
  func room(behind first: String?) -> LayoutRoom {
    switch (self, first) {
    case (.items, "isa"), (.items, "when"), (.items, "for"): .items
    case (.items, "modes"): .modes
    case (.items, "encoding"): .encoding
    case (.items, "operand"): .operand
    case (.items, "instruction"): .form
    case (.items, "record"), (.items, "enum"), (.items, "register"): .fields
    case (.items, let word?) where Self.roles.contains(word): .fields
    case (.form, "form"), (.form, "for"): .form
    default: .statements
    }
  }

  static let roles: Set<String> = ["guest", "mode", "relocation", "control", "time"]
}
