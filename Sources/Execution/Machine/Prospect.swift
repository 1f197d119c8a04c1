import ISAModel

/// What comes next of a machine.
package enum Next {
  case instruction
  case interrupt(Int)

  /// Nothing: the machine has come to its end.
  case end
}

/// What the next instruction of a machine comes to, before anything of it is done.
package struct Prospect {

  /// A unit that was accessed by a program's address.
  package struct Access {

    /// The parts of the address.
    package var address: [Bits]
    package var kind: AccessKind

    /// The address in `phys`.
    package var place: UInt128

    /// The parts of the address side by side, the first one highest.
    package var wholeAddress: UInt128 { address.reduce(0) { $0 << UInt128($1.width) | $1.value } }
  }

  package var kind: Step.Kind
  package var address: UInt128
  package var length: Int
  package var result: RunResult<Bits>

  /// The trap that is taken.
  package var trap: TrapRecord<Bits>?

  /// The accesses that translation admits, where they were asked for.
  package var accesses: [Access]

  /// Whether registers are accessed that stand where memory would be.
  package var touchesMapped: Bool
}

/// Meanings that a monitor runs in place of the specification's: the same, made for the mode that the machine
/// is in.
package protocol MonitorMeanings: AnyObject {

  /// The whole meaning of an instruction, the step before it included; nil for the specification's own.
  func routine(_ decoded: DecodedInstruction) -> Form?
  /// The functions that these meanings call besides those of the machine.
  var functions: FunctionTable { get }

  func trapEntry(_ trap: Int) -> Function?
  func interruptEntry(_ interrupt: Int) -> Function?
}

/// Functions that are numbered on from those of a machine.
package final class FunctionTable {

  /// The number of the first one.
  package let first: Int
  package var functions: [Function] = []

  package init(_ machine: Machine) { first = machine.functions.count }
}
