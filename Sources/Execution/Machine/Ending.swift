/// Why a machine runs no further.
package enum Ending: Equatable, Sendable {

  /// It has halted.
  case halted

  /// It waits for an interrupt that cannot come.
  case waiting

  /// The delivery of a trap trapped.
  case trapInEntry(first: Int, second: Int)
  case trapInInterrupt(interrupt: Int, trap: Int)
  case trapInReset(trap: Int)

  /// The specification does not say how this trap is delivered.
  case trapWithoutEntry(trap: Int)

  /// No instruction has these units, and the specification does not say what happens then.
  case undecoded

  /// The host cannot go on.
  case failure(String)
}
