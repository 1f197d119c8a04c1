/// The nodes of a store, the tags below each of them, and the hash table that finds them.
struct Arena {
  private(set) var nodes: UnsafeMutablePointer<Node>
  private(set) var supports: UnsafeMutablePointer<UInt128>
  private(set) var used = 0
  private var capacity = 512

  /// An open-addressing table: indices of nodes, -1 where free.
  private var slots: UnsafeMutablePointer<Int32>
  private var slotMask = 2047

  /// How deeply constructors are nested in one another, in steps; see `TermStore.enter`.
  var depth = 0

  init() {
    nodes = .allocate(capacity: capacity)
    supports = .allocate(capacity: capacity)
    slots = .allocate(capacity: slotMask + 1)
    slots.initialize(repeating: -1, count: slotMask + 1)
  }

  func deallocate() {
    nodes.deallocate()
    supports.deallocate()
    slots.deallocate()
  }

  /// The index of this node: the one made before, or a new one.
  @inline(__always)
  mutating func cons(_ node: Node, support: UInt128, flags: UInt8) -> Int32 {
    var slot = Int(truncatingIfNeeded: node.hash) & slotMask
    while true {
      let index = slots[slot]
      if index < 0 { break }
      if nodes[Int(index)].matches(node) { return index }
      slot = (slot + 1) & slotMask
    }
    return append(node, slot, support, flags)
  }

  @inline(never)
  private mutating func append(_ node: Node, _ slot: Int, _ support: UInt128, _ flags: UInt8) -> Int32 {
    if used == capacity { growNodes() }
    let index = Int32(truncatingIfNeeded: used)
    nodes[used] = node
    nodes[used].flags = flags
    supports[used] = support
    used += 1
    slots[slot] = index
    if used * 2 > slotMask { growTable() }
    return index
  }

  private mutating func growNodes() {
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

  private mutating func growTable() {
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
