import Execution
import ISALanguage
import ISAModel

/// Writes the functions of a machine as C, each before the first one that calls it.
final class ProgramEmitter {

  private struct Key: Hashable {
    var function: FunctionKey
    var mustUndo: Bool
    var isPast: Bool
  }

  private struct OperandKey: Hashable {
    var operand: Int
    var mustUndo: Bool
  }

  /// An access to memory, as a function of the package.
  struct Access: Hashable {
    var space: MemorySpace
    var units: Int
    var isStore: Bool
    var mode: Int?
    var mustUndo: Bool

    /// Whether it is one to `phys` that is past the second stage of translation.
    var isPast = false
  }

  /// A function as it is called.
  struct Signature {
    var name: String
    var needsMachine: Bool
    var usesLength: Bool
    var usesContexts: Bool
  }

  let machine: Machine
  let analysis: EffectAnalysis
  let folding: Folding
  let types: TypeNames
  var names: NameTable
  let sources: SourceMap?

  /// What the traps are called.
  let trapNames: [String]

  /// What the interrupts are called.
  let interruptNames: [String]

  /// Components that almost every instruction writes: they are saved before it, instead of one by one.
  let saved: Set<Int>

  /// Components that count time: they are brought up to date before they are looked at.
  let timed: Set<Int>

  /// Components on which it depends whether something must be done between instructions.
  let eventDependencies: Set<Int>

  /// Components on which it depends what addresses mean.
  let placeDependencies: Set<Int>

  /// Operands that stand within others.
  private let innerOperands: Set<Int>

  private let places: [String]
  private var functionNames: [FunctionKey: String] = [:]
  private var signatures: [Key: Signature] = [:]
  private var operandSignatures: [OperandKey: Signature] = [:]
  private(set) var operandTypes: [Int: String] = [:]
  private(set) var accesses: Set<Access> = []
  private(set) var accessQuestions: Set<AccessQuestion> = []

  struct AccessQuestion: Hashable {
    var kind: AccessKind
    var mode: Int?
  }

  /// The functions that keep what they change, in case something traps behind that.
  private var keepers: Set<String> = []

  /// The functions that were asked for, in an order that C takes.
  private(set) var functions = CText()

  init(_ machine: Machine, sources: SourceMap?, hasMonitor: Bool) {
    self.machine = machine
    self.sources = sources
    analysis = EffectAnalysis(machine, undoesAll: hasMonitor)
    folding = Folding(machine)
    var names = NameTable()
    types = TypeNames(machine, &names)
    trapNames = machine.traps.map { NameTable.member($0.name) }
    interruptNames = machine.interrupts.map { NameTable.member($0.name) }
    var saved = machine.stream.step.map { [analysis] in analysis.effects(of: $0).writes } ?? []
    for register in machine.registers where Self.isFlags(register, machine) {
      saved.formUnion(register.firstComponent..<register.firstComponent + register.fieldsPerElement)
    }
    self.saved = saved
    timed = Set(
      machine.platform.devices.filter { $0.kind == .timer || $0.kind == .clock }
        .flatMap { $0.bindings.map(\.component) })
    var events = Effects()
    for interrupt in machine.interrupts { events.add(analysis.effects(of: interrupt.condition, [])) }
    for condition in [machine.platform.halt, machine.platform.wait].compactMap({ $0 }) {
      events.add(analysis.effects(of: condition, []))
    }
    // A clock alone calls for nobody's attention.
    let callers = machine.platform.devices.filter { $0.kind != .clock }
    eventDependencies = events.reads.union(callers.flatMap { $0.bindings.map(\.component) })
    var places = analysis.translation
    for part in machine.stream.fetch.dropLast() { places.add(analysis.effects(of: part, [])) }
    placeDependencies = places.reads
    innerOperands = Set(machine.operands.flatMap(\.cases).flatMap(\.layout.operands).map(\.operand))
    self.places = StateLayout.places(of: machine)
    self.names = names
  }

