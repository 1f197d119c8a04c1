import ISALanguage

/// What a rule means, for the user: the documentation comment of its check.
public struct RuleDocumentation: Sendable {

  /// The rule: `PG102`.
  public var id: String

  /// What a finding of the rule is, in a few words.
  public var title: String

  /// The text, in paragraphs and list items.
  public var paragraphs: [String]

  /// All rules that are documented, in their order.
  public static var all: [RuleDocumentation] { generated }

  /// The documentation of the rule `id`, in either case of letters.
  public static func find(_ id: String) -> RuleDocumentation? {
    all.first { $0.id == id.uppercased() }
  }

  /// Whether `word` looks like the name of a rule, whether there is such a rule or not.
  public static func isRuleName(_ word: String) -> Bool {
    let letters = word.uppercased()
    return letters.hasPrefix("PG") && letters.count > 2
      && letters.dropFirst(2).allSatisfy { ("0"..."9").contains($0) }
  }

  /// The rule that `word` was perhaps meant to be.
  public static func suggestion(for word: String) -> String? {
    Spelling.suggestion(for: word.uppercased(), among: all.map(\.id))
  }

  /// The text for a terminal.
  public func render(style: TextStyle) -> String {
    var page = TextPage(style)
    page.line([Piece(id, .bad), "  ", Piece(title, .strong)])
    for paragraph in paragraphs {
      if paragraph.hasPrefix("- ") {
        page.paragraph(String(paragraph.dropFirst(2)), after: ["- "], indent: 0, hanging: 2)
      } else {
        page.blank()
        page.paragraph(paragraph, indent: 0)
      }
    }
    return page.text
  }

  /// All rules with their titles, a line each.
  public static func index(style: TextStyle) -> String {
    var page = TextPage(style)
    page.table(all.map { [Piece($0.id, .strong), Piece($0.title, .plain)] }, indent: 0)
    return page.text
  }
}
