import ISALanguage
import ISAModel

extension Evaluator {

  /// The bits that `expression` yields; of what trapped, any bits.
  func word(_ expression: Expression) -> Word {
    if case .word(let word) = evaluate(expression) { return word }
    return falseWord
  }

  func evaluate(_ expression: Expression) -> Value<Word> {
    switch expression {
    case .constant(let value, let width): return .word(domain.constant(value, width: width))
    case .local(let slot): return frame.locals[slot]
    case .component(let number, let span):
      observer?.reads(component: number, at: span)
      return .word(state.components[number])
    case .element(let register, let field, let index, let span):
      return element(machine.registers[register], field: field, index: word(index), at: span)
    case .field(let number): return .word(frame.fields[number])
    case .context(let number): return .word(contexts[number])
    case .length: return .word(currentLength())
    case .unary(let operation, let inner):
      return one(inner) { domain.unary(operation, $0) }
    case .binary(let operation, let left, let right):
      guard case .word(let one) = evaluate(left), case .word(let other) = evaluate(right) else {
        return .none
      }
      return .word(domain.binary(operation, one, other))
    case .extract(let inner, let high, let low):
      return one(inner) { domain.extract($0, high: high, low: low) }
    case .extend(let inner, let width, let signed):
      return one(inner) { domain.extend($0, to: width, signed: signed) }
    case .conditional(let condition, let then, let otherwise):
      guard case .word(let test) = evaluate(condition) else { return .none }
      return branch(test, { self.evaluate(then) }, { self.evaluate(otherwise) })
    case .block(let block): return evaluate(block)
    case .load(let space, let address, let units, let mode, let span):
      let parts = address.map { word($0) }
      return isDead ? .none : load(space, parts, units: units, mode: mode, at: span)
    case .accessible(let address, let kind, let mode, let span):
      asksAboutAccess = true
      let parts = address.map { word($0) }
      guard !isDead else { return .none }
      observer?.accesses(.guest, isWrite: false, at: span)
      if runsTranslation { return .word(admits(parts, kind, mode: mode)) }
      let whole = parts.dropFirst().reduce(parts[0]) { domain.binary(.concat, $0, $1) }
      return .word(domain.accessible(whole, kind, mode: mode))
    case .present(let address):
      return one(address) { domain.present($0) }
    case .undefined(let width, let site): return .word(domain.undefined(width: width, key: key(site)))
    case .mode(let number, _): return evaluate(machine.modes[number].condition)
    case .record(let fields): return .record(fields.map { evaluate($0) })
    case .recordField(let inner, let index):
      guard case .record(let fields) = evaluate(inner) else { return .none }
      return fields[index]
    case .tagged(let number, let type, let fields):
      let declaration = machine.enumerations[type]
      var cases = Array(repeating: [Value<Word>](), count: declaration.cases.count)
      cases[number] = fields.map { evaluate($0) }
      return .tagged(domain.constant(UInt128(number), width: declaration.tagWidth), cases)
    case .matchCase(let subject, let type, let arms):
      guard case .tagged(let tag, let cases) = evaluate(subject) else { return .none }
      return matchCase(tag, cases, machine.enumerations[type], arms[...])
    case .call(let number, let arguments, let site):
      let values = arguments.map { evaluate($0) }
      return isDead ? .none : at(site) { call(function(number), values) }
    case .operand(let number, let site):
      let use = frame.operands[number]
      return at(site) { operand(use) }
    }
  }

  private func one(_ inner: Expression, _ operation: (Word) -> Word) -> Value<Word> {
    guard case .word(let word) = evaluate(inner) else { return .none }
    return .word(operation(word))
  }

  /// Runs `body` on the path that goes through `site`.
  private func at(_ site: Int, _ body: () -> Value<Word>) -> Value<Word> {
    let saved = callPath
    defer { callPath = saved }
    callPath = key(site)
    return body()
  }

