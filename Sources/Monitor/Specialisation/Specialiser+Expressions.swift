import Execution
import ISAModel

extension Specialiser {

  func expression(_ expression: Expression, _ knowledge: inout Knowledge) -> Expression {
    switch expression {
    case .constant, .field, .context, .length, .undefined: return expression
    case .local(let slot):
      return knowledge.locals[slot].map { folded($0) } ?? expression
    case .component(let number, _):
      guard let value = knowledge.components[number] else { return expression }
      return decided(value, width: machine.components[number].width)
    case .element(let register, let field, let index, let span):
      return .element(register: register, field: field, index: self.expression(index, &knowledge), span)
    case .unary(let operation, let inner):
      let inner = self.expression(inner, &knowledge)
      guard case .constant(let value, let width) = inner else { return .unary(operation, inner) }
      return folded(ConcreteDomain.compute(operation, Bits(value, width: width)))
    case .binary(let operation, let left, let right):
      let left = self.expression(left, &knowledge)
      let right = self.expression(right, &knowledge)
      if let value = Self.bound(operation, left, right) { return folded(Bits(value, width: 1)) }
      guard case .constant(let one, let width) = left, case .constant(let other, let otherWidth) = right
      else { return .binary(operation, left, right) }
      return folded(
        ConcreteDomain.compute(operation, Bits(one, width: width), Bits(other, width: otherWidth)))
    case .extract(let inner, let high, let low):
      let inner = self.expression(inner, &knowledge)
      guard case .constant(let value, _) = inner else { return .extract(inner, high: high, low: low) }
      return folded(Bits(value >> UInt128(low), width: high - low + 1))
    case .extend(let inner, let target, let signed):
      let inner = self.expression(inner, &knowledge)
      guard case .constant(let value, let width) = inner else {
        return .extend(inner, to: target, signed: signed)
      }
      let bits = Bits(value, width: width)
      return folded(Bits(signed ? UInt128(bitPattern: bits.signed) : value, width: target))
    case .conditional(let condition, let then, let otherwise):
      return conditional(self.expression(condition, &knowledge), then, otherwise, &knowledge)
    case .block(let inner): return simple(block(inner, &knowledge))
    case .load(let space, let address, let units, let mode, let span):
      let address = address.map { self.expression($0, &knowledge) }
      knowledge.forget(effects.access.writes, modeDepends: effects.modeDepends)
      return .load(space, address, units: units, mode: mode, span)
    case .accessible(let address, let kind, let mode, let span):
      return .accessible(address.map { self.expression($0, &knowledge) }, kind, mode: mode, span)
    case .present(let address): return .present(self.expression(address, &knowledge))
    case .mode(let number, _):
      if let known = knowledge.facts[.mode(number)] { return decided(known, width: 1) }
      var copy = knowledge
      let condition = self.expression(machine.modes[number].condition, &copy)
      if let known = condition.constant { return decided(known, width: 1) }
      return expression
    case .record(let fields): return .record(fields.map { self.expression($0, &knowledge) })
    case .recordField(let inner, let index): return .recordField(self.expression(inner, &knowledge), index)
    case .tagged(let number, let type, let fields):
      return .tagged(number, of: type, fields.map { self.expression($0, &knowledge) })
    case .matchCase(let subject, let type, let arms):
      return match(self.expression(subject, &knowledge), type, arms, &knowledge)
    case .call(let number, let arguments, let site):
      return call(number, arguments.map { self.expression($0, &knowledge) }, site, &knowledge)
    case .operand(let number, _):
      if operands.indices.contains(number) {
        knowledge.forget(effects.effects(of: operands[number]).writes, modeDepends: effects.modeDepends)
      }
      return expression
    }
  }

  /// A constant that what is known has led to.
  private func decided(_ value: UInt128, width: Int) -> Expression {
    decisions += 1
    return .constant(value, width: width)
  }

  /// A constant that was computed: no decision of its own.
  /// The truth of a comparison with 0, as words without a sign have it; nil where it is not known.
  private static func bound(
    _ operation: BinaryOperation, _ left: Expression, _ right: Expression
  ) -> UInt128? {
    switch (operation, left, right) {
    case (.unsignedLessOrEqual, .constant(0, _), let other) where other.isPure: 1
    case (.unsignedLess, let other, .constant(0, _)) where other.isPure: 0
    default: nil
    }
  }

