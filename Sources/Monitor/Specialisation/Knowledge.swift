import Execution
import ISAModel

/// What is known of the state at some place of a meaning.
struct Knowledge: Equatable {

  /// A condition whose truth is known.
  enum Fact: Hashable {

    /// What a function without parameters yields.
    case function(Int)

    /// Whether the machine is in a mode.
    case mode(Int)
  }

  /// The components whose value is known.
  var components: [Int: UInt128] = [:]

  /// The facts that hold as long as nothing is written that the mode depends on.
  var facts: [Fact: UInt128] = [:]

  /// The locals whose value is known.
  var locals: [Int: Bits] = [:]

  /// Whether this place is not reached: there was a trap before it.
  var isDead = false

  /// What is known where two paths come together.
  mutating func merge(_ other: Knowledge) {
    if isDead {
      self = other
    } else if !other.isDead {
      components = components.filter { other.components[$0.key] == $0.value }
      facts = facts.filter { other.facts[$0.key] == $0.value }
      locals = locals.filter { other.locals[$0.key] == $0.value }
    }
  }

  /// The same without what `components` and the mode's facts say of components that are written.
  mutating func forget(_ written: Set<Int>, modeDepends: Set<Int>) {
    for component in written { components[component] = nil }
    if !written.isDisjoint(with: modeDepends) { facts.removeAll() }
  }
}

extension Knowledge {

  /// What is known in a mode of `machine`.
  init(of mode: Int, in machine: Machine) {
    for earlier in machine.modes.indices where earlier < mode {
      facts[.mode(earlier)] = 0
      learn(machine.modes[earlier].condition, false, machine)
    }
    facts[.mode(mode)] = 1
    learn(machine.modes[mode].condition, true, machine)
  }

  /// Takes note that a condition holds, or does not.
  private mutating func learn(_ condition: Expression, _ truth: Bool, _ machine: Machine) {
    switch condition {
    case .binary(.equal, .component(let number, _), .constant(let value, _)),
      .binary(.equal, .constant(let value, _), .component(let number, _)):
      note(number, value, truth, machine)
    case .binary(.notEqual, .component(let number, _), .constant(let value, _)),
      .binary(.notEqual, .constant(let value, _), .component(let number, _)):
      note(number, value, !truth, machine)
    case .component(let number, _): note(number, 1, truth, machine)
    case .unary(.not, let inner): learn(inner, !truth, machine)
    case .binary(.and, let left, let right) where truth, .binary(.or, let left, let right) where !truth:
      learn(left, truth, machine)
      learn(right, truth, machine)
    case .conditional(let first, let then, let otherwise):
      // `a && b` is `if a { b } else { 0 }`, and `a || b` is `if a { 1 } else { b }`.
      guard then.statements.isEmpty, otherwise.statements.isEmpty, let yes = then.result,
        let no = otherwise.result
      else { return }
      if truth, case .constant(0, _) = no {
        learn(first, true, machine)
        learn(yes, true, machine)
      } else if !truth, case .constant(1, _) = yes {
        learn(first, false, machine)
        learn(no, false, machine)
      }
    case .call(let number, let arguments, _) where arguments.isEmpty:
      facts[.function(number)] = truth ? 1 : 0
      let body = machine.functions[number].body
      if body.statements.isEmpty, let result = body.result { learn(result, truth, machine) }
    case .mode(let number, _):
      facts[.mode(number)] = truth ? 1 : 0
      learn(machine.modes[number].condition, truth, machine)
    case .block(let block):
      if block.statements.isEmpty, let result = block.result { learn(result, truth, machine) }
    default: break
    }
  }

  private mutating func note(_ component: Int, _ value: UInt128, _ truth: Bool, _ machine: Machine) {
    if truth {
      components[component] = value
    } else if machine.components[component].width == 1 {
      components[component] = value ^ 1
    }
  }
}
