/// What a check is asked to do.
public struct CheckOptions: Sendable {

  /// The resource units that the solver may spend on one query; the largest query of the shipped machines
  /// needs about a hundredth.
  public static let defaultRlimit: UInt32 = 50_000_000

  /// The model in which findings are made; verdicts are given in both.
  public var model: ResourceModel = .extended

  /// Settings of features by name.
  public var features: [String: Bool] = [:]

  /// The instructions to check; all if it is empty.
  public var only: [String] = []

  /// How many instructions are checked at the same time.
  public var jobs = 1

  /// The budget of one query in resource units of the solver; 0 for none.
  public var rlimit = defaultRlimit

  /// Whether terms are simplified and answers read off them; otherwise the solver is asked everything.
  public var simplifies = true

  /// The directory that every query is written to, if one is named.
  public var smtDump: String?

  /// Whether what mends a violation is looked for.
  public var seeksRepairs = false

  /// How many copies of every instruction are checked, each under encodings of its own; for measurements of
  /// growth.
  public var replicas = 1

  /// Where results are kept from one run to the next; nil for nowhere.
  public var store: (any ResultStore)?

  /// The defaults.
  public init() {}
}
