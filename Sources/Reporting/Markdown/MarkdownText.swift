extension String {

  /// The text with what Markdown would take for its own, so that it is read as it stands.
  var markdown: String {
    var result = ""
    for character in self {
      switch character {
      case "\\", "`", "*", "[", "]", "|", "~": result += "\\\(character)"
      case "<": result += "&lt;"
      case "\n", "\t": result += " "
      default: result.append(character)
      }
    }
    return result
  }

  /// The text as code within a line.
  var markdownCode: String {
    let plain = replacing("\n", with: " ").replacing("\t", with: " ")
    guard contains("`") else { return "`\(plain)`" }
    return "`` \(plain) ``"
  }

  /// The text as code within a cell of a table.
  var markdownCell: String { markdownCode.replacing("|", with: "\\|") }

  /// The text without the white space at its end.
  var trimmedAtTheEnd: String {
    var rest = Substring(self)
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
