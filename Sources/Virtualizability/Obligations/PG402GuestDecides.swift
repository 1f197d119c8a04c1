import Execution
import ISALanguage
import ISAModel
import SMT

/// PG402: a guest component decides what a monitor must decide.
///
/// The component is declared `guest`, so a monitor leaves it to the program; but it takes part in deciding
/// the mode, the translation of addresses, where a trap enters and in which mode, or whether an interrupt is
/// accepted. A verdict on such a specification would say nothing, so none is given.
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
      result += blamed(
        [predicate], "decides the mode: it is part of the condition of '\(machine.modes[number].name)'",
        mode.span)
    }
    for interrupt in machine.interrupts {
      result += blamed(
        [evaluator().value(of: interrupt.condition)],
        "decides whether the interrupt '\(interrupt.name)' is accepted", interrupt.span)
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
      result += blamed(
        terms, "decides the translation of addresses", machine.memory?.span ?? machine.modes[0].span)
    }
    for function in machine.functions where function.isTranslation {
      let entering = evaluator()
      entering.abstractsTranslation = false
      let (value, run) = entering.run(
        function, function.parameters.enumerated().map { argument($1, "argument.\($0)") })
      var terms = run.traps.map(\.condition)
      if case .word(let word) = value { terms.append(word) }
      result += blamed(
        terms, "decides the translation of addresses, in '\(function.name)'",
        machine.memory?.span ?? machine.modes[0].span)
    }
    return result
  }

  private func evaluator() -> Evaluator<SymbolicDomain> {
    let evaluator = Evaluator(machine: machine, domain: state.domain, components: state.components)
    evaluator.setLength(store.variable("length", width: 8))
    return evaluator
  }

  private func argument(_ type: Type, _ name: String) -> Value<Term> {
    // Entries of several traps share the store: an argument of one may be wider than that of another.
    if case .bits(let width) = type { return .word(store.variable("\(name).\(width)", width: width)) }
    return .none
  }

  /// The components that the machine runs on from: mode, relocation, and where the next instruction is
  /// fetched.
  private func entry(_ function: ISAModel.Function, _ parameters: [Type], _ what: String, _ span: Span)
    -> [Diagnostic]
  {
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
        .error, "'\(component.name)' is declared guest, but it \(what)", at: component.span,
        rule: Rule.guestDecides.rawValue,
        notes: [Diagnostic.Note("decided here", at: span)],
        help: "declare it mode, relocation or control, or split it into fields with roles of their own")
    }
  }
}
