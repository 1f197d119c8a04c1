import Execution
import ISAModel
import SMT
import Virtualizability

/// The squares of the routines of one instruction, and of the entries of traps and interrupts: what the
/// routine does in the virtual state is what the machine does there.
struct RoutineProof {

  let plan: RoutineTable
  let hostStates: [HostState]
  let rlimit: UInt32

  /// Changes a routine before it is proven; for tests of the proofs themselves.
  var mutation: (@Sendable (Form) -> Form)?

  private var machine: Machine { plan.machine }

  /// The squares of an instruction's encodings, in every mode in which the hardware can trap there.
  func squares(of instruction: Int) -> [ProofObligation] {
    machine.modes.indices.flatMap { mode -> [ProofObligation] in
      let virtual = VirtualState(machine, mode: mode)
      let prover = Prover(virtual.store, rlimit: rlimit)
      return machine.instructions[instruction].forms.indices.compactMap { form in
        square(instruction, form, virtual, prover)
      }
    }
  }

  private func square(
    _ instruction: Int, _ number: Int, _ virtual: VirtualState, _ prover: Prover
  ) -> ProofObligation? {
    let form = machine.instructions[instruction].forms[number]
    let store = virtual.store
    let fields = FieldNames(machine: machine, form: form).fields.map {
      store.variable("field.\(number).\($0.name)", width: $0.width)
    }
    let contexts = machine.stream.contexts.map { store.variable("context.\($0.name)", width: $0.width) }
    let isEncoding = virtual.evaluate { evaluator in
      store.and(
        evaluator.admits(form, fields: fields, contexts: contexts),
        evaluator.admitsOperands(form, fields: fields))
    }
    guard trapsOnHardware(form, fields, contexts, isEncoding, virtual) else { return nil }
    var routine = plan.routine(instruction: instruction, form: number, mode: virtual.mode)
    if let mutation { routine = mutation(routine) }
    let name = machine.instructions[instruction].name
    let count = machine.instructions[instruction].forms.count
    return obligation(
      .square, subject: count == 1 ? name : "\(name), form \(number + 1)",
      "the routine does what the instruction does in the virtual state", virtual, prover,
      assuming: [isEncoding]
    ) {
      $0.run(form, fields: fields, contexts: contexts)
    } done: {
      $0.runWhole(routine, fields: fields, contexts: contexts)
      return $0.result
    }
  }

  private typealias Run = (Evaluator<SymbolicDomain>) -> RunResult<Term>

  private func obligation(
    _ kind: ProofObligation.Kind, subject: String, _ statement: String, _ virtual: VirtualState,
    _ prover: Prover, assuming: [Term] = [], meant: Run, done: Run
  ) -> ProofObligation {
    func compared() -> MeaningDifference {
      MeaningDifference(
        virtual.evaluate(assuming: assuming, meant),
        virtual.evaluate(plan.functions, assuming: assuming, done), virtual)
    }
    var difference = compared()
    // What computes the same may have become another term, that was simplified less.
    if difference.term != virtual.store.false { difference = virtual.state.domain.remembering(compared) }
    let query = virtual.assertions + assuming + [difference.term]
    let outcome = prover.prove(query) { found in
      let evaluation = Evaluation(virtual.store, found)
      let parts = difference.parts.filter { evaluation.value($0.term) == 1 }.map(\.name)
      return "\(parts.prefix(4).joined(separator: ", ")) where \(prover.show(found, of: query))"
    }
    return ProofObligation(
      kind: kind, subject: subject, mode: machine.modes[virtual.mode].name, statement: statement,
      outcome: outcome)
  }

  /// Whether the hardware can trap at an encoding, in the state that stands for the virtual one.
  private func trapsOnHardware(
    _ form: Form, _ fields: [Term], _ contexts: [Term], _ isEncoding: Term, _ virtual: VirtualState
  ) -> Bool {
    let store = virtual.store
    var components = virtual.state.components
    for (component, value) in hostStates[virtual.mode].values {
      components[component] = store.constant(value, width: machine.components[component].width)
    }
    let evaluator = Evaluator(machine: machine, domain: virtual.state.domain, components: components)
    virtual.state.domain.assume(isEncoding, true)
    defer { virtual.state.domain.retract(to: 0) }
    let result = evaluator.run(form, fields: fields, contexts: contexts)
    return result.traps.contains { $0.condition != store.false }
  }

  // MARK: Entries

  /// The entries of all traps and interrupts, in one mode.
  func entries(in mode: Int) -> [ProofObligation] {
    let virtual = VirtualState(machine, mode: mode)
    let prover = Prover(virtual.store, rlimit: rlimit)
    let store = virtual.store
    let length = store.variable("length", width: 8)
    var result: [ProofObligation] = []
    func run(_ entry: ISAModel.Function, _ arguments: [Value<Term>], length: Term) -> Run {
      { evaluator in
        evaluator.setLength(length)
        return evaluator.run(entry, arguments).result
      }
    }
    for (number, trap) in machine.traps.enumerated() {
      guard let entry = trap.entry, let made = plan.trapEntry(number, mode: mode) else { continue }
      let arguments = trap.parameters.enumerated().map { position, type in
        argument(type, "\(trap.name).\(position)", store)
      }
      result.append(
        obligation(
          .entry, subject: "trap \(trap.name)", "it is delivered to the guest as the specification says",
          virtual, prover, meant: run(entry, arguments, length: length),
          done: run(made, arguments, length: length)))
    }
    for (number, interrupt) in machine.interrupts.enumerated() {
      let made = plan.interruptEntry(number, mode: mode)
      let zero = store.constant(0, width: 8)
      result.append(
        obligation(
          .entry, subject: "interrupt \(interrupt.name)",
          "it is taken by the guest as the specification says", virtual, prover,
          meant: run(interrupt.entry, [], length: zero), done: run(made, [], length: zero)))
    }
    return result
  }

  private func argument(_ type: Type, _ name: String, _ store: TermStore) -> Value<Term> {
    switch type {
    case .bits(let width): .word(store.variable(name, width: width))
    case .record(let number):
      .record(
        machine.records[number].fields.enumerated().map {
          argument($0.element.type, "\(name).\($0.offset)", store)
        })
    case .enumeration(let number):
      .tagged(
        store.variable("\(name).tag", width: machine.enumerations[number].tagWidth),
        machine.enumerations[number].cases.enumerated().map { position, one in
          one.fields.enumerated().map { argument($0.element.type, "\(name).\(position).\($0.offset)", store) }
        })
    case .nothing, .never: .none
    }
  }
}
