/// Statements between braces.
package struct BlockSyntax: Sendable {

  /// The statements.
  package let statements: [StatementSyntax]

  /// From brace to brace.
  package var span: Span

  /// How many expressions and blocks stand inside of one another here.
  package let height: Int

  package init(statements: [StatementSyntax], span: Span) {
    self.statements = statements
    self.span = span
    height = 1 + statements.reduce(0) { max($0, $1.height) }
  }
}

/// A statement as written.
package struct StatementSyntax: Sendable {

  /// What it is.
  package enum Kind: Sendable {

    /// `let x: type = value`, `var x: type = value`
    case local(Identifier, type: TypeSyntax?, value: ExpressionSyntax, mutable: Bool)

    /// `place = value`; with an operator `place += value`
    case assign(ExpressionSyntax, operation: String?, value: ExpressionSyntax)

    /// An expression, for its effects or as the value of the block.
    case expression(ExpressionSyntax)

    /// `for i in 0..<8 { … }`
    case repeated(ForHeaderSyntax, BlockSyntax)

    /// `trap t(arguments)`
    case trap(Identifier, [ExpressionSyntax])

    /// `require c else trap t(arguments)`
    case require(ExpressionSyntax, trap: Identifier, arguments: [ExpressionSyntax])

    /// `unpredictable`
    case unpredictable
  }

  /// What it is.
  package let kind: Kind

  /// Where it stands.
  package var span: Span

  package init(kind: Kind, span: Span) {
    self.kind = kind
    self.span = span
  }

  /// The greatest height of what it is made of.
  var height: Int {
    switch kind {
    case .local(_, _, let value, _): value.height
    case .assign(let place, _, let value): max(place.height, value.height)
    case .expression(let expression): expression.height
    case .repeated(_, let block): block.height
    case .trap(_, let arguments): arguments.reduce(0) { max($0, $1.height) }
    case .require(let condition, _, let arguments): arguments.reduce(condition.height) { max($0, $1.height) }
    case .unpredictable: 0
    }
  }
}

/// The head of a `for`.
package struct ForHeaderSyntax: Sendable {

  /// What the variables run over.
  package enum Rows: Sendable {

    /// `low..<high`
    case range(low: ExpressionSyntax, high: ExpressionSyntax)

    /// One row a repetition, one expression a variable.
    case rows([[ExpressionSyntax]])
  }

  /// The variables.
  package var variables: [Identifier]

  /// What they run over.
  package var rows: Rows

  /// Where it stands.
  package var span: Span
}
