import ISALanguage

/// What a variable of `for` or a `width` parameter stands for.
enum StaticValue: Sendable, Hashable {

  /// A number, with the bits of its digits when it is written in binary or hexadecimal.
  case number(Int128, digitWidth: Int?)

  /// A name of something that is declared elsewhere.
  case name(String)

  /// A text.
  case text(String)
}

/// The static variables in scope.
typealias Statics = [String: StaticValue]

/// An item after `when`, `for` and `extends` are worked off.
struct FlatItem {
  var syntax: ItemSyntax
  var statics: Statics
}
