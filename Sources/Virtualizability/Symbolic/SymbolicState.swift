import Execution
import ISAModel
import SMT

/// The state of a machine as variables, with the predicates that its specification states over it.
package final class SymbolicState {

  package let machine: Machine
  package let store: TermStore
  package let domain: SymbolicDomain

  /// The variable of every component.
  package let components: [Term]

  /// The variables of a second state, as far as they were asked for.
  private var copies: [Term?]

  /// Stands for the part of the relocation state that no component holds.
  package let translation: Term

  /// The number of the mode, that of the first mode whose condition holds.
  package let modeNumber: Term

  /// Whether the machine is in each of its modes: the first whose condition holds.
  package let inMode: [Term]

  /// Whether some mode's condition holds, and the invariants do.
  package let invariant: Term

  /// The components that each conjunct of the invariant ties together; of what no conjunct restricts,
  /// nothing.
  package let tied: [Set<Int>]

  /// The host condition of every virtual mode, the general one included.
  package let hostConditions: [Term]

  /// The variable of a component in a second state, which does not share it with the first.
  func copy(of component: Int) -> Term {
    if let known = copies[component] { return known }
    let made = store.variable(
      machine.components[component].name + "'", width: store.width(components[component]))
    copies[component] = made
    return made
  }

  package init(machine: Machine, store: TermStore) {
    self.machine = machine
    self.store = store
    domain = SymbolicDomain(machine: machine, store: store)
    var nextTag = 0
    components = machine.components.map { component in
      guard component.role != .guest else { return store.variable(component.name, width: component.width) }
      defer { nextTag += 1 }
      return store.variable(component.name, width: component.width, tag: nextTag)
    }
    copies = Array(repeating: nil, count: components.count)
    translation = store.variable("translation", width: 8, tag: nextTag)

    let evaluator = Evaluator(machine: machine, domain: domain, components: components)
    let conditions = machine.modes.map { evaluator.value(of: $0.condition) }
    var earlier = store.false
    var inMode: [Term] = []
    var number = store.constant(0, width: SymbolicDomain.modeWidth)
    for condition in conditions {
      inMode.append(store.and(condition, store.not(earlier)))
      earlier = store.or(earlier, condition)
    }
    for (index, predicate) in inMode.enumerated().reversed() {
      number = store.ite(predicate, store.constant(UInt128(index), width: SymbolicDomain.modeWidth), number)
    }
    self.inMode = inMode
    modeNumber = number
    let conjuncts = [earlier] + machine.invariants.map { evaluator.value(of: $0.expression) }
    invariant = store.conjunction(conjuncts)
    let numbers = Dictionary(uniqueKeysWithValues: zip(components, components.indices))
    tied = conjuncts.map { Set(store.variables(in: [$0]).compactMap { numbers[$0] }) }.filter { $0.count > 1 }
    hostConditions = machine.modes.indices.map { mode in
      store.conjunction(
        machine.hostConditions.filter { $0.mode == nil || $0.mode == mode }.map {
          evaluator.value(of: $0.expression)
        })
    }
  }

  /// A state in which a guest runs on the hardware: a host mode under the host condition of a virtual mode
  /// that is run there.
  package var isUser: Term {
    store.disjunction(
      machine.modes.indices.map { virtual in
        store.and(inMode[machine.modes[virtual].host], hostConditions[virtual])
      })
  }

  /// A state in a mode that guests run in, under the host condition or not.
  package var isInHostMode: Term {
    store.disjunction(Set(machine.modes.map(\.host)).sorted().map { inMode[$0] })
  }

  /// A state of the most privileged mode.
  package var isMostPrivileged: Term { inMode.last ?? store.false }
}
