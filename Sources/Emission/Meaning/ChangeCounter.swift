import ISAModel

/// Counts how much an instruction, or installing a mapping, can change at the most.
struct ChangeCounter {
  private let machine: Machine
  private var functions: [Int: Int] = [:]
  private var perUnit = 1

  init(_ machine: Machine) {
    self.machine = machine
    var most = 1
    for range in machine.platform.mapped {
      for function in [range.read, range.write].compactMap({ $0 }) {
        most = max(most, changes(function.body, []))
      }
    }
    for stage in [machine.secondStage, machine.translation].compactMap({ $0 }) {
      perUnit = most
      most += changes(stage.body, [])
      functions = [:]
    }
    perUnit = most
  }

  var most: Int {
    mutating get {
      var result = 0
      for instruction in machine.instructions {
        for form in instruction.forms { result = max(result, changes(form.body, form.layout.operands)) }
      }
      for trap in machine.traps { result = max(result, trap.entry.map { changes($0.body, []) } ?? 0) }
      for interrupt in machine.interrupts { result = max(result, changes(interrupt.entry.body, [])) }
      for function in [machine.installation?.nothing, machine.installation?.install].compactMap({ $0 }) {
        result = max(result, changes(function.body, []))
      }
      return result + (machine.stream.step.map { changes($0.body, []) } ?? 0)
    }
  }

  private mutating func changes(_ block: Block, _ operands: [OperandUse]) -> Int {
    var result = block.result.map { changes($0, operands) } ?? 0
    for statement in block.statements {
      statement.forEachExpression { result += changes($0, operands) }
      switch statement {
      case .setComponent, .setElement: result += 1
      case .store(_, _, let units, _, _, _): result += units * (1 + perUnit) + 4
      default: break
      }
    }
    return min(result, 1 << 14)
  }

  private mutating func changes(_ expression: Expression, _ operands: [OperandUse]) -> Int {
    switch expression {
    case .conditional(let condition, let then, let otherwise):
      return changes(condition, operands) + max(changes(then, operands), changes(otherwise, operands))
    case .block(let block): return changes(block, operands)
    case .matchCase(let subject, _, let arms):
      return changes(subject, operands) + (arms.map { changes($0.body, operands) }.max() ?? 0)
    case .call(let number, let arguments, _):
      var result = arguments.reduce(0) { $0 + changes($1, operands) }
      if functions[number] == nil {
        let own = changes(machine.functions[number].body, [])
        functions[number] = own
      }
      result += functions[number] ?? 0
      return result
    case .operand(let number, _):
      let use = operands[number]
      return use.arguments.reduce(0) { $0 + changes($1, []) }
        + (machine.operands[use.operand].cases.map { changes($0.value, $0.layout.operands) }.max() ?? 0)
    case .load(_, let address, let units, _, _):
      return address.reduce(0) { $0 + changes($1, operands) } + units * perUnit + 4
    default:
      var result = 0
      var children: [Expression] = []
      expression.forEachChild { children.append($0) }
      for child in children { result += changes(child, operands) }
      return result
    }
  }
}
