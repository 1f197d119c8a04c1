import Execution
import ISAModel
import Virtualizability

/// Everything that must hold for the monitor of a machine to be right.
package struct MonitorProof: Sendable {

  package var obligations: [ProofObligation]

  /// What the proofs rest on, a line each.
  package var assumptions: [String]

  package var isProven: Bool { obligations.allSatisfy(\.isProven) }
  package var isRefuted: Bool {
    obligations.contains { if case .refuted = $0.outcome { true } else { false } }
  }

  /// How a monitor is proven.
  package struct Options: Sendable {
    package var rlimit: UInt32 = 20_000_000
    package var jobs = 1

    /// Changes the routines before they are proven, for tests of the proofs.
    package var mutation: (@Sendable (Form) -> Form)?
    package init() {}
  }

  /// Proves the monitor of a machine.
  ///
  /// - Parameter report: what the check of the machine has found, which direct execution rests on.
  package static func prove(
    _ machine: Machine, _ report: Report, _ options: Options,
    progress: (@Sendable (_ done: Int, _ total: Int, _ subject: String) -> Void)? = nil
  ) throws(MonitorFailure) -> MonitorProof {
    let hostStates = try HostState.find(machine)
    var obligations = direct(report) + host(machine)
    obligations += AllocationProof(machine: machine, rlimit: options.rlimit).obligations()
    var seen: Set<Int> = []
    let installs = hostStates.filter { seen.insert(machine.modes[$0.mode].host).inserted }
      .flatMap { state in
        let proof = InstallProof(machine: machine, hostState: state, rlimit: options.rlimit)
        return (0..<proof.count).map { (proof: proof, number: $0) }
      }
    let total = installs.count + machine.instructions.count + machine.modes.count
    let proven = WorkerPool.map(count: total, jobs: options.jobs) { index -> [ProofObligation] in
      // What takes longest comes first.
      guard index >= installs.count else {
        progress?(index, total, "install")
        return [installs[index].proof.obligation(installs[index].number)]
      }
      let index = index - installs.count
      var proof = RoutineProof(plan: RoutineTable(machine), hostStates: hostStates, rlimit: options.rlimit)
      proof.mutation = options.mutation
      let isEntry = index >= machine.instructions.count
      let subject = isEntry ? "entries" : machine.instructions[index].name
      progress?(index + installs.count, total, subject)
      return isEntry ? proof.entries(in: index - machine.instructions.count) : proof.squares(of: index)
    }
    obligations += proven.joined()
    return MonitorProof(obligations: obligations, assumptions: assumptions(machine, report))
  }

  private static func direct(_ report: Report) -> [ProofObligation] {
    report.instructions.map { verdict in
      let outcome: ProofObligation.Outcome =
        switch verdict.directExecution {
        case .passes where !verdict.isViolation: .proven(by: .checker)
        case .passes, .fails: .refuted("see 'pgcheck explain' for \(verdict.name)")
        case .inconclusive: .unknown("the check of the machine did not decide it")
        }
      return ProofObligation(
        kind: .directExecution, subject: verdict.name, mode: nil,
        statement: "what the hardware completes is what the virtual machine does, and no resource changes",
        outcome: outcome)
    }
  }

  /// The host states were found with their proofs.
  private static func host(_ machine: Machine) -> [ProofObligation] {
    machine.modes.indices.map { mode in
      ProofObligation(
        kind: .hostState, subject: "host state", mode: machine.modes[mode].name,
        statement: "it is a host state, whatever is the guest's; the processor runs and takes no interrupt",
        outcome: .proven(by: .solver))
    }
  }

  private static func assumptions(_ machine: Machine, _ report: Report) -> [String] {
    report.assumptions + [
      "memory, and the registers that are mapped into it, answer the same accesses in the same way",
      "the monitor's own steps (world switch, search for a window, shadow) are the program's, not the specification's",
      "the hardware counts the instructions of a time slice, and no guest can stop that",
    ]
  }
}
