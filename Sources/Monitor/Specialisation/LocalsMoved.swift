import ISAModel

/// A meaning with its locals renumbered, so that it can stand within another one.
struct LocalsMoved {

  let distance: Int
  init(by distance: Int) { self.distance = distance }

  func block(_ block: Block) -> Block {
    Block(block.statements.map(statement), result: block.result.map(expression))
  }

  private func statement(_ statement: Statement) -> Statement {
    switch statement {
    case .setLocal(let slot, let value): .setLocal(slot + distance, expression(value))
    case .setComponent(let number, let value, let span): .setComponent(number, expression(value), span)
    case .setElement(let register, let field, let index, let value, let span):
      .setElement(register: register, field: field, index: expression(index), expression(value), span)
    case .store(let space, let address, let units, let mode, let value, let span):
      .store(space, address.map(expression), units: units, mode: mode, expression(value), span)
    case .evaluate(let value): .evaluate(expression(value))
    case .trap(let number, let arguments, let span): .trap(number, arguments.map(expression), span)
    case .require(let condition, let trap, let arguments, let span):
      .require(expression(condition), trap: trap, arguments.map(expression), span)
    case .unpredictable: statement
    }
  }

  private func expression(_ expression: Expression) -> Expression {
    switch expression {
    case .constant, .component, .field, .context, .length, .undefined, .mode, .operand: expression
    case .local(let slot): .local(slot + distance)
    case .element(let register, let field, let index, let span):
      .element(register: register, field: field, index: self.expression(index), span)
    case .unary(let operation, let inner): .unary(operation, self.expression(inner))
    case .binary(let operation, let left, let right):
      .binary(operation, self.expression(left), self.expression(right))
    case .extract(let inner, let high, let low): .extract(self.expression(inner), high: high, low: low)
    case .extend(let inner, let width, let signed): .extend(self.expression(inner), to: width, signed: signed)
    case .conditional(let condition, let then, let otherwise):
      .conditional(self.expression(condition), block(then), block(otherwise))
    case .block(let inner): .block(block(inner))
    case .load(let space, let address, let units, let mode, let span):
      .load(space, address.map(self.expression), units: units, mode: mode, span)
    case .accessible(let address, let kind, let mode, let span):
      .accessible(address.map(self.expression), kind, mode: mode, span)
    case .present(let address): .present(self.expression(address))
    case .record(let fields): .record(fields.map(self.expression))
    case .recordField(let inner, let index): .recordField(self.expression(inner), index)
    case .tagged(let number, let type, let fields):
      .tagged(number, of: type, fields.map(self.expression))
    case .matchCase(let subject, let type, let arms):
      .matchCase(
        self.expression(subject), of: type,
        arms.map { arm in
          var copy = arm
          copy.bindings = arm.bindings.map { $0.map { $0 + distance } }
          copy.body = block(arm.body)
          return copy
        })
    case .call(let function, let arguments, let site):
      .call(function: function, arguments.map(self.expression), site: site)
    }
  }
}
