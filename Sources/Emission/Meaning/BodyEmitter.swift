import Execution
import ISAModel

/// Writes one body of the specification, of a function, an operand or an instruction, as C.
///
/// Statements stay statements. What C would compute in an order of its own choice is brought into the
/// specification's order by names for intermediate values.
final class BodyEmitter {

  /// Where the value of an expression goes.
  enum Destination: Equatable {
    case nowhere
    case result
    case variable(String)
  }

  let program: ProgramEmitter
  var machine: Machine { program.machine }
  var out: CText

  /// Whether what is done next must be undone if a later part of the instruction traps.
  var mustUndo: Bool

  /// Whether accesses to `phys` are past the second stage of translation.
  var isPast = false

  /// How a field of the encoding is written.
  var fields: (Int) -> CValue = { _ in .constant(0, width: 1) }

  /// The operands in scope, and how their values are asked for: the function, the case, and where their own fields stand.
  var operands: [OperandUse] = []
  var operandPlaces: (Int) -> OperandPlace = { _ in OperandPlace(selected: .constant(0, width: 8), data: "0")
  }

  struct OperandPlace {
    var selected: CValue
    var data: String
  }

  private let localNames: [String?]
  private var names: [Int: String] = [:]
  var types: [Int: Type] = [:]
  private var taken: NameTable
  private var declared: Set<Int> = []
  private var setCounts: [Int: Int] = [:]
  private var reads: Set<Int> = []
  private var substituted: [Int: Expression] = [:]
  private var resultType: Type

  /// The locals that are declared with their value.
  private var constants: [String] = []

  /// Whether the loop has been told already that something it watches has changed.
  private var hasToldEvents = false
  private var hasToldPlaces = false

  init(
    _ program: ProgramEmitter, localNames: [String?], parameters: [Type], result: Type, mustUndo: Bool,
    depth: Int = 1, taken names: [String] = []
  ) {
    self.program = program
    self.localNames = localNames
    self.mustUndo = mustUndo
    resultType = result
    out = CText(depth: depth)
    taken = NameTable()
    for name in names { _ = taken.give(name) }
    for (slot, type) in parameters.enumerated() {
      types[slot] = type
      declared.insert(slot)
      setCounts[slot] = 1
      _ = name(of: slot)
    }
  }

  /// What a local is called in C.
  func name(of slot: Int) -> String {
    if let name = names[slot] { return name }
    let written = slot < localNames.count ? localNames[slot] : nil
    let name = written.map { taken.give($0) } ?? freshName()
    names[slot] = name
    return name
  }

  /// A name for an intermediate value.
  func freshName() -> String { taken.giveNumbered("t") }

  // MARK: Bodies

  /// Writes a whole body.
  func emit(_ block: Block) {
    prepare(block)
    self.block(block, to: resultType.hasValue ? .result : .nowhere)
    // What looked at a local may be decided.
    for name in constants { out.use(name) }
  }

  /// Declares beforehand what is set in one branch and used in another place.
  private func prepare(_ block: Block) {
    var scopes = LocalScopes()
    scopes.visit(block)
    setCounts.merge(scopes.sets) { $0 + $1 }
    reads = scopes.reads
    for slot in scopes.wandering.sorted() where !declared.contains(slot) {
      guard let value = scopes.values[slot] else { continue }
      let type = self.type(of: value)
      types[slot] = type
      declared.insert(slot)
      out.line("\(program.types.name(type)) \(name(of: slot)) = \(program.types.zero(type));")
    }
  }

  func block(_ block: Block, to destination: Destination) {
    let outer = mustUndo
    defer { mustUndo = outer }
    var later = Array(repeating: outer, count: block.statements.count + 1)
    if let result = block.result, effects(of: result).undoes { later[block.statements.count] = true }
    for index in block.statements.indices.reversed() where index > 0 {
      later[index] = later[index + 1] || effects(of: block.statements[index]).undoes
    }
    for (index, statement) in block.statements.enumerated() {
      mustUndo = later[index + 1]
      self.statement(statement)
    }
    mustUndo = outer
    if let result = block.result { return into(result, destination) }
    // The compiler does not know of every function that it never comes back.
    if destination == .result, let last = block.statements.last, !isEnd(last) {
      let zero = program.types.zero(resultType)
      out.line(zero == "0" ? "return 0;" : "return (\(program.types.name(resultType)))\(zero);")
    }
  }

