/// An arena of hash-consed bit-vector terms with simplifying constructors.
///
/// Equal terms have equal indices. The operations check the widths of their operands with preconditions.
/// A store is for one thread at a time.
public final class TermStore {
  /// Whether the constructors simplify; otherwise they only fold operations on constants.
  public let simplifies: Bool

  /// The arena, and beside it the tags below each node.
  private(set) var nodes: UnsafeMutablePointer<Node>
  private(set) var supports: UnsafeMutablePointer<UInt128>
  private(set) var used = 0
  private var capacity: Int

  /// The open-addressing table of the arena: indices of nodes, -1 where free.
  private var slots: UnsafeMutablePointer<Int32>
  private var slotMask: Int

  /// A direct-mapped, lossy memory of rewriting: keys are nodes, with the result in `d`.
  let rewritten: UnsafeMutablePointer<Node>
  static let rewrittenCount = 2048

  /// How deeply constructors are nested in one another, in steps; see `enter`.
  var depth = 0
  static let depthLimit = 160

  var variableNames: [String] = []
  var variableTerms: [Term] = []
  var variablesByName: [String: Term] = [:]
  var functions: [FunctionSignature] = []
  var functionsByName: [String: Function] = [:]

  /// Scratch of the traversals.
  var marks: [UInt32] = []
  var markGeneration: UInt32 = 0

  private var zero = Term(-1)
  private var one = Term(-1)

  /// An empty store. Without simplification it only shares equal terms and folds constants.
  public init(simplifies: Bool = true) {
    self.simplifies = simplifies
    capacity = 512
    nodes = .allocate(capacity: capacity)
    supports = .allocate(capacity: capacity)
    slotMask = 2047
    slots = .allocate(capacity: slotMask + 1)
    slots.initialize(repeating: -1, count: slotMask + 1)
    rewritten = .allocate(capacity: TermStore.rewrittenCount)
    rewritten.initialize(
      repeating: Node(.argument, width: 0, -1), count: TermStore.rewrittenCount)
    zero = constant(0, width: 1)
    one = constant(1, width: 1)
  }

  deinit {
    nodes.deallocate()
    supports.deallocate()
    slots.deallocate()
    rewritten.deallocate()
  }

  /// The 1-bit constant 1.
  public var `true`: Term { one }

  /// The 1-bit constant 0.
  public var `false`: Term { zero }

  /// The number of nodes made so far; every index is below it.
  public var count: Int { used }

  /// The term of this node: the one made before, or a new one.
  @inline(__always)
  func cons(_ node: Node, support: @autoclosure () -> UInt128, flags: @autoclosure () -> UInt8) -> Term {
    var slot = Int(truncatingIfNeeded: node.hash) & slotMask
    while true {
      let index = slots[slot]
      if index < 0 { break }
      if nodes[Int(index)].matches(node) { return Term(index) }
      slot = (slot + 1) & slotMask
    }
    if used == capacity { growArena() }
    let index = Int32(truncatingIfNeeded: used)
    nodes[used] = node
    nodes[used].flags = flags()
    supports[used] = support()
    used += 1
    slots[slot] = index
    if used * 2 > slotMask { growTable() }
    return Term(index)
  }

  private func growArena() {
    precondition(capacity < 1 << 30, "too many terms")
    let more = capacity * 2
    let newNodes = UnsafeMutablePointer<Node>.allocate(capacity: more)
    newNodes.moveInitialize(from: nodes, count: used)
    nodes.deallocate()
    nodes = newNodes
    let newSupports = UnsafeMutablePointer<UInt128>.allocate(capacity: more)
    newSupports.moveInitialize(from: supports, count: used)
    supports.deallocate()
    supports = newSupports
    capacity = more
  }

  private func growTable() {
    slots.deallocate()
    slotMask = slotMask * 2 + 1
    slots = .allocate(capacity: slotMask + 1)
    slots.initialize(repeating: -1, count: slotMask + 1)
    for index in 0..<used {
      var slot = Int(truncatingIfNeeded: nodes[index].hash) & slotMask
      while slots[slot] >= 0 { slot = (slot + 1) & slotMask }
      slots[slot] = Int32(truncatingIfNeeded: index)
    }
  }
}
