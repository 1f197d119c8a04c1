extension TermStore {
  /// A replacement of variables, or other terms, by terms, and of applications by whatever a function says.
  ///
  /// Rebuilt terms go through the simplifying constructors; each term is rebuilt once in the life of the
  /// substitution, so that many roots share the work.
  public final class Substitution {
    private let store: TermStore
    private let application: ((Function, [Term]) -> Term?)?
    /// The tags of all that is replaced, unless something without a tag is.
    private let tags: TagSet?
    /// The result for each term by index, -1 where there is none yet.
    private var results = UnsafeMutablePointer<Int32>.allocate(capacity: 0)
    private var capacity = 0
    private var stack: [Int32] = []

    /// A substitution of these variables, each by a term of its width. After the arguments of an
    /// application were rewritten, `application` may give a term of the function's range in its place;
    /// that term is not rewritten further. It must not use this substitution.
    ///
    /// What neither has an application below it nor shares a tag with one of the variables is left as it is
    /// without a look at it, if all of them have tags.
    public convenience init(
      _ store: TermStore, variables: [Term: Term],
      application: ((Function, [Term]) -> Term?)? = nil
    ) {
      precondition(variables.keys.allSatisfy { store.isVariable($0) }, "only variables are replaced")
      let supports = variables.keys.map { store.support($0) }
      let tags = supports.contains(where: \.isEmpty) ? nil : supports.reduce(TagSet()) { $0.union($1) }
      self.init(store, terms: variables, tags: tags, application: application)
    }

    /// A substitution of these terms, whatever they are made of, each by a term of its width.
    init(
      _ store: TermStore, terms: [Term: Term], tags: TagSet? = nil,
      application: ((Function, [Term]) -> Term?)? = nil
    ) {
      self.store = store
      self.application = application
      self.tags = tags
      grow()
      for (old, new) in terms {
        precondition(store.width(old) == store.width(new), "a replacement is as wide")
        results[Int(old.index)] = new.index
      }
    }

    deinit { results.deallocate() }

    /// The term with variables and applications replaced.
    public func apply(_ t: Term) -> Term {
      if Int(t.index) >= capacity { grow() }
      var stack: [Int32] = []
      swap(&stack, &self.stack)
      stack.append(t.index)
      while let index = stack.last {
        if results[Int(index)] >= 0 || advance(index, &stack) { stack.removeLast() }
      }
      swap(&stack, &self.stack)
      return Term(results[Int(t.index)])
    }

    /// The term with everything replaced that it is made of, but not itself. An application stays as it is.
    func applyBelow(_ t: Term) -> Term {
      let node = store.node(t)
      switch node.operation {
      case .constant, .variable, .apply, .argument: return t
      default: return store.rebuilt(node) { apply(Term($0)) }
      }
    }

    private func grow() {
      // Twice as many at least: every term that is rebuilt makes the store grow.
      let wanted = max(store.count, 2 * capacity)
      let larger = UnsafeMutablePointer<Int32>.allocate(capacity: wanted)
      larger.update(from: results, count: capacity)
      (larger + capacity).initialize(repeating: -1, count: wanted - capacity)
      results.deallocate()
      results = larger
      capacity = wanted
    }

    /// Whether nothing below the term is replaced, as far as tags tell.
    @inline(__always)
    private func isUntouched(_ index: Int32) -> Bool {
      guard let tags else { return false }
      return store.nodes[Int(index)].flags & Node.Flags.applications == 0
        && store.supports[Int(index)] & tags.bits == 0
    }

    /// Rebuilds the node if everything directly below is, else puts that on the stack and answers false.
    private func advance(_ index: Int32, _ stack: inout [Int32]) -> Bool {
      let results = results
      let node = store.nodes[Int(index)]
      var result = index
      if node.operation != .variable, node.flags != 0 {
        var ready = true
        var same = true
        store.forEachChild(node) { child in
          let replacement = results[Int(child)]
          if replacement < 0 {
            if isUntouched(child) {
              results[Int(child)] = child
            } else {
              stack.append(child)
              ready = false
            }
          } else if replacement != child {
            same = false
          }
        }
        guard ready else { return false }
        if node.operation == .argument {
          // Lists are not rebuilt; an index that is not its own says that something in them changed.
          result = same ? index : 0
        } else if node.operation == .apply {
          result = rebuilt(application: node, index, same: same)
        } else if !same {
          result = store.rebuilt(node) { Term(results[Int($0)]) }.index
        }
      }
      results[Int(index)] = result
      return true
    }

    private func rebuilt(application node: Node, _ index: Int32, same: Bool) -> Int32 {
      if same, application == nil { return index }
      let function = Function(node.a)
      // Below cells without variables and applications nothing was visited: that stays.
      let arguments = store.arguments(node).map { argument in
        let result = results[Int(argument.index)]
        return result < 0 ? argument : Term(result)
      }
      if let replacement = application?(function, arguments) {
        precondition(store.width(replacement) == Int(node.width), "a replacement is as wide")
        return replacement.index
      }
      return same ? index : store.apply(function, arguments).index
    }
  }

  /// The node built again by the constructor of its operation, of operands given for the old ones.
  func rebuilt(_ node: Node, _ operand: (Int32) -> Term) -> Term {
    let a = operand(node.a)
    switch node.operation {
    case .not: return not(a)
    case .negate: return negate(a)
    case .signExtend: return signExtend(a, to: Int(node.width))
    case .extract: return extract(a, high: Int(node.b), low: Int(node.c))
    case .ite: return ite(a, operand(node.b), operand(node.c))
    default: return rebuilt(binary: node.operation, a, operand(node.b))
    }
  }

  private func rebuilt(binary operation: Operation, _ a: Term, _ b: Term) -> Term {
    switch operation {
    case .and: return and(a, b)
    case .or: return or(a, b)
    case .xor: return xor(a, b)
    case .add: return add(a, b)
    case .subtract: return subtract(a, b)
    case .multiply: return multiply(a, b)
    case .unsignedDivide: return unsignedDivide(a, b)
    case .unsignedRemainder: return unsignedRemainder(a, b)
    case .signedDivide: return signedDivide(a, b)
    case .signedRemainder: return signedRemainder(a, b)
    case .shiftLeft: return shiftLeft(a, b)
    case .shiftRightLogical: return shiftRightLogical(a, b)
    case .shiftRightArithmetic: return shiftRightArithmetic(a, b)
    case .concat: return concat(a, b)
    case .equal: return equal(a, b)
    case .unsignedLess: return unsignedLess(a, b)
    case .unsignedLessOrEqual: return unsignedLessOrEqual(a, b)
    case .signedLess: return signedLess(a, b)
    case .signedLessOrEqual: return signedLessOrEqual(a, b)
    default: preconditionFailure("not a binary operation")
    }
  }
}
