/// The values of all terms of a store under an assignment.
///
/// They are computed in the order of the arena, in which what a term is made of comes before it; terms made
/// since the last look are added to them. It is for the thread of its store.
public final class Valuation {
  private let store: TermStore

  /// The assignment, with what `original` has added to it.
  public private(set) var assignment: Assignment

  private let original: (Term) -> Term?
  private(set) var tables: [PointTable?] = []
  private(set) var defaults: [UInt128] = []

  /// The values of the terms below `computed`, by index.
  private(set) var values = UnsafeMutablePointer<UInt128>.allocate(capacity: 0)
  private var computed = 0
  private var capacity = 0

  /// - Parameter original: for a variable without a value, one whose value it takes; it must have been made
  ///   before.
  public init(
    _ store: TermStore, _ assignment: Assignment, original: @escaping (Term) -> Term? = { _ in nil }
  ) {
    self.store = store
    self.assignment = assignment
    self.original = original
  }

  deinit { values.deallocate() }

  /// The value of the term, below two to its width.
  public func value(_ term: Term) -> UInt128 {
    extend()
    return values[Int(term.index)]
  }

  /// How many of these 1-bit terms are 0.
  public func countFailing(_ terms: [Term]) -> Int {
    extend()
    return terms.count { values[Int($0.index)] == 0 }
  }

  /// Computes the values of the terms that are new.
  func extend() {
    let count = store.count
    guard computed < count else { return }
    extendTables()
    if capacity < count { grow(to: max(count, 2 * capacity)) }
    let values = values
    let nodes = store.nodes
    for index in computed..<count {
      let node = nodes[index]
      let value: UInt128
      switch node.operation {
      case .constant: value = node.constantValue
      case .variable: value = variable(Term(Int32(truncatingIfNeeded: index)))
      case .argument: value = 0
      case .apply: value = application(node)
      case .not, .negate, .signExtend, .extract:
        value = Semantics.unary(node, operandWidth: Int(nodes[Int(node.a)].width), values[Int(node.a)])
      case .ite: value = values[Int(values[Int(node.a)] == 1 ? node.b : node.c)]
      default:
        value = Semantics.binary(
          node.operation, width: Int(nodes[Int(node.b)].width), values[Int(node.a)], values[Int(node.b)])
      }
      values[index] = value
    }
    computed = count
  }

  private func grow(to wanted: Int) {
    let larger = UnsafeMutablePointer<UInt128>.allocate(capacity: wanted)
    larger.update(from: values, count: computed)
    values.deallocate()
    values = larger
    capacity = wanted
  }

  private func extendTables() {
    for number in tables.count..<store.functions.count {
      let function = Function(Int32(number))
      tables.append(
        assignment.functions[function].map { PointTable(arity: store.functions[number].domain.count, $0) })
      defaults.append(assignment.defaults[function] ?? 0)
    }
  }

  private func variable(_ variable: Term) -> UInt128 {
    if let value = assignment.variables[variable] { return value & Semantics.mask(store.width(variable)) }
    guard let original = original(variable), original.index < variable.index else { return 0 }
    let value = values[Int(original.index)]
    assignment.variables[variable] = value
    return value
  }

  private func application(_ node: Node) -> UInt128 {
    let number = Int(node.a)
    let mask = Semantics.mask(Int(node.width))
    guard let table = tables[number], table.count > 0 else { return defaults[number] & mask }
    let point = store.arguments(node).map { values[Int($0.index)] }
    return (point.withUnsafeBufferPointer { $0.baseAddress.flatMap(table.value(at:)) } ?? defaults[number])
      & mask
  }
}
