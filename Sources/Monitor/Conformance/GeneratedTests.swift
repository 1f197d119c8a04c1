import Execution
import ISAModel
import SMT
import Virtualizability

/// Programs of one instruction for every path through its meaning, with states that the solver picks: each
/// takes one of the ways out of the meaning, or makes or leaves out one of its writes.
package struct GeneratedTests {

  private let machine: Machine
  private let rlimit: UInt32

  package init(_ machine: Machine, rlimit: UInt32 = 2_000_000) {
    self.machine = machine
    self.rlimit = rlimit
  }

  /// The programs of an instruction, for all its encodings and all modes. What the solver does not decide
  /// within its budget is left out.
  package func programs(of instruction: Int) -> [StateProgram] {
    machine.modes.indices.flatMap { mode -> [StateProgram] in
      let virtual = VirtualState(machine, mode: mode)
      let solver = Solver(store: virtual.store, rlimit: rlimit)
      return machine.instructions[instruction].forms.indices.flatMap { form in
        programs(instruction, form, virtual, solver)
      }
    }
  }

  private func programs(
    _ instruction: Int, _ number: Int, _ virtual: VirtualState, _ solver: Solver
  ) -> [StateProgram] {
    let form = machine.instructions[instruction].forms[number]
    let store = virtual.store
    let fields = FieldNames(machine: machine, form: form).fields.map {
      store.variable("field.\(number).\($0.name)", width: $0.width)
    }
    let contexts = machine.stream.contexts.map {
      store.constant($0.initial, width: $0.width)
    }
    let isEncoding = virtual.evaluate { evaluator in
      store.and(
        evaluator.admits(form, fields: fields, contexts: contexts),
        evaluator.admitsOperands(form, fields: fields))
    }
    let result = virtual.evaluate(assuming: [isEncoding]) {
      $0.run(form, fields: fields, contexts: contexts)
    }
    var paths: [(name: String, condition: Term)] = [("completes", result.state.alive)]
    for record in result.traps where machine.traps[record.trap].trapClass != .memory {
      paths.append(("traps with \(machine.traps[record.trap].name)", record.condition))
    }
    var seen: Set<Term> = [store.true, store.false]
    for write in result.state.writes.joined() where seen.insert(write.guarded).inserted {
      paths.append(("makes a write", store.and(result.state.alive, write.guarded)))
      paths.append(("leaves a write out", store.and(result.state.alive, store.not(write.guarded))))
    }
    let name =
      "\(machine.instructions[instruction].name) form \(number + 1), \(machine.modes[virtual.mode].name)"
    return paths.compactMap { path in
      let query = virtual.assertions + accessible(result, virtual) + [isEncoding, path.condition]
      guard path.condition != store.false, case .satisfiable(let found) = solver.check(query) else {
        return nil
      }
      return program("\(name): \(path.name)", form, fields, result, virtual, found)
    }
  }

  /// That all accesses of the run are admitted: what translation refuses is another matter.
  private func accessible(_ result: RunResult<Term>, _ virtual: VirtualState) -> [Term] {
    let store = virtual.store
    let domain = virtual.state.domain
    let roots = result.traps.map(\.condition) + [result.state.alive]
    return store.applications(in: roots).filter { application in
      guard let (function, _) = store.functionAndArguments(of: application) else { return false }
      return function == domain.accessFunction || function == domain.accessAsFunction
    }
  }

  private func program(
    _ name: String, _ form: Form, _ fields: [Term], _ result: RunResult<Term>, _ virtual: VirtualState,
    _ found: Assignment
  ) -> StateProgram {
    let store = virtual.store
    let evaluation = Evaluation(store, found)
    var components: [String: UInt128] = [:]
    for (number, component) in machine.components.enumerated() where component.role != .relocation {
      var value = evaluation.value(virtual.components[number])
      // Where the place does not matter it is one that memory has.
      if number == machine.stream.counter?.component, value == 0 { value = StateProgram.usualPlace }
      if value != component.reset { components[component.name] = value }
    }
    var memory: [StateProgram.Cell] = []
    for space in [MemorySpace.guest, .physical] {
      let domain = virtual.state.domain
      guard let function = space == .guest ? domain.memoryFunction : domain.physicalFunction else { continue }
      for (point, value) in found.functions[function] ?? [:] {
        guard let address = point.first else { continue }
        memory.append(StateProgram.Cell(space: space, address: address, value: value))
      }
    }
    memory.sort { ($0.space.rawValue, $0.address) < ($1.space.rawValue, $1.address) }
    let bits = fields.map { Bits(evaluation.value($0), width: store.width($0)) }
    let contexts = machine.stream.contexts.map { Bits($0.initial, width: $0.width) }
    let encoder = Evaluator(
      machine: machine, domain: ConcreteDomain(machine: machine, environment: EmptyEnvironment.shared),
      components: machine.components.map { Bits($0.reset, width: $0.width) })
    return StateProgram(
      name: name, components: components, memory: memory,
      units: encoder.encode(form, fields: bits, contexts: contexts))
  }
}
