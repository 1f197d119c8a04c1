import Execution
import ISALanguage
import ISAModel

/// The instructions as functions, one for each form, and how decoded instructions call them.
final class InstructionFiles {

  /// A form with all that its C needs.
  struct Entry {
    var instruction: Int
    var form: Form
    var name: String

    /// The operands whose case is known only in the instruction word, with the number of their cases.
    var choices: [(operand: Int, cases: Int)]

    /// The names of the handlers: one, or one for each combination of cases.
    var handler: String
    var isSpecialised: Bool

    /// The file that it goes to.
    var file: String

    /// How many combinations of operand cases there are.
    var combinationCount: Int { choices.reduce(1) { min($0 * $1.cases, 1 << 20) } }
  }

  private let program: ProgramEmitter
  private(set) var entries: [Entry] = []

  /// How many combinations of operand cases a form may have to get a handler for each.
  static let mostCombinations = 128

  /// How many such handlers there may be of all forms: those with the most combinations go without first.
  static let mostHandlers = 2048

  init(_ program: ProgramEmitter) {
    self.program = program
    let machine = program.machine
    for (number, instruction) in machine.instructions.enumerated() {
      for (index, form) in instruction.forms.enumerated() {
        let stem = instruction.forms.count > 1 ? "\(instruction.name)_\(index + 1)" : instruction.name
        let name = program.names.give(stem)
        let choices = form.layout.operands.indices.compactMap { operand -> (operand: Int, cases: Int)? in
          let use = form.layout.operands[operand]
          guard program.constantCase(use) == nil else { return nil }
          return (operand, machine.operands[use.operand].cases.count)
        }
        entries.append(
          Entry(
            instruction: number, form: form, name: name, choices: choices,
            handler: program.names.give("do_\(name)"),
            isSpecialised: !choices.isEmpty,
            file: Self.file(of: instruction.span, program.sources)))
      }
    }
    let most = mostCombinations
    for index in entries.indices where entries[index].combinationCount > most {
      entries[index].isSpecialised = false
    }
  }

  /// The most combinations with which a form of this machine gets a handler for each.
  private var mostCombinations: Int {
    let counts = entries.filter(\.isSpecialised).map(\.combinationCount)
      .filter { $0 <= Self.mostCombinations }
    var total = 0
    for count in counts.sorted() {
      total += count
      if total > Self.mostHandlers { return count - 1 }
    }
    return Self.mostCombinations
  }

