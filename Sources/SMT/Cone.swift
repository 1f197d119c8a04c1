/// The nodes below fixed terms, with their values under an assignment that changes step by step.
///
/// A change of a variable, or of a function at a point, recomputes only what lies above it, and stops where
/// values stay. Nodes have positions of their own, in the order of the arena: what a node is made of comes
/// before it.
public struct Cone: ~Copyable {
  private let store: TermStore
  let count: Int

  /// The nodes; operands are positions. An application has the start of its arguments in `b`, and their
  /// number in `c`.
  let nodes: UnsafeMutablePointer<Node>
  let values: UnsafeMutablePointer<UInt128>
  private let terms: [Int32]

  /// The positions of the arguments of all applications.
  private(set) var arguments: [Int32] = []

  /// The positions above each one: those of position p from `firstParent[p]` to `firstParent[p + 1]`.
  private let firstParent: UnsafeMutablePointer<Int32>
  private let parents: UnsafeMutablePointer<Int32>

  /// Positions to be computed anew, as bits.
  private let dirty: UnsafeMutablePointer<UInt64>
  private var firstDirty = Int.max

  /// How many values have been computed.
  public private(set) var work = 0

  /// How many more applications may take their values along before everything is settled; there must be an end.
  private var room = 0
  private static let mostMoved = 64

  /// The positions of the variables, of the applications, and of the terms that it was made for.
  private(set) var variables: [Int32] = []
  private var applications: [Int32] = []
  let roots: [Int32]

  private var tables: [PointTable?] = []
  private var defaults: [UInt128] = []
  private var changedTables: Set<Int> = []

  /// The bits of each position that marked leaves may change; empty when nothing is marked.
  private var marks: [UInt128] = []
  private var markedFunctions: Set<Function> = []

  /// What to do to take back the changes since the last `keep`.
  private var trail: [(position: Int32, value: UInt128)] = []
  private var pointTrail: [(function: Int, point: [UInt128], old: UInt128?)] = []

  /// The cone below `terms`. Its values are undefined before `load`.
  public init(_ store: TermStore, _ terms: [Term]) {
    self.store = store
    let reached = store.reachable(from: terms).filter { store.nodes[Int($0)].operation != .argument }
    self.terms = reached
    count = reached.count
    nodes = .allocate(capacity: count)
    values = .allocate(capacity: count)
    let ends = UnsafeMutablePointer<Int32>.allocate(capacity: count + 2)
    ends.initialize(repeating: 0, count: count + 2)
    firstParent = ends
    dirty = .allocate(capacity: count / 64 + 1)
    dirty.initialize(repeating: 0, count: count / 64 + 1)
    values.initialize(repeating: 0, count: count)

    // The scratch maps indices to positions; what it holds elsewhere does not matter.
    var positions: [Int32] = []
    swap(&positions, &store.positions)
    defer { swap(&positions, &store.positions) }
    if positions.count < store.count { positions = Array(repeating: 0, count: store.count * 2) }
    for (position, index) in reached.enumerated() {
      positions[Int(index)] = Int32(truncatingIfNeeded: position)
    }
    roots = terms.map { positions[Int($0.index)] }
    var edges = 0
    for (position, index) in reached.enumerated() {
      var node = store.nodes[Int(index)]
      switch node.operation {
      case .constant: values[position] = node.constantValue
      case .variable: variables.append(Int32(truncatingIfNeeded: position))
      case .apply:
        applications.append(Int32(truncatingIfNeeded: position))
        let list = store.arguments(node)
        node.b = Int32(truncatingIfNeeded: arguments.count)
        node.c = Int32(truncatingIfNeeded: list.count)
        for argument in list { arguments.append(positions[Int(argument.index)]) }
      case .ite:
        node.c = positions[Int(node.c)]
        fallthrough
      default:
        node.a = positions[Int(node.a)]
        if node.operation.arity >= 2 { node.b = positions[Int(node.b)] }
      }
      (nodes + position).initialize(to: node)
      Cone.forEachOperand(node, arguments) { operand in
        ends[Int(operand) + 2] += 1
        edges += 1
      }
    }
    for position in 0..<count { ends[position + 2] += ends[position + 1] }
    let parents = UnsafeMutablePointer<Int32>.allocate(capacity: edges)
    for position in 0..<count {
      Cone.forEachOperand(nodes[position], arguments) { operand in
        parents[Int(ends[Int(operand) + 1])] = Int32(truncatingIfNeeded: position)
        ends[Int(operand) + 1] += 1
      }
    }
    self.parents = parents
  }

  deinit {
    nodes.deallocate()
    values.deallocate()
    firstParent.deallocate()
    parents.deallocate()
    dirty.deallocate()
  }

