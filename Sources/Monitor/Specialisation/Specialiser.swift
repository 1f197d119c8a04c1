import Execution
import ISAModel

/// Makes meanings for a machine whose mode is known: what the mode decides is decided, what is not reached is
/// left out. What is called is made anew where that makes a difference.
final class Specialiser {

  let machine: Machine
  let effects: EffectFinder

  /// The functions that were made.
  let table: FunctionTable

  /// How often something was decided.
  var decisions = 0

  /// The operands of the form at hand.
  var operands: [OperandUse] = []

  /// What a function was made for.
  struct Key: Hashable {
    var function: Int
    var components: [Int: UInt128]
    var facts: [Knowledge.Fact: UInt128]
    var arguments: [Int: Bits]
  }

  /// A function as it was made, and what is known when it returns.
  struct Made {
    var number: Int
    var constant: Expression?
    var after: Knowledge
  }
  var made: [Key: Made] = [:]

  init(_ machine: Machine) {
    self.machine = machine
    effects = EffectFinder(machine)
    table = FunctionTable(machine)
  }

  /// A form with its whole meaning for a mode, the step before it included.
  func form(_ form: Form, in mode: Int) -> Form {
    var result = form
    var knowledge = Knowledge(of: mode, in: machine)
    operands = form.layout.operands
    defer { operands = [] }
    var statements: [Statement] = []
    if let step = machine.stream.step {
      // The step has no parameters; its locals stand behind those of the form.
      let moved = LocalsMoved(by: form.localCount).block(step.body)
      result.localCount += step.localCount
      result.localNames += step.localNames
      let block = block(moved, &knowledge)
      statements += block.statements
      if let value = block.result { statements.append(.evaluate(value)) }
    }
    let body = block(form.body, &knowledge)
    result.body = Block(statements + body.statements, result: body.result)
    return result
  }

  /// A function for a mode: how a trap or an interrupt is entered.
  func function(_ function: Function, in mode: Int) -> Function {
    var result = function
    var knowledge = Knowledge(of: mode, in: machine)
    result.body = block(function.body, &knowledge)
    return result
  }

  // MARK: Blocks and statements

  func block(_ block: Block, _ knowledge: inout Knowledge) -> Block {
    var statements: [Statement] = []
    for statement in block.statements {
      if knowledge.isDead {
        decisions += 1
        break
      }
      statements += self.statement(statement, &knowledge)
    }
    guard !knowledge.isDead, let result = block.result else { return Block(statements) }
    let value = expression(result, &knowledge)
    // A block within is this one's end.
    if case .block(let inner) = value {
      return Block(statements + inner.statements, result: inner.result)
    }
    return Block(statements, result: value)
  }

  private func statement(_ statement: Statement, _ knowledge: inout Knowledge) -> [Statement] {
    switch statement {
    case .setLocal(let slot, let value):
      let value = expression(value, &knowledge)
      knowledge.locals[slot] = value.constantBits
      return [.setLocal(slot, value)]
    case .setComponent(let number, let value, let span):
      let value = expression(value, &knowledge)
      knowledge.forget([number], modeDepends: effects.modeDepends)
      knowledge.components[number] = value.constant
      return [.setComponent(number, value, span)]
    case .setElement(let register, let field, let index, let value, let span):
      let index = expression(index, &knowledge)
      let value = expression(value, &knowledge)
      knowledge.forget(effects.components(register, field), modeDepends: effects.modeDepends)
      return [.setElement(register: register, field: field, index: index, value, span)]
    case .store(let space, let address, let units, let mode, let value, let span):
      let address = address.map { expression($0, &knowledge) }
      let value = expression(value, &knowledge)
      knowledge.forget(effects.access.writes, modeDepends: effects.modeDepends)
      return [.store(space, address, units: units, mode: mode, value, span)]
    case .evaluate(let value):
      switch expression(value, &knowledge) {
      case .constant: return []
      case .block(let block): return block.statements + (block.result.map { [.evaluate($0)] } ?? [])
      case let value: return [.evaluate(value)]
      }
    case .trap(let number, let arguments, let span):
      let arguments = arguments.map { expression($0, &knowledge) }
      knowledge.isDead = true
      return [.trap(number, arguments, span)]
    case .require(let condition, let trap, let arguments, let span):
      let condition = expression(condition, &knowledge)
      switch condition.constant {
      case 1?:
        decisions += 1
        return []
      case .some:
        decisions += 1
        let arguments = arguments.map { expression($0, &knowledge) }
        knowledge.isDead = true
        return [.trap(trap, arguments, span)]
      case nil:
        var refused = knowledge
        let arguments = arguments.map { expression($0, &refused) }
        return [.require(condition, trap: trap, arguments, span)]
      }
    case .unpredictable: return [statement]
    }
  }
}

extension Expression {

  /// The value, where it is a constant.
  var constant: UInt128? { constantBits?.value }

  /// The value with its width, where it is a constant.
  var constantBits: Bits? {
    if case .constant(let value, let width) = self { Bits(value, width: width) } else { nil }
  }
}
