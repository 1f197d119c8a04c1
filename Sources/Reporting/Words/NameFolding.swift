import Virtualizability

/// Long lists of components in a form that a person can take in.
enum NameFolding {

  /// Lists of up to this many names stay as they are.
  private static let longest = 6

  /// `names` with the fields of a register counted instead of named, and with the elements of an array
  /// together: `TLB[0, 1, 2] (4 fields each)`. Short lists stay as they are.
  static func short(_ names: [String]) -> [String] {
    guard names.count > longest else { return names }
    return elements(of: fields(of: names)).map(\.text)
  }

  /// A register, or an element of an array of registers, and which of its fields are meant.
  private struct Group {
    var register: String
    var indices: [String]
    var fields: [String]

    var text: String {
      let place = indices.isEmpty ? register : "\(register)[\(indices.joined(separator: ", "))]"
      switch fields.count {
      case 0: return place
      case 1: return "\(place).\(fields[0])"
      default: return "\(place) (\(fields.count) fields\(indices.count > 1 ? " each" : ""))"
      }
    }
  }

  /// The fields of each register together.
  private static func fields(of names: [String]) -> [Group] {
    var groups: [Group] = []
    for name in names {
      let dot = name.firstIndex(of: ".")
      let place = String(name[..<(dot ?? name.endIndex)])
      let field = dot.map { String(name[name.index(after: $0)...]) }
      var group = Group(register: place, indices: [], fields: [])
      if place.hasSuffix("]"), let open = place.firstIndex(of: "[") {
        group.register = String(place[..<open])
        group.indices = [String(place[place.index(after: open)...].dropLast())]
      }
      if let known = groups.firstIndex(where: { $0.register == group.register && $0.indices == group.indices }
      ) {
        if let field { groups[known].fields.append(field) }
      } else {
        group.fields = field.map { [$0] } ?? []
        groups.append(group)
      }
    }
    return groups
  }

  /// The elements of an array of which the same fields are meant together.
  private static func elements(of groups: [Group]) -> [Group] {
    var result: [Group] = []
    for group in groups {
      let known = result.firstIndex {
        $0.register == group.register && !group.indices.isEmpty && !$0.indices.isEmpty
          && $0.fields == group.fields
      }
      if let known { result[known].indices += group.indices } else { result.append(group) }
    }
    return result
  }
}

extension String {

  /// The text with the list `names` in it shortened.
  func shortening(_ names: [String]) -> String {
    let short = NameFolding.short(names)
    guard short != names, let range = range(of: listed(names)) else { return self }
    return replacingCharacters(in: range, with: listed(short))
  }

  /// Where `other` stands first.
  private func range(of other: String) -> Range<String.Index>? {
    other.isEmpty ? nil : utf8.firstRange(of: other.utf8)
  }

  private func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}

extension Finding {

  /// What is wrong, as a sentence about `instruction`.
  func sentence(about instruction: String) -> String {
    "\(instruction) \(message.shortening(components))."
  }
}
