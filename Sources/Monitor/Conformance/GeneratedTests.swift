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
    let concrete = StateRun.afterReset(machine, analysis)
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
    let store = virtual.store
    let form = SymbolicForm(instruction, form: number, in: virtual)
    let result = form.run()
    let name =
      "\(machine.instructions[instruction].name) form \(number + 1), \(machine.modes[virtual.mode].name)"
    let accesses = form.accesses(of: result)
    let wishes = form.wishes(accesses)
    let assumptions = virtual.assertions + accesses + [form.isEncoding]
    var taken: Set<Term> = []
    return MeaningPath.all(of: result, on: machine, store: store).compactMap { paths in
      var unseen: StateProgram?
      for path in paths where path.condition != store.false {
        let query = assumptions + [path.condition]
        guard !decider.decide(query).answer.isNo else { continue }
        for wish in wishes {
          guard case .yes(let found) = decider.decide(query + wish).answer,
            let made = program("\(name): \(path.name)", path, form, found)
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

  /// The program of a state that was found, and whether the machine was seen to take its path; nil where the words of
  /// the instruction are decoded as something else, whose path is another one.
  private func program(
    _ name: String, _ path: MeaningPath, _ form: SymbolicForm, _ found: Assignment
  ) -> (program: StateProgram, isSeen: Bool)? {
    guard let (units, fields) = form.instruction(found, analysis.decoder) else { return nil }
    var found = found
    for (field, bits) in zip(form.fields, fields) { found.variables[field] = bits.value }
    guard Evaluation(form.virtual.store, found).value(path.condition) == 1 else { return nil }
    let (program, trace) = form.program(name, units, fields, found)
    guard StateProgram.canBeLoaded(into: machine) else { return (program, true) }
    guard let bare = try? StateRun.start(program, machine, analysis), program.isLoaded(in: bare),
      let step = bare.step(), case .instruction = step.kind, step.trap == trace.trap
    else { return (program, false) }
    return (program, true)
  }
}
