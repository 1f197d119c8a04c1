/// Something that must hold for a monitor to be right, and what came of proving it.
package struct ProofObligation: Sendable {

  /// What it is about.
  package enum Kind: String, Sendable, CaseIterable {

    /// The routine of an encoding does in the virtual state what the instruction does there.
    case square

    /// A trap, or an interrupt, is delivered as the specification says.
    case entry

    /// The hardware can be put into a state that stands for the virtual one.
    case hostState = "host-state"

    /// What `install` does to translation.
    case install

    /// Nothing that is granted lies outside of what a guest has.
    case resourceControl = "resource-control"

    /// What the hardware completes is what the virtual machine does.
    case directExecution = "direct-execution"
  }

  /// What came of it.
  package enum Outcome: Sendable, Equatable {
    case proven(by: Means)

    /// It does not hold, with a state in which that shows.
    case refuted(String)

    /// The solver did not decide it.
    case unknown(String)
  }

  /// What decided it.
  package enum Means: String, Sendable {

    /// Both sides are the same term.
    case simplification
    case solver

    /// The check of the machine (`pgcheck check`).
    case checker
  }

  package var kind: Kind

  /// What it is asked of: an instruction and its encoding, a trap, a rule of the allocator.
  package var subject: String

  /// The mode that the virtual machine is in; nil where it does not matter.
  package var mode: String?
  package var statement: String
  package var outcome: Outcome

  package var isProven: Bool { if case .proven = outcome { true } else { false } }
}
