import ISALanguage
import ISAModel

/// One way in which a line of assembly text fits the syntax of a form.
struct SyntaxMatch {

  /// Where operands are: the numbers of the operands on the way from the form, empty for the form itself.
  typealias Path = [Int]

  /// What the text gives a value to.
  enum Target: Hashable {
    case field(Path, Int)
    case parameter(Path, Int)
    case context(Int)
  }

  /// The value that the text gives.
  enum Value {
    case bits(UInt128)
    case expression(AssemblyExpression, SyntaxStyle, Span)
  }

  var instruction: Int
  var form: Int
  var bindings: [(target: Target, value: Value)] = []

  /// The number of the case of every operand that the text shows.
  var cases: [Path: Int] = [:]
}

/// Fits lines of assembly text to the syntax of the machine's forms.
struct SyntaxMatcher {

  let machine: Machine

  /// Names of registers and other words of operands, which are no symbols.
  let reserved: Set<String>

  /// Where the text first was not what any form says.
  private(set) var farthest = 0

  /// The forms whose text starts with a letter, by that letter, and those that may start with any.
  private var formsByLetter: [UInt8: [(instruction: Int, form: Int)]] = [:]
  private var otherForms: [(instruction: Int, form: Int)] = []

  init(machine: Machine) {
    self.machine = machine
    reserved = ReservedWords.of(machine)
    for (number, instruction) in machine.instructions.enumerated() {
      for (index, form) in instruction.forms.enumerated() {
        switch form.syntax.first {
        case .text(let text):
          let letter = CharacterText.lower(text.utf8.first { !CharacterText.isSpace($0) } ?? 0x20)
          formsByLetter[letter, default: []].append((number, index))
        case .some: otherForms.append((number, index))
        case nil: continue
        }
      }
    }
  }

  /// The text of one instruction: `bytes[start ..< end]` of a file.
  struct Line {
    var bytes: [UInt8]
    var start: Int
    var end: Int
    var file: Int
  }

  private struct State {
    var position: Int
    var match: SyntaxMatch
  }

  /// All ways to read the line as an instruction.
  mutating func matches(_ line: Line) -> [SyntaxMatch] {
    farthest = line.start
    var result: [SyntaxMatch] = []
    let letter = line.start < line.end ? CharacterText.lower(line.bytes[line.start]) : 0
    let candidates = (formsByLetter[letter] ?? []) + otherForms
    for (number, index) in candidates.sorted(by: <) {
      let form = machine.instructions[number].forms[index]
      let start = State(position: line.start, match: SyntaxMatch(instruction: number, form: index))
      for state in match(form.syntax, form.layout, [], start, line) {
        let end = skipSpaces(state.position, line)
        if end == line.end { result.append(state.match) } else { note(end) }
      }
    }
    return result
  }

  private mutating func match(
    _ parts: [SyntaxPart], _ layout: Layout, _ path: SyntaxMatch.Path, _ start: State,
    _ line: Line
  ) -> [State] {
    var states = [start]
    for part in parts {
      var next: [State] = []
      for state in states {
        switch part {
        case .text(let text):
          if let position = literal(text, state.position, line) {
            next.append(State(position: position, match: state.match))
          }
        case .field(let number, let style):
          next += match(style, .field(path, number), state, line)
        case .context(let number, let style):
          next += match(style, .context(number), state, line)
        case .parameter(let number, let style):
          next += match(style, .parameter(path, number), state, line)
        case .operand(let number):
          let below = path + [number]
          let kind = machine.operands[layout.operands[number].operand]
          for (index, one) in kind.cases.enumerated() {
            if let known = state.match.cases[below], known != index { continue }
            var inner = state
            inner.match.cases[below] = index
            next += match(one.syntax, one.layout, below, inner, line)
          }
        }
      }
      guard !next.isEmpty else { return [] }
      states = next
    }
    return states
  }

  private mutating func match(
    _ style: SyntaxStyle, _ target: SyntaxMatch.Target, _ state: State, _ line: Line
  ) -> [State] {
    func bound(_ value: SyntaxMatch.Value, _ position: Int) -> State {
      var result = State(position: position, match: state.match)
      result.match.bindings.append((target, value))
      return result
    }
    switch style {
    case .name(let list):
      return machine.names[list].texts.enumerated().compactMap { number, text in
        literal(text, state.position, line).map { bound(.bits(UInt128(number)), $0) }
      }
    case .names(let list):
      if let (bits, end) = registers(machine.names[list].texts, state.position, line) {
        return [bound(.bits(bits), end)]
      }
    case .displacement:
      let start = skipSpaces(state.position, line)
      guard start < line.end, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(line.bytes[start]) else {
        note(start)
        return []
      }
    default: break
    }
    var parser = ExpressionParser(
      text: line.bytes, from: state.position, to: line.end, file: line.file, reserved: reserved)
    guard let expression = parser.parse() else {
      note(skipSpaces(state.position, line))
      return []
    }
    let start = skipSpaces(state.position, line)
    let span = Span(file: line.file, start: start, end: parser.position)
    return [bound(.expression(expression, style, span), parser.position)]
  }

  // MARK: Text

  private mutating func note(_ position: Int) { farthest = max(farthest, position) }

  private func skipSpaces(_ position: Int, _ line: Line) -> Int {
    var position = position
    while position < line.end, CharacterText.isSpace(line.bytes[position]) { position += 1 }
    return position
  }

  /// Where `text` ends that starts at `position`; spaces are free except within words.
  private mutating func literal(_ text: String, _ position: Int, _ line: Line) -> Int? {
    var position = position
    var previous: UInt8 = position > line.start ? line.bytes[position - 1] : 0x20
    for wanted in text.utf8 {
      if CharacterText.isSpace(wanted) {
        let after = skipSpaces(position, line)
        if after == position, position < line.end, CharacterText.isWordPart(previous),
          CharacterText.isWordPart(line.bytes[position])
        {
          note(position)
          return nil
        }
        position = after
        previous = 0x20
        continue
      }
      let after = skipSpaces(position, line)
      // Within a word no space stands.
      let isInside = CharacterText.isWordPart(previous) && CharacterText.isWordPart(wanted)
      guard after < line.end, CharacterText.lower(line.bytes[after]) == CharacterText.lower(wanted),
        after == position || !isInside
      else {
        note(after)
        return nil
      }
      position = after + 1
      previous = wanted
    }
    return position
  }

  /// A list of names and ranges of names, such as `d0-d3/a6`.
  private func registers(_ names: [String], _ start: Int, _ line: Line) -> (bits: UInt128, end: Int)? {
    let list = RegisterListText(names)
    var position = skipSpaces(start, line)
    var bits: UInt128 = 0
    while true {
      guard let (first, afterFirst) = list.name(line.bytes, position, line.end) else { return nil }
      position = afterFirst
      var last = first
      if position < line.end, line.bytes[position] == UInt8(ascii: "-") {
        guard let (name, end) = list.name(line.bytes, position + 1, line.end) else { return nil }
        (last, position) = (name, end)
      }
      guard let part = list.bits(first, last) else { return nil }
      bits |= part
      guard position < line.end, line.bytes[position] == UInt8(ascii: "/") else { return (bits, position) }
      position += 1
    }
  }
}
