import Execution
import ISALanguage
import ISAModel
import SMT

/// PG402: a guest component decides what a monitor must decide.
///
/// The component is declared `guest`, so a monitor leaves it to the program; but it takes part in deciding
/// the mode, the translation of addresses, where a trap enters and in which mode, or whether an interrupt is
/// accepted. A verdict on such a specification would say nothing, so none is given. Of traps and interrupts it is asked
/// what becomes of them in the modes that guests run in, under the host condition: elsewhere the monitor delivers them,
/// from what is the guest's.
/// Where a second stage of translation lies below, the first is the guest's own, and may look at nothing else.
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
        hostModes.map { evaluator(in: $0).value(of: interrupt.condition) },
        "decides whether the interrupt '\(interrupt.name)' is accepted", interrupt.span)
      result += entry(interrupt.entry, [], "the interrupt '\(interrupt.name)'", interrupt.span)
    }
    for trap in machine.traps {
      guard let function = trap.entry else { continue }
      result += entry(function, trap.parameters, "the trap '\(trap.name)'", trap.span)
    }
    if let translation = machine.lastStage {
      result += blamed(
        decisions(of: translation), "decides the translation of addresses", translationSpan)
    }
    if machine.secondStage != nil, let first = machine.translation { result += notOwned(first) }
    for function in machine.functions where function.isTranslation {
      let entering = evaluator()
      entering.abstractsTranslation = false
      let (value, run) = entering.run(
        function, function.parameters.enumerated().map { argument($1, "argument.\($0)") })
      var terms = run.traps.map(\.condition)
      if case .word(let word) = value { terms.append(word) }
      result += blamed(
        terms, "decides the translation of addresses, in '\(function.name)'", translationSpan)
    }
    return result
  }

  private var translationSpan: Span { machine.memory?.span ?? machine.modes[0].span }

  /// The modes that the hardware is in while a guest runs.
  private var hostModes: [Int] { Set(machine.modes.map(\.host)).sorted() }

  /// An evaluator, to be used before the next one is asked for.
  ///
  /// - Parameter mode: the mode that the machine is in while a guest runs, as far as its condition and what a monitor
  ///   always guarantees there say what components are; nil for any.
  private func evaluator(in mode: Int? = nil) -> Evaluator<SymbolicDomain> {
    var components = state.components
    let guaranteed = machine.hostConditions.filter { $0.mode == nil }.flatMap {
      ModeSetting.settings($0.expression)
    }
    for setting in mode.map({ ModeSetting.components(of: $0, in: machine) + guaranteed }) ?? [] {
      let width = machine.components[setting.component].width
      components[setting.component] = store.constant(setting.value, width: width)
    }
    // What an entry or a translation before took for granted says nothing here.
    state.domain.retract(to: 0)
    let evaluator = Evaluator(machine: machine, domain: state.domain, components: components)
    evaluator.setLength(store.variable("length", width: 8))
    return evaluator
  }

  /// What a stage of translation comes to.
  private func decisions(of translation: ISAModel.Function) -> [Term] {
    let address = translation.parameters.enumerated().map { argument($1, "address.\($0)") }
    let (value, run) = evaluator().run(translation, address)
    guard case .word(let word) = value else { return run.traps.map(\.condition) }
    return run.traps.map(\.condition) + [word]
  }

  /// What is not the guest's, and decides a stage of translation that the hardware does for guests by itself.
  private func notOwned(_ translation: ISAModel.Function) -> [Diagnostic] {
    let variables = Set(store.variables(in: decisions(of: translation)))
    return machine.components.indices.filter { number in
      machine.components[number].role != .guest && variables.contains(state.components[number])
    }.map { number in
      let component = machine.components[number]
      return Diagnostic(
        .error,
        "'\(component.name)' is not the guest's, but it decides the first stage of translation",
        at: component.span, rule: Rule.guestDecides.rawValue,
        notes: [Diagnostic.Note("decided here", at: translationSpan)],
        help: "declare it guest, or let 'second_stage' decide")
    }
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
    var decided: [Term] = []
    for mode in hostModes {
      // That a frame might be pushed over the vector that is read next decides nothing.
      let entering = evaluator(in: mode)
      entering.keepsWrites = false
      let run = entering.run(function, parameters.enumerated().map { argument($1, "argument.\($0)") }).result
      let before = evaluator(in: mode)
      let known = before.result.state.components
      let fetched = Set(store.variables(in: machine.stream.fetch.map { before.value(of: $0) }))
      decided += machine.components.indices.filter { number in
        let role = machine.components[number].role
        let changed = run.state.components[number] != known[number]
        return changed && (role == .mode || role == .relocation || fetched.contains(state.components[number]))
      }.map { run.state.components[$0] }
    }
    return blamed(decided, "decides where \(what) enters", span)
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
