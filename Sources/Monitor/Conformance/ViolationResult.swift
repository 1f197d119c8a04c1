import Virtualizability

/// What came of the program of a violation under a naive monitor.
package struct ViolationResult: Sendable {

  /// What the program was run on.
  package enum Way: String, Sendable {

    /// The machine, and the same machine with the monitor on it.
    case machine

    /// The same, with a state and operands that were found for this monitor.
    case found

    /// One step of the meaning in the virtual state and one in the host state, with the same answers to accesses.
    case step

    /// The same with the hardware in the other state of the checker's witness.
    case witness
  }

  package var instruction: String
  package var rule: Rule
  package var assembly: String
  package var way: Way

  /// In what the machine is different after it; nothing where the monitor does what the machine does.
  package var differences: [String]

  package init(of program: ViolationProgram, way: Way, differences: [String]) {
    instruction = program.instruction
    rule = program.rule
    assembly = program.assembly
    self.way = way
    self.differences = differences
  }
}
