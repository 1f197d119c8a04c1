import Execution
import ISAModel
import SMT
import Virtualizability

/// Programs of one instruction for every path through its meaning, with states that are found by trying, or by the
/// solver: each takes one of the ways out of the meaning, or makes or leaves out one of its writes.
package struct GeneratedTests {

  private let machine: Machine
  private let rlimit: UInt32
  private let routines: RoutineTable
  private let analysis: MachineAnalysis

  /// What of the guest's decides where its memory is, as it is after a reset: there most states have their memory.
  private let placing: [Int: UInt128]

  package init(_ machine: Machine, rlimit: UInt32 = 2_000_000) {
    self.machine = machine
    self.rlimit = rlimit
    routines = RoutineTable(machine)
    analysis = MachineAnalysis(machine)
    let concrete = try? ConcreteMachine(
      machine, memorySize: 1 << 16, console: MemoryStream(), analysis: analysis)
    concrete?.reset()
    placing =
      concrete.map { concrete in
        concrete.translationComponents.filter { machine.components[$0].role == .guest }
          .reduce(into: [:]) { $0[$1] = concrete.state[$1] }
      } ?? [:]
  }

  /// The programs of an instruction, for all its encodings and all modes; of a meaning in which the mode decides
  /// nothing, for the first and the last. What the solver does not decide within its budget is left out.
  package func programs(of instruction: Int) -> [StateProgram] {
    machine.modes.indices.flatMap { mode -> [StateProgram] in
      let virtual = VirtualState(machine, mode: mode)
      let decider = decider(virtual, instruction: instruction)
      return machine.instructions[instruction].forms.indices.flatMap { form -> [StateProgram] in
        let isInner = mode != 0 && mode != machine.modes.count - 1
        let decides = !isInner || routines.difference(instruction: instruction, form: form, mode: mode) != nil
        return decides ? programs(instruction, form, virtual, decider) : []
      }
    }
  }

  private func programs(
    _ instruction: Int, _ number: Int, _ virtual: VirtualState, _ decider: Decider
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
    let name =
      "\(machine.instructions[instruction].name) form \(number + 1), \(machine.modes[virtual.mode].name)"
    let accesses = accessible(result, virtual)
    let wishes = wishes(accesses, virtual)
    let encoding = Encoding(instruction: instruction, form: number, fields: fields)
    let assumptions = virtual.assertions + accesses + [isEncoding]
    var taken: Set<Term> = []
    return MeaningPath.all(of: result, on: machine, store: store).compactMap { paths in
      var unseen: StateProgram?
      for path in paths where path.condition != store.false {
        let query = assumptions + [path.condition]
        guard !decider.decide(query).answer.isNo else { continue }
        for wish in wishes {
          guard case .yes(let found) = decider.decide(query + wish).answer,
            let made = program("\(name): \(path.name)", path, encoding, virtual, found)
          else { continue }
          if made.isSeen { return taken.insert(path.condition).inserted ? made.program : nil }
          unseen = unseen ?? made.program
        }
      }
      return unseen
    }
  }

  /// Decides about states, which are looked for near one in which the guest's part and memory are like any other.
  private func decider(_ virtual: VirtualState, instruction: Int) -> Decider {
    var options = CheckOptions()
    options.rlimit = rlimit
    let store = virtual.store
    let domain = virtual.state.domain
    // A Weyl sequence: its numbers lie evenly between 0 and the width's largest.
    var sum = UInt128(instruction * machine.modes.count + virtual.mode + 1) &* Self.step
    func next(width: Int) -> UInt128 {
      sum &+= Self.step
      return sum >> UInt128(128 - width)
    }
    let fetch = machine.stream.fetch.map { part in virtual.evaluate { $0.value(of: part) } }
    let counters = Set(store.variables(in: fetch))
    var start = Assignment()
    for (number, component) in machine.components.enumerated() {
      let variable = virtual.components[number]
      guard store.value(variable) == nil else { continue }
      let isAny = component.role == .guest && !counters.contains(variable) && placing[number] == nil
      start.variables[variable] = isAny ? next(width: component.width) : placing[number] ?? component.reset
    }
    for (function, memory) in [
      (domain.memoryFunction, machine.memory), (domain.physicalFunction, machine.physicalMemory),
    ] {
      if let function, let memory { start.defaults[function] = next(width: memory.unit) }
    }
    if let admits = domain.accessFunction { start.defaults[admits] = 1 }
    return Decider(machine: machine, store: store, options: options, starts: [start])
  }

  /// The golden ratio, without what it has before the point.
  private static let step: UInt128 = 0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835

  /// What is wished for besides, the most first: states in which the instruction, and what it accesses, stand where
  /// every machine has memory.
  private func wishes(_ accesses: [Term], _ virtual: VirtualState) -> [[Term]] {
    let store = virtual.store
    guard let fetch = machine.stream.fetch.last else { return [[]] }
    let place = virtual.evaluate { $0.value(of: fetch) }
    let last = store.width(place) - 1
    let usual = store.constant(StateProgram.usualPlace, width: last + 1)
    func isUsual(from bit: Int) -> Term {
      func part(_ term: Term) -> Term { store.extract(term, high: last, low: min(bit, last)) }
      return store.equal(part(place), part(usual))
    }
    let near = accesses.compactMap { access -> Term? in
      guard let whole = store.functionAndArguments(of: access)?.1.first,
        let width = machine.memory?.parameters.last?.width, width > 16
      else { return nil }
      let address = store.extract(whole, high: width - 1, low: 0)
      let high = store.extract(address, high: width - 1, low: 8)
      let own = store.constant(StateProgram.usualPlace >> 8, width: width - 8)
      return store.and(
        store.unsignedLess(address, store.constant(1 << 16, width: width)), store.not(store.equal(high, own)))
    }
    // An address beside it is one that the instruction may not stand at.
    return [[isUsual(from: 0)], [isUsual(from: 0)] + near, [isUsual(from: 8)] + near, near, []]
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

  /// An instruction by its number and that of its form, with the variables of its fields.
  private struct Encoding {
    var instruction: Int
    var form: Int
    var fields: [Term]
  }

  /// The program of a state that was found, and whether the machine was seen to take its path; nil where the words of
  /// the instruction are decoded as something else, whose path is another one.
  private func program(
    _ name: String, _ path: MeaningPath, _ encoding: Encoding, _ virtual: VirtualState, _ found: Assignment
  ) -> (program: StateProgram, isSeen: Bool)? {
    let store = virtual.store
    let form = machine.instructions[encoding.instruction].forms[encoding.form]
    let evaluation = Evaluation(store, found)
    var components: [String: UInt128] = [:]
    for (number, component) in machine.components.enumerated() where component.role != .relocation {
      let value = evaluation.value(virtual.components[number])
      if value != component.reset { components[component.name] = value }
    }
    let contexts = machine.stream.contexts.map { Bits($0.initial, width: $0.width) }
    let encoder = Evaluator(
      machine: machine, domain: ConcreteDomain(machine: machine, environment: EmptyEnvironment.shared),
      components: machine.components.map { Bits($0.reset, width: $0.width) })
    let units = encoder.encode(
      form, fields: encoding.fields.map { Bits(evaluation.value($0), width: store.width($0)) },
      contexts: contexts)
    guard
      let decoded = analysis.decoder.instruction(in: units, beyond: 0),
      decoded.instruction == encoding.instruction, decoded.form == encoding.form
    else { return nil }
    var found = found
    for (field, bits) in zip(encoding.fields, decoded.fields) { found.variables[field] = bits.value }
    guard Evaluation(store, found).value(path.condition) == 1 else { return nil }
    let trace = PathTrace(form, fields: decoded.fields, contexts: contexts, in: virtual, found)
    let memory = trace.cells.sorted { ($0.space.rawValue, $0.address) < ($1.space.rawValue, $1.address) }
    let program = StateProgram(name: name, components: components, memory: memory, units: units)
    guard StateProgram.canBeLoaded(into: machine) else { return (program, true) }
    guard let bare = try? StateRun.start(program, machine, analysis), program.isLoaded(in: bare),
      let step = bare.step(), case .instruction = step.kind, step.trap == trace.trap
    else { return (program, false) }
    return (program, true)
  }
}
