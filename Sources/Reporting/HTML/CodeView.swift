import Virtualizability

/// Lines of a specification as a page shows them.
struct CodeView {

  struct Line {
    var number: Int
    var text: String
    var isGuilty: Bool
    /// What the line did in an execution; empty for most.
    var role: String
    /// Whether lines are left out before this one.
    var followsGap: Bool
  }

  var path: String
  var first: Int
  var lines: [Line]

  init(_ excerpt: SourceExcerpt, guilty: [GuiltyLine]) {
    path = excerpt.path
    first = excerpt.lines.first?.number ?? 0
    let indent =
      excerpt.lines.filter { !$0.text.allSatisfy(\.isWhitespace) }
      .map { $0.text.prefix { $0 == " " }.count }.min() ?? 0
    var previous: Int?
    lines = []
    for (number, text) in excerpt.lines {
      var roles: [String] = []
      for line in guilty where line.location.line == number && line.location.path == excerpt.path {
        if !roles.contains(line.role) { roles.append(line.role) }
      }
      lines.append(
        Line(
          number: number, text: String(text.dropFirst(indent)), isGuilty: !roles.isEmpty,
          role: roles.joined(separator: "; "), followsGap: previous.map { $0 + 1 < number } ?? false))
      previous = number
    }
  }
}
