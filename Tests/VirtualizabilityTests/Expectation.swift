import Virtualizability

/// What a fixture says about itself, in a line that starts with `//~`.
struct Expectation: CustomStringConvertible {

  /// What is expected.
  enum Kind {
    case instruction(String, [(key: String, value: String)])
    case rules(String, Set<String>)
    case components(String, rule: String, [String])
    case machine(ResourceModel, [(key: String, value: String)])
    case error(rule: String, text: String)
    /// Addresses that a mode reaches and its guests cannot (PG302): the kinds of access and the ranges.
    case unreachable(mode: String, String)
  }

  var feature: String?
  var kind: Kind
  var description: String

  /// The expectations in the text of a fixture; lines that say nothing sensible are returned as they are.
  static func parse(_ text: String) -> (expectations: [Expectation], malformed: [String]) {
    var result: [Expectation] = []
    var malformed: [String] = []
    for line in text.split(separator: "\n") {
      guard let start = line.range(of: "//~") else { continue }
      let body = String(line[start.upperBound...]).trimmingPrefix(while: { $0 == " " })
      if let expectation = parseLine(String(body)) {
        result.append(expectation)
      } else {
        malformed.append(String(line))
      }
    }
    return (result, malformed)
  }

  private static func parseLine(_ line: String) -> Expectation? {
    var rest = Substring(line)
    var feature: String?
    if rest.hasPrefix("feature ") {
      guard let colon = rest.firstIndex(of: ":") else { return nil }
      feature = String(rest.dropFirst(8)[..<colon])
      rest = rest[rest.index(after: colon)...].drop { $0 == " " }
    }
    // A comment in parentheses explains the expectation.
    if let parenthesis = rest.range(of: "   (") { rest = rest[..<parenthesis.lowerBound] }
    guard let colon = rest.firstIndex(of: ":") else { return nil }
    let head = rest[..<colon].split(separator: " ").map(String.init)
    let body = rest[rest.index(after: colon)...].drop { $0 == " " }
    func make(_ kind: Kind) -> Expectation { Expectation(feature: feature, kind: kind, description: line) }
    if head.count == 2, head[0] == "error" { return make(.error(rule: head[1], text: String(body))) }
    if head.count == 2, head[0] == "unreachable" { return make(.unreachable(mode: head[1], String(body))) }
    let pairs = body.split(separator: " ").compactMap { word -> (key: String, value: String)? in
      let parts = word.split(separator: "=", maxSplits: 1)
      return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }
    if head.first == "machine" {
      let model = head.count == 2 ? ResourceModel(rawValue: head[1]) : .extended
      return model.map { make(.machine($0, pairs)) }
    }
    guard head.count == 1 else { return nil }
    if body.hasPrefix("components "), let pair = pairs.first {
      return make(.components(head[0], rule: pair.key, pair.value.split(separator: ",").map(String.init)))
    }
    if let pair = pairs.first, pair.key == "rules" {
      return make(
        .rules(head[0], pair.value == "none" ? [] : Set(pair.value.split(separator: ",").map(String.init))))
    }
    return pairs.isEmpty ? nil : make(.instruction(head[0], pairs))
  }
}
