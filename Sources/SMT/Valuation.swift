/// The values of all terms of a store under an assignment.
///
/// They are computed in the order of the arena, in which what a term is made of comes before it; terms made
/// since the last look are added to them. It is for the thread of its store.
public final class Valuation {
  private let store: TermStore

  private let given: Assignment
  private let original: (Term) -> Term?

  /// The values of variables, by number, as far as they are given or taken from others.
  private var ofVariables: [UInt128?]

  /// The variables that have taken the value of another one.
  private var takers: [Term] = []
  private(set) var tables: [PointTable?] = []
  private(set) var defaults: [UInt128] = []

  /// The values of the terms below `computed`, by index.
  private(set) var values = UnsafeMutablePointer<UInt128>.allocate(capacity: 0)
  private var computed = 0
  private var capacity = 0

  /// The arguments of the application that is looked at.
  private var point: [UInt128] = []

  /// - Parameter original: for a variable without a value, one whose value it takes; it must have been made
  ///   before.
  public init(
    _ store: TermStore, _ assignment: Assignment, original: @escaping (Term) -> Term? = { _ in nil }
  ) {
    self.store = store
    given = assignment
    self.original = original
    ofVariables = Array(repeating: nil, count: store.variableTerms.count)
    for (variable, value) in assignment.variables {
      ofVariables[Int(store.node(variable).a)] = value & Semantics.mask(store.width(variable))
    }
  }

  deinit { values.deallocate() }

  /// The assignment, with what `original` has added to it.
  public var assignment: Assignment {
    var result = given
    for variable in takers { result.variables[variable] = values[Int(variable.index)] }
    return result
  }

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
      case .variable: value = variable(Int(node.a), Term(Int32(truncatingIfNeeded: index)))
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
        given.functions[function].map { PointTable(arity: store.functions[number].domain.count, $0) })
      defaults.append(given.defaults[function] ?? 0)
    }
  }

  private func variable(_ number: Int, _ variable: Term) -> UInt128 {
    if number >= ofVariables.count {
      ofVariables += repeatElement(nil, count: max(number + 1, store.variableTerms.count) - ofVariables.count)
    }
    if let value = ofVariables[number] { return value }
    guard let original = original(variable), original.index < variable.index else { return 0 }
    takers.append(variable)
    return values[Int(original.index)]
  }

  private func application(_ node: Node) -> UInt128 {
    let number = Int(node.a)
    var value = defaults[number]
    if let table = tables[number], table.count > 0 {
      point.removeAll(keepingCapacity: true)
      var list = node.b
      while list >= 0 {
        let cell = store.nodes[Int(list)]
        point.append(values[Int(cell.a)])
        list = cell.b
      }
      value = point.withUnsafeBufferPointer { $0.baseAddress.flatMap(table.value(at:)) } ?? value
    }
    return value & Semantics.mask(Int(node.width))
  }
}