  @inline(__always)
  private static func forEachOperand(_ node: Node, _ arguments: [Int32], _ body: (Int32) -> Void) {
    switch node.operation {
    case .constant, .variable, .argument: break
    case .apply: for place in node.b..<node.b + node.c { body(arguments[Int(place)]) }
    default:
      body(node.a)
      if node.operation.arity >= 2 { body(node.b) }
      if node.operation == .ite { body(node.c) }
    }
  }

  /// Marks variables and functions, and all that lies above them, as what two states may differ in.
  public mutating func mark(variables isVariable: (Term) -> Bool, functions: Set<Function>) {
    markedFunctions = functions
    marks = []
    marks.reserveCapacity(count)
    for position in 0..<count {
      let node = nodes[position]
      let isLeaf =
        switch node.operation {
        case .variable: isVariable(Term(terms[position]))
        case .apply: functions.contains(Function(node.a))
        default: false
        }
      marks.append(isLeaf ? Semantics.mask(Int(node.width)) : marksAbove(node))
    }
  }

  /// The bits that the marks of the operands may change.
  private func marksAbove(_ node: Node) -> UInt128 {
    let all = Semantics.mask(Int(node.width))
    func mark(_ operand: Int32) -> UInt128 { marks[Int(operand)] }
    switch node.operation {
    case .constant, .variable, .argument: return 0
    case .not: return mark(node.a)
    case .extract: return mark(node.a) >> UInt128(node.c) & all
    case .concat: return mark(node.a) << UInt128(width(node.b)) | mark(node.b)
    case .and, .or, .xor: return mark(node.a) | mark(node.b)
    case .ite: return mark(node.a) != 0 ? all : mark(node.b) | mark(node.c)
    default:
      var isMarked = false
      Cone.forEachOperand(node, arguments) { isMarked = isMarked || mark($0) != 0 }
      return isMarked ? all : 0
    }
  }

  // MARK: Reading

  func isMarked(_ position: Int32) -> Bool { marks(position) != 0 }

  /// An argument in which two states may differ of an application whose function they share.
  func markedArgument(_ node: Node) -> Int32? {
    guard !markedFunctions.contains(Function(node.a)) else { return nil }
    return arguments[Int(node.b)..<Int(node.b + node.c)].first { isMarked($0) }
  }

  /// The bits in which two states may differ there.
  func marks(_ position: Int32) -> UInt128 { marks.isEmpty ? 0 : marks[Int(position)] }

  /// The value of one of the terms that the cone was made for, by number.
  public func value(ofRoot number: Int) -> UInt128 { values[Int(roots[number])] }

  /// The variables, in the order in which they were made.
  public var variableTerms: [Term] { variables.map { Term(terms[Int($0)]) } }

  /// The value of the variable, by its number among `variableTerms`.
  public func value(ofVariable number: Int) -> UInt128 { values[Int(variables[number])] }

  /// `start` with the values of the cone.
  public func assignment(from start: Assignment) -> Assignment {
    var result = start
    for position in variables { result.variables[Term(terms[Int(position)])] = values[Int(position)] }
    for number in changedTables {
      if let table = tables[number] { result.functions[Function(Int32(number))] = table.dictionary }
    }
    return result
  }

  func width(_ position: Int32) -> Int { Int(nodes[Int(position)].width) }
  func isConstant(_ position: Int32) -> Bool { nodes[Int(position)].operation == .constant }

  /// Appends the roots that are 0.
  func collectFailing(_ failing: inout [Int32]) {
    for root in roots where values[Int(root)] == 0 { failing.append(root) }
  }

  // MARK: Changing

  /// Takes all values from a valuation.
  public mutating func load(_ valuation: Valuation) {
    valuation.extend()
    for position in 0..<count { values[position] = valuation.values[Int(terms[position])] }
    tables = valuation.tables
    defaults = valuation.defaults
    changedTables = []
    keep()
  }

  /// Gives the variable, by its number among `variableTerms`, another value. Nothing follows before `settle`.
  public mutating func set(variable number: Int, _ value: UInt128) { set(position: variables[number], value) }

  /// Gives the function another value at a point. Nothing follows before `settle`.
  public mutating func set(_ function: Function, at point: [UInt128], _ value: UInt128) {
    let number = Int(function.index)
    var table = tables[number] ?? PointTable(arity: point.count)
    tables[number] = nil
    let old = point.withUnsafeBufferPointer { $0.baseAddress.flatMap { table.set($0, value) } }
    tables[number] = table
    changedTables.insert(number)
    pointTrail.append((number, point, old))
    for position in applications where nodes[Int(position)].a == function.index {
      let node = nodes[Int(position)]
      var matches = true
      for place in 0..<Int(node.c) where values[Int(arguments[Int(node.b) + place])] != point[place] {
        matches = false
        break
      }
      if matches { mark(position) }
    }
  }

  mutating func set(position: Int32, _ value: UInt128) {
    let value = value & Semantics.mask(Int(nodes[Int(position)].width))
    guard values[Int(position)] != value else { return }
    trail.append((position, values[Int(position)]))
    values[Int(position)] = value
    markParents(Int(position))
  }