  /// Whether a register holds flags of the program: fields that instructions set by the way.
  private static func isFlags(_ register: Register, _ machine: Machine) -> Bool {
    guard register.count == nil, register.hasFields, register.fieldsPerElement <= 16 else { return false }
    let components = machine.components[
      register.firstComponent..<register.firstComponent + register.fieldsPerElement]
    return components.contains { $0.role == .guest } && components.allSatisfy { $0.width <= 8 }
  }

  /// Whether a register is saved as a whole.
  func savesWhole(_ register: Register) -> Bool { Self.isFlags(register, machine) }

  // MARK: State

  /// A component within the structure that holds the machine.
  func place(of component: Int) -> String { places[component] }

  /// A component of a register array, chosen by an index.
  func place(of register: Register, field: Int, index: String) -> String {
    let first = places[register.component(field: field, element: 0)]
    return register.count == nil ? first : first.replacing("[0]", with: "[\(index)]")
  }

  func location(_ span: Span) -> String? {
    guard let sources, Int(span.file) < sources.files.count else { return nil }
    let place = sources.location(of: span)
    return "\(place.path):\(place.line)"
  }

  // MARK: Calls

  /// The call of a function.
  func call(
    _ key: FunctionKey, mustUndo: Bool, isPast: Bool = false, _ arguments: [CValue],
    length: String = "length", contexts: String = "contexts"
  ) -> String {
    let signature = signature(key, mustUndo: mustUndo, isPast: isPast)
    var all: [String] = []
    if signature.needsMachine { all.append("cpu") }
    if signature.usesContexts { all.append(contexts) }
    if signature.usesLength { all.append(length) }
    all += arguments.map {
      $0.isClean || $0.width == CType.size($0.width) || $0.width == 0 ? $0.text : $0.clean.text
    }
    return "\(signature.name)(\(all.joined(separator: ", ")))"
  }

  func call(
    operand: Int, mustUndo: Bool, selected: String, _ arguments: [String], data: String
  ) -> String {
    let signature = signature(operand: operand, mustUndo: mustUndo)
    var all: [String] = []
    if signature.needsMachine { all.append("cpu") }
    if signature.usesContexts { all.append("contexts") }
    if signature.usesLength { all.append("length") }
    if machine.operands[operand].cases.count > 1 { all.append(selected) }
    all += arguments
    if operandHasData(operand) { all.append(data) }
    return "\(signature.name)(\(all.joined(separator: ", ")))"
  }

  func modeFunction(_ number: Int) -> String { signature(.mode(number), mustUndo: false).name }

  func accessName(_ access: Access) -> String {
    accesses.insert(access)
    return Self.name(of: access, machine)
  }

  static func name(of access: Access, _ machine: Machine) -> String {
    let space = access.space == .guest ? "mem" : access.isPast ? "past" : "phys"
    let mode = access.mode.map { "_as_\(NameTable.member(machine.modes[$0].name))" } ?? ""
    let undo = access.mustUndo && access.isStore ? "_undoable" : ""
    return "\(space)_\(access.isStore ? "store" : "load")_\(access.units)\(mode)\(undo)"
  }

  func accessibleName(_ kind: AccessKind, mode: Int?) -> String {
    let question = AccessQuestion(kind: kind, mode: mode)
    accessQuestions.insert(question)
    return Self.name(of: question, machine)
  }

  static func name(of question: AccessQuestion, _ machine: Machine) -> String {
    let mode = question.mode.map { "_as_\(NameTable.member(machine.modes[$0].name))" } ?? ""
    return "accessible_for_\(question.kind)\(mode)"
  }

  // MARK: Functions

