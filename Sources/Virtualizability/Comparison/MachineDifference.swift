/// What is different between two machines, the older one first.
public struct MachineDifference: Sendable {

  /// What the check of the older machine says.
  public var old: Report

  /// What the check of the newer machine says.
  public var new: Report

  /// What is declared otherwise: state, modes, traps, conditions.
  public var declarations: [DeclarationChange]

  /// The instructions that only the newer machine has, in the order of its specification.
  public var added: [InstructionVerdict]

  /// The instructions that only the older machine has, in the order of its specification.
  public var removed: [InstructionVerdict]

  /// The instructions of both machines that mean something else, or come out otherwise, in the order of the
  /// newer specification.
  public var changed: [InstructionDifference]

  /// Addresses that guests of the older machine cannot be given, and those of the newer one can.
  public var regained: [UnreachableAddresses] { unreachable(in: old, but: new) }

  /// Addresses that guests of the newer machine cannot be given, and those of the older one can.
  public var lost: [UnreachableAddresses] { unreachable(in: new, but: old) }

  /// Where one of the machines does not describe translation nothing can be said.
  private func unreachable(in one: Report, but other: Report) -> [UnreachableAddresses] {
    guard let own = one.addresses, let others = other.addresses, others.undecided.isEmpty else { return [] }
    return own.findings.filter { found in !others.findings.contains { $0.isSame(as: found) } }
  }

  /// Whether nothing is different that the checker knows of.
  public var isEmpty: Bool {
    declarations.isEmpty && added.isEmpty && removed.isEmpty && changed.isEmpty
      && old.verdicts == new.verdicts && regained.isEmpty && lost.isEmpty
  }

  /// What the newer machine violates and the older one did not, instruction by instruction.
  public var regressions: [Regression] {
    let known = Dictionary(
      old.instructions.map { ($0.name, Set($0.findings.map(\.rule))) }, uniquingKeysWith: { $0.union($1) })
    return new.instructions.compactMap { instruction in
      let rules = instruction.findings.map(\.rule).filter {
        !(known[instruction.name]?.contains($0) ?? false)
      }
      return rules.isEmpty ? nil : Regression(instruction: instruction.name, rules: rules)
    }
  }

  /// Whether the newer machine violates something that the older one does not, or a verdict that held is
  /// violated.
  public var isWorse: Bool {
    let verdicts: [KeyPath<MachineVerdict, Verdict>] = [
      \.theorem1, \.theorem2, \.theorem3, \.directExecution, \.virtualizable,
    ]
    return !regressions.isEmpty
      || verdicts.contains { old.verdict[keyPath: $0] == .holds && new.verdict[keyPath: $0] == .violated }
  }

  /// Whether the solver left something open: in one of the checks, or in the comparison of two meanings.
  public var isInconclusive: Bool {
    changed.contains { !$0.undecided.isEmpty }
      || [old, new].contains { !($0.addresses?.undecided.isEmpty ?? true) }
      || (old.instructions + new.instructions).contains {
        !$0.undecided.isEmpty || $0.directExecution == .inconclusive
      }
  }

  /// An instruction that violates rules which it did not violate before.
  public struct Regression: Sendable, Equatable {

    /// Its name.
    public var instruction: String

    /// The rules, in their order.
    public var rules: [Rule]
  }
}

/// What is different about an instruction of both machines.
public struct InstructionDifference: Sendable {

  /// What the check of the older machine says.
  public var old: InstructionVerdict

  /// What the check of the newer machine says.
  public var new: InstructionVerdict

  /// How its meaning changed; empty where it means the same and only comes out otherwise.
  public var meaning: [MeaningChange]

  /// Questions about its meaning that the solver did not decide, in words.
  public var undecided: [String]

  /// The rules that it violates no more.
  public var mended: [Rule] { old.findings.map(\.rule).filter { !new.findings.map(\.rule).contains($0) } }

  /// The rules that it did not violate before.
  public var broken: [Rule] { new.findings.map(\.rule).filter { !old.findings.map(\.rule).contains($0) } }

  /// Whether it is classified otherwise, finds another end in direct execution, or violates other rules.
  public var comesOutOtherwise: Bool {
    old.classes != new.classes || old.isUserSensitive != new.isUserSensitive
      || old.isPrivilegedNotStrictly != new.isPrivilegedNotStrictly
      || old.directExecution != new.directExecution || !mended.isEmpty || !broken.isEmpty
  }
}

/// A way in which the meaning of an instruction changed. Everything is said of states that both machines can
/// be in, over the components that both have.
public enum MeaningChange: Sendable, Hashable {

  /// Other instruction words are this instruction: words that were not, or were and are no more.
  case encodings(gained: Bool, lost: Bool)

  /// In some state it ends otherwise: how it ended, how it ends, and the modes where that is so.
  case outcome(was: Outcome, is: Outcome, modes: [String])

  /// Where both raise the trap of this name, it carries something else.
  case trapArguments(trap: String)

  /// Where both complete, these parts of the state are left with other values; those that only one of the
  /// machines has are named too.
  case results([String])

  /// Where both raise the trap of this name, which is imprecise, these parts of the state are left otherwise.
  case leftBehind(trap: String, [String])

  /// It is unpredictable in other states.
  case unpredictable

  /// The machines cannot be compared here: why.
  case incomparable(String)

  /// How a run ends.
  public enum Outcome: Sendable, Hashable {

    /// It completes.
    case completes

    /// It traps with the trap of this name and class.
    case traps(String, class: String)
  }
}

/// Something that is declared otherwise in the newer machine.
public struct DeclarationChange: Sendable, Hashable {

  /// What kind of thing it is.
  public enum Subject: String, Sendable, CaseIterable {
    case feature
    case component
    case memory
    case mode
    case host
    case invariant
    case mirror
    case trap
    case interrupt
    case encoding
  }

  /// What kind of thing it is.
  public var subject: Subject

  /// Its name, or the condition as written.
  public var name: String

  /// What it was, in words; nil where the older machine does not have it.
  public var was: String?

  /// What it is, in words; nil where the newer machine does not have it.
  public var now: String?
}
