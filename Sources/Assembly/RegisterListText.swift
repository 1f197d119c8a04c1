import Execution

/// Reads the names of a register list.
struct RegisterListText {

  private let names: [String]
  private let list: RegisterList

  init(_ names: [String]) {
    self.names = names
    list = RegisterList(names)
  }

  /// The name that stands at `position` as a whole word.
  func name(_ text: [UInt8], _ position: Int, _ limit: Int) -> (name: String, end: Int)? {
    var end = position
    while end < limit, CharacterText.isWordPart(text[end]) { end += 1 }
    let word = String(decoding: text[position..<end], as: UTF8.self).lowercased()
    return names.first { $0.lowercased() == word }.map { ($0, end) }
  }

  func bits(_ first: String, _ last: String) -> UInt128? { list.bits(from: first, through: last) }
}