  /// The name of the specification's file, without its folder and ending.
  private static func file(of span: Span, _ sources: SourceMap?) -> String {
    guard let sources, Int(span.file) < sources.files.count else { return "all" }
    let path = sources.location(of: span).path
    let last = path.split(separator: "/").last ?? "all"
    return String((last.split(separator: ".").first ?? "all").map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }

  // MARK: Structures

  /// What stands in the structure of a decoded instruction.
  var structures: CText {
    var out = CText()
    for number in operandOrder { declare(operand: number, &out) }
    for entry in entries where !entry.form.layout.fields.isEmpty || !entry.form.layout.operands.isEmpty {
      guard hasData(entry) else { continue }
      out.open("struct \(entry.name) {")
      members(entry.form.layout, &out)
      out.close("};")
    }
    return out
  }

  func hasData(_ entry: Entry) -> Bool {
    !entry.form.layout.fields.isEmpty || !entry.form.layout.operands.isEmpty
  }

  private func members(_ layout: Layout, _ out: inout CText) {
    let names = FieldNames(layout)
    for (number, field) in layout.fields.enumerated() {
      out.line("\(CType.word(field.width)) \(names.field(number));")
    }
    for (number, use) in layout.operands.enumerated() {
      out.line("struct \(program.operandType(use.operand)) \(names.operand(number));")
    }
  }

  /// The operands that forms use, each behind those that it is made of.
  var operandOrder: [Int] {
    var result: [Int] = []
    func visit(_ layout: Layout) {
      for use in layout.operands where !result.contains(use.operand) {
        program.machine.operands[use.operand].cases.forEach { visit($0.layout) }
        if !result.contains(use.operand) { result.append(use.operand) }
      }
    }
    entries.forEach { visit($0.form.layout) }
    return result
  }

  private func declare(operand number: Int, _ out: inout CText) {
    let operand = program.machine.operands[number]
    out.open("struct \(program.operandType(number)) {")
    out.line("uint8_t selected; /* which of the \(operand.cases.count) cases */")
    if program.operandHasData(number) {
      out.open("union {")
      for (index, one) in operand.cases.enumerated()
      where !one.layout.fields.isEmpty || !one.layout.operands.isEmpty {
        let syntax = program.syntaxText(one.syntax, one.layout, operand.parameterNames)
        out.open("struct {\(syntax.isEmpty ? "" : " /* \(syntax) */")")
        members(one.layout, &out)
        out.close("} c\(index);")
      }
      out.close("};")
    }
    out.close("};")
    out.line("")
  }

  // MARK: Meanings

  /// The names of the files that hold instructions.
  var fileNames: [String] {
    var seen: Set<String> = []
    return entries.map(\.file).filter { seen.insert($0).inserted }
  }

  /// The meanings and handlers of the instructions of one file, by the name of the file.
  func write() -> [(name: String, text: CText)] {
    fileNames.map { file in
      var out = CText()
      out.line("#include \"meaning.h\"")
      out.line("#include \"decoded.h\"")
      out.line("")
      var last = -1
      for entry in entries where entry.file == file {
        if entry.instruction != last { heading(entry, &out) }
        last = entry.instruction
        write(entry, &out)
      }
      return (file, out)
    }
  }

  /// What an instruction is, with its source and its place in the specification.
  func heading(_ entry: Entry, _ out: inout CText, note: String = "") {
    let instruction = program.machine.instructions[entry.instruction]
    var text = instruction.name
    if let title = instruction.title { text += ": \(title)." }
    if !instruction.citations.isEmpty { text += " \(instruction.citations.joined(separator: "; "))." }
    if let place = program.location(instruction.span) { text += " \(place)" }
    out.comment(text + note)
    out.line("")
  }

  private func write(_ entry: Entry, _ out: inout CText) {
    let form = entry.form
    let effect = program.analysis.effects(of: form.body, form.layout.operands)
    let emitter = BodyEmitter(
      program, localNames: form.localNames, parameters: [], result: .nothing, mustUndo: false,
      taken: ["i"])
    program.scope(emitter, form.layout, data: "i->")
    let names = FieldNames(form.layout)
    let usual = emitter.operandPlaces
    emitter.operandPlaces = { number in
      var place = usual(number)
      if entry.choices.contains(where: { $0.operand == number }) {
        place.selected = CValue("\(names.operand(number))_case", .primary, width: 8)
      }
      return place
    }
    emitter.emit(form.body)
    let mentions = emitter.out.text
    var parameters = ["struct cpu *cpu"]
    if effect.usesContexts { parameters.append("const struct contexts *contexts") }
    if effect.usesLength { parameters.append("uint8_t length") }
    if hasData(entry) { parameters.append("const struct \(entry.name) *i") }
    parameters += entry.choices.map { "unsigned \(names.operand($0.operand))_case" }
    let syntax = program.syntaxText(form.syntax, form.layout)
    if !syntax.isEmpty { out.line("/* \(syntax) */") }
    out.open("INLINE void \(entry.name)(\(parameters.joined(separator: ", "))) {")
    if !mentions.contains("cpu") { out.line("(void)cpu;") }
    if hasData(entry), !mentions.contains("i->") { out.line("(void)i;") }
    for choice in entry.choices {
      let name = "\(names.operand(choice.operand))_case"
      if !mentions.contains(name) { out.line("(void)\(name);") }
    }
    out.append(emitter.out)
    out.close()
    writeHandler(entry, effect, undoes: program.keeps(emitter.out), &out)
    out.line("")
  }

  private func writeHandler(_ entry: Entry, _ effect: Effects, undoes: Bool, _ out: inout CText) {
    let machine = program.machine
    var traps = effect.traps
    if let step = machine.stream.step, program.analysis.effects(of: step).traps { traps = true }
    var arguments = ["cpu"]
    if effect.usesContexts { arguments.append("&d->contexts") }
    if effect.usesLength { arguments.append("d->length") }
    if hasData(entry) { arguments.append("&d->is.\(entry.name)") }
    let names = FieldNames(entry.form.layout)
    func body(_ cases: [String], _ out: inout CText, _ end: String) {
      if traps { out.line("save(cpu);\(end)") }
      if machine.stream.step != nil {
        out.line(
          program.call(.step, mustUndo: false, [], length: "d->length", contexts: "&d->contexts") + ";\(end)")
      }
      out.line("\(entry.name)(\((arguments + cases).joined(separator: ", ")));\(end)")
      if undoes { out.line("cpu->host.undo_count = 0;\(end)") }
    }
    guard entry.isSpecialised else {
      out.open("static void \(entry.handler)(struct cpu *cpu, const struct decoded *d) {")
      out.line("(void)d;")
      body(entry.choices.map { "d->is.\(entry.name).\(names.operand($0.operand)).selected" }, &out, "")
      out.close()
      out.line("handler *const handler_\(entry.name) = \(entry.handler);")
      return
    }
    // One handler for each combination of cases: the compiler leaves in it what the combination needs.
    let letters = entry.choices.indices.map { "a\($0)" }
    out.line("#define HANDLER(\(letters.joined(separator: ", "))) \\")
    let suffix = letters.map { "##_##\($0)" }.joined()
    out.open("  static void \(entry.handler)\(suffix)(struct cpu *cpu, const struct decoded *d) { \\")
    body(letters, &out, " \\")
    out.close("}")
    let combinations = self.combinations(entry.choices.map(\.cases))
    for row in combinations { out.line("HANDLER(\(row.map(String.init).joined(separator: ", ")))") }
    out.line("#undef HANDLER")
    out.open("handler *const handler_\(entry.name)[] = {")
    for row in combinations { out.line("\(entry.handler)_\(row.map(String.init).joined(separator: "_")),") }
    out.close("};")
  }

  private func combinations(_ counts: [Int]) -> [[Int]] {
    counts.reduce([[]]) { rows, count in rows.flatMap { row in (0..<count).map { row + [$0] } } }
  }

  /// How the decoder finds the handler of a form.
  func handlerText(_ entry: Entry) -> String {
    guard entry.isSpecialised else { return "handler_\(entry.name)" }
    let names = FieldNames(entry.form.layout)
    let index = entry.choices.reduce("") { text, choice in
      let selected = "d->is.\(entry.name).\(names.operand(choice.operand)).selected"
      return text.isEmpty ? selected : "(\(text)) * \(choice.cases) + \(selected)"
    }
    return "handler_\(entry.name)[\(index)]"
  }

  /// The numbers of all forms.
  var formNumbers: CText {
    var out = CText()
    out.open("enum form {")
    for entry in entries { out.line("FORM_\(entry.name),") }
    out.line("FORM_COUNT")
    out.close("};")
    out.line("")
    return out
  }

  /// The declarations of all handlers.
  var handlerDeclarations: CText {
    var out = CText()
    for entry in entries {
      out.line("extern handler *const handler_\(entry.name)\(entry.isSpecialised ? "[]" : "");")
    }
    return out
  }
}
