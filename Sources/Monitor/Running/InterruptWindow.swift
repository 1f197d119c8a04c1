import Execution
import ISAModel

/// The interrupts that a guest masks by what is its own, so that it may admit them without a trap: while one waits,
/// the hardware stops where that happens.
package struct InterruptWindow {

  /// Of each such interrupt, the parts of its condition that are not the guest's.
  package let waiting: [[Expression]]

  /// What of the guest's their conditions look at.
  package let deciding: Set<Int>

  package init(_ machine: Machine) {
    let finder = EffectFinder(machine)
    deciding = machine.interrupts.reduce(into: []) { found, interrupt in
      found.formUnion(
        finder.effects(of: interrupt.condition).reads.filter { machine.components[$0].role == .guest })
    }
    waiting = machine.interrupts.compactMap { interrupt in
      let parts = Self.parts(of: interrupt.condition)
      let others = parts.filter { part in
        finder.effects(of: part).reads.allSatisfy { machine.components[$0].role != .guest }
      }
      return others.count == parts.count ? nil : others
    }
  }

  /// Whether there is any such interrupt.
  package var isNeeded: Bool { !waiting.isEmpty }

  /// Whether one waits for nothing but the guest.
  private func isOpen(_ concrete: ConcreteMachine) -> Bool {
    waiting.contains { $0.allSatisfy { concrete.holds($0) } }
  }

  /// When the hardware has to stop so that an interrupt is taken in time: of its state, whether the virtual machine would
  /// accept one there, or whether `other` wants it; nil for never.
  func opening(
    _ concrete: ConcreteMachine, or other: ((ConcreteMachine) -> Bool)?
  ) -> ((ConcreteMachine) -> Bool)? {
    guard isOpen(concrete) else { return other }
    return { hardware in
      let evaluator = concrete.evaluator()
      for component in deciding {
        evaluator.state.components[component] = hardware.state.components[component]
      }
      return concrete.machine.interrupts.contains { evaluator.value(of: $0.condition).value == 1 }
        || other?(hardware) == true
    }
  }

  /// The conditions that a condition is the conjunction of.
  private static func parts(of condition: Expression) -> [Expression] {
    if case .binary(.and, let left, let right) = condition { return parts(of: left) + parts(of: right) }
    // Where `b` may trap, `a && b` is `if a { b } else { 0 }`.
    guard case .conditional(let first, let then, let otherwise) = condition,
      case .constant(0, _)? = otherwise.result, then.statements.isEmpty, let second = then.result
    else { return [condition] }
    return parts(of: first) + parts(of: second)
  }
}
