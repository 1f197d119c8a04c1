import ISAModel

/// Rewrites the statements of a machine: the copies of a block with some statements replaced.
struct StatementEditor {

  /// What stands in the place of a statement; nil where it stays.
  let replace: (Statement) -> [Statement]?

  /// Told of every function that is called.
  var calls: (Int) -> Void = { _ in }

  func edited(_ block: Block) -> Block {
    Block(block.statements.flatMap { edited($0) }, result: block.result.map { edited($0) })
  }

  private func edited(_ statement: Statement) -> [Statement] {
    if let others = replace(statement) { return others }
    switch statement {
    case .setLocal(let slot, let value): return [.setLocal(slot, edited(value))]
    case .setComponent(let number, let value, let span): return [.setComponent(number, edited(value), span)]
    case .setElement(let register, let field, let index, let value, let span):
      return [
        .setElement(register: register, field: field, index: edited(index), edited(value), span)
      ]
    case .store(let space, let address, let units, let mode, let value, let span):
      return [.store(space, address.map { edited($0) }, units: units, mode: mode, edited(value), span)]
    case .evaluate(let value): return [.evaluate(edited(value))]
    case .trap(let trap, let arguments, let span): return [.trap(trap, arguments.map { edited($0) }, span)]
    case .require(let condition, let trap, let arguments, let span):
      return [.require(edited(condition), trap: trap, arguments.map { edited($0) }, span)]
    case .unpredictable: return [statement]
    }
  }

  func edited(_ expression: Expression) -> Expression {
    switch expression {
    case .constant, .local, .component, .field, .context, .length, .undefined, .mode, .operand:
      return expression
    case .element(let register, let field, let index, let span):
      return .element(register: register, field: field, index: edited(index), span)
    case .unary(let operation, let value): return .unary(operation, edited(value))
    case .binary(let operation, let left, let right): return .binary(operation, edited(left), edited(right))
    case .extract(let value, let high, let low): return .extract(edited(value), high: high, low: low)
    case .extend(let value, let width, let signed): return .extend(edited(value), to: width, signed: signed)
    case .conditional(let condition, let then, let otherwise):
      return .conditional(edited(condition), edited(then), edited(otherwise))
    case .block(let block): return .block(edited(block))
    case .load(let space, let address, let units, let mode, let span):
      return .load(space, address.map { edited($0) }, units: units, mode: mode, span)
    case .accessible(let address, let kind, let mode, let span):
      return .accessible(address.map { edited($0) }, kind, mode: mode, span)
    case .present(let address): return .present(edited(address))
    case .record(let fields): return .record(fields.map { edited($0) })
    case .recordField(let value, let field): return .recordField(edited(value), field)
    case .tagged(let number, let type, let fields):
      return .tagged(number, of: type, fields.map { edited($0) })
    case .matchCase(let subject, let type, let arms):
      let others = arms.map { arm in
        var other = arm
        other.body = edited(arm.body)
        return other
      }
      return .matchCase(edited(subject), of: type, others)
    case .call(let function, let arguments, let site):
      calls(function)
      return .call(function: function, arguments.map { edited($0) }, site: site)
    }
  }
}

/// A place of a machine that holds statements.
enum CodePlace: Hashable, Sendable {
  case form(instruction: Int, form: Int)
  case function(Int)
  case operandCase(operand: Int, number: Int)
}

extension Machine {

  /// All places that hold statements.
  var places: [CodePlace] {
    instructions.indices.flatMap { instruction in
      instructions[instruction].forms.indices.map { CodePlace.form(instruction: instruction, form: $0) }
    } + functions.indices.map { .function($0) }
      + operands.indices.flatMap { operand in
        operands[operand].cases.indices.map { CodePlace.operandCase(operand: operand, number: $0) }
      }
  }

  /// Rewrites one place.
  mutating func edit(_ place: CodePlace, _ editor: StatementEditor) {
    switch place {
    case .form(let instruction, let form):
      instructions[instruction].forms[form].body = editor.edited(instructions[instruction].forms[form].body)
    case .function(let number): functions[number].body = editor.edited(functions[number].body)
    case .operandCase(let operand, let number):
      operands[operand].cases[number].value = editor.edited(operands[operand].cases[number].value)
    }
  }

  /// The places that a place uses.
  private func used(by place: CodePlace) -> [CodePlace] {
    var functions: [Int] = []
    var copy = self
    copy.edit(place, StatementEditor(replace: { _ in nil }, calls: { functions.append($0) }))
    let layout: Layout? =
      switch place {
      case .form(let instruction, let form): instructions[instruction].forms[form].layout
      case .function: nil
      case .operandCase(let operand, let number): operands[operand].cases[number].layout
      }
    let cases = (layout?.operands ?? []).flatMap { use in
      operands[use.operand].cases.indices.map { CodePlace.operandCase(operand: use.operand, number: $0) }
    }
    return functions.map { .function($0) } + cases
  }

  /// For every place the names of the instructions that it takes part in.
  var instructionsByPlace: [CodePlace: Set<String>] {
    var uses: [CodePlace: [CodePlace]] = [:]
    for place in places { uses[place] = used(by: place) }
    var result: [CodePlace: Set<String>] = [:]
    for case .form(let instruction, let form) in places {
      var open = [CodePlace.form(instruction: instruction, form: form)]
      var seen = Set(open)
      while let next = open.popLast() {
        result[next, default: []].insert(instructions[instruction].name)
        for other in uses[next] ?? [] where seen.insert(other).inserted { open.append(other) }
      }
    }
    return result
  }

  /// What a reader calls a place.
  func name(of place: CodePlace) -> String {
    switch place {
    case .form(let instruction, let form):
      let one = instructions[instruction]
      return one.forms.count > 1 ? "\(one.name), form \(form + 1)" : one.name
    case .function(let number): return "function \(functions[number].name)"
    case .operandCase(let operand, let number): return "operand \(operands[operand].name), case \(number + 1)"
    }
  }
}
