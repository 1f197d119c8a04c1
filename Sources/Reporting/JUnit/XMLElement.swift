/// A piece of XML. Documents here are small and hold no mixed text, so that a tree of strings is enough; a library
/// would bring along a second Foundation, and with it as much time as a whole check from the cache takes.
struct XMLElement {

  var name: String
  var attributes: [(name: String, value: String)] = []
  var children: [XMLElement] = []

  /// What it says, where it has no children.
  var text = ""

  /// The document with this element at its root.
  var document: String {
    var result = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    write(to: &result, indent: "")
    return result
  }

  private func write(to result: inout String, indent: String) {
    result += "\(indent)<\(name)"
    for attribute in attributes {
      result += " \(attribute.name)=\"\(Self.escaped(attribute.value, isAttribute: true))\""
    }
    if children.isEmpty, text.isEmpty {
      result += "/>\n"
    } else if children.isEmpty {
      result += ">\(Self.escaped(text, isAttribute: false))</\(name)>\n"
    } else {
      result += ">\n"
      for child in children { child.write(to: &result, indent: indent + "  ") }
      result += "\(indent)</\(name)>\n"
    }
  }

  /// `text` with references for what has a meaning in XML. Characters that XML 1.0 does not admit are replaced.
  static func escaped(_ text: String, isAttribute: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"" where isAttribute: result += "&quot;"
      case "\n" where isAttribute: result += "&#10;"
      case "\t" where isAttribute: result += "&#9;"
      case "\r": result += "&#13;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
