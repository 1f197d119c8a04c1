import ISALanguage

/// Computes what is known when the specification is read.
struct StaticEvaluator {

  var statics: Statics
  var features: Features
  var diagnostics = DiagnosticBag()

  /// The most rows of one `for`, and the most variables.
  static let mostRows = 4096
  static let mostVariables = 64

  /// The longest text that the values of variables are put into, in bytes.
  static let longestText = 16_000

  init(statics: Statics, features: Features) {
    self.statics = statics
    self.features = features
  }

  /// The value of `expression`, or nil if it is not static.
  func number(_ expression: ExpressionSyntax) -> Int128? {
    switch expression.kind {
    case .number(let literal): return Int128(exactly: literal.value)
    case .name(let name):
      switch statics[name] {
      case .number(let number, _): return number
      case .some: return nil
      case nil: return features.isOn(name).map { $0 ? 1 : 0 }
      }
    case .unary(let mark, let inner): return number(inner).flatMap { Self.apply(mark, $0) }
    case .binary(let mark, let left, let right, _):
      guard let one = number(left), let other = number(right) else { return nil }
      return Self.apply(mark, one, other)
    default: return nil
    }
  }

  /// The result of a static operation on one number, nil where it has none.
  static func apply(_ mark: String, _ operand: Int128) -> Int128? {
    switch mark {
    case "-": operand == .min ? nil : -operand
    case "!": operand == 0 ? 1 : 0
    default: nil
    }
  }

  /// The result of a static operation, nil where it has none.
  static func apply(_ mark: String, _ one: Int128, _ other: Int128) -> Int128? {
    func checked(_ result: (partialValue: Int128, overflow: Bool)) -> Int128? {
      result.overflow ? nil : result.partialValue
    }
    switch mark {
    case "+": return checked(one.addingReportingOverflow(other))
    case "-": return checked(one.subtractingReportingOverflow(other))
    case "*": return checked(one.multipliedReportingOverflow(by: other))
    case "/": return other == 0 ? nil : checked(one.dividedReportingOverflow(by: other))
    case "%": return other == 0 ? nil : checked(one.remainderReportingOverflow(dividingBy: other))
    case "<<":
      guard (0..<127).contains(other), (one << other) >> other == one else { return nil }
      return one << other
    case ">>": return (0..<127).contains(other) ? one >> other : nil
    case "&": return one & other
    case "|": return one | other
    case "^": return one ^ other
    case "==": return one == other ? 1 : 0
    case "!=": return one != other ? 1 : 0
    case "<": return one < other ? 1 : 0
    case "<=": return one <= other ? 1 : 0
    case ">": return one > other ? 1 : 0
    case ">=": return one >= other ? 1 : 0
    case "&&": return one != 0 && other != 0 ? 1 : 0
    case "||": return one != 0 || other != 0 ? 1 : 0
    default: return nil
    }
  }

  /// What an expression of a `for` row stands for.
  func value(_ expression: ExpressionSyntax) -> StaticValue? {
    switch expression.kind {
    case .number(let literal):
      return Int128(exactly: literal.value).map { .number($0, digitWidth: literal.digitWidth) }
    case .text(let text): return .text(interpolate(text))
    case .name(let name):
      if let value = statics[name] { return value }
      if let number = number(expression) { return .number(number, digitWidth: nil) }
      return .name(name)
    default: return number(expression).map { .number($0, digitWidth: nil) }
    }
  }

  /// The static variables of every repetition of a `for`.
  mutating func rows(_ header: ForHeaderSyntax) -> [Statics] {
    var seen: Set<String> = []
    for variable in header.variables where !seen.insert(variable.name).inserted {
      diagnostics.error("the variable '\(variable.name)' stands twice in this 'for'", at: variable.span)
      return []
    }
    guard header.variables.count <= Self.mostVariables else {
      diagnostics.error("a 'for' has at most \(Self.mostVariables) variables", at: header.span)
      return []
    }
    switch header.rows {
    case .range(let low, let high):
      guard let first = bound(low), let end = bound(high) else { return [] }
      return rows(header, from: first, to: end)
    case .rows(let rows):
      guard rows.count <= Self.mostRows else {
        diagnostics.error("more than \(Self.mostRows) repetitions", at: header.span)
        return []
      }
      return rows.compactMap { self.row($0, of: header) }
    }
  }

  /// The static variables of the repetitions from `first` up to `end`, which is not reached.
  mutating func rows(_ header: ForHeaderSyntax, from first: Int, to end: Int) -> [Statics] {
    guard end - first <= Self.mostRows else {
      diagnostics.error("more than \(Self.mostRows) repetitions", at: header.span)
      return []
    }
    guard first < end else { return [] }
    return (first..<end).map { [header.variables[0].name: .number(Int128($0), digitWidth: nil)] }
  }

  private mutating func bound(_ expression: ExpressionSyntax) -> Int? {
    guard let number = number(expression) else {
      diagnostics.error(
        "the bounds of 'for' must be static numbers", at: expression.span,
        help: "around declarations: literals, features and variables of an outer 'for'")
      return nil
    }
    guard abs(number.clamped) < 1 << 40 else {
      diagnostics.error("this bound of 'for' is out of range", at: expression.span)
      return nil
    }
    return Int(number.clamped)
  }

  private mutating func row(_ row: [ExpressionSyntax], of header: ForHeaderSyntax) -> Statics? {
    guard row.count == header.variables.count else {
      let span = row.first.map { first in row.last.map { first.span.through($0.span) } ?? first.span }
      diagnostics.error(
        "this row has \(row.count) values for \(header.variables.count) variables", at: span ?? header.span)
      return nil
    }
    var result: Statics = [:]
    for (variable, expression) in zip(header.variables, row) {
      guard let value = value(expression) else {
        diagnostics.error("a value of 'for' must be a number, a name or a text", at: expression.span)
        return nil
      }
      if case .text(let text) = value, text.utf8.count > Self.longestText {
        diagnostics.error("this text becomes longer than \(Self.longestText) bytes", at: expression.span)
        return nil
      }
      result[variable.name] = value
    }
    return result
  }

  /// `text` with `{NAME}` replaced where NAME is a static variable. Nothing more is replaced in what has
  /// become too long.
  func interpolate(_ text: String) -> String {
    guard text.contains("{") else { return text }
    var result = ""
    var rest = Substring(text)
    while result.utf8.count <= Self.longestText, let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      rest = rest[open...]
      guard let close = rest.firstIndex(of: "}") else { break }
      let name = String(rest[rest.index(after: open)..<close])
      if let value = statics[name] {
        result += Self.text(of: value)
      } else {
        result += rest[...close]
      }
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  static func text(of value: StaticValue) -> String {
    switch value {
    case .number(let number, _): "\(number)"
    case .name(let name): name
    case .text(let text): text
    }
  }
}

extension Int128 {

  /// The nearest number within 2^62 of zero.
  var clamped: Int128 { Swift.min(Swift.max(self, -1 << 62), 1 << 62) }
}