  private func element(_ register: Register, field: Int, index: Word, at span: Span) -> Value<Word> {
    let components = (0..<(register.count ?? 1)).map { register.component(field: field, element: $0) }
    let width = domain.width(index)
    func choose(_ candidates: ArraySlice<Int>, bit: Int) -> Word {
      guard bit >= 0 else {
        guard let number = candidates.first else {
          return domain.constant(0, width: machine.components[components[0]].width)
        }
        observer?.reads(component: number, at: span)
        return state.components[number]
      }
      guard !candidates.isEmpty else { return choose([], bit: -1) }
      let half = 1 << bit
      let low = candidates.prefix(half)
      let high = candidates.dropFirst(half)
      let test = domain.extract(index, high: bit, low: bit)
      switch domain.decide(test) {
      case true?: return choose(high, bit: bit - 1)
      case false?: return choose(low, bit: bit - 1)
      case nil: return domain.choose(test, choose(high, bit: bit - 1), choose(low, bit: bit - 1))
      }
    }
    return .word(choose(components[...], bit: width - 1))
  }

  private func matchCase(
    _ tag: Word, _ cases: [[Value<Word>]], _ declaration: EnumerationType, _ arms: ArraySlice<CaseArm>
  ) -> Value<Word> {
    guard let arm = arms.first else { return .none }
    func body() -> Value<Word> {
      if let number = arm.number {
        for (slot, value) in zip(arm.bindings, cases[number]) {
          if let slot {
            frame.locals[slot] = value
            writeCount += 1
          }
        }
      }
      return evaluate(arm.body)
    }
    // The last arm takes what is left.
    guard let number = arm.number, arms.count > 1 else { return body() }
    if cases[number].isEmpty, !declaration.cases[number].fields.isEmpty {
      return matchCase(tag, cases, declaration, arms.dropFirst())
    }
    let test = domain.binary(.equal, tag, domain.constant(UInt128(number), width: declaration.tagWidth))
    return branch(test, body, { self.matchCase(tag, cases, declaration, arms.dropFirst()) })
  }

  private func function(_ number: Int) -> Function {
    guard let moreFunctions, number >= moreFunctions.first else { return machine.functions[number] }
    return moreFunctions.functions[number - moreFunctions.first]
  }

  func call(_ function: Function, _ arguments: [Value<Word>]) -> Value<Word> {
    if function.isTranslation, abstractsTranslation, let abstract = translated(function, arguments) {
      return abstract
    }
    let saved = frame
    frame = Frame(localCount: function.localCount)
    for (slot, value) in arguments.enumerated() { frame.locals[slot] = value }
    let result = evaluate(function.body)
    frame = saved
    return result
  }

  /// The call of a function of translation, where the domain keeps that abstract.
  private func translated(_ function: Function, _ arguments: [Value<Word>]) -> Value<Word>? {
    let words = arguments.compactMap { argument -> Word? in
      if case .word(let word) = argument { word } else { nil }
    }
    guard words.count == arguments.count, let trap = machine.memory?.trap,
      let (value, admitted) = domain.translated(function, words)
    else { return nil }
    require(admitted, else: trap, { [] }, at: machine.traps[trap].span)
    return isDead ? Value.none : .word(value)
  }

  // MARK: Operands

  private func operand(_ use: OperandUse) -> Value<Word> {
    let operand = machine.operands[use.operand]
    let arguments = use.arguments.map { evaluate($0) }
    let fields = Array(frame.fields[use.firstField..<use.firstField + operand.fieldCount])
    let saved = frame
    frame = Frame(localCount: operand.localCount)
    for (slot, value) in arguments.enumerated() { frame.locals[slot] = value }
    let result = operandCase(operand, from: 0, fields)
    frame = saved
    return result
  }

  private func operandCase(_ operand: Operand, from first: Int, _ fields: [Word]) -> Value<Word> {
    let one = operand.cases[first]
    func value() -> Value<Word> {
      frame.fields = Array(fields[one.firstField...])
      frame.operands = one.layout.operands
      return evaluate(one.value)
    }
    // An encoding that no case takes does not belong to the form.
    guard first + 1 < operand.cases.count else { return value() }
    return branch(
      isChosen(first, of: operand, fields), value, { self.operandCase(operand, from: first + 1, fields) })
  }

  /// Whether a case is taken, given that no earlier one is. The parameters stand in the first locals.
  func isChosen(_ number: Int, of operand: Operand, _ fields: [Word]) -> Word {
    guard let width = operand.selectorWidth else { return word(operand.cases[number].condition) }
    return domain.binary(
      .equal, fields[operand.fieldCount - 1], domain.constant(UInt128(number), width: width))
  }

