import Execution
import ISAModel
import SMT

/// Finds what two machines declare otherwise: their state, modes, conditions, traps and interrupts. Where a
/// thing has a meaning it is compared by its terms, and not by its text.
struct DeclarationComparison {

  private let old: Machine
  private let new: Machine

  /// The states of both over one store; nil where they cannot share one.
  private let states: ComparedStates?

  init(old: Machine, new: Machine) {
    self.old = old
    self.new = new
    states =
      ComparedStates.obstacle(old, new) == nil
      ? ComparedStates(old: old, new: new, store: TermStore()) : nil
  }

  /// What is declared otherwise, by subject.
  func changes() -> [DeclarationChange] {
    compare(.feature, Self.features(old), Self.features(new))
      + compare(.component, Self.components(old), Self.components(new))
      + compare(.memory, Self.memories(old), Self.memories(new)) + translation() + modes()
      + conditions(.host, \.hostConditions) + conditions(.invariant, \.invariants)
      + compare(.mirror, Self.mirrors(old), Self.mirrors(new)) + traps() + interrupts()
      + compare(.encoding, Self.stream(old), Self.stream(new))
  }

  /// A thing that can be declared: its name, and what it is in words.
  private typealias Declared = (name: String, words: String)

  /// Compares things by their names, and where the words are the same by what they mean.
  private func compare(
    _ subject: DeclarationChange.Subject, _ old: [Declared], _ new: [Declared],
    meansOtherwise: (String) -> Bool = { _ in false }
  ) -> [DeclarationChange] {
    let before = Dictionary(old.map { ($0.name, $0.words) }, uniquingKeysWith: { one, _ in one })
    let after = Set(new.map(\.name))
    let lost = old.filter { !after.contains($0.name) }.map {
      DeclarationChange(subject: subject, name: $0.name, was: $0.words, now: nil)
    }
    return lost
      + new.compactMap { one in
        let was = before[one.name]
        var now = one.words
        if was == now {
          guard meansOtherwise(one.name) else { return nil }
          now += ", with another meaning"
        }
        return DeclarationChange(subject: subject, name: one.name, was: was, now: now)
      }
  }

  // MARK: State

  private static func features(_ machine: Machine) -> [Declared] {
    machine.features.map { ($0.name, $0.isOn ? "on" : "off") }
  }

  private static func components(_ machine: Machine) -> [Declared] {
    machine.components.map { component in
      let reset = component.reset == 0 ? "" : ", 0x\(String(component.reset, radix: 16)) after reset"
      let bits = component.width == 1 ? "1 bit" : "\(component.width) bits"
      return (component.name, "\(component.role.rawValue), \(bits)\(reset)")
    }
  }

  private static func memories(_ machine: Machine) -> [Declared] {
    [("mem", machine.memory), ("phys", machine.physicalMemory)].compactMap { name, memory in
      memory.map { memory in
        let order = memory.isBigEndian ? "big" : "little"
        let trap = memory.trap.map { ", traps with \(machine.traps[$0].name)" } ?? ""
        return (
          name, "addresses of \(memory.addressWidth) bits, units of \(memory.unit), \(order)-endian\(trap)"
        )
      }
    }
  }

  private static func mirrors(_ machine: Machine) -> [Declared] {
    machine.mirrored.map { (machine.components[$0].name, "mirrored") }
  }

  private static func stream(_ machine: Machine) -> [Declared] {
    let stream = machine.stream
    let prefixes = stream.prefixes.map { prefix in
      prefix.elements.map { String($0.value, radix: 16) }.joined(separator: " ")
    }
    let rest = stream.otherwise.map { machine.traps[$0].name } ?? "nothing"
    return [
      ("unit", "\(stream.unit) bits, \(stream.isBigEndian ? "big" : "little")-endian"),
      ("prefixes", prefixes.isEmpty ? "none" : prefixes.joined(separator: ", ")),
      ("what no instruction has", rest),
    ]
  }

  // MARK: What has a meaning

  /// The terms that a function leaves, run on its own over either state: the components after it, what it
  /// writes, what it traps with, and its value. Values that the manual leaves open are numbered.
  private func meaning(of function: ISAModel.Function, _ state: SymbolicState, abstracts: Bool = true)
    -> [Term]
  {
    let store = state.store
    let evaluator = Self.evaluator(state)
    evaluator.setLength(store.variable("length", width: 8))
    evaluator.abstractsTranslation = abstracts
    let first = state.domain.undefinedTerms.count
    let (value, run) = evaluator.run(
      function,
      function.parameters.enumerated().map { number, type in
        guard case .bits(let width) = type else { return .none }
        return .word(store.variable("argument.\(number).\(width)", width: width))
      })
    var terms = run.state.components
    for write in run.state.writes.flatMap({ $0 }) { terms += [write.guarded, write.address, write.value] }
    terms += run.traps.map(\.condition) + [run.state.alive]
    if case .word(let word) = value { terms.append(word) }
    var names: [Term: Term] = [:]
    for open in state.domain.undefinedTerms[first...] where names[open] == nil {
      names[open] = store.variable("open.\(names.count).\(store.width(open))", width: store.width(open))
    }
    let numbered = TermStore.Substitution(store, variables: names)
    return terms.map(numbered.apply)
  }

