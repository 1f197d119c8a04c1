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
    if markGeneration == .max {
      marks = []
      markGeneration = 0
    }
    markGeneration += 1
    let generation = markGeneration
    if marks.count < used { marks += Array(repeating: 0, count: used - marks.count) }
    var result: [Int32] = []
    var next = 0
    marks.withUnsafeMutableBufferPointer { buffer in
      let marks = buffer
      let visit = { (index: Int32) in
        if marks[Int(index)] == generation { return }
        if flags != 0, self.nodes[Int(index)].flags & flags == 0 { return }
        marks[Int(index)] = generation
        result.append(index)
      }
      for root in roots { visit(root.index) }
      while next < result.count {
        forEachChild(nodes[Int(result[next])], visit)
        next += 1
      }
    }
    result.sort()
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