  /// Whether some case of every operand takes the fields.
  @_specialize(where D == SymbolicDomain)
  @_specialize(where D == ConcreteDomain)
  package func admitsOperands(_ form: Form, fields: [Word]) -> Word {
    admitted(form.layout, fields: fields, locals: Array(repeating: .none, count: form.localCount))
  }

  private func admitted(_ layout: Layout, fields: [Word], locals: [Value<Word>]) -> Word {
    var result = trueWord
    for use in layout.operands {
      frame = Frame(localCount: 0, fields: fields, operands: layout.operands)
      frame.locals = locals
      let arguments = use.arguments.map { evaluate($0) }
      let operand = machine.operands[use.operand]
      let inner = Array(fields[use.firstField..<use.firstField + operand.fieldCount])
      var some = falseWord
      let own = operandLocals(operand, arguments)
      for (number, one) in operand.cases.enumerated().reversed() {
        var below = admitted(one.layout, fields: Array(inner[one.firstField...]), locals: own)
        frame = Frame(localCount: 0, fields: Array(inner[one.firstField...]))
        frame.locals = own
        if operand.selectorWidth != nil {
          below = domain.binary(.and, below, word(one.condition))
          for exclusion in one.exclusions {
            below = domain.binary(.and, below, domain.unary(.not, word(exclusion)))
          }
        }
        some = domain.choose(isChosen(number, of: operand, inner), below, some)
      }
      result = domain.binary(.and, result, some)
    }
    return result
  }

  func operandLocals(_ operand: Operand, _ arguments: [Value<Word>]) -> [Value<Word>] {
    arguments + Array(repeating: .none, count: operand.localCount - arguments.count)
  }

  // MARK: Length

  private func currentLength() -> Word {
    if let lengthValue { return lengthValue }
    let saved = frame
    defer { frame = saved }
    let value = length?() ?? domain.constant(0, width: 8)
    lengthValue = value
    return value
  }

  /// The length of an instruction with these fields, in address units.
  func length(of form: Form, fields: [Word]) -> Word {
    let unit = machine.memory?.unit ?? machine.stream.unit
    var bits = lengthInBits(
      form.layout, fields: fields, locals: Array(repeating: .none, count: form.localCount))
    for (number, context) in machine.stream.contexts.enumerated() {
      guard let prefix = machine.stream.prefixes.first(where: { $0.settings.first?.context == number }) else {
        continue
      }
      let initial = domain.constant(context.initial, width: context.width)
      let isSet = domain.unary(.not, domain.binary(.equal, contexts[number], initial))
      bits = domain.binary(
        .add, bits,
        domain.choose(isSet, domain.constant(UInt128(prefix.width), width: 16), domain.constant(0, width: 16))
      )
    }
    let units = domain.binary(.unsignedDivide, bits, domain.constant(UInt128(unit), width: 16))
    return domain.extract(units, high: 7, low: 0)
  }

  private func lengthInBits(_ layout: Layout, fields: [Word], locals: [Value<Word>]) -> Word {
    var fixed = 0
    var sum = domain.constant(0, width: 16)
    var fieldNumber = 0
    for element in layout.elements {
      switch element {
      case .bits(_, let width): fixed += width
      case .field:
        fixed += layout.fields[fieldNumber].width
        fieldNumber += 1
      case .operand(let number):
        let use = layout.operands[number]
        let operand = machine.operands[use.operand]
        frame = Frame(localCount: 0, fields: fields, operands: layout.operands)
        frame.locals = locals
        let arguments = use.arguments.map { evaluate($0) }
        let inner = Array(fields[use.firstField..<use.firstField + operand.fieldCount])
        sum = domain.binary(.add, sum, length(of: operand, arguments, inner))
      }
    }
    return domain.binary(.add, sum, domain.constant(UInt128(fixed), width: 16))
  }

  private func length(of operand: Operand, _ arguments: [Value<Word>], _ fields: [Word]) -> Word {
    var result: Word?
    let locals = operandLocals(operand, arguments)
    for (number, one) in operand.cases.enumerated().reversed() {
      let length = lengthInBits(one.layout, fields: Array(fields[one.firstField...]), locals: locals)
      guard let rest = result else {
        result = length
        continue
      }
      frame = Frame(localCount: 0)
      frame.locals = locals
      result = domain.choose(isChosen(number, of: operand, fields), length, rest)
    }
    return result ?? domain.constant(0, width: 16)
  }
}
