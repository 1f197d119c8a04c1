import ISAModel
import SMT

/// The states of two machines over one store: components of one name are one variable.
struct ComparedStates {

  let old: SymbolicState
  let new: SymbolicState

  /// The components that both machines have, by their numbers in each.
  let common: [(old: Int, new: Int)]

  /// The components that only one of the machines has.
  let onlyOld: [Int]
  let onlyNew: [Int]

  private let store: TermStore

  /// - Precondition: The machines agree in everything that `obstacle` looks at.
  init(old: Machine, new: Machine, store: TermStore) {
    self.store = store
    let widths = Dictionary(old.components.map { ($0.name, $0.width) }, uniquingKeysWith: { one, _ in one })
    var other = new
    for number in other.components.indices {
      let component = other.components[number]
      // A component of another width is another component.
      if let width = widths[component.name], width != component.width {
        other.components[number].name += " of \(component.width) bits"
      }
    }
    self.old = SymbolicState(machine: old, store: store)
    self.new = SymbolicState(machine: other, store: store)
    let numbers = Dictionary(
      old.components.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { one, _ in one })
    var common: [(old: Int, new: Int)] = []
    var onlyNew: [Int] = []
    for (number, component) in other.components.enumerated() {
      if let first = numbers[component.name] {
        common.append((first, number))
      } else {
        onlyNew.append(number)
      }
    }
    self.common = common.sorted { $0.old < $1.old }
    self.onlyNew = onlyNew
    let shared = Set(common.map(\.old))
    onlyOld = old.components.indices.filter { !shared.contains($0) }
  }

  /// A state that both machines can be in.
  var invariant: Term { store.and(old.invariant, new.invariant) }

  /// Why the instructions of two machines cannot be compared at all, in words; nil where they can.
  static func obstacle(_ old: Machine, _ new: Machine) -> String? {
    func shape(_ memory: Memory?) -> [Int]? { memory.map { [$0.addressWidth, $0.unit] } }
    if let one = shape(old.memory), let other = shape(new.memory), one != other {
      return "memory has addresses or units of another width"
    }
    if let one = shape(old.physicalMemory), let other = shape(new.physicalMemory), one != other {
      return "memory past translation has addresses or units of another width"
    }
    for context in new.stream.contexts {
      if let other = old.stream.contexts.first(where: { $0.name == context.name }),
        other.width != context.width
      {
        return "the context '\(context.name)' has another width"
      }
    }
    for function in new.functions where function.isTranslation {
      guard let other = old.functions.first(where: { $0.isTranslation && $0.name == function.name }) else {
        continue
      }
      guard other.parameters == function.parameters, other.result == function.result else {
        return "the translation function '\(function.name)' has another type"
      }
    }
    return nil
  }
}
