/// A state of a machine that one step is to be taken from.
package struct TestVector: Sendable {

  /// The values of registers, elements of register arrays, and components, by their names in the
  /// specification; what is not named has its reset value. Later ones overwrite parts of earlier ones.
  package var state: [(name: String, value: UInt128)]

  /// What RAM holds, in units from an address of memory past translation on; 0 elsewhere.
  package var memory: [(address: UInt128, units: [UInt128])]

  package init(state: [(name: String, value: UInt128)], memory: [(address: UInt128, units: [UInt128])]) {
    self.state = state
    self.memory = memory
  }
}

/// What one step from a state has done.
package struct VectorOutcome: Sendable {

  /// How the step went.
  package enum Kind: Sendable, Equatable {
    case completes
    case traps
    case interrupted

    /// The machine can go no further, for this reason.
    case ends(String)
  }

  /// A trap that was taken.
  package struct TakenTrap: Sendable {
    package var name: String

    /// The class: memory, privilege, service or fault.
    package var trapClass: String

    /// What it carries, as far as that is bits.
    package var arguments: [UInt128]
  }

  /// A value after the step, and the bits of it that the specification leaves open.
  package struct Change: Sendable {
    package var value: UInt128
    package var undefined: UInt128
  }

  package var kind: Kind

  /// Whether the state before the step is one that the invariants of the specification exclude.
  package var breaksInvariant: Bool

  /// The instruction's name; nil where there was none.
  package var instruction: String?
  package var trap: TakenTrap?

  /// The registers that changed, or are left open, in the order of their declaration. After a trap these are
  /// their values behind its entry.
  package var registers: [(name: String, change: Change)]

  /// The units of RAM that were written, by ascending addresses.
  package var memory: [(address: UInt128, change: Change)]
}

/// Why a vector cannot be run, in words for whoever wrote it.
package struct VectorError: Error, Sendable {
  package var message: String
  package init(_ message: String) { self.message = message }
}
