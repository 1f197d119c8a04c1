import ISAModel

/// What evaluating something looks at and does.
struct Effects {

  /// Components that are read, and that are written.
  var reads: Set<Int> = []
  var writes: Set<Int> = []
  var localReads: Set<Int> = []
  var localWrites: Set<Int> = []
  var readsMemory = false
  var writesMemory = false

  /// Whether it may trap at all, and so that what was done before must be undone.
  var traps = false
  var undoes = false

  /// Whether the length of the instruction, or the contexts, are mentioned.
  var usesLength = false
  var usesContexts = false

  /// Whether it asks whether memory is present, or accessible.
  var asks = false

  mutating func add(_ other: Effects) {
    reads.formUnion(other.reads)
    writes.formUnion(other.writes)
    localReads.formUnion(other.localReads)
    localWrites.formUnion(other.localWrites)
    readsMemory = readsMemory || other.readsMemory
    writesMemory = writesMemory || other.writesMemory
    traps = traps || other.traps
    undoes = undoes || other.undoes
    usesLength = usesLength || other.usesLength
    usesContexts = usesContexts || other.usesContexts
    asks = asks || other.asks
  }

  /// The same, seen from outside of the function.
  var withoutLocals: Effects {
    var result = self
    result.localReads = []
    result.localWrites = []
    return result
  }

  /// Whether it does more than yield a value.
  var acts: Bool { traps || writesMemory || !writes.isEmpty || !localWrites.isEmpty }

  /// Whether it changes memory or registers.
  var writesAnything: Bool { writesMemory || !writes.isEmpty }

  /// Whether the machine is needed for it.
  var needsMachine: Bool {
    traps || readsMemory || writesMemory || asks || !reads.isEmpty || !writes.isEmpty
  }

  /// Whether it matters that this comes before `later`.
  func precedes(_ later: Effects) -> Bool {
    if acts && later.acts { return true }
    return !reads.isDisjoint(with: later.writes) || !writes.isDisjoint(with: later.reads)
      || !localReads.isDisjoint(with: later.localWrites) || !localWrites.isDisjoint(with: later.localReads)
      || readsMemory && later.writesMemory || writesMemory && later.readsMemory
  }
}

/// Finds out what the parts of a machine's meaning look at and do.
final class EffectAnalysis {

  private struct FunctionKey: Hashable {
    var number: Int
    var isPast: Bool
  }

  private let machine: Machine
  private var functions: [FunctionKey: Effects] = [:]
  private var operandEffects: [Int: Effects] = [:]
  private var modes: [Int: Effects] = [:]
  private var accesses: [Bool: Effects] = [:]

  /// Whether accesses to `phys` are past the second stage of translation.
  private var isPast = false

  /// Whether registers that stand among addresses are looked at.
  private let hasRegisters: Bool

  /// Whether what was done before any trap is undone: a monitor does the instruction again. Otherwise a trap that is not
  /// precise leaves it.
  private let undoesAll: Bool

  init(_ machine: Machine, undoesAll: Bool = false, hasRegisters: Bool = true) {
    self.machine = machine
    self.undoesAll = undoesAll
    self.hasRegisters = hasRegisters
  }

  func effects(of function: Function) -> Effects { effects(of: function.body, []).withoutLocals }

  func effects(function number: Int) -> Effects {
    let key = FunctionKey(number: number, isPast: isPast)
    if let known = functions[key] { return known }
    let result = effects(of: machine.functions[number])
    functions[key] = result
    return result
  }

  func effects(mode number: Int) -> Effects {
    if let known = modes[number] { return known }
    let result = effects(of: machine.modes[number].condition, []).withoutLocals
    modes[number] = result
    return result
  }

  /// What evaluating an operand does, its arguments apart.
  func effects(operand number: Int) -> Effects {
    if let known = operandEffects[number] { return known }
    var result = Effects()
    for one in machine.operands[number].cases {
      result.add(effects(of: one.value, one.layout.operands))
      for use in one.layout.operands {
        for argument in use.arguments { result.add(effects(of: argument, [])) }
      }
    }
    result = result.withoutLocals
    operandEffects[number] = result
    return result
  }

  /// What an access to memory does beside the access itself: translation, and registers that stand there.
  func effects(space: MemorySpace, writes: Bool, isPlain: Bool) -> Effects {
    var result = Effects()
    if space == .guest, machine.physicalMemory != nil { result.add(translation) }
    if space == .physical, !isPast { result.add(secondStage) }
    if isPlain { result.add(mapped(writes: writes)) }
    result.readsMemory = result.readsMemory || !writes
    result.writesMemory = result.writesMemory || writes
    return result
  }

