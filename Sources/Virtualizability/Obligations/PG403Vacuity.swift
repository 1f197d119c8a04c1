import ISALanguage
import ISAModel
import SMT

/// PG403: vacuous.
///
/// A condition that no state satisfies makes everything true. The invariant together with a mode, or with the
/// host condition, must be satisfiable; an instruction must complete in some state, unless it says `always
/// traps`; and one that says so must not complete. A verdict on such a specification would say nothing, so
/// none is given.
///
/// To mend it, look at the condition that the message names, and weaken it.
struct Vacuity {

  let machine: Machine
  let options: CheckOptions

  /// The conditions of the machine that no state satisfies.
  func diagnostics() -> [Diagnostic] {
    let store = TermStore()
    let state = SymbolicState(machine: machine, store: store)
    let decider = Decider(machine: machine, store: store, options: options)
    func error(_ message: String, _ span: Span, help: String) -> Diagnostic {
      Diagnostic(.error, message, at: span, rule: Rule.vacuous.rawValue, help: help)
    }
    func impossible(_ assertions: [Term]) -> Bool { decider.decide(assertions).answer.isNo }
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
        .error, "the instruction '\(instruction.name)' completes in no state", at: instruction.span,
        rule: Rule.vacuous.rawValue,
        help: "if that is meant, add 'always traps' to it")
    }
    return Diagnostic(
      .error, "the instruction '\(instruction.name)' is declared to trap always, but completes in some state",
      at: instruction.span,
      rule: Rule.vacuous.rawValue, help: "remove 'always traps', or let it trap")
  }
}
