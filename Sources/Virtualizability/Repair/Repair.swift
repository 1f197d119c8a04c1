/// How an instruction can be mended, tried out: with this change of the specification the checker finds
/// nothing any more that a guard can mend.
public struct Repair: Sendable, Hashable {

  /// What is changed.
  public enum Kind: Sendable, Hashable {

    /// The instruction traps unless a condition holds, as the specification would write it.
    case trapUnless(condition: String, trap: String)

    /// A feature of the specification is turned on, under which the instruction only traps more often.
    case feature(String)
  }

  /// What is changed.
  public var kind: Kind

  /// The components beside the mode that decide whether the instruction traps in user mode; empty where it
  /// always does.
  public var bits: [String]

  /// The change as the specification would write it: `require supervisor else trap privilege_violation`.
  public var statement: String

  /// The instructions of this machine that carry the same guard already.
  public var precedents: [String]

  /// The rules that the instruction violates no more.
  public var mends: [Rule]

  /// The rules that it still violates, which no guard mends.
  public var leaves: [Rule]

  /// The change of the text.
  var edits: [TextEdit]

  /// The change of the text as a unified difference.
  public var patch: String
}

/// What is known of how an instruction can be mended.
public enum RepairOutcome: Sendable, Hashable {

  /// Nobody looked.
  case notSought

  /// There is nothing to mend, or nothing that was tried mends it.
  case none

  /// This mends it.
  case found(Repair)

  /// What mends it; nil if that is not known.
  public var repair: Repair? { if case .found(let repair) = self { repair } else { nil } }
}

extension Rule {

  /// Whether a trap in user mode can mend what the rule finds. It cannot where the trap itself is at fault, or
  /// the specification.
  public var isMendedByGuard: Bool {
    switch self {
    case .controlSensitive, .modeSensitive, .locationSensitive, .resourceSensitive, .missedTrap,
      .userSensitive, .timeSensitive, .directExecution:
      true
    default: false
    }
  }
}

extension InstructionVerdict {

  /// What was found that a guard could mend.
  var mendable: [Rule] { findings.map(\.rule).filter(\.isMendedByGuard) }
}
