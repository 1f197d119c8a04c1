/// The values of terms under an assignment, each computed once.
///
/// It is for the thread of its store. Terms made after it may be evaluated too.
public final class Evaluation {
  private let store: TermStore
  private var functions: [Function: [[UInt128]: UInt128]]
  private let defaults: [Function: UInt128]
  /// The values of variables by number.
  private var variableValues: [UInt128]

  private var capacity = 0
  private var values: UnsafeMutablePointer<UInt128>
  /// The generation in which a value was computed; older ones do not count.
  private var stamps: UnsafeMutablePointer<UInt32>
  private var generation: UInt32 = 1
  private var stack: [Int32] = []

  /// An evaluation of terms of the store under the assignment. Values are cut to the widths of their
  /// variables and functions.
  public init(_ store: TermStore, _ assignment: Assignment) {
    self.store = store
    functions = assignment.functions
    defaults = assignment.defaults
    variableValues = Array(repeating: 0, count: store.variableTerms.count)
    values = .allocate(capacity: 0)
    stamps = .allocate(capacity: 0)
    for (variable, value) in assignment.variables { assign(variable, value) }
  }

  deinit {
    values.deallocate()
    stamps.deallocate()
  }

  /// Gives the variable another value and forgets what was computed.
  public func set(_ variable: Term, _ value: UInt128) {
    assign(variable, value)
    forget()
  }

  /// Gives the function another value at a point and forgets what was computed.
  public func set(_ function: Function, at point: [UInt128], _ value: UInt128) {
    define(function, at: point, value)
    forget()
  }

  /// Gives the function a value at a point that nothing computed so far depends on.
  func define(_ function: Function, at point: [UInt128], _ value: UInt128) {
    functions[function, default: [:]][point] = value
  }

  /// The value of the term, below two to its width.
  public func value(_ t: Term) -> UInt128 {
    if capacity < store.count { grow() }
    if stamps[Int(t.index)] == generation { return values[Int(t.index)] }
    stack.removeAll(keepingCapacity: true)
    stack.append(t.index)
    while let index = stack.last {
      if stamps[Int(index)] == generation || advance(index) { stack.removeLast() }
    }
    return values[Int(t.index)]
  }

  private func assign(_ variable: Term, _ value: UInt128) {
    let node = store.node(variable)
    precondition(node.operation == .variable, "only variables have values of their own")
    let number = Int(node.a)
    if number >= variableValues.count {
      variableValues += Array(repeating: 0, count: number + 1 - variableValues.count)
    }
    variableValues[number] = value & Semantics.mask(Int(node.width))
  }

  private func forget() {
    if generation == .max {
      stamps.update(repeating: 0, count: capacity)
      generation = 0
    }
    generation += 1
  }

  private func grow() {
    let more = max(store.count, capacity * 2)
    let newValues = UnsafeMutablePointer<UInt128>.allocate(capacity: more)
    newValues.initialize(repeating: 0, count: more)
    newValues.update(from: values, count: capacity)
    values.deallocate()
    values = newValues
    let newStamps = UnsafeMutablePointer<UInt32>.allocate(capacity: more)
    newStamps.initialize(repeating: 0, count: more)
    newStamps.update(from: stamps, count: capacity)
    stamps.deallocate()
    stamps = newStamps
    capacity = more
  }

  /// Whether the value of this node is known; if not, it is put on the stack.
  @inline(__always)
  private func known(_ index: Int32) -> Bool {
    if stamps[Int(index)] == generation { return true }
    stack.append(index)
    return false
  }

  /// Computes the node if what it needs is known, else puts that on the stack and answers false.
  @inline(__always)
  private func advance(_ index: Int32) -> Bool {
    let node = store.nodes[Int(index)]
    let value: UInt128
    switch node.operation {
    case .constant: value = node.constantValue
    case .variable: value = Int(node.a) < variableValues.count ? variableValues[Int(node.a)] : 0
    case .argument:
      let first = known(node.a)
      guard node.b < 0 || known(node.b), first else { return false }
      value = 0
    case .apply:
      guard node.b < 0 || known(node.b) else { return false }
      value = application(node)
    case .not, .negate, .signExtend, .extract:
      guard known(node.a) else { return false }
      value = Semantics.unary(node, operandWidth: store.width(node.first), values[Int(node.a)])
    case .ite:
      guard known(node.a) else { return false }
      let branch = values[Int(node.a)] == 1 ? node.b : node.c
      guard known(branch) else { return false }
      value = values[Int(branch)]
    default:
      let first = known(node.a)
      guard known(node.b), first else { return false }
      let x = values[Int(node.a)]
      value = Semantics.binary(
        node.operation, width: store.width(node.second), x, values[Int(node.b)])
    }
    values[Int(index)] = value
    stamps[Int(index)] = generation
    return true
  }

  private func application(_ node: Node) -> UInt128 {
    let function = Function(node.a)
    var value = defaults[function] ?? 0
    if let points = functions[function] {
      let point = store.arguments(node).map { values[Int($0.index)] }
      value = points[point] ?? value
    }
    return value & Semantics.mask(Int(node.width))
  }
}
