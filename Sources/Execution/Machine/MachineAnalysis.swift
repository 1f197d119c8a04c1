import ISAModel

/// What was found out about a specification by running it: how its instructions are decoded, and what its conditions
/// and its translation look at. Machines of one specification can share it, on one thread.
package final class MachineAnalysis {

  package let decoder: InstructionDecoder
  private var watched: Set<Int>??
  private var conditions: Set<Int>?
  private var mode: Set<Int>?
  private var translation: Set<Int>?

  package init(_ machine: Machine) { decoder = InstructionDecoder(machine: machine) }

  /// The components that interrupts, standing still, fetching or translation depend on, but for the program
  /// counter of fetching; nil where that cannot be told.
  func watched(_ concrete: ConcreteMachine) -> Set<Int>? {
    if let watched { return watched }
    let found = Dependencies.watched(concrete)
    watched = .some(found)
    return found
  }

  /// The components that interrupts and standing still depend on.
  func conditions(_ concrete: ConcreteMachine) -> Set<Int> {
    if let conditions { return conditions }
    let found = Dependencies.conditions(concrete)
    conditions = found
    return found
  }

  /// The components that the mode depends on.
  func mode(_ concrete: ConcreteMachine) -> Set<Int> {
    if let mode { return mode }
    let found = Dependencies.mode(concrete)
    mode = found
    return found
  }

  /// The components that translation depends on.
  func translation(_ concrete: ConcreteMachine) -> Set<Int> {
    if let translation { return translation }
    let found = Dependencies.translation(concrete)
    translation = found
    return found
  }
}
