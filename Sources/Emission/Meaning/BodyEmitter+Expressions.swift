import Execution
import ISAModel

extension BodyEmitter {

  // MARK: Types

  func type(of expression: Expression) -> Type {
    switch expression {
    case .local(let slot): return types[slot] ?? .nothing
    case .field(let number): return .bits(fields(number).width)
    case .extend(_, let width, _): return .bits(width)
    case .unary(.parity, _): return .bits(1)
    case .unary(_, let inner): return type(of: inner)
    case .binary(let operation, let left, let right):
      switch operation {
      case .equal, .notEqual, .unsignedLess, .unsignedLessOrEqual, .signedLess, .signedLessOrEqual:
        return .bits(1)
      case .concat:
        guard case .bits(let one) = type(of: left), case .bits(let other) = type(of: right) else {
          return .nothing
        }
        return .bits(one + other)
      default: return type(of: left)
      }
    case .conditional(_, let then, let otherwise):
      let one = type(of: then)
      return one.hasValue ? one : type(of: otherwise)
    case .block(let block): return type(of: block)
    case .matchCase(_, _, let arms):
      return arms.lazy.map { self.type(of: $0.body) }.first { $0.hasValue } ?? .nothing
    case .record(let parts): return program.types.record(of: parts.map { type(of: $0) })
    case .recordField(let inner, let index):
      guard case .record(let number) = type(of: inner) else { return .nothing }
      return machine.records[number].fields[index].type
    case .tagged(_, let number, _): return .enumeration(number)
    case .call(let number, _, _): return machine.functions[number].result
    case .operand(let number, _): return machine.operands[operands[number].operand].result
    default: return TypeFinder.width(expression, machine).map { .bits($0) } ?? .nothing
    }
  }

  /// The type of a block's value, whose own locals may not be written yet.
  private func type(of block: Block) -> Type {
    guard let result = block.result else { return .nothing }
    noteTypes(block)
    return type(of: result)
  }

  private func noteTypes(_ block: Block) {
    for statement in block.statements {
      if case .setLocal(let slot, let value) = statement, types[slot] == nil { types[slot] = type(of: value) }
    }
  }

  // MARK: What needs statements

  /// Whether an expression cannot be written as one of C.
  func needsStatements(_ expression: Expression) -> Bool {
    switch expression {
    case .matchCase: return true
    case .block(let block): return needsStatements(block)
    case .conditional(let condition, let then, let otherwise):
      if needsStatements(condition) || needsStatements(then) || needsStatements(otherwise) { return true }
      if then.result == nil || otherwise.result == nil { return true }
      return !Self.isLogical(then, otherwise) && size(expression) > 14
    default:
      var children: [Expression] = []
      expression.forEachChild { children.append($0) }
      return children.contains { needsStatements($0) }
    }
  }

  private func needsStatements(_ block: Block) -> Bool {
    !block.statements.isEmpty || block.result.map { needsStatements($0) } ?? false
  }

  /// Whether a choice is `a && b` or `a || b`.
  private static func isLogical(_ then: Block, _ otherwise: Block) -> Bool {
    if case .constant(0, 1)? = otherwise.result { return true }
    if case .constant(1, 1)? = then.result { return true }
    return false
  }

  private func size(_ expression: Expression) -> Int {
    var result = 1
    expression.forEachChild { result += size($0) }
    return result
  }

  // MARK: Values with a destination

  /// Writes what is needed for the value of `expression` to arrive at its destination.
  func into(_ expression: Expression, _ destination: Destination) {
    let expression = folded(expression)
    switch expression {
    case .block(let block): self.block(block, to: destination)
    case .conditional(let condition, let then, let otherwise)
    where destination == .nowhere || needsStatements(expression) || !needsNoBraces(expression):
      choice(condition, then, otherwise, to: destination)
    case .matchCase(let subject, let number, let arms): match(subject, number, arms, to: destination)
    default: finish(value(expression), expression, destination)
    }
  }

  private func needsNoBraces(_ expression: Expression) -> Bool { size(expression) <= 14 }

  private func finish(_ value: CValue, _ expression: Expression, _ destination: Destination) {
    switch destination {
    case .nowhere:
      if effects(of: expression).acts { out.line(value.text + ";") }
    case .result: out.line("return \(stored(value));")
    case .variable(let name): out.line("\(name) = \(stored(value));")
    }
  }

