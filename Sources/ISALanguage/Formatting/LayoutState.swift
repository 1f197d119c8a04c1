/// What the layout of the next word depends on: the brackets that are open and the statement that is under
/// way.
struct LayoutState {

  /// An open bracket.
  private struct Level {

    var room: LayoutRoom

    /// The indentation of a line that starts with the closing bracket.
    var indentation: Int

    /// The first word of the present statement or member.
    var first: String?

    /// Whether `match` was read and its brace was not.
    var awaitsMatch = false

    /// Whether `=>` was read in the present member.
    var hasArrow = false

    /// Whether `where` was read in the present member.
    var hasWhere = false

    /// Whether `when` was read in the present member.
    var hasWhen = false

    /// Whether round brackets stand inside of a pattern.
    var isInPattern = false

    /// The indentation of what stands inside.
    var contents: Int { indentation + Formatter.step }

    mutating func endStatement() {
      first = nil
      awaitsMatch = false
      hasArrow = false
      hasWhere = false
      hasWhen = false
    }
  }

  private var levels = [Level(room: .items, indentation: -Formatter.step)]

  /// The last word, and whether it is an operator before its only operand.
  private var last: Token?
  private var lastIsPrefix = false

  /// Whether the word before the last is a `:`.
  private var lastFollowsColon = false

  private var lineIndentation = 0
  private var lineContinues = false

  private var top: Level { levels[levels.count - 1] }

  // MARK: Lines

  /// The indentation of a line that starts with `token`.
  mutating func startLine(with token: Token) -> Int {
    if token.isCloser {
      lineIndentation = closes(token).map { levels[$0].indentation } ?? top.contents
      lineContinues = !token.is("}")
      return lineIndentation
    }
    lineContinues = continues(with: token)
    if !lineContinues, top.room != .parentheses, !token.is("{"), !isElse(token) {
      levels[levels.count - 1].endStatement()
    }
    lineIndentation = top.contents + (lineContinues ? Formatter.step : 0)
    return lineIndentation
  }

  /// The indentation of comments before `token`.
  func indentation(ofCommentBefore token: Token) -> Int {
    guard !token.isCloser, token.kind != .end else { return top.contents }
    return top.contents + (continues(with: token) ? Formatter.step : 0)
  }

  /// Whether `token`, first in its line, goes on with the statement of the line before.
  private func continues(with token: Token) -> Bool {
    let level = top
    guard level.room != .parentheses, let last, !last.is("{"), !last.is(";"), !token.is("{") else {
      return false
    }
    if isElse(token) { return level.first != "if" }
    if last.is(",") {
      switch level.room {
      case .items: return true
      case .fields: return token.kind == .number
      default: return level.first == "for"
      }
    }
    if leavesOpen(last) || Words.isContinuing(token) { return true }
    if token.kind == .identifier, token.text == "else" { return true }
    if let starters = level.room.starters {
      // `when` starts an item, and the condition of an interrupt.
      if token.text == "when", level.first == "interrupt" { return !level.hasWhen }
      // A misspelled declaration is none the less one.
      if level.room == .items, token.kind == .identifier { return Words.clauses.contains(token.text) }
      return token.kind != .identifier || !starters.contains(token.text)
    }
    switch level.room {
    case .modes: return token.kind == .identifier && (token.text == "when" || token.text == "in")
    case .fields: return token.kind == .number
    case .match: return !level.hasArrow
    default: return false
    }
  }

  /// Whether something must follow `token`.
  private func leavesOpen(_ token: Token) -> Bool {
    switch token.kind {
    case .identifier:
      Words.open.contains(token.text) || (top.room == .items && LayoutRoom.roles.contains(token.text))
    case .punctuation: !token.isCloser && !token.isOpener
    default: false
    }
  }

  private func isElse(_ token: Token) -> Bool {
    token.kind == .identifier && token.text == "else" && last?.is("}") == true
  }

  // MARK: Words

  /// Moves past `token`, which is no comment.
  mutating func take(_ token: Token) {
    let isPrefix = startsOperand(token)
    if token.isOpener {
      open(token)
    } else if token.isCloser {
      close(token)
    } else {
      note(token)
    }
    lastFollowsColon = last?.is(":") == true
    lastIsPrefix = isPrefix
    last = token
  }

  /// Whether `token` is an operator with one operand, which follows.
  private func startsOperand(_ token: Token) -> Bool {
    if token.is("!") || token.is("~") { return true }
    guard token.is("-") else { return false }
    guard let last else { return true }
    switch last.kind {
    case .identifier: return Words.beforeOperand.contains(last.text)
    case .punctuation: return !last.isCloser
    default: return false
    }
  }