  /// Whether two functions leave other states, or have other values.
  private func differ(_ one: ISAModel.Function?, _ other: ISAModel.Function?, abstracts: Bool = true) -> Bool
  {
    guard let one, let other else { return (one == nil) != (other == nil) }
    guard let states, one.parameters == other.parameters else { return true }
    let before = meaning(of: one, states.old, abstracts: abstracts)
    let after = meaning(of: other, states.new, abstracts: abstracts)
    // Components stand first, in the order of each machine; what only one of them has is kept by entries that
    // know nothing of it.
    let count = (states.old.components.count, states.new.components.count)
    guard before.count - count.0 == after.count - count.1 else { return true }
    let kept =
      states.onlyOld.allSatisfy { before[$0] == states.old.components[$0] }
      && states.onlyNew.allSatisfy { after[$0] == states.new.components[$0] }
    guard kept, states.common.allSatisfy({ before[$0.old] == after[$0.new] }) else { return true }
    return !before[count.0...].elementsEqual(after[count.1...])
  }

  private func translation() -> [DeclarationChange] {
    var result: [DeclarationChange] = []
    if differ(old.translation, new.translation, abstracts: false) {
      result.append(
        DeclarationChange(
          subject: .memory, name: "translation", was: old.translation.map { _ in "declared" },
          now: new.translation.map { _ in "declared, with another meaning" }))
    }
    if differ(old.secondStage, new.secondStage, abstracts: false) {
      result.append(
        DeclarationChange(
          subject: .memory, name: "second stage of translation", was: old.secondStage.map { _ in "declared" },
          now: new.secondStage.map { _ in "declared, with another meaning" }))
    }
    for function in new.functions where function.isTranslation {
      let other = old.functions.first { $0.isTranslation && $0.name == function.name }
      guard let other, differ(other, function, abstracts: false) else { continue }
      result.append(
        DeclarationChange(
          subject: .memory, name: function.name, was: "declared", now: "declared, with another meaning"))
    }
    return result
  }

  private func modes() -> [DeclarationChange] {
    func declared(_ machine: Machine) -> [Declared] {
      machine.modes.map { ($0.name, "runs in \(machine.modes[$0.host].name)") }
    }
    let before = states.map { Self.byName(zip(old.modes.map(\.name), $0.old.inMode)) }
    let after = states.map { Self.byName(zip(new.modes.map(\.name), $0.new.inMode)) }
    return compare(.mode, declared(old), declared(new)) { before?[$0] != after?[$0] }
  }

  private static func byName<Thing>(_ things: some Sequence<(String, Thing)>) -> [String: Thing] {
    Dictionary(things.map { ($0.0, $0.1) }, uniquingKeysWith: { one, _ in one })
  }

  /// A condition in words, and its term where the machines share a state.
  private typealias Stated = (words: String, term: Term?)

  /// Compares conditions by what they mean; one that means the same as before may be written otherwise.
  private func conditions(
    _ subject: DeclarationChange.Subject, _ conditions: KeyPath<Machine, [Condition]>
  ) -> [DeclarationChange] {
    func stated(_ machine: Machine, _ state: SymbolicState?) -> [Stated] {
      machine[keyPath: conditions].map { condition in
        let mode = condition.mode.map { "in \(machine.modes[$0].name): " } ?? ""
        return (mode + condition.text, state.map { Self.evaluator($0).value(of: condition.expression) })
      }
    }
    let before = stated(old, states?.old)
    let after = stated(new, states?.new)
    func isKnown(_ one: Stated, among others: [Stated]) -> Bool {
      others.contains { other in
        guard let term = one.term, let another = other.term else { return one.words == other.words }
        return term == another
      }
    }
    let lost = before.filter { !isKnown($0, among: after) }
    let gained = after.filter { !isKnown($0, among: before) }
    return lost.map { DeclarationChange(subject: subject, name: $0.words, was: "required", now: nil) }
      + gained.map { DeclarationChange(subject: subject, name: $0.words, was: nil, now: "required") }
  }

  /// An evaluator, to be used before the next one of this state is asked for.
  private static func evaluator(_ state: SymbolicState) -> Evaluator<SymbolicDomain> {
    // What was taken for granted in another function says nothing here.
    state.domain.retract(to: 0)
    return Evaluator(machine: state.machine, domain: state.domain, components: state.components)
  }

  private func traps() -> [DeclarationChange] {
    func declared(_ machine: Machine) -> [Declared] {
      machine.traps.map { ($0.name, "\($0.trapClass.rawValue)\($0.isImprecise ? ", imprecise" : "")") }
    }
    let before = Self.byName(old.traps.map { ($0.name, $0) })
    let after = Self.byName(new.traps.map { ($0.name, $0) })
    return compare(.trap, declared(old), declared(new)) { differ(before[$0]?.entry, after[$0]?.entry) }
  }

  private func interrupts() -> [DeclarationChange] {
    func declared(_ machine: Machine) -> [Declared] {
      machine.interrupts.map { ($0.name, "priority \($0.priority)") }
    }
    let before = Self.byName(old.interrupts.map { ($0.name, $0) })
    let after = Self.byName(new.interrupts.map { ($0.name, $0) })
    return compare(.interrupt, declared(old), declared(new)) { name in
      guard let one = before[name], let other = after[name], let states else { return true }
      return Self.evaluator(states.old).value(of: one.condition)
        != Self.evaluator(states.new).value(of: other.condition) || differ(one.entry, other.entry)
    }
  }
}