  /// The name and the parameters of a function, which is written where that was not done yet.
  ///
  /// - Parameter isPast: whether its accesses to `phys` are past the second stage of translation.
  @discardableResult func signature(_ key: FunctionKey, mustUndo: Bool, isPast: Bool = false) -> Signature {
    let effect = effects(key)
    let changes = effect.writesMemory || !effect.writes.isSubset(of: saved)
    let accesses = effect.readsMemory || effect.writesMemory
    let full = Key(
      function: key, mustUndo: mustUndo && changes, isPast: isPast && accesses && machine.secondStage != nil)
    if let known = signatures[full] { return known }
    let stem = functionNames[key] ?? names.give(stem(key))
    functionNames[key] = stem
    // The second stage itself is never called in another way.
    let suffix = (full.isPast && key != .secondStage ? "_past" : "") + (full.mustUndo ? "_undoable" : "")
    let signature = Signature(
      name: suffix.isEmpty ? stem : names.give(stem + suffix), needsMachine: effect.needsMachine,
      usesLength: effect.usesLength, usesContexts: effect.usesContexts)
    if let function = function(key) {
      write(function, signature, mustUndo: full.mustUndo, isPast: full.isPast)
    }
    signatures[full] = signature
    return signature
  }

  private func write(_ function: Function, _ signature: Signature, mustUndo: Bool, isPast: Bool) {
    let emitter = BodyEmitter(
      self, localNames: function.localNames, parameters: function.parameters, result: function.result,
      mustUndo: mustUndo)
    emitter.isPast = isPast
    emitter.emit(function.body)
    var parameters = prefix(signature)
    for (slot, type) in function.parameters.enumerated() {
      parameters.append("\(types.name(type)) \(emitter.name(of: slot))")
    }
    if keeps(emitter.out) { keepers.insert(signature.name) }
    let unused = function.parameters.indices.filter { !emitter.out.mentions(emitter.name(of: $0)) }
    functions.open(
      "\(linkage(emitter.out)) \(types.name(function.result)) \(signature.name)("
        + "\(parameters.isEmpty ? "void" : parameters.joined(separator: ", "))) {")
    for slot in unused { functions.line("(void)\(emitter.name(of: slot));") }
    functions.append(emitter.out)
    functions.close()
    functions.line("")
  }

  /// Whether something is kept in a body, or in what it calls: what is kept is dropped behind the instruction.
  func keeps(_ body: CText) -> Bool {
    body.lines.contains { line in
      line.contains("KEEP(") || line.contains("_undoable(") || keepers.contains { line.contains($0 + "(") }
    }
  }

  /// The most lines of a function that becomes part of whoever calls it.
  private static let fewLines = 24

  private func linkage(_ body: CText) -> String {
    body.lines.count <= Self.fewLines ? "INLINE" : "static inline"
  }

  private func prefix(_ signature: Signature) -> [String] {
    var parameters: [String] = []
    if signature.needsMachine { parameters.append("struct cpu *cpu") }
    if signature.usesContexts { parameters.append("const struct contexts *contexts") }
    if signature.usesLength { parameters.append("uint8_t length") }
    return parameters
  }

  // MARK: Operands

  /// The structure that holds what an operand needs of the encoding.
  func operandType(_ number: Int) -> String {
    if let known = operandTypes[number] { return known }
    let name = names.give(machine.operands[number].name)
    operandTypes[number] = name
    return name
  }

  /// Whether an operand has anything in that structure.
  func operandHasData(_ number: Int) -> Bool {
    machine.operands[number].cases.contains { !$0.layout.fields.isEmpty || !$0.layout.operands.isEmpty }
  }

  func signature(operand number: Int, mustUndo: Bool) -> Signature {
    let effect = analysis.effects(operand: number)
    let changes = effect.writesMemory || !effect.writes.isSubset(of: saved)
    let key = OperandKey(operand: number, mustUndo: mustUndo && changes)
    if let known = operandSignatures[key] { return known }
    let type = operandType(number)
    let name = names.give(key.mustUndo ? "operand_\(type)_undoable" : "operand_\(type)")
    let signature = Signature(
      name: name, needsMachine: effect.needsMachine, usesLength: effect.usesLength,
      usesContexts: effect.usesContexts)
    write(number, signature, mustUndo: key.mustUndo)
    operandSignatures[key] = signature
    return signature
  }

