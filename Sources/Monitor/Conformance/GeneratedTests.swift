import Execution
import ISAModel
import SMT
import Virtualizability

/// Programs of one instruction for every path through its meaning, with states that the solver picks: each
/// takes one of the ways out of the meaning, or makes or leaves out one of its writes.
package struct GeneratedTests {

  private let machine: Machine
  private let rlimit: UInt32
  private let routines: RoutineTable
  private let analysis: MachineAnalysis

  package init(_ machine: Machine, rlimit: UInt32 = 2_000_000) {
    self.machine = machine
    self.rlimit = rlimit
    routines = RoutineTable(machine)
    analysis = MachineAnalysis(machine)
  }

  /// The programs of an instruction, for all its encodings and all modes; of a meaning in which the mode decides
  /// nothing, for the first and the last. What the solver does not decide within its budget is left out.
  package func programs(of instruction: Int) -> [StateProgram] {
    machine.modes.indices.flatMap { mode -> [StateProgram] in
      let virtual = VirtualState(machine, mode: mode)
      let solver = Solver(store: virtual.store, rlimit: rlimit)
      return machine.instructions[instruction].forms.indices.flatMap { form -> [StateProgram] in
        let isInner = mode != 0 && mode != machine.modes.count - 1
        let decides = !isInner || routines.difference(instruction: instruction, form: form, mode: mode) != nil
        return decides ? programs(instruction, form, virtual, solver) : []
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
    let accesses = accessible(result, virtual)
    let wishes = wishes(accesses, virtual)
    return paths.compactMap { path in
      guard path.condition != store.false else { return nil }
      let query = virtual.assertions + accesses + [isEncoding, path.condition]
      var unseen: StateProgram?
      for wish in wishes {
        guard case .satisfiable(let found) = solver.check(query + wish) else { continue }
        let made = program("\(name): \(path.name)", form, fields, virtual, found)
        if made.isSeen { return made.program }
        unseen = unseen ?? made.program
      }
      return unseen
    }
  }

  /// What is wished for besides, the most first: states in which the instruction, and what it accesses, stand where
  /// every machine has memory.
  private func wishes(_ accesses: [Term], _ virtual: VirtualState) -> [[Term]] {
    let store = virtual.store
    guard let counter = machine.stream.counter?.component else { return [[]] }
    let place = virtual.components[counter]
    let isUsual = store.equal(place, store.constant(StateProgram.usualPlace, width: store.width(place)))
    let near = accesses.compactMap { access -> Term? in
      guard let address = store.functionAndArguments(of: access)?.1.first,
        case let width = store.width(address), width > 16
      else { return nil }
      let high = store.extract(address, high: width - 1, low: 8)
      let own = store.constant(StateProgram.usualPlace >> 8, width: width - 8)
      return store.and(
        store.unsignedLess(address, store.constant(1 << 16, width: width)), store.not(store.equal(high, own)))
    }
    return [[isUsual], [isUsual] + near, near, []]
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

  /// The program of a state that the solver has found, and whether the machine was seen to take its path.
  private func program(
    _ name: String, _ form: Form, _ fields: [Term], _ virtual: VirtualState, _ found: Assignment
  ) -> (program: StateProgram, isSeen: Bool) {
    let store = virtual.store
    let evaluation = Evaluation(store, found)
    var components: [String: UInt128] = [:]
    for (number, component) in machine.components.enumerated() where component.role != .relocation {
      let value = evaluation.value(virtual.components[number])
      if value != component.reset { components[component.name] = value }
    }
    let bits = fields.map { Bits(evaluation.value($0), width: store.width($0)) }
    let contexts = machine.stream.contexts.map { Bits($0.initial, width: $0.width) }
    let trace = PathTrace(form, fields: bits, contexts: contexts, in: virtual, found)
    let memory = trace.cells.sorted { ($0.space.rawValue, $0.address) < ($1.space.rawValue, $1.address) }
    let encoder = Evaluator(
      machine: machine, domain: ConcreteDomain(machine: machine, environment: EmptyEnvironment.shared),
      components: machine.components.map { Bits($0.reset, width: $0.width) })
    let program = StateProgram(
      name: name, components: components, memory: memory,
      units: encoder.encode(form, fields: bits, contexts: contexts))
    guard StateProgram.canBeLoaded(into: machine) else { return (program, true) }
    guard let bare = try? StateRun.start(program, machine, analysis), program.isLoaded(in: bare),
      let step = bare.step(), case .instruction = step.kind, step.trap == trace.trap
    else { return (program, false) }
    return (program, true)
  }
}
