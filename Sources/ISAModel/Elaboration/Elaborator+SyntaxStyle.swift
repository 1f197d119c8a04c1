import ISALanguage

extension Elaborator {

  /// What stands after the colon of `{name:style}`.
  func syntaxStyle(_ written: String, at span: Span) throws -> SyntaxStyle {
    let words = Self.words(written)
    switch words.first {
    case "signed" where words.count == 1: return .signed
    case "displacement" where words.count == 1: return .displacement
    case "list" where words.count == 2: return .names(try nameList(words[1], at: span))
    case "extended" where words.count == 2: return .extended(to: try syntaxNumber(words[1], at: span))
    case "relative": return try relativeStyle(Array(words.dropFirst()), at: span)
    default: return .name(try nameList(written.filter { $0 != " " }, at: span))
    }
  }

  /// `relative`, then as wanted `here` or a number, `* number`, `in number`.
  private func relativeStyle(_ words: [String], at span: Span) throws -> SyntaxStyle {
    var rest = words[...]
    var origin = SyntaxStyle.Origin.end
    var scale = 1
    var width: Int?
    if let first = rest.first, first != "*", first != "in" {
      rest.removeFirst()
      origin = first == "here" ? .here : .start(plus: try syntaxNumber(first, at: span))
    }
    if rest.count >= 2, rest.first == "*" {
      scale = try syntaxNumber(rest[rest.startIndex + 1], at: span)
      rest.removeFirst(2)
    }
    if rest.count >= 2, rest.first == "in" {
      width = try syntaxNumber(rest[rest.startIndex + 1], at: span)
      rest.removeFirst(2)
    }
    guard rest.isEmpty else {
      throw fail(
        "'\(rest.joined(separator: " "))' says nothing about a relative address", at: span,
        help: "write {name:relative}, or {name:relative 4}, {name:relative here * 2 in 16}")
    }
    guard scale > 0, width.map({ $0 > 0 && $0 <= 64 }) ?? true else {
      throw fail("a relative address counts in steps of 1 or more, in 1 to 64 bits", at: span)
    }
    return .relative(from: origin, scale: scale, width: width)
  }

  /// Checks that `style` can show `width` bits of what is called `name`.
  func check(_ style: SyntaxStyle, of name: String, width: Int, at span: Span) throws {
    switch style {
    case .name(let list) where names[list].width != width:
      throw fail(
        "'\(names[list].name)' names values of bits(\(names[list].width)), '\(name)' has bits(\(width))",
        at: span)
    case .names(let list) where names[list].texts.count != width:
      throw fail(
        "'\(names[list].name)' has \(counted(names[list].texts.count, "name")) for the \(counted(width, "bit")) of '\(name)'",
        at: span)
    case .extended(let wide) where wide < width || wide > 128:
      throw fail("'\(name)' has bits(\(width)), which cannot be extended to bits(\(wide))", at: span)
    default: return
    }
  }

  private func nameList(_ written: String, at span: Span) throws -> Int {
    var name = written
    if case .name(let other)? = body.statics[written] { name = other }
    guard let number = namesByName[name] else {
      throw noSuch("list of names", name, at: span, among: names.map(\.name))
    }
    return number
  }

  /// A number of a style: digits, or a static number of that name.
  private func syntaxNumber(_ written: String, at span: Span) throws -> Int {
    if let number = Int(written) { return number }
    if case .number(let number, _)? = body.statics[written], let small = Int(exactly: number) { return small }
    throw fail("'\(written)' is no number here", at: span, help: "write digits, or a variable of 'for'")
  }

  private static func words(_ text: String) -> [String] {
    text.replacing("*", with: " * ").split(separator: " ").map(String.init)
  }
}
