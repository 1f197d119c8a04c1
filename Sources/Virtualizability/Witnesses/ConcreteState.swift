import Execution
import ISAModel
import SMT

/// A concrete state as an assignment gives it, with what memory and translation answer there.
final class ConcreteState: ConcreteEnvironment {

  /// What an execution asked, in the order of asking.
  struct Look: Hashable {
    var space: MemorySpace
    var address: UInt128
    var value: UInt128?
  }

  let components: [Bits]
  let modeNumber: Int?

  private let machine: Machine
  private let answers: Answers
  private(set) var looks: [Look] = []

  /// What it was asked besides.
  private(set) var background = Witness.Background()
  private var known: Set<Look> = []

  /// The functions of an assignment, as this state sees them.
  struct Answers {
    var memory: (UInt128) -> UInt128
    var physical: (UInt128) -> UInt128
    var accessible: (_ address: UInt128, _ kind: Int, _ mode: Int) -> Bool
    var translated: (_ name: String, _ arguments: [UInt128]) -> UInt128?
    var undefined: (UInt64, Int) -> UInt128
    var unpredictable: (UInt64) -> Bool
  }

  init(machine: Machine, components: [Bits], answers: Answers) {
    self.machine = machine
    self.components = components
    self.answers = answers
    let evaluator = Evaluator(
      machine: machine, domain: ConcreteDomain(machine: machine, environment: EmptyEnvironment.shared),
      components: components)
    modeNumber = machine.modes.firstIndex { evaluator.value(of: $0.condition).value == 1 }
  }

  func load(_ space: MemorySpace, _ address: UInt128) -> UInt128 {
    let value = space == .guest ? answers.memory(address) : answers.physical(address)
    note(Look(space: space, address: address, value: value))
    return value
  }

  func accessible(_ address: UInt128, _ kind: AccessKind, mode: Int?) -> Bool {
    let admitted = answers.accessible(address, kind.rawValue, mode ?? modeNumber ?? 0)
    if !admitted { note(Look(space: .guest, address: address, value: nil)) }
    return admitted
  }

  func translated(_ name: String, _ arguments: [UInt128]) -> UInt128?? {
    let place = answers.translated(name, arguments)
    let translation = Witness.Translation(name: name, arguments: arguments, place: place)
    if !background.translations.contains(translation) { background.translations.append(translation) }
    return .some(place)
  }

  func undefined(width: Int, key: UInt64) -> UInt128 {
    let value = answers.undefined(key, width)
    let choice = Witness.Choice(key: key, width: width, value: value)
    if !background.undefined.contains(choice) { background.undefined.append(choice) }
    return value
  }

  func unpredictable(key: UInt64) -> Bool {
    let isOther = answers.unpredictable(key)
    if isOther, !background.unpredictable.contains(key) { background.unpredictable.append(key) }
    return isOther
  }

  private func note(_ look: Look) {
    if known.insert(look).inserted { looks.append(look) }
  }

  /// Whether `condition` holds here.
  func holds(_ condition: Expression) -> Bool {
    let evaluator = Evaluator(
      machine: machine, domain: ConcreteDomain(machine: machine, environment: self), components: components)
    return evaluator.value(of: condition).value == 1
  }

  /// Whether it is in a mode that guests run in.
  var isInHostMode: Bool { machine.modes.contains { $0.host == modeNumber } }

  /// Whether a guest can run on the hardware in this state.
  var isUser: Bool {
    guard let modeNumber else { return false }
    return machine.modes.indices.contains { virtual -> Bool in
      machine.modes[virtual].host == modeNumber
        && machine.hostConditions.allSatisfy { $0.mode != nil && $0.mode != virtual || holds($0.expression) }
    }
  }
}