  /// What both stages of translation do.
  private(set) lazy var translation: Effects = {
    var result = machine.translation.map { effects(of: $0) } ?? Effects()
    result.add(secondStage)
    return result
  }()

  /// Whether translation writes, if only that it was there.
  var translationWrites: Bool { translation.writesAnything }

  private lazy var secondStage: Effects = {
    let outer = isPast
    isPast = true
    defer { isPast = outer }
    return machine.secondStage.map { effects(of: $0) } ?? Effects()
  }()

  /// What the stage does that monitors install mappings for.
  var lastStage: Effects { machine.secondStage == nil ? translation : secondStage }

  private var inMapped = false

  private func mapped(writes: Bool) -> Effects {
    if let known = accesses[writes] { return known }
    guard hasRegisters, !inMapped else { return Effects() }
    inMapped = true
    defer { inMapped = false }
    var result = Effects()
    for range in machine.platform.mapped {
      if let function = writes ? range.write : range.read { result.add(effects(of: function)) }
    }
    accesses[writes] = result
    return result
  }

  // MARK: Expressions and statements

  func effects(of block: Block, _ operands: [OperandUse]) -> Effects {
    var result = Effects()
    for statement in block.statements { result.add(effects(of: statement, operands)) }
    if let value = block.result { result.add(effects(of: value, operands)) }
    return result
  }

  func effects(of expression: Expression, _ operands: [OperandUse]) -> Effects {
    var result = Effects()
    switch expression {
    case .constant, .field, .undefined: break
    case .local(let slot): result.localReads.insert(slot)
    case .component(let number, _): result.reads.insert(number)
    case .element(let number, let field, let index, _):
      result = effects(of: index, operands)
      let register = machine.registers[number]
      for element in 0..<(register.count ?? 1) {
        result.reads.insert(register.component(field: field, element: element))
      }
    case .context: result.usesContexts = true
    case .length: result.usesLength = true
    case .unary, .binary, .extract, .extend, .record, .tagged, .recordField:
      expression.forEachChild { result.add(effects(of: $0, operands)) }
    case .present:
      expression.forEachChild { result.add(effects(of: $0, operands)) }
      result.asks = true
    case .conditional(let condition, let then, let otherwise):
      result = effects(of: condition, operands)
      result.add(effects(of: then, operands))
      result.add(effects(of: otherwise, operands))
    case .block(let block): result = effects(of: block, operands)
    case .load(let space, let address, _, _, _):
      for part in address { result.add(effects(of: part, operands)) }
      result.add(effects(space: space, writes: false, isPlain: true))
    case .accessible(let address, _, _, _):
      for part in address { result.add(effects(of: part, operands)) }
      var asked = translation
      (asked.traps, asked.undoes, asked.writes) = (false, false, [])
      asked.writesMemory = false
      asked.asks = true
      result.add(asked)
    case .mode(let number, _): result = effects(mode: number)
    case .matchCase(let subject, _, let arms):
      result = effects(of: subject, operands)
      for arm in arms {
        result.localWrites.formUnion(arm.bindings.compactMap { $0 })
        result.add(effects(of: arm.body, operands))
      }
    case .call(let number, let arguments, _):
      for argument in arguments { result.add(effects(of: argument, operands)) }
      result.add(effects(function: number))
    case .operand(let number, _):
      for argument in operands[number].arguments { result.add(effects(of: argument, [])) }
      result.add(effects(operand: operands[number].operand))
    }
    return result
  }

  func effects(of statement: Statement, _ operands: [OperandUse]) -> Effects {
    var result = Effects()
    statement.forEachExpression { result.add(effects(of: $0, operands)) }
    switch statement {
    case .setLocal(let slot, _): result.localWrites.insert(slot)
    case .setComponent(let number, _, _): result.writes.insert(number)
    case .setElement(let number, let field, _, _, _):
      let register = machine.registers[number]
      for element in 0..<(register.count ?? 1) {
        result.writes.insert(register.component(field: field, element: element))
      }
    case .store(let space, _, _, _, _, _): result.add(effects(space: space, writes: true, isPlain: true))
    case .trap(let number, _, _), .require(_, let number, _, _):
      result.traps = true
      if undoesAll || !machine.traps[number].isImprecise { result.undoes = true }
    case .evaluate, .unpredictable: break
    }
    return result
  }
}
