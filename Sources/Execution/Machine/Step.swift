import ISAModel

/// What one step did.
package struct Step {

  package enum Kind {
    case instruction(DecodedInstruction)

    /// These units are no instruction; none if they could not be fetched.
    case undecoded([UInt128])
    case interrupt(Int)
  }

  package var kind: Kind

  /// The address of the instruction, or of the one that was interrupted.
  package var address: UInt128

  /// The trap that was taken, and what it carries.
  package var trap: Int?
  package var arguments: [Value<Bits>] = []

  /// What the instruction wrote to RAM, where it completed.
  package var writes: [MemoryWrite<Bits>] = []

  package init(kind: Kind, address: UInt128, trap: Int? = nil) {
    self.kind = kind
    self.address = address
    self.trap = trap
  }
}