  private mutating func open(_ token: Token) {
    let level = top
    let isHeader =
      (level.room.starters != nil && level.room != .operand)
      || level.first.map { Words.headers.contains($0) } ?? false
    var new = Level(room: .parentheses, indentation: lineIndentation)
    if token.is("{") {
      if last?.is(".") == true {
        new.room = .names
      } else if level.awaitsMatch {
        new.room = .match
      } else {
        new.room = level.room.room(behind: level.first)
      }
      levels[levels.count - 1].awaitsMatch = false
      if lineContinues, isHeader, level.room != .parentheses { new.indentation = level.contents }
    } else {
      new.isInPattern = isInPattern
    }
    levels.append(new)
  }

  private mutating func close(_ token: Token) {
    guard let index = closes(token) else { return }
    levels.removeSubrange(index...)
    if token.is("}"), top.room.starters != nil { levels[levels.count - 1].endStatement() }
  }

  /// The level that `token` closes. A brace also closes what was left open inside of it.
  private func closes(_ token: Token) -> Int? {
    guard levels.count > 1 else { return nil }
    if !token.is("}") { return top.room == .parentheses ? levels.count - 1 : nil }
    return levels.lastIndex { $0.room != .parentheses }.flatMap { $0 > 0 ? $0 : nil }
  }

  private mutating func note(_ token: Token) {
    let index = levels.count - 1
    let room = levels[index].room
    if token.is(";") || (token.is(",") && separates(room)) {
      if room != .parentheses { levels[index].endStatement() }
      return
    }
    if token.is("=>") { levels[index].hasArrow = true }
    guard token.kind == .identifier else { return }
    if levels[index].first == nil, token.text != "replace" { levels[index].first = token.text }
    switch token.text {
    case "match": levels[index].awaitsMatch = last?.is(".") != true
    case "where": levels[index].hasWhere = true
    case "when": levels[index].hasWhen = true
    default: break
    }
  }

  private func separates(_ room: LayoutRoom) -> Bool {
    room.starters == nil && room != .parentheses && top.first != "for"
  }

  // MARK: Spaces

  /// Whether the present place is one of a bit pattern, where `:` is followed by a width.
  private var isInPattern: Bool {
    let level = top
    switch (level.room, level.first) {
    case (.parentheses, _): return level.isInPattern
    case (.match, _): return !level.hasArrow
    case (.form, "encode"), (.encoding, "prefix"), (.operand, "case"):
      return !level.hasArrow && !level.hasWhere
    default: return false
    }
  }

  /// The spaces before `token`, which is not the first of its line, where the author wrote `written`.
  func gap(before token: Token, written: Int) -> Int {
    guard let last else { return max(2, written) }
    if token.kind == .comment { return max(2, written) }
    switch spacing(last, token) {
    case .none: return Words.glue(last, token) ? 1 : 0
    case .one: return max(1, written)
    case .authors: return written
    }
  }

  private enum Spacing { case none, one, authors }

  private func spacing(_ last: Token, _ token: Token) -> Spacing {
    if token.is(",") || token.is(";") || token.is(")") || token.is("]") || token.is(":") { return .none }
    if last.is("(") || last.is("[") || Words.isTight(last) || Words.isTight(token) { return .none }
    if last.is("{") || token.is("}") { return top.room == .names ? .none : .one }
    if last.is(",") || last.is(";") { return .one }
    if last.is(":") {
      if isInPattern { return .none }
      return token.kind == .number && top.room != .parentheses ? .authors : .one
    }
    if top.first == "claim", top.room == .items, last.is("-") || token.is("-") { return .none }
    if lastIsPrefix { return .none }
    if token.is("(") { return spacingBeforeParenthesis(last) }
    if token.is("["), last.kind == .identifier ? !isKeyword(last) : last.isCloser { return .none }
    return .one
  }

  private func spacingBeforeParenthesis(_ last: Token) -> Spacing {
    switch last.kind {
    case .identifier:
      if isKeyword(last) { return .one }
      // `imm:size (n)` is a field and a constant, `imm:size(n)` an operand.
      return isInPattern && lastFollowsColon ? .authors : .none
    case .punctuation: return (last.is(")") || last.is("]")) && !isInPattern ? .none : .one
    default: return .one
    }
  }

  private func isKeyword(_ token: Token) -> Bool {
    if Words.beforeOperand.contains(token.text) { return true }
    return (top.room == .items || top.room == .fields) && LayoutRoom.roles.contains(token.text)
  }
}