  private func folded(_ bits: Bits) -> Expression { .constant(bits.value, width: bits.width) }

  private func simple(_ block: Block) -> Expression {
    if block.statements.isEmpty, let result = block.result { return result }
    return .block(block)
  }

  private func conditional(
    _ condition: Expression, _ then: Block, _ otherwise: Block, _ knowledge: inout Knowledge
  ) -> Expression {
    if let known = condition.constant {
      decisions += 1
      return simple(block(known == 1 ? then : otherwise, &knowledge))
    }
    var other = knowledge
    let one = block(then, &knowledge)
    let two = block(otherwise, &other)
    knowledge.merge(other)
    return .conditional(condition, one, two)
  }

  private func match(
    _ subject: Expression, _ type: Int, _ arms: [CaseArm], _ knowledge: inout Knowledge
  ) -> Expression {
    var result: [CaseArm] = []
    var merged: Knowledge?
    for arm in arms {
      var inner = knowledge
      for slot in arm.bindings.compactMap({ $0 }) { inner.locals[slot] = nil }
      var copy = arm
      copy.body = block(arm.body, &inner)
      result.append(copy)
      if var all = merged {
        all.merge(inner)
        merged = all
      } else {
        merged = inner
      }
    }
    if let merged { knowledge = merged }
    return .matchCase(subject, of: type, result)
  }

  // MARK: Calls

  private func call(
    _ number: Int, _ arguments: [Expression], _ site: Int, _ knowledge: inout Knowledge
  ) -> Expression {
    if arguments.isEmpty, let known = knowledge.facts[.function(number)] { return decided(known, width: 1) }
    let unchanged = Expression.call(function: number, arguments, site: site)
    guard number < machine.functions.count else { return unchanged }
    let touched = effects.effects(ofFunction: number)
    let function = machine.functions[number]
    let components = knowledge.components.filter { touched.reads.contains($0.key) }
    let mentionsMode = touched.asksForMode || !touched.reads.isDisjoint(with: effects.modeDepends)
    let facts = mentionsMode ? knowledge.facts : [:]
    guard !function.isTranslation, !components.isEmpty || !facts.isEmpty else {
      knowledge.forget(touched.writes, modeDepends: effects.modeDepends)
      return unchanged
    }
    let constants = arguments.enumerated().compactMap { slot, argument in
      argument.constantBits.map { (slot, $0) }
    }
    let made = make(number, components, facts, Dictionary(uniqueKeysWithValues: constants))
    knowledge.forget(touched.writes, modeDepends: effects.modeDepends)
    knowledge.components.merge(made.after.components.filter { touched.writes.contains($0.key) }) { $1 }
    if made.after.isDead { knowledge.isDead = true }
    if let constant = made.constant, arguments.allSatisfy(\.isPure) {
      decisions += 1
      return constant
    }
    if made.number != number { decisions += 1 }
    return .call(function: made.number, arguments, site: site)
  }

  /// A function made for what is known where it is called.
  private func make(
    _ number: Int, _ components: [Int: UInt128], _ facts: [Knowledge.Fact: UInt128], _ arguments: [Int: Bits]
  ) -> Made {
    let key = Key(function: number, components: components, facts: facts, arguments: arguments)
    if let known = made[key] { return known }
    var function = machine.functions[number]
    var knowledge = Knowledge(components: components, facts: facts, locals: arguments)
    let before = decisions
    let outer = operands
    operands = []
    function.body = block(function.body, &knowledge)
    operands = outer
    var result = Made(number: number, constant: nil, after: knowledge)
    if decisions > before {
      if function.body.statements.isEmpty, let value = function.body.result, value.constant != nil {
        result.constant = value
      }
      result.number = table.first + table.functions.count
      table.functions.append(function)
    }
    decisions = before
    made[key] = result
    return result
  }
}

extension Expression {

  /// Whether it can be left out where its value is not needed: it changes nothing, and does not trap.
  var isPure: Bool {
    switch self {
    case .constant, .local, .component, .field, .context, .length, .mode: true
    case .unary(_, let inner), .extract(let inner, _, _), .extend(let inner, _, _): inner.isPure
    case .binary(_, let left, let right): left.isPure && right.isPure
    default: false
    }
  }
}