  private func write(_ number: Int, _ signature: Signature, mustUndo: Bool) {
    let operand = machine.operands[number]
    var body = CText(depth: 1)
    var parameters = prefix(signature)
    let isChoice = operand.cases.count > 1
    if isChoice { parameters.append("unsigned selected") }
    var parameterNames: [String] = []
    if isChoice { body.open("switch (selected) {") }
    for (index, one) in operand.cases.enumerated() {
      let emitter = BodyEmitter(
        self, localNames: operand.localNames, parameters: operand.parameters.map { .bits($0) },
        result: operand.result, mustUndo: mustUndo, depth: isChoice ? 3 : 1, taken: ["encoded", "selected"])
      if parameterNames.isEmpty { parameterNames = operand.parameters.indices.map { emitter.name(of: $0) } }
      scope(emitter, one.layout, data: "encoded->c\(index).")
      emitter.emit(Block(result: one.value))
      let syntax = syntaxText(one.syntax, one.layout, operand.parameterNames)
      if isChoice {
        let label = index == operand.cases.count - 1 ? "default" : "case \(index)"
        body.open("\(label): {\(syntax.isEmpty ? "" : " /* \(syntax) */")")
        body.append(emitter.out)
        if operand.result == .nothing { body.line("break;") }
        body.close()
      } else {
        body.append(emitter.out)
      }
    }
    if isChoice { body.close() }
    if keeps(body) { keepers.insert(signature.name) }
    parameters += zip(operand.parameters, parameterNames).map { "\(CType.word($0)) \($1)" }
    let hasData = operandHasData(number)
    if hasData { parameters.append("const struct \(operandType(number)) *encoded") }
    // A handler decides the case of an operand, but not those of what stands within it.
    let linkage = innerOperands.contains(number) ? linkage(body) : "INLINE"
    functions.open(
      "\(linkage) \(types.name(operand.result)) \(signature.name)("
        + "\(parameters.isEmpty ? "void" : parameters.joined(separator: ", "))) {")
    for name in parameterNames where !body.mentions(name) { functions.line("(void)\(name);") }
    if hasData { functions.line("(void)encoded;") }
    functions.append(body)
    functions.close()
    functions.line("")
  }

  /// Puts the fields and operands of a layout into scope, which stand behind `data`.
  func scope(_ emitter: BodyEmitter, _ layout: Layout, data: String) {
    let fields = layout.fields
    let names = FieldNames(layout)
    emitter.fields = { number in
      CValue("\(data)\(names.field(number))", .primary, width: fields[number].width)
    }
    emitter.operands = layout.operands
    emitter.operandPlaces = { [unowned self] number in
      let place = "\(data)\(names.operand(number))"
      let constant = self.constantCase(layout.operands[number])
      return BodyEmitter.OperandPlace(
        selected: constant.map { .constant(UInt128($0), width: 8) }
          ?? CValue("\(place).selected", .primary, width: 8),
        data: "&\(place)")
    }
  }

  /// The case of an operand that is known beforehand.
  func constantCase(_ use: OperandUse) -> Int? {
    let operand = machine.operands[use.operand]
    if operand.cases.count == 1 { return 0 }
    guard operand.selectorWidth == nil else { return nil }
    let arguments = use.arguments.map { folding.folded($0) { _ in nil } }
    for (number, one) in operand.cases.enumerated() {
      let condition = folding.folded(one.condition) { $0 < arguments.count ? arguments[$0] : nil }
      guard let known = folding.constant(condition) else { return nil }
      if known.value == 1 { return number }
    }
    return nil
  }

  /// Assembly syntax as a comment shows it.
  func syntaxText(_ parts: [SyntaxPart], _ layout: Layout, _ parameters: [String] = []) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .field(let number, _):
        number < layout.fields.count ? "{\(layout.fields[number].name)}" : "{}"
      case .context(let number, _): "{\(machine.stream.contexts[number].name)}"
      case .parameter(let number, _): number < parameters.count ? "{\(parameters[number])}" : "{}"
      case .operand(let number): "{\(layout.operands[number].name)}"
      }
    }.joined().replacing("*/", with: "* /").replacing("/*", with: "/ *")
  }
}
