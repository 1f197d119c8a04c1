import ISAModel

/// What a meaning may read and write of the state, with all that it calls.
struct Effects {
  var reads: Set<Int> = []
  var writes: Set<Int> = []

  /// Whether it asks for a mode by name.
  var asksForMode = false

  /// Whether it accesses memory: then translation runs, and registers may stand there.
  var accessesMemory = false

  mutating func add(_ other: Effects) {
    reads.formUnion(other.reads)
    writes.formUnion(other.writes)
    asksForMode = asksForMode || other.asksForMode
    accessesMemory = accessesMemory || other.accessesMemory
  }
}

/// Finds out effects, of every function once.
final class EffectFinder {

  private let machine: Machine
  private var functions: [Int: Effects] = [:]
  private var operands: [Int: Effects] = [:]

  /// What an access to memory may do besides: translation, and registers that are mapped there.
  private(set) var access = Effects()

  /// The components that the mode depends on.
  private(set) var modeDepends: Set<Int> = []

  init(_ machine: Machine) {
    self.machine = machine
    for mode in machine.modes { modeDepends.formUnion(effects(of: mode.condition).reads) }
    var access = Effects()
    let bodies =
      [machine.translation, machine.secondStage].compactMap { $0 }
      + machine.platform.mapped.flatMap { [$0.read, $0.write].compactMap { $0 } }
    for body in bodies { access.add(effects(of: body.body, [])) }
    self.access = access
  }

  /// The effects of a function.
  func effects(ofFunction number: Int) -> Effects {
    if let known = functions[number] { return known }
    let found = effects(of: machine.functions[number].body, [])
    functions[number] = found
    return found
  }

  /// The effects of a block in which operands are those of `uses`.
  func effects(of block: Block, _ uses: [OperandUse]) -> Effects {
    var result = Effects()
    for statement in block.statements { add(statement, uses, to: &result) }
    if let value = block.result { add(value, uses, to: &result) }
    if result.accessesMemory { result.add(access) }
    return result
  }

  /// The effects of an operand, whichever of its cases is taken.
  func effects(of use: OperandUse) -> Effects {
    var result = Effects()
    for argument in use.arguments { add(argument, [], to: &result) }
    if let known = operands[use.operand] {
      result.add(known)
      return result
    }
    var own = Effects()
    for one in machine.operands[use.operand].cases { add(one.value, one.layout.operands, to: &own) }
    operands[use.operand] = own
    result.add(own)
    return result
  }

  /// The effects of an expression.
  func effects(of expression: Expression) -> Effects {
    var result = Effects()
    add(expression, [], to: &result)
    return result
  }

  private func add(_ expression: Expression, _ uses: [OperandUse], to result: inout Effects) {
    switch expression {
    case .component(let number, _): result.reads.insert(number)
    case .element(let register, let field, _, _): result.reads.formUnion(components(register, field))
    case .mode(let number, _):
      result.asksForMode = true
      add(machine.modes[number].condition, [], to: &result)
    case .call(let number, _, _): result.add(effects(ofFunction: number))
    case .operand(let number, _): if uses.indices.contains(number) { result.add(effects(of: uses[number])) }
    case .load, .accessible:
      result.accessesMemory = true
      result.add(access)
    default: break
    }
    if case .conditional(let condition, let then, let otherwise) = expression {
      add(condition, uses, to: &result)
      result.add(effects(of: then, uses))
      result.add(effects(of: otherwise, uses))
    } else if case .block(let block) = expression {
      result.add(effects(of: block, uses))
    } else if case .matchCase(let subject, _, let arms) = expression {
      add(subject, uses, to: &result)
      for arm in arms { result.add(effects(of: arm.body, uses)) }
    } else {
      expression.forEachChild { add($0, uses, to: &result) }
    }
  }

  private func add(_ statement: Statement, _ uses: [OperandUse], to result: inout Effects) {
    switch statement {
    case .setComponent(let number, _, _): result.writes.insert(number)
    case .setElement(let register, let field, _, _, _): result.writes.formUnion(components(register, field))
    case .store:
      result.accessesMemory = true
      result.add(access)
    default: break
    }
    statement.forEachExpression { add($0, uses, to: &result) }
  }

  /// The components that an element of a register can be.
  func components(_ register: Int, _ field: Int) -> Set<Int> {
    let register = machine.registers[register]
    return Set((0..<(register.count ?? 1)).map { register.component(field: field, element: $0) })
  }
}
