import Execution
import ISAModel
import SMT
import Virtualizability

/// One run from a state that the solver has picked: what it finds in memory, and how it ends.
final class PathTrace: ConcreteEnvironment {

  /// Every unit that the run has looked at or asked translation about, with what stood there.
  private(set) var cells: [StateProgram.Cell] = []

  /// The trap that is taken; nil where the run completes.
  private(set) var trap: Int?

  private let found: Assignment
  private let virtual: VirtualState
  private var domain: SymbolicDomain { virtual.state.domain }

  init(_ form: Form, fields: [Bits], contexts: [Bits], in virtual: VirtualState, _ found: Assignment) {
    self.found = found
    self.virtual = virtual
    let machine = virtual.machine
    let evaluation = Evaluation(virtual.store, found)
    let evaluator = Evaluator(
      machine: machine, domain: ConcreteDomain(machine: machine, environment: self),
      components: machine.components.enumerated().map { number, component in
        Bits(evaluation.value(virtual.components[number]), width: component.width)
      })
    evaluator.abstractsTranslation = virtual.abstractsTranslation
    let result = evaluator.run(form, fields: fields, contexts: contexts)
    if result.state.alive.value == 0 { trap = result.traps.first { $0.condition.value == 1 }?.trap }
  }

  func load(_ space: MemorySpace, _ address: UInt128) -> UInt128 {
    guard let function = space == .guest ? domain.memoryFunction : domain.physicalFunction else { return 0 }
    let cell = StateProgram.Cell(
      space: space, address: address, value: found.value(of: function, at: [address]))
    if !cells.contains(cell) { cells.append(cell) }
    return cell.value
  }

  func accessible(_ address: UInt128, _ kind: AccessKind, mode: Int?) -> Bool {
    _ = load(.guest, address)
    return true
  }

  func translated(_ name: String, _ arguments: [UInt128]) -> UInt128?? {
    func value(_ name: String) -> UInt128 {
      domain.translations.first { $0.value.name == name }.map { found.value(of: $0.key, at: arguments) } ?? 0
    }
    return .some(value("\(name).admits") == 1 ? value(name) : nil)
  }

  func undefined(width: Int, key: UInt64) -> UInt128 {
    value(SymbolicDomain.undefinedName(width: width, key: key), width: width)
  }

  func unpredictable(key: UInt64) -> Bool {
    value(SymbolicDomain.unpredictableName(key: key), width: 1) == 1
  }

  private func value(_ name: String, width: Int) -> UInt128 {
    found.variables[virtual.store.variable(name, width: width)] ?? 0
  }
}
