/// The checks that a message, a fixture or a report may name.
public enum Rule: String, Sendable, CaseIterable, Comparable {
  case controlSensitive = "PG101"
  case modeSensitive = "PG102"
  case locationSensitive = "PG103"
  case resourceSensitive = "PG104"
  case missedTrap = "PG105"
  case userSensitive = "PG110"
  case timeSensitive = "PG120"
  case directExecution = "PG201"
  case impreciseTrap = "PG301"
  case unreachableAddress = "PG302"
  case decodeTotality = "PG401"
  case guestDecides = "PG402"
  case vacuous = "PG403"

  /// The order of the numbers.
  public static func < (one: Rule, other: Rule) -> Bool { one.rawValue < other.rawValue }

  /// Whether a finding of this rule is a violation of Theorem 1.
  public var breaksTheorem1: Bool { self >= .controlSensitive && self <= .missedTrap }

  /// Whether a machine with a finding of this rule fails its check. What breaks Theorems 2 and 3 alone is told,
  /// and does no more.
  public var isViolation: Bool { breaksTheorem1 || self == .directExecution || self == .impreciseTrap }
}
