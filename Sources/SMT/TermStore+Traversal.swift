/// Walks over the graphs below terms, without recursion.
extension TermStore {
  /// Calls the body with the index of every node directly below this one.
  @inline(__always)
  func forEachChild(_ node: Node, _ body: (Int32) -> Void) {
    switch node.operation {
    case .constant, .variable: break
    case .apply: if node.b >= 0 { body(node.b) }
    case .argument:
      body(node.a)
      if node.b >= 0 { body(node.b) }
    case .not, .negate, .signExtend, .extract: body(node.a)
    case .ite:
      body(node.a)
      body(node.b)
      body(node.c)
    default:
      body(node.a)
      body(node.b)
    }
  }

  /// The indices of the nodes below the roots, roots included, whose flags share a bit with these (all
  /// nodes when 0), in ascending order: what a node is made of comes before it.
  func reachable(from roots: [Term], flags: UInt8 = 0) -> [Int32] {
    if marks.count * 64 < used {
      marks += Array(repeating: 0, count: used / 64 + 1 - marks.count + marks.count / 2)
    }
    var result: [Int32] = []
    var top = -1
    marks.withUnsafeMutableBufferPointer { buffer in
      let marks = buffer
      let nodes = nodes
      let visit = { (index: Int32) in
        if flags != 0, nodes[Int(index)].flags & flags == 0 { return }
        marks[Int(index) >> 6] |= 1 &<< UInt64(truncatingIfNeeded: index & 63)
      }
      for root in roots {
        visit(root.index)
        top = max(top, Int(root.index) >> 6)
      }
      // Children come before their parents: one way down marks them all, one way up reads them in order.
      var found = 0
      for word in stride(from: top, through: 0, by: -1) {
        var seen: UInt64 = 0
        while case let open = marks[word] & ~seen, open != 0 {
          let bit = 63 &- open.leadingZeroBitCount
          seen |= 1 &<< UInt64(truncatingIfNeeded: bit)
          forEachChild(nodes[word &* 64 &+ bit], visit)
        }
        found += seen.nonzeroBitCount
      }
      result.reserveCapacity(found)
      for word in 0..<(top + 1) {
        while marks[word] != 0 {
          result.append(Int32(truncatingIfNeeded: word &* 64 &+ marks[word].trailingZeroBitCount))
          marks[word] &= marks[word] &- 1
        }
      }
    }
    return result
  }

  /// The variables below the roots, in the order in which they were made.
  public func variables(in roots: [Term]) -> [Term] {
    reachable(from: roots, flags: Node.Flags.variables).lazy.map(Term.init).filter {
      operation($0) == .variable
    }
  }

  /// The applications of uninterpreted functions below the roots, in the order in which they were made:
  /// an application comes after those in its arguments.
  public func applications(in roots: [Term]) -> [Term] {
    reachable(from: roots, flags: Node.Flags.applications).lazy.map(Term.init).filter {
      operation($0) == .apply
    }
  }

  /// The number of different nodes below the roots, a measure of size.
  public func size(of roots: [Term]) -> Int { reachable(from: roots).count }
}