  private func choice(
    _ condition: Expression, _ then: Block, _ otherwise: Block, to destination: Destination
  ) {
    if let chain = SwitchChain(condition, then, otherwise, self) {
      return emit(chain, to: destination)
    }
    let branches = traps(then) || traps(otherwise)
    let test = before(branches) { value(condition) }
    if then.isNothing, !otherwise.isNothing {
      out.open("if (\(negated(test))) {")
      branch(otherwise, to: destination)
      return out.close()
    }
    out.open("if (\(test.condition)) {")
    branch(then, to: destination)
    alternative(otherwise, to: destination)
  }

  private func traps(_ block: Block) -> Bool { program.analysis.effects(of: block, operands).undoes }

  /// Writes the `else` of a choice, and closes it.
  private func alternative(_ otherwise: Block, to destination: Destination) {
    guard !otherwise.isNothing else { return out.close() }
    if let (condition, then, rest) = otherwise.soleChoice, !needsStatements(condition),
      destination == .nowhere || needsStatements(.conditional(condition, then, rest)),
      SwitchChain(condition, then, rest, self) == nil
    {
      let (test, preparation) = apart { before(traps(then) || traps(rest)) { value(condition) } }
      if preparation.isEmpty {
        out.next("} else if (\(test.condition)) {")
        branch(then, to: destination)
        return alternative(rest, to: destination)
      }
    }
    out.next("} else {")
    branch(otherwise, to: destination)
    out.close()
  }

  /// What `body` yields, and the statements that it has written, which are taken out.
  private func apart<Result>(_ body: () -> Result) -> (Result, [String]) {
    var inner = CText(depth: 0)
    swap(&inner, &out)
    let result = body()
    swap(&inner, &out)
    return (result, inner.lines)
  }

  private func emit(_ chain: SwitchChain, to destination: Destination) {
    let subject = value(chain.subject).clean
    out.open("switch (\(subject.text)) {")
    for (values, block) in chain.cases {
      let labels = values.map { "case \(CValue.literal($0)):" }.joined(separator: " ")
      arm(labels, to: destination) { branch(block, to: destination) }
    }
    arm("default:", to: destination) { branch(chain.rest, to: destination) }
    out.close()
  }

  private func arm(_ label: String, to destination: Destination, _ body: () -> Void) {
    out.open(label)
    let before = out.lines.count
    body()
    // A declaration cannot stand behind a label.
    let declares = !label.hasSuffix("{") && out.lines.count > before && Self.isDeclaration(out.lines[before])
    if destination != .result || out.lines.count == before { out.line("break;") }
    out.outdent()
    if declares {
      out.extend(before - 1, by: " {")
      out.line("}")
    }
  }

  /// Whether a line names a type and a variable.
  private static func isDeclaration(_ line: String) -> Bool {
    line.firstMatch(of: /^ *(?!return\b)(const )?(struct )?\w+ \w+( =|;)/) != nil
  }

  private func match(_ subject: Expression, _ number: Int, _ arms: [CaseArm], to destination: Destination) {
    let branches = arms.contains { traps($0.body) }
    var chosen = before(branches) { value(subject) }
    if chosen.form != .primary || effects(of: subject).acts { chosen = spilled(chosen, .enumeration(number)) }
    let declaration = machine.enumerations[number]
    out.open("switch (\(chosen.text).tag) {")
    for (index, arm) in arms.enumerated() {
      // The last arm takes what is left.
      let isLast = index == arms.count - 1
      let label = arm.number.flatMap { isLast ? nil : "case \(program.types.tag(number, $0)):" } ?? "default:"
      // What is bound is declared first.
      let binds = arm.bindings.contains { $0.map { isRead($0) } ?? false }
      self.arm(binds ? label + " {" : label, to: destination) {
        if let chosenCase = arm.number {
          let member = NameTable.member(declaration.cases[chosenCase].name)
          for (slot, field) in zip(arm.bindings, declaration.cases[chosenCase].fields) {
            guard let slot, isRead(slot) else { continue }
            bind(slot, field.type, "\(chosen.text).\(member).\(NameTable.member(field.name))")
          }
        }
        branch(arm.body, to: destination)
      }
      if binds { out.line("}") }
    }
    out.close()
  }

  /// Gives a local the value that `text` stands for.
  private func bind(_ slot: Int, _ type: Type, _ text: String) {
    types[slot] = type
    let name = name(of: slot)
    let isNew = declare(slot)
    out.line(isNew ? "const \(program.types.name(type)) \(name) = \(text);" : "\(name) = \(text);")
  }

