import Virtualizability

/// What came of the program of a violation under a monitor.
package struct ViolationResult: Sendable {

  package var instruction: String
  package var rule: Rule
  package var assembly: String

  /// In what the machine is different after it; nothing where the monitor does what the machine does.
  package var differences: [String]

  package init(of program: ViolationProgram, differences: [String]) {
    instruction = program.instruction
    rule = program.rule
    assembly = program.assembly
    self.differences = differences
  }
}
