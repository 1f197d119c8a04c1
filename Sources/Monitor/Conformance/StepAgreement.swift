import ISAModel

/// What came of single steps from the states of generated tests under a naive monitor whose shadow is perfect: for machines
/// whose specification does not say how a mapping is installed.
package struct StepAgreement: Sendable {

  /// How many instructions the tests are of, and how many tests there are.
  package private(set) var instructions: Int
  package private(set) var count = 0

  /// The tests in which the instruction completes on the hardware.
  package private(set) var direct = 0

  /// The tests that leave something else than on the virtual machine.
  package private(set) var different: [GeneratedResult.Different] = []
  package var isEqual: Bool { different.isEmpty }

  /// Runs the tests of all instructions but some.
  ///
  /// - Parameter left: the names of the instructions that are left out.
  package init(_ programs: [StateProgram], on machine: Machine, leavingOut left: Set<String>) {
    let step = NaiveStep(machine)
    var seen: Set<Int> = []
    for program in programs {
      guard let (instruction, ending) = step.ending(of: program),
        !left.contains(machine.instructions[instruction].name)
      else { continue }
      seen.insert(instruction)
      count += 1
      guard case .completed(let differences) = ending else { continue }
      direct += 1
      if !differences.isEmpty {
        different.append(GeneratedResult.Different(name: program.name, differences: differences))
      }
    }
    instructions = seen.count
  }
}
