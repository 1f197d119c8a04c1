import Execution
import ISAModel
import SMT
import Virtualizability

/// What a monitor loads into the hardware for a virtual mode, besides what is the guest's.
package struct HostState: Sendable {

  /// The virtual mode.
  package var mode: Int

  /// The values of all components that are the monitor's: mode and control, and of time what decides whether the
  /// processor runs at all. Relocation is the shadow's.
  package var values: [(component: Int, value: UInt128)]

  /// Why the hardware can be in no such state.
  private static func failure(_ machine: Machine, _ mode: Int, _ reason: String) -> MonitorFailure {
    MonitorFailure(
      "no state of the hardware stands for the mode '\(machine.modes[mode].name)' of '\(machine.name)': \(reason)"
    )
  }

  /// The host states of all modes of a machine, found by the solver: in the host mode, under the host
  /// condition, with every other component as after a reset where that is possible.
  package static func find(_ machine: Machine) throws(MonitorFailure) -> [HostState] {
    var result: [HostState] = []
    for mode in machine.modes.indices { result.append(try find(machine, mode)) }
    return result
  }

  /// The components that a monitor chooses.
  private static func owned(_ question: HostQuestion, _ mentioned: Set<Term>) -> [Int] {
    let machine = question.state.machine
    let mirrored = Set(machine.mirrored)
    return machine.components.indices.filter {
      switch machine.components[$0].role {
      case .mode, .control: !mirrored.contains($0)
      case .time: mentioned.contains(question.state.components[$0])
      default: false
      }
    }
  }

  private static func find(_ machine: Machine, _ mode: Int) throws(MonitorFailure) -> HostState {
    let question = HostQuestion(machine, mode)
    let store = question.store
    let solver = Solver(store: store, rlimit: 20_000_000)
    let mentioned = Set(store.variables(in: question.conditions))
    let owned = owned(question, mentioned)
    var fixed: [Term: Term] = [:]
    var assertions = question.conditions
    guard case .satisfiable(var found) = solver.check(assertions) else {
      let besides = machine.installation?.host.isEmpty == false ? ", with what 'install' wants besides," : ""
      throw failure(machine, mode, "the host condition\(besides) cannot hold in the host mode")
    }
    for component in owned {
      let variable = question.state.components[component]
      let usual = machine.components[component].reset
      var value = usual
      if mentioned.contains(variable) {
        let wanted = store.equal(variable, store.constant(usual, width: store.width(variable)))
        if case .satisfiable(let better) = solver.check(assertions + [wanted]) {
          found = better
        } else {
          value = found.variables[variable] ?? 0
        }
        assertions.append(store.equal(variable, store.constant(value, width: store.width(variable))))
      }
      fixed[variable] = store.constant(value, width: store.width(variable))
    }
    switch solver.check(question.doubt(fixed)) {
    case .unsatisfiable: break
    case .satisfiable: throw failure(machine, mode, "whether it is one depends on what is the guest's")
    case .unknown(let reason): throw failure(machine, mode, "the solver did not decide it: \(reason)")
    }
    return HostState(
      mode: mode,
      values: owned.map { ($0, store.value(fixed[question.state.components[$0]] ?? store.false) ?? 0) })
  }
}

/// What a state of the hardware has to be while a guest runs that is in some mode.
package struct HostQuestion {

  package let store = TermStore()
  package let state: SymbolicState

  /// Host mode, host condition, invariant, and what the monitor's hardware has besides; the processor neither stands
  /// still nor takes an interrupt.
  package let conditions: [Term]

  package init(_ machine: Machine, _ mode: Int) {
    let store = store
    let state = SymbolicState(machine: machine, store: store)
    self.state = state
    let evaluator = Evaluator(machine: machine, domain: state.domain, components: state.components)
    let quiet =
      [machine.platform.halt, machine.platform.wait].compactMap { $0 } + machine.interrupts.map(\.condition)
    conditions =
      [state.inMode[machine.modes[mode].host], state.hostConditions[mode], state.invariant]
      + (machine.installation?.host ?? []).map { evaluator.value(of: $0.expression) }
      + quiet.map { store.not(evaluator.value(of: $0)) }
  }

  /// What would be so if, with these values of the monitor's components, some guest part of a state that can
  /// occur led to something else.
  ///
  /// - Parameter fixed: the variables of the monitor's components, with their values.
  package func doubt(_ fixed: [Term: Term]) -> [Term] {
    let substitution = TermStore.Substitution(store, variables: fixed)
    return [state.invariant, store.not(store.conjunction(conditions.map { substitution.apply($0) }))]
  }
}

extension Machine {

  /// The components that the hardware has from the virtual machine while that runs: the guest's, and what is
  /// mirrored.
  package var carried: Set<Int> {
    Set(components.indices.filter { components[$0].role == .guest }).union(mirrored)
  }
}