  /// Whether it is plain that nothing comes behind a statement.
  private func isEnd(_ statement: Statement) -> Bool {
    guard case .evaluate(let expression) = statement else {
      if case .trap = statement { return true }
      return false
    }
    func isEnd(_ block: Block) -> Bool {
      block.result == nil && block.statements.last.map(self.isEnd) ?? false
    }
    switch expression {
    case .block(let block): return isEnd(block)
    case .conditional(_, let then, let otherwise): return isEnd(then) && isEnd(otherwise)
    default: return false
    }
  }

  /// Writes a branch in braces: what it tells the loop is told there alone.
  func branch(_ block: Block, to destination: Destination) {
    let told = (hasToldEvents, hasToldPlaces)
    self.block(block, to: destination)
    (hasToldEvents, hasToldPlaces) = told
  }

  func effects(of expression: Expression) -> Effects { program.analysis.effects(of: expression, operands) }
  func effects(of statement: Statement) -> Effects { program.analysis.effects(of: statement, operands) }

  func folded(_ expression: Expression) -> Expression {
    program.folding.folded(expression) { self.substituted[$0] }
  }

  /// Runs `body` as if something that may trap came after it.
  func before<Result>(_ mayTrap: Bool, _ body: () -> Result) -> Result {
    let outer = mustUndo
    mustUndo = outer || mayTrap
    defer { mustUndo = outer }
    return body()
  }

  /// Whether anybody asks for the value of a local.
  func isRead(_ slot: Int) -> Bool { reads.contains(slot) }

  /// Notes that a local is declared; false where it was before.
  func declare(_ slot: Int) -> Bool { declared.insert(slot).inserted }

  // MARK: Statements

  private func statement(_ statement: Statement) {
    switch statement {
    case .setLocal(let slot, let expression): setLocal(slot, expression)
    case .setComponent(let number, let expression, _):
      let value = spilledIfActing(value(expression), expression)
      setComponents([number], program.place(of: number), value)
    case .setElement(let number, let field, let index, let expression, _):
      setElement(machine.registers[number], field: field, index, expression)
    case .store(let space, let address, let units, let mode, let expression, _):
      store(space, address, units: units, mode: mode, expression)
    case .evaluate(let expression): into(expression, .nowhere)
    case .trap(let number, let arguments, _): out.line(trapCall(number, arguments) + ";")
    case .require(let condition, let number, let arguments, _):
      let test = negated(value(condition))
      var inner = CText(depth: 0)
      swap(&inner, &out)
      let call = trapCall(number, arguments)
      swap(&inner, &out)
      if inner.isEmpty, test.count + call.count < 100 {
        out.line("if (\(test)) \(call);")
      } else {
        out.open("if (\(test)) {")
        for line in inner.lines { out.line(line) }
        out.line(call + ";")
        out.close()
      }
    case .unpredictable: out.line("/* The manual calls what happens here unpredictable. */")
    }
  }

  private func trapCall(_ number: Int, _ arguments: [Expression]) -> String {
    let values = self.values(arguments, then: false)
    return
      "trap_\(program.trapNames[number])(\((["cpu"] + values.map { $0.clean.text }).joined(separator: ", ")))"
  }

  private func setLocal(_ slot: Int, _ expression: Expression) {
    let isNamed = slot < localNames.count && localNames[slot] != nil
    let expression = folded(expression)
    guard reads.contains(slot) else { return into(expression, .nowhere) }
    if !isNamed, setCounts[slot] == 1, isStable(expression) {
      substituted[slot] = expression
      types[slot] = type(of: expression)
      return
    }
    let isNew = declared.insert(slot).inserted
    if isNew { types[slot] = type(of: expression) }
    let name = self.name(of: slot)
    let typeName = program.types.name(types[slot] ?? .nothing)
    if needsStatements(expression) {
      if isNew { out.line("\(typeName) \(name);") }
      into(expression, .variable(name))
      return
    }
    let text = stored(value(expression))
    let isConstant = isNew && setCounts[slot] == 1
    if isConstant { constants.append(name) }
    out.line(isNew ? "\(isConstant ? "const " : "")\(typeName) \(name) = \(text);" : "\(name) = \(text);")
  }

