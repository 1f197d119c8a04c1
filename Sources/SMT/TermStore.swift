/// An arena of hash-consed bit-vector terms with simplifying constructors.
///
/// Equal terms have equal indices. The operations check the widths of their operands with preconditions.
/// A store is for one thread at a time.
public final class TermStore {
  /// Whether the constructors simplify; otherwise they only fold operations on constants.
  public let simplifies: Bool

  /// The nodes and their table, in one allocation: behind a pointer no access is checked for exclusivity.
  let arena: UnsafeMutablePointer<Arena>

  /// A direct-mapped, lossy memory of rewriting: keys are nodes, with the result in `d`.
  let rewritten: UnsafeMutablePointer<Node>
  static let rewrittenCount = 2048

  /// The limit of how deeply constructors are nested in one another, in steps; see `enter`.
  static let depthLimit = 160

  var variableNames: [String] = []
  var variableTerms: [Term] = []
  var variablesByName: [String: Term] = [:]
  var functions: [FunctionSignature] = []
  var functionsByName: [String: Function] = [:]

  /// Scratch of the traversals: a bit for every node, 0 between them.
  var marks: [UInt64] = []

  /// Scratch of `Cone`.
  var positions: [Int32] = []

  private var zero = Term(-1)
  private var one = Term(-1)

  /// An empty store. Without simplification it only shares equal terms and folds constants.
  public init(simplifies: Bool = true) {
    self.simplifies = simplifies
    arena = .allocate(capacity: 1)
    arena.initialize(to: Arena())
    rewritten = .allocate(capacity: TermStore.rewrittenCount)
    rewritten.initialize(
      repeating: Node(.argument, width: 0, -1), count: TermStore.rewrittenCount)
    zero = constant(0, width: 1)
    one = constant(1, width: 1)
  }

  deinit {
    arena.pointee.deallocate()
    arena.deallocate()
    rewritten.deallocate()
  }

  /// The 1-bit constant 1.
  public var `true`: Term { one }

  /// The 1-bit constant 0.
  public var `false`: Term { zero }

  /// The number of nodes made so far; every index is below it.
  public var count: Int { arena.pointee.used }

  @inline(__always)
  var used: Int { arena.pointee.used }

  @inline(__always)
  var nodes: UnsafeMutablePointer<Node> { arena.pointee.nodes }

  @inline(__always)
  var supports: UnsafeMutablePointer<UInt128> { arena.pointee.supports }

  @inline(__always)
  var depth: Int {
    get { arena.pointee.depth }
    set { arena.pointee.depth = newValue }
  }

  /// The term of this node: the one made before, or a new one.
  @inline(__always)
  func cons(_ node: Node, support: UInt128, flags: UInt8) -> Term {
    Term(arena.pointee.cons(node, support: support, flags: flags))
  }
}
