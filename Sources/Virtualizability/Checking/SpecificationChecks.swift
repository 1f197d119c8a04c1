import Execution
import ISALanguage
import ISAModel
import SMT

/// PG402: a guest component decides what a monitor must decide.
///
/// The component is declared `guest`, so a monitor leaves it to the program; but it takes part in deciding the mode, the translation
/// of addresses, where a trap enters and in which mode, or whether an interrupt is accepted. A verdict on such a specification
/// would say nothing, so none is given.
///
/// To mend it, give the component the role that it has, or split it into fields with roles of their own.
struct GuestDecides {

  let machine: Machine
  private let state: SymbolicState
  private var store: TermStore { state.store }

  init(_ machine: Machine) {
    self.machine = machine
    state = SymbolicState(machine: machine, store: TermStore())
  }

  func diagnostics() -> [Diagnostic] {
    var result: [Diagnostic] = []
    for (number, mode) in machine.modes.enumerated() {
      let predicate = evaluator().value(of: mode.condition)
      result += blamed([predicate], "decides the mode: it is part of the condition of '\(machine.modes[number].name)'", mode.span)
    }
    for interrupt in machine.interrupts {
      result += blamed(
        [evaluator().value(of: interrupt.condition)], "decides whether the interrupt '\(interrupt.name)' is accepted", interrupt.span)
      result += entry(interrupt.entry, [], "the interrupt '\(interrupt.name)'", interrupt.span)
    }
    for trap in machine.traps {
      guard let function = trap.entry else { continue }
      result += entry(function, trap.parameters, "the trap '\(trap.name)'", trap.span)
    }
    if let translation = machine.translation {
      let address = translation.parameters.enumerated().map { argument($1, "address.\($0)") }
      let (value, run) = evaluator().run(translation, address)
      var terms = run.traps.map(\.condition)
      if case .word(let word) = value { terms.append(word) }
      result += blamed(terms, "decides the translation of addresses", machine.memory?.span ?? machine.modes[0].span)
    }
    for function in machine.functions where function.isTranslation {
      let entering = evaluator()
      entering.abstractsTranslation = false
      let (value, run) = entering.run(function, function.parameters.enumerated().map { argument($1, "argument.\($0)") })
      var terms = run.traps.map(\.condition)
      if case .word(let word) = value { terms.append(word) }
      result += blamed(
        terms, "decides the translation of addresses, in '\(function.name)'", machine.memory?.span ?? machine.modes[0].span)
    }
    return result
  }

  private func evaluator() -> Evaluator<SymbolicDomain> {
    let evaluator = Evaluator(machine: machine, domain: state.domain, components: state.components)
    evaluator.setLength(store.variable("length", width: 8))
    return evaluator
  }

  private func argument(_ type: Type, _ name: String) -> Value<Term> {
    if case .bits(let width) = type { return .word(store.variable(name, width: width)) }
    return .none
  }

  /// The components that the machine runs on from: mode, relocation, and where the next instruction is fetched.
  private func entry(_ function: ISAModel.Function, _ parameters: [Type], _ what: String, _ span: Span) -> [Diagnostic] {
    // That a frame might be pushed over the vector that is read next decides nothing.
    let entering = evaluator()
    entering.keepsWrites = false
    let run = entering.run(function, parameters.enumerated().map { argument($1, "argument.\($0)") }).result
    let before = evaluator()
    let fetched = Set(store.variables(in: machine.stream.fetch.map { before.value(of: $0) }))
    let decided = machine.components.indices.filter { number in
      let role = machine.components[number].role
      let changed = run.state.components[number] != state.components[number]
      return changed && (role == .mode || role == .relocation || fetched.contains(state.components[number]))
    }
    return blamed(decided.map { run.state.components[$0] }, "decides where \(what) enters", span)
  }

  private func blamed(_ terms: [Term], _ what: String, _ span: Span) -> [Diagnostic] {
    let variables = Set(store.variables(in: terms))
    return machine.components.indices.filter { number in
      machine.components[number].role == .guest && variables.contains(state.components[number])
    }.map { number in
      let component = machine.components[number]
      return Diagnostic(
        .error, "'\(component.name)' is declared guest, but it \(what)", at: component.span, rule: Rule.guestDecides.rawValue,
        notes: [Diagnostic.Note("decided here", at: span)],
        help: "declare it mode, relocation or control, or split it into fields with roles of their own")
    }
  }
}

/// PG403: vacuous.
///
/// A condition that no state satisfies makes everything true. The invariant together with a mode, or with the host condition, must be
/// satisfiable; an instruction must complete in some state, unless it says `always traps`; and one that says so must not complete.
/// A verdict on such a specification would say nothing, so none is given.
///
/// To mend it, look at the condition that the message names, and weaken it.
struct Vacuity {

  let machine: Machine
  let options: CheckOptions

  /// The conditions of the machine that no state satisfies.
  func diagnostics() -> [Diagnostic] {
    let store = TermStore()
    let state = SymbolicState(machine: machine, store: store)
    let solver = Solver(store: store, rlimit: options.rlimit)
    func error(_ message: String, _ span: Span, help: String) -> Diagnostic {
      Diagnostic(.error, message, at: span, rule: Rule.vacuous.rawValue, help: help)
    }
    func impossible(_ assertions: [Term]) -> Bool { solver.check(assertions) == .unsatisfiable }
    if impossible([state.invariant]) {
      return [
        error(
          "no state satisfies the invariant", machine.invariants.first?.span ?? machine.modes[0].span,
          help: "the conditions of the invariant and of the modes contradict one another")
      ]
    }
    var result: [Diagnostic] = []
    for (number, mode) in machine.modes.enumerated() {
      if impossible([state.invariant, state.inMode[number]]) {
        result.append(
          error(
            "the machine is never in the mode '\(mode.name)'", mode.span,
            help: "the invariant, or a mode declared before it, excludes its condition"))
      }
    }
    guard result.isEmpty else { return result }
    for (number, mode) in machine.modes.enumerated() {
      let host = machine.modes[mode.host]
      if impossible([state.invariant, state.inMode[mode.host], state.hostConditions[number]]) {
        let span = machine.hostConditions.first { $0.mode == nil || $0.mode == number }?.span ?? mode.span
        result.append(
          error(
            "no state of the mode '\(host.name)' satisfies the host condition\(number == mode.host ? "" : " of '\(mode.name)'"), so no guest could run",
            span, help: "the host condition contradicts itself, the mode or the invariant"))
        break
      }
    }
    return result
  }

  /// What is wrong with an instruction that completes nowhere, or somewhere against its declaration.
  static func diagnostic(for instruction: Instruction, verdict: InstructionVerdict) -> Diagnostic? {
    guard verdict.undecided.isEmpty, instruction.alwaysTraps != verdict.alwaysTraps else { return nil }
    if verdict.alwaysTraps {
      return Diagnostic(
        .error, "the instruction '\(instruction.name)' completes in no state", at: instruction.span, rule: Rule.vacuous.rawValue,
        help: "if that is meant, add 'always traps' to it")
    }
    return Diagnostic(
      .error, "the instruction '\(instruction.name)' is declared to trap always, but completes in some state", at: instruction.span,
      rule: Rule.vacuous.rawValue, help: "remove 'always traps', or let it trap")
  }
}
