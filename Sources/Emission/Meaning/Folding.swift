import Execution
import ISAModel

/// Works out what is known when the package is written.
struct Folding {

  private let domain: ConcreteDomain
  private let machine: Machine

  init(_ machine: Machine) {
    self.machine = machine
    domain = ConcreteDomain(machine: machine, environment: EmptyEnvironment.shared)
  }

  /// The same expression with constants computed, and slices taken from what they are slices of.
  func folded(_ expression: Expression, _ known: (Int) -> Expression?) -> Expression {
    switch expression {
    case .local(let slot): return known(slot) ?? expression
    case .unary(let operation, let inner):
      let inner = folded(inner, known)
      if let value = constant(inner) { return self.expression(domain.unary(operation, value)) }
      return .unary(operation, inner)
    case .binary(let operation, let left, let right):
      return folded(operation, folded(left, known), folded(right, known))
    case .conditional(let condition, let then, let otherwise):
      guard let value = constant(folded(condition, known)) else { return expression }
      let chosen = value.value == 1 ? then : otherwise
      if chosen.statements.isEmpty, let result = chosen.result { return folded(result, known) }
      return .block(chosen)
    case .extract(let inner, let high, let low):
      return slice(folded(inner, known), high: high, low: low)
    case .extend(let inner, let width, let signed):
      let inner = folded(inner, known)
      if let value = constant(inner) {
        return self.expression(domain.extend(value, to: width, signed: signed))
      }
      return .extend(inner, to: width, signed: signed)
    default: return expression
    }
  }

  private func folded(_ operation: BinaryOperation, _ left: Expression, _ right: Expression) -> Expression {
    if let one = constant(left), let other = constant(right) {
      return expression(domain.binary(operation, one, other))
    }
    if operation == .and || operation == .or || operation == .xor,
      let value = constant(left) ?? constant(right)
    {
      let other = constant(left) == nil ? left : right
      let isFull = value.value == Bits.mask(value.width)
      switch operation {
      case .and where isFull, .or where value.value == 0, .xor where value.value == 0: return other
      case .and where value.value == 0, .or where isFull: return expression(value)
      default: break
      }
    }
    // What is compared with a truth value is that value, or the contrary.
    if operation == .equal || operation == .notEqual, let value = constant(right), value.width == 1 {
      return (value.value == 1) == (operation == .equal) ? left : .unary(.not, left)
    }
    return .binary(operation, left, right)
  }

  private func slice(_ inner: Expression, high: Int, low: Int) -> Expression {
    if let value = constant(inner) { return expression(domain.extract(value, high: high, low: low)) }
    switch inner {
    case .extract(let deeper, _, let start): return slice(deeper, high: start + high, low: start + low)
    case .binary(.concat, let left, let right):
      let width = TypeFinder.width(right, machine)
      if let width, low >= width { return slice(left, high: high - width, low: low - width) }
      if let width, high < width { return slice(right, high: high, low: low) }
    case .extend(let deeper, _, _):
      if let width = TypeFinder.width(deeper, machine), high < width {
        return slice(deeper, high: high, low: low)
      }
    default: break
    }
    if low == 0, TypeFinder.width(inner, machine) == high + 1 { return inner }
    return .extract(inner, high: high, low: low)
  }

  func constant(_ expression: Expression) -> Bits? {
    if case .constant(let value, let width) = expression { Bits(value, width: width) } else { nil }
  }

  private func expression(_ bits: Bits) -> Expression { .constant(bits.value, width: bits.width) }
}

/// The types of expressions, as far as they can be told from the expressions alone.
enum TypeFinder {

  /// The width of an expression that is made of registers and constants; nil where locals or fields decide.
  static func width(_ expression: Expression, _ machine: Machine) -> Int? {
    switch expression {
    case .constant(_, let width), .extend(_, let width, _), .undefined(let width, _): width
    case .component(let number, _): machine.components[number].width
    case .element(let number, let field, _, _):
      machine.components[machine.registers[number].component(field: field, element: 0)].width
    case .extract(_, let high, let low): high - low + 1
    case .length: 8
    case .mode, .present, .accessible: 1
    case .context(let number): machine.stream.contexts[number].width
    case .unary(let operation, let inner): operation == .parity ? 1 : width(inner, machine)
    case .binary(let operation, let left, let right):
      switch operation {
      case .equal, .notEqual, .unsignedLess, .unsignedLessOrEqual, .signedLess, .signedLessOrEqual: 1
      case .concat: width(left, machine).flatMap { one in width(right, machine).map { one + $0 } }
      default: width(left, machine)
      }
    case .load(let space, _, let units, _, _):
      ((space == .guest ? machine.memory : machine.physicalMemory)?.unit).map { $0 * units }
    case .call(let number, _, _):
      if case .bits(let width) = machine.functions[number].result { width } else { nil }
    default: nil
    }
  }
}
