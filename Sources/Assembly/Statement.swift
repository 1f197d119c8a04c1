import ISALanguage

/// A statement of an assembly program.
struct Statement {

  /// One way to read an instruction, and the contexts that the prefixes written before it set.
  struct Reading {
    var match: SyntaxMatch
    var pinned: [Int: UInt128]
  }

  enum Kind {
    case label(String)
    case assign(String, AssemblyExpression)
    case instruction([Reading])

    /// Numbers of so many bits each.
    case data([(expression: AssemblyExpression, span: Span)], bits: Int)
    case text([UInt8])
    case space(AssemblyExpression, fill: AssemblyExpression?)
    case align(AssemblyExpression)
    case origin(AssemblyExpression)
  }

  var kind: Kind
  var span: Span
}
