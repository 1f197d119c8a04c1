import ISALanguage

/// Computes what is known when the specification is read.
struct StaticEvaluator {

  var statics: Statics
  var features: [Feature]
  var diagnostics = DiagnosticBag()

  /// The most rows of one `for`.
  static let mostRows = 4096

  init(statics: Statics, features: [Feature]) {
    self.statics = statics
    self.features = features
  }

  /// The value of `expression`, or nil if it is not static.
  func number(_ expression: ExpressionSyntax) -> Int128? {
    switch expression.kind {
    case .number(let literal):
      return Int128(exactly: literal.value)
    case .name(let name):
      if let value = statics[name] {
        if case .number(let number, _) = value { return number }
        return nil
      }
      return features.first { $0.name == name }.map { $0.isOn ? 1 : 0 }
    case .unary(let mark, let inner):
      guard let value = number(inner) else { return nil }
      switch mark {
      case "-": return value == .min ? nil : -value
      case "!": return value == 0 ? 1 : 0
      default: return nil
      }
    case .binary(let mark, let left, let right, _):
      guard let one = number(left), let other = number(right) else { return nil }
      return Self.apply(mark, one, other)
    default: return nil
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
    case "<<": return (0..<127).contains(other) ? one << other : nil
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
    switch header.rows {
    case .range(let low, let high):
      guard let first = number(low), let end = number(high) else {
        diagnostics.error("the bounds of 'for' must be static numbers", at: header.span)
        return []
      }
      guard end - first <= Self.mostRows else {
        diagnostics.error("more than \(Self.mostRows) repetitions", at: header.span)
        return []
      }
      guard first < end else { return [] }
      return (first..<end).map { [header.variables[0].name: .number($0, digitWidth: nil)] }
    case .rows(let rows):
      return rows.compactMap { row in
        guard row.count == header.variables.count else {
          let span = row.first.map { first in row.last.map { first.span.through($0.span) } ?? first.span }
          diagnostics.error(
            "this row has \(row.count) values for \(header.variables.count) variables",
            at: span ?? header.span)
          return nil
        }
        var result: Statics = [:]
        for (variable, expression) in zip(header.variables, row) {
          guard let value = value(expression) else {
            diagnostics.error(
              "a value of 'for' must be a number, a name or a text", at: expression.span)
            return nil
          }
          result[variable.name] = value
        }
        return result
      }
    }
  }

  /// `text` with `{NAME}` replaced where NAME is a static variable.
  func interpolate(_ text: String) -> String {
    guard text.contains("{") else { return text }
    var result = ""
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "{") {
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