  // MARK: Values

  /// The values of several expressions, computed in their order. With `then`, something that may trap follows.
  func values(_ expressions: [Expression], then: Bool) -> [CValue] {
    let effects = expressions.map { self.effects(of: $0) }
    var result: [CValue] = []
    for (index, expression) in expressions.enumerated() {
      let later = effects[(index + 1)...]
      let value = before(then || later.contains { $0.undoes }) { self.value(expression) }
      let mustComeFirst = later.contains { effects[index].precedes($0) }
      result.append(mustComeFirst ? spilled(value, type(of: expression)) : value)
    }
    return result
  }

  func value(_ written: Expression) -> CValue {
    let expression = folded(written)
    switch expression {
    case .constant(let value, let width): return .constant(value, width: width)
    case .local(let slot):
      guard case .bits(let width)? = types[slot] else { return .aggregate(name(of: slot)) }
      return CValue(name(of: slot), .primary, width: width)
    case .component(let number, _):
      let width = machine.components[number].width
      let isTimed = program.timed.contains(number)
      return CValue("\(isTimed ? "now(cpu)" : "cpu")->\(program.place(of: number))", .primary, width: width)
    case .element(let number, let field, let index, _):
      return element(machine.registers[number], field: field, value(index).clean)
    case .field(let number): return fields(number)
    case .context(let number):
      let context = machine.stream.contexts[number]
      return CValue("contexts->\(NameTable.member(context.name))", .primary, width: context.width)
    case .length: return CValue("length", .primary, width: 8)
    case .unary(let operation, let inner): return unary(operation, inner)
    case .binary(.concat, _, _): return concatenation(expression)
    case .binary(let operation, let left, let right):
      let both = values([left, right], then: false)
      return binary(operation, both[0], both[1])
    case .extract(let inner, let high, let low): return extract(value(inner), high: high, low: low)
    case .extend(let inner, let width, let signed): return extend(value(inner), to: width, signed: signed)
    case .conditional(let condition, let then, let otherwise):
      return conditional(expression, condition, then, otherwise)
    case .block(let block):
      guard let result = block.result else {
        self.block(block, to: .nowhere)
        return .aggregate("0")
      }
      guard !block.statements.isEmpty else { return value(result) }
      let traps = effects(of: result).undoes
      before(traps) { self.block(Block(block.statements), to: .nowhere) }
      return value(result)
    case .load(let space, let address, let units, let mode, _): return load(space, address, units, mode)
    case .accessible(let address, let kind, let mode, _):
      let parts = values(address, then: false).map { $0.clean.text }
      let function = program.accessibleName(kind, mode: mode)
      return CValue("\(function)(\((["cpu"] + parts).joined(separator: ", ")))", .primary, width: 1)
    case .present(let address):
      return CValue("present(cpu, \(value(address).clean.text))", .primary, width: 1)
    case .undefined(let width, _): return .constant(0, width: width)
    case .mode(let number, _):
      return CValue("\(program.modeFunction(number))(cpu)", .primary, width: 1)
    case .record(let parts):
      let type = type(of: expression)
      let values = values(parts, then: false).map { stored($0) }
      return .aggregate("(\(program.types.name(type))){\(values.joined(separator: ", "))}")
    case .recordField(let inner, let index):
      let type = type(of: inner)
      guard case .record(let number) = type else { return .aggregate("0") }
      let field = machine.records[number].fields[index]
      let text = "\(value(inner).enclosed).\(NameTable.member(field.name))"
      if case .bits(let width) = field.type { return CValue(text, .primary, width: width) }
      return .aggregate(text)
    case .tagged(let number, let type, let parts):
      let one = machine.enumerations[type].cases[number]
      let values = values(parts, then: false).map { stored($0) }
      var text = ".tag = \(program.types.tag(type, number))"
      if !values.isEmpty {
        text += ", .\(NameTable.member(one.name)) = {\(values.joined(separator: ", "))}"
      }
      return .aggregate("(\(program.types.name(.enumeration(type)))){\(text)}")
    case .matchCase: return hoisted(expression)
    case .call(let number, let arguments, _): return call(number, arguments)
    case .operand(let number, _): return operand(number)
    }
  }