  /// Gives a function the values that another one of its domain and range has, and leaves it its own where that
  /// one has none. Nothing follows before `settle`, and it cannot be taken back.
  public mutating func overlay(_ function: Function, with other: Function) {
    let number = Int(function.index)
    guard number < tables.count, Int(other.index) < tables.count, let above = tables[Int(other.index)] else {
      return
    }
    var table = tables[number] ?? above
    above.forEach { table.set($0, $1) }
    tables[number] = table
    changedTables.insert(number)
    for position in applications where nodes[Int(position)].a == function.index { mark(position) }
  }

  /// Whether the function is applied below the terms.
  public func applies(_ function: Function) -> Bool {
    applications.contains { nodes[Int($0)].a == function.index }
  }

  /// Computes what follows from the changes.
  ///
  /// - Parameter moving: whether an application whose arguments change to where its function has no value of
  ///   its own takes its value along.
  public mutating func settle(moving: Bool = false) {
    room = moving ? Cone.mostMoved : 0
    while firstDirty != .max { settleOnce() }
  }

  /// One way up from the lowest change.
  private mutating func settleOnce() {
    var word = firstDirty
    firstDirty = .max
    let words = count / 64 + 1
    let nodes = nodes
    let values = values
    while word < words {
      while dirty[word] != 0 {
        let bit = dirty[word].trailingZeroBitCount
        dirty[word] &= dirty[word] &- 1
        let position = word &* 64 &+ bit
        work &+= 1
        let node = nodes[position]
        let value =
          node.operation == .apply
          ? (room > 0 ? moved(position) : application(node)) : Cone.computed(node, nodes, values)
        if value != values[position] {
          trail.append((Int32(truncatingIfNeeded: position), values[position]))
          values[position] = value
          markParents(position)
        }
      }
      word &+= 1
    }
  }

  /// The value of an application, which takes its old one along to a point that has none.
  private mutating func moved(_ position: Int) -> UInt128 {
    let node = nodes[position]
    guard values[position] != defaults[Int(node.a)] else { return application(node) }
    let point = (node.b..<node.b + node.c).map { values[Int(arguments[Int($0)])] }
    let isFree =
      point.withUnsafeBufferPointer { $0.baseAddress.flatMap { tables[Int(node.a)]?.value(at: $0) } } == nil
    guard isFree else { return application(node) }
    room -= 1
    set(Function(node.a), at: point, values[position])
    return values[position]
  }

  /// Takes back everything since the last `keep`.
  public mutating func revert() {
    for (position, value) in trail.reversed() { values[Int(position)] = value }
    for (number, point, old) in pointTrail.reversed() {
      guard var table = tables[number] else { continue }
      tables[number] = nil
      if let old {
        point.withUnsafeBufferPointer { if let base = $0.baseAddress { _ = table.set(base, old) } }
      } else {
        table.removeLast()
      }
      tables[number] = table
    }
    keep()
  }

  /// Makes the changes lasting.
  public mutating func keep() {
    trail.removeAll(keepingCapacity: true)
    pointTrail.removeAll(keepingCapacity: true)
  }

  @inline(__always)
  private mutating func mark(_ position: Int32) {
    let word = Int(position) >> 6
    dirty[word] |= 1 &<< UInt64(truncatingIfNeeded: position & 63)
    if word < firstDirty { firstDirty = word }
  }

  @inline(__always)
  private mutating func markParents(_ position: Int) {
    for edge in Int(firstParent[position])..<Int(firstParent[position &+ 1]) { mark(parents[edge]) }
  }

  /// The value of a node that is no application, of those of its operands. It is given where they stand, for
  /// the cone itself would be copied.
  @inline(__always)
  private static func computed(
    _ node: Node, _ nodes: UnsafeMutablePointer<Node>, _ values: UnsafeMutablePointer<UInt128>
  ) -> UInt128 {
    switch node.operation {
    case .not, .negate, .signExtend, .extract:
      return Semantics.unary(node, operandWidth: Int(nodes[Int(node.a)].width), values[Int(node.a)])
    case .ite: return values[Int(values[Int(node.a)] == 1 ? node.b : node.c)]
    default:
      return Semantics.binary(
        node.operation, width: Int(nodes[Int(node.b)].width), values[Int(node.a)], values[Int(node.b)])
    }
  }

  private mutating func application(_ node: Node) -> UInt128 {
    let number = Int(node.a)
    let count = Int(node.c)
    let value = withUnsafeTemporaryAllocation(of: UInt128.self, capacity: count) { point -> UInt128? in
      for place in 0..<count { point[place] = values[Int(arguments[Int(node.b) + place])] }
      return point.baseAddress.flatMap { tables[number]?.value(at: $0) }
    }
    return (value ?? defaults[number]) & Semantics.mask(Int(node.width))
  }
}
