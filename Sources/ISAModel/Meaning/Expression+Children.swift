extension Expression {

  /// Visits the expressions that this one is made of, those in its blocks included.
  package func forEachChild(_ visit: (Expression) throws -> Void) rethrows {
    switch self {
    case .constant, .local, .component, .field, .context, .length, .undefined, .mode, .operand: break
    case .element(_, _, let inner, _), .unary(_, let inner), .extract(let inner, _, _),
      .extend(let inner, _, _),
      .recordField(let inner, _), .present(let inner):
      try visit(inner)
    case .binary(_, let left, let right):
      try visit(left)
      try visit(right)
    case .conditional(let condition, let then, let otherwise):
      try visit(condition)
      try then.forEachExpression(visit)
      try otherwise.forEachExpression(visit)
    case .block(let block): try block.forEachExpression(visit)
    case .load(_, let parts, _, _, _), .accessible(let parts, _, _, _), .record(let parts),
      .tagged(_, _, let parts),
      .call(_, let parts, _):
      try parts.forEach(visit)
    case .matchCase(let subject, _, let arms):
      try visit(subject)
      try arms.forEach { try $0.body.forEachExpression(visit) }
    }
  }
}

extension Block {

  /// Visits the expressions that stand in the block.
  package func forEachExpression(_ visit: (Expression) throws -> Void) rethrows {
    for statement in statements { try statement.forEachExpression(visit) }
    if let result { try visit(result) }
  }
}

extension Statement {

  /// Visits the expressions that stand in the statement.
  package func forEachExpression(_ visit: (Expression) throws -> Void) rethrows {
    switch self {
    case .setLocal(_, let value), .setComponent(_, let value, _), .evaluate(let value): try visit(value)
    case .setElement(_, _, let index, let value, _):
      try visit(index)
      try visit(value)
    case .store(_, let address, _, _, let value, _):
      try address.forEach(visit)
      try visit(value)
    case .trap(_, let arguments, _): try arguments.forEach(visit)
    case .require(let condition, _, let arguments, _):
      try visit(condition)
      try arguments.forEach(visit)
    case .unpredictable: break
    }
  }
}