  /// Whether an expression means the same later in the body, and costs nothing.
  private func isStable(_ expression: Expression) -> Bool {
    switch expression {
    case .constant, .field, .context, .length: true
    case .local(let slot): setCounts[slot] == 1
    case .extract(let inner, _, _), .extend(let inner, _, _): isStable(inner)
    case .binary(.concat, let left, let right): isStable(left) && isStable(right)
    case .binary(.equal, let left, .constant), .binary(.notEqual, let left, .constant): isStable(left)
    default: false
    }
  }

  // MARK: Registers

  /// Assigns to a component, or to one of several that the index in `place` chooses.
  func setComponents(_ numbers: [Int], _ place: String, _ value: CValue) {
    let isTimed = numbers.contains { program.timed.contains($0) }
    let target = isTimed ? "now(cpu)->\(place)" : "cpu->\(place)"
    if mustUndo, !numbers.allSatisfy(program.saved.contains) { out.line("KEEP(\(target));") }
    out.line("\(target) = \(stored(value));")
    if !hasToldPlaces, numbers.contains(where: program.placeDependencies.contains) {
      out.line("places_changed(cpu);")
      hasToldPlaces = true
      hasToldEvents = true
    }
    if !hasToldEvents, numbers.contains(where: program.eventDependencies.contains) {
      out.line("look_again(cpu);")
      hasToldEvents = true
    }
  }

  private func setElement(_ register: Register, field: Int, _ index: Expression, _ expression: Expression) {
    let count = register.count ?? 1
    let numbers = (0..<count).map { register.component(field: field, element: $0) }
    let both = values([index, expression], then: false)
    let value = spilledIfActing(both[1], expression)
    let position = both[0].clean
    let place = program.place(of: register, field: field, index: position.text)
    let isInside = position.width < 63 && 1 << position.width <= count
    guard !isInside else { return setComponents(numbers, place, value) }
    let told = (hasToldEvents, hasToldPlaces)
    out.open("if (\(position.beside("<")) < \(count)) {")
    setComponents(numbers, place, value)
    out.close()
    (hasToldEvents, hasToldPlaces) = told
  }

  /// A value that is computed before the place that it goes to is kept.
  private func spilledIfActing(_ value: CValue, _ expression: Expression) -> CValue {
    mustUndo && effects(of: expression).acts ? spilled(value, type(of: expression)) : value
  }

  /// The text of a value that is put into a place of its own width.
  func stored(_ value: CValue) -> String {
    if value.isClean || value.width == 0 { return value.text }
    if value.width == CType.size(value.width) { return value.text }
    return value.clean.text
  }

  /// The value in a variable of its own.
  func spilled(_ value: CValue, _ type: Type) -> CValue {
    if value.constant != nil { return value }
    let name = freshName()
    out.line("const \(program.types.name(type)) \(name) = \(stored(value));")
    guard case .bits(let width) = type else { return .aggregate(name) }
    return CValue(name, .primary, width: width)
  }

  func negated(_ value: CValue) -> String { oppositeOf(value).condition }

  // MARK: Memory

  private func store(
    _ space: MemorySpace, _ address: [Expression], units: Int, mode: Int?, _ expression: Expression
  ) {
    let effect = program.analysis.effects(space: space, writes: true, isPlain: true)
    let values = self.values(address + [expression], then: effect.undoes)
    let function = program.accessName(
      ProgramEmitter.Access(
        space: space, units: units, isStore: true, mode: mode, mustUndo: mustUndo,
        isPast: isPast && space == .physical))
    out.line(
      "\(function)(\((["cpu"] + values.map { stored($0.width <= 16 ? $0.clean : $0) }).joined(separator: ", ")));"
    )
  }
}

extension Type {

  /// Whether there is a value.
  var hasValue: Bool { self != .nothing && self != .never }
}
