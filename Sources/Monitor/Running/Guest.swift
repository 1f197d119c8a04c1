import Execution
import ISAModel

/// A guest of a monitor: a program on a virtual machine.
package struct Guest {

  /// What reports call it.
  package var name: String
  package var console: any CharacterStream
  package var storage: (any BlockStorage)?

  /// Puts the program into the virtual machine and resets it.
  package var load: (ConcreteMachine) throws -> Void

  package init(
    name: String, console: any CharacterStream, storage: (any BlockStorage)? = nil,
    load: @escaping (ConcreteMachine) throws -> Void
  ) {
    self.name = name
    self.console = console
    self.storage = storage
    self.load = load
  }
}

/// How a guest has come to its end.
package enum GuestEnding: Equatable, Sendable {

  /// Its machine has ended.
  case machine(Ending)

  /// The monitor gave it up.
  case givenUp(VirtualMachine.Verdict)

  /// It has had all the steps that it was granted.
  case limit

  /// It could not be loaded.
  case notLoaded(String)
}
