/// What a term is and what lies below it, in constant time but for `functionAndArguments`.
extension TermStore {
  /// The width of the term in bits, 1...128.
  @inline(__always)
  public func width(_ t: Term) -> Int { Int(nodes[Int(t.index)].width) }

  /// The value of a constant; nil for every other term.
  @inline(__always)
  public func value(_ t: Term) -> UInt128? {
    let node = node(t)
    return node.isConstant ? node.constantValue : nil
  }

  /// The tags of all variables below the term. A variable without tag adds nothing.
  public func support(_ t: Term) -> TagSet { TagSet(bits: supports[Int(t.index)]) }

  /// Whether a variable, tagged or not, lies below the term.
  public func mentionsVariables(_ t: Term) -> Bool { node(t).flags & Node.Flags.variables != 0 }

  /// Whether an application of an uninterpreted function lies below the term.
  public func mentionsApplications(_ t: Term) -> Bool { node(t).flags & Node.Flags.applications != 0 }

  /// Whether the term is a variable.
  public func isVariable(_ t: Term) -> Bool { operation(t) == .variable }

  /// The name of a variable; nil for every other term.
  public func name(of variable: Term) -> String? {
    let node = node(variable)
    return node.operation == .variable ? variableNames[Int(node.a)] : nil
  }

  /// The function and the arguments of an application; nil for every other term.
  public func functionAndArguments(of t: Term) -> (Function, [Term])? {
    let node = node(t)
    guard node.operation == .apply else { return nil }
    return (Function(node.a), arguments(node))
  }

  /// The name of the function.
  public func name(of function: Function) -> String { functions[Int(function.index)].name }

  /// The widths of the function's arguments.
  public func domain(of function: Function) -> [Int] { functions[Int(function.index)].domain }

  /// The width of the function's result.
  public func range(of function: Function) -> Int { functions[Int(function.index)].range }

  /// The arguments of an application's node.
  func arguments(_ node: Node) -> [Term] {
    var result: [Term] = []
    var list = node.b
    while list >= 0 {
      let cell = nodes[Int(list)]
      result.append(cell.first)
      list = cell.b
    }
    return result
  }
}

extension TermStore {
  /// The 1-bit terms whose conjunction the term is, at most 64 of them; the term itself unless it is one.
  public func conjuncts(of t: Term) -> [Term] {
    var result: [Term] = []
    var open = [t]
    while let next = open.popLast() {
      let node = node(next)
      if node.operation == .and, node.width == 1, result.count + open.count < 64 {
        open.append(node.second)
        open.append(node.first)
      } else {
        result.append(next)
      }
    }
    return result
  }

  /// The operand of a complement; nil for every other term.
  public func negated(_ t: Term) -> Term? {
    let node = node(t)
    return node.operation == .not ? node.first : nil
  }
}
