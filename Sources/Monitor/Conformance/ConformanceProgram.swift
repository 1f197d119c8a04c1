import Execution

/// A program that must do the same under a monitor as on the bare machine.
package struct ConformanceProgram: Sendable {

  /// What tables call it.
  package var name: String

  /// What the console has to say to it.
  package var input: [UInt8] = []

  /// What stands on its disk; nil for none.
  package var disk: [UInt8]?

  /// The units of memory; nil for the usual number.
  package var memory: Int?

  /// The most steps that it is given.
  package var steps: UInt64

  /// Puts it into a machine, and resets that.
  package var load: @Sendable (ConcreteMachine) throws -> Void

  package init(name: String, steps: UInt64, load: @escaping @Sendable (ConcreteMachine) throws -> Void) {
    self.name = name
    self.steps = steps
    self.load = load
  }
}