  /// The value of what only statements can compute.
  private func hoisted(_ expression: Expression) -> CValue {
    let type = type(of: expression)
    guard type.hasValue else {
      into(expression, .nowhere)
      return .aggregate("0")
    }
    let name = freshName()
    out.line("\(program.types.name(type)) \(name);")
    into(expression, .variable(name))
    if case .bits(let width) = type { return CValue(name, .primary, width: width) }
    return .aggregate(name)
  }

  private func element(_ register: Register, field: Int, _ index: CValue) -> CValue {
    let count = register.count ?? 1
    let width = machine.components[register.component(field: field, element: 0)].width
    let numbers = (0..<count).map { register.component(field: field, element: $0) }
    let pointer = numbers.contains { program.timed.contains($0) } ? "now(cpu)" : "cpu"
    let text = "\(pointer)->\(program.place(of: register, field: field, index: index.text))"
    guard index.width >= 63 || 1 << index.width > count else { return CValue(text, .primary, width: width) }
    return CValue("\(index.beside("<")) < \(count) ? \(text) : 0", .conditional, width: width)
  }

  private func load(_ space: MemorySpace, _ address: [Expression], _ units: Int, _ mode: Int?) -> CValue {
    let effect = program.analysis.effects(space: space, writes: false, isPlain: true)
    let parts = values(address, then: effect.undoes).map { $0.clean.text }
    let function = program.accessName(
      ProgramEmitter.Access(
        space: space, units: units, isStore: false, mode: mode, mustUndo: false,
        isPast: isPast && space == .physical))
    let unit = (space == .guest ? machine.memory?.unit : machine.physicalMemory?.unit) ?? 8
    return CValue("\(function)(\((["cpu"] + parts).joined(separator: ", ")))", .primary, width: unit * units)
  }

  private func call(_ number: Int, _ arguments: [Expression]) -> CValue {
    let effect = program.analysis.effects(function: number)
    let values = values(arguments, then: effect.undoes)
    let text = program.call(.function(number), mustUndo: mustUndo, isPast: isPast, values)
    if case .bits(let width) = machine.functions[number].result {
      return CValue(text, .primary, width: width)
    }
    return .aggregate(text)
  }

  private func operand(_ number: Int) -> CValue {
    let use = operands[number]
    let place = operandPlaces(number)
    let arguments = values(use.arguments, then: false).map { stored($0) }
    let text = program.call(
      operand: use.operand, mustUndo: mustUndo, selected: place.selected.text, arguments, data: place.data)
    if case .bits(let width) = machine.operands[use.operand].result {
      return CValue(text, .primary, width: width)
    }
    return .aggregate(text)
  }

  private func conditional(
    _ whole: Expression, _ condition: Expression, _ then: Block, _ otherwise: Block
  ) -> CValue {
    if needsStatements(whole) { return hoisted(whole) }
    guard let one = then.result, let other = otherwise.result else { return hoisted(whole) }
    let test = before(traps(then) || traps(otherwise)) { value(condition) }
    // What must be computed beforehand would be computed whatever the condition says.
    let (values, preparation) = apart { (value(one), value(other)) }
    if !preparation.isEmpty { return chosen(whole, test, then, otherwise) }
    let (first, second) = values
    if case .constant(0, 1) = other {
      return CValue("\(logical(test, "&&")) && \(logical(first, "&&"))", .binary("&&"), width: 1, rank: .int)
    }
    if case .constant(1, 1) = one {
      return CValue("\(logical(test, "||")) || \(logical(second, "||"))", .binary("||"), width: 1, rank: .int)
    }
    let isClean = first.isClean && second.isClean
    let question = test.question
    return CValue(
      "\(question) ? \(first.beside("?")) : \(second.beside("?"))", .conditional, width: first.width,
      rank: max(first.rank, second.rank), isClean: isClean)
  }

  /// The value of a choice whose branches need statements of their own.
  private func chosen(_ whole: Expression, _ test: CValue, _ then: Block, _ otherwise: Block) -> CValue {
    let type = type(of: whole)
    let name = freshName()
    out.line("\(program.types.name(type)) \(name);")
    out.open("if (\(test.condition)) {")
    branch(then, to: .variable(name))
    out.next("} else {")
    branch(otherwise, to: .variable(name))
    out.close()
    if case .bits(let width) = type { return CValue(name, .primary, width: width) }
    return .aggregate(name)
  }

  private func logical(_ value: CValue, _ operation: String) -> String {
    if let test = value.test { return "(\(test))" }
    return value.clean.beside(operation)
  }
}
