/// The violations that somebody has accepted, each for a reason.
public struct Baseline: Sendable, Equatable {

  /// The name of the form of the file, with its version.
  public static let schemaName = "pgcheck/baseline/1"

  /// One accepted violation.
  public struct Entry: Sendable, Hashable {

    /// The machine.
    public var machine: String

    /// The instruction's name when it was accepted.
    public var instruction: String

    /// The rule: `PG101`.
    public var rule: String

    /// The finding, as reports name it. It stays the same as long as what was accepted means the same.
    public var fingerprint: String

    /// Why the violation is accepted.
    public var reason: String

    /// Who answers for that.
    public var owner: String

    /// The last day on which the entry holds; nil where it holds for good.
    public var expires: CalendarDate?

    /// Makes an entry.
    public init(
      machine: String, instruction: String, rule: String, fingerprint: String, reason: String, owner: String,
      expires: CalendarDate?
    ) {
      self.machine = machine
      self.instruction = instruction
      self.rule = rule
      self.fingerprint = fingerprint
      self.reason = reason
      self.owner = owner
      self.expires = expires
    }

    /// Whether it holds no longer on the day `today`.
    public func isExpired(on today: CalendarDate) -> Bool { expires.map { $0 < today } ?? false }
  }

  /// What is accepted.
  public var entries: [Entry]

  /// Makes a baseline.
  public init(entries: [Entry] = []) { self.entries = entries }
}

extension Baseline.Entry: Decodable {

  private enum Key: String, CodingKey {
    case machine, instruction, rule, fingerprint, reason, owner, expires
  }

  /// Reads an entry of a baseline's file.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    machine = try container.decode(String.self, forKey: .machine)
    instruction = try container.decode(String.self, forKey: .instruction)
    rule = try container.decode(String.self, forKey: .rule)
    fingerprint = try container.decode(String.self, forKey: .fingerprint)
    reason = try container.decode(String.self, forKey: .reason)
    owner = try container.decodeIfPresent(String.self, forKey: .owner) ?? ""
    guard let day = try container.decodeIfPresent(String.self, forKey: .expires) else { return }
    guard let date = CalendarDate(day) else {
      throw DecodingError.dataCorruptedError(
        forKey: .expires, in: container, debugDescription: "'\(day)' is no day such as 2027-01-31")
    }
    expires = date
  }
}

extension Baseline: Decodable {

  private enum Key: String, CodingKey { case schema, entries }

  /// Reads a baseline's file, which must be of the form that is known.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let schema = try container.decode(String.self, forKey: .schema)
    guard schema == Self.schemaName else {
      throw DecodingError.dataCorruptedError(
        forKey: .schema, in: container,
        debugDescription: "the form '\(schema)' is not '\(Self.schemaName)', the one that is known")
    }
    entries = try container.decode([Entry].self, forKey: .entries)
  }
}
