/// The values of terms under an assignment, each computed once.
///
/// It is for the thread of its store. Terms made after it may be evaluated too.
public final class Evaluation {
  private let store: TermStore
  private var functions: [Function: [[UInt128]: UInt128]]
  private let defaults: [Function: UInt128]
  /// The values of variables by number.
  private var variableValues: [UInt128]

  /// What was computed, in one allocation: behind a pointer no access is checked for exclusivity.
  private let memo: UnsafeMutablePointer<Memo>
  private var spareStack: [Int32] = []

  private struct Memo {
    var capacity = 0
    var values = UnsafeMutablePointer<UInt128>.allocate(capacity: 0)
    /// The generation in which a value was computed; older ones do not count.
    var stamps = UnsafeMutablePointer<UInt32>.allocate(capacity: 0)
    var generation: UInt32 = 1
  }

  /// An evaluation of terms of the store under the assignment. Values are cut to the widths of their
  /// variables and functions.
  public init(_ store: TermStore, _ assignment: Assignment) {
    self.store = store
    functions = assignment.functions
    defaults = assignment.defaults
    variableValues = Array(repeating: 0, count: store.variableTerms.count)
    memo = .allocate(capacity: 1)
    memo.initialize(to: Memo())
    for (variable, value) in assignment.variables { assign(variable, value) }
  }

  deinit {
    memo.pointee.values.deallocate()
    memo.pointee.stamps.deallocate()
    memo.deallocate()
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
    if memo.pointee.capacity < store.count { grow() }
    let root = Int(t.index)
    if stamps[root] == generation { return values[root] }
    var stack: [Int32] = []
    swap(&stack, &spareStack)
    stack.append(t.index)
    while let index = stack.last {
      if stamps[Int(index)] == generation || advance(index, &stack) { stack.removeLast() }
    }
    swap(&stack, &spareStack)
    return values[root]
  }

  @inline(__always)
  private var values: UnsafeMutablePointer<UInt128> { memo.pointee.values }
  @inline(__always)
  private var stamps: UnsafeMutablePointer<UInt32> { memo.pointee.stamps }
  @inline(__always)
  private var generation: UInt32 { memo.pointee.generation }

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
      stamps.update(repeating: 0, count: memo.pointee.capacity)
      memo.pointee.generation = 0
    }
    memo.pointee.generation += 1
  }

  private func grow() {
    let old = memo.pointee
    let more = max(store.count, old.capacity * 2)
    memo.pointee.capacity = more
    memo.pointee.values = .allocate(capacity: more)
    memo.pointee.values.initialize(repeating: 0, count: more)
    memo.pointee.values.update(from: old.values, count: old.capacity)
    old.values.deallocate()
    memo.pointee.stamps = .allocate(capacity: more)
    memo.pointee.stamps.initialize(repeating: 0, count: more)
    memo.pointee.stamps.update(from: old.stamps, count: old.capacity)
    old.stamps.deallocate()
  }

  /// Whether the value of this node is known; if not, it is put on the stack.
  @inline(__always)
  private func known(_ index: Int32, _ stack: inout [Int32]) -> Bool {
    if stamps[Int(index)] == generation { return true }
    stack.append(index)
    return false
  }

  /// Computes the node if what it needs is known, else puts that on the stack and answers false.
  @inline(__always)
  private func advance(_ index: Int32, _ stack: inout [Int32]) -> Bool {
    let node = store.nodes[Int(index)]
    let value: UInt128
    switch node.operation {
    case .constant: value = node.constantValue
    case .variable: value = Int(node.a) < variableValues.count ? variableValues[Int(node.a)] : 0
    case .argument:
      let first = known(node.a, &stack)
      guard node.b < 0 || known(node.b, &stack), first else { return false }
      value = 0
    case .apply:
      guard node.b < 0 || known(node.b, &stack) else { return false }
      value = application(node)
    case .not, .negate, .signExtend, .extract:
      guard known(node.a, &stack) else { return false }
      value = Semantics.unary(node, operandWidth: store.width(node.first), values[Int(node.a)])
    case .ite:
      guard known(node.a, &stack) else { return false }
      let branch = values[Int(node.a)] == 1 ? node.b : node.c
      guard known(branch, &stack) else { return false }
      value = values[Int(branch)]
    default:
      let first = known(node.a, &stack)
      guard known(node.b, &stack), first else { return false }
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
