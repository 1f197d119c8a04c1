import ISAModel

/// What is known of the addresses that guests can be given (PG302).
public struct AddressVerdict: Sendable {

  /// Addresses that some mode reaches and its guests cannot, at most one entry for every mode and set of
  /// ranges.
  public var findings: [UnreachableAddresses]

  /// Questions that were not decided, in words.
  public var undecided: [String]

  /// `violated` where addresses are out of reach, `inconclusive` where something was not decided.
  public var verdict: Verdict {
    if !findings.isEmpty { return .violated }
    return undecided.isEmpty ? .holds : .inconclusive
  }
}

/// Addresses that a mode reaches, and that nothing makes reachable in the mode that guests run in instead.
public struct UnreachableAddresses: Sendable {

  /// Neighbouring addresses.
  public struct Range: Sendable, Equatable {

    /// The parts of the lowest address, with their widths in bits.
    public var first: [Witness.Setting]

    /// The parts of the highest address.
    public var last: [Witness.Setting]
  }

  /// The mode that reaches them.
  public var mode: String

  /// The mode that guests run in instead.
  public var host: String

  /// The kinds of access: `read`, `write`, `execute`.
  public var accesses: [String]

  /// All of the addresses, in their order.
  public var ranges: [Range]

  /// What is said about them, with an access in both modes as its proof.
  public var finding: Finding

  /// Whether no kind of access is admitted.
  public var isEveryAccess: Bool { accesses.count == AccessKind.allCases.count }

  /// Whether the same addresses are out of reach of the same mode, whatever shows it.
  func isSame(as other: UnreachableAddresses) -> Bool {
    mode == other.mode && host == other.host && accesses == other.accesses && ranges == other.ranges
  }
}
