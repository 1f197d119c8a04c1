import Execution
import Virtualizability

/// What came of generated tests.
package struct GeneratedResult: Sendable {

  /// A test that does something else under monitors.
  package struct Different: Sendable {
    package var name: String
    package var differences: [String]
  }

  /// All tests under so many monitors.
  package struct Way: Sendable {
    package var depth: Int
    package var different: [Different]
  }

  /// How many tests there are.
  package var count: Int
  package var ways: [Way]
  package var isEqual: Bool { ways.allSatisfy(\.different.isEmpty) }

  /// Runs the tests on the bare machine and at every depth.
  ///
  /// - Parameters:
  ///   - excluded: the names of instructions whose tests are left out.
  ///   - jobs: how many threads share the tests.
  package static func run(
    _ programs: [StateProgram], leavingOut excluded: Set<String> = [], on plan: Monitor.Plan,
    kind: MonitorKind, depths: [Int], jobs: Int
  ) throws -> GeneratedResult {
    let machine = plan.machine
    let decoder = InstructionDecoder(machine: machine)
    let programs = programs.filter { program in
      let decoded = decoder.instruction(in: program.units)
      return !(decoded.map { excluded.contains(machine.instructions[$0.instruction].name) } ?? false)
    }
    let hostStates = plan.hostStates
    let share = max(1, (programs.count + jobs - 1) / max(1, jobs))
    let parts = WorkerPool.map(count: (programs.count + share - 1) / share, jobs: jobs) { part in
      Result {
        let own = programs[part * share..<min((part + 1) * share, programs.count)]
        // The routines are made as they are needed, by one thread.
        let plan = Monitor.Plan(machine, hostStates: hostStates)
        return try depths.map { depth -> [Different] in
          let run = StateRun(plan, kind: kind, depth: depth)
          return try own.compactMap { program in
            // With the shadow filled, more is left to the hardware.
            for hasRun in [false, true] {
              var program = program
              program.hasRun = hasRun
              let differences = try run.differences(program)
              if !differences.isEmpty { return Different(name: program.name, differences: differences) }
            }
            return nil
          }
        }
      }
    }
    let found = try parts.map { try $0.get() }
    return GeneratedResult(
      count: programs.count,
      ways: depths.enumerated().map { number, depth in
        Way(depth: depth, different: found.flatMap { $0[number] })
      })
  }
}
