import ISAModel

/// The interpreter routines of a monitor: a readable function for each, in a file for each mode.
struct RoutineFiles {

  private let program: ProgramEmitter
  private let instructions: InstructionFiles
  private let parts: MonitorParts
  private var machine: Machine { program.machine }

  init(_ program: ProgramEmitter, _ instructions: InstructionFiles, _ parts: MonitorParts) {
    self.program = program
    self.instructions = instructions
    self.parts = parts
  }

  /// The files with their names.
  func write() -> [(name: String, text: CText)] {
    var entries: [[Int]: InstructionFiles.Entry] = [:]
    var last = -1
    var form = 0
    for entry in instructions.entries {
      form = entry.instruction == last ? form + 1 : 0
      last = entry.instruction
      entries[[entry.instruction, form]] = entry
    }
    return machine.modes.enumerated().map { number, mode in
      var out = CText()
      out.line("#include \"meaning.h\"")
      out.line("#include \"world.h\"")
      out.line("")
      out.comment(
        "What a monitor does for a guest in \(mode.name) mode (\(mode.text)) where the hardware traps: the meanings of "
          + "instructions, with everything decided that the mode decides.")
      out.line("")
      var made: [(form: String, routine: String)] = []
      var heading = -1
      for routine in parts.routines where routine.mode == number {
        guard let entry = entries[[routine.instruction, routine.form]] else { continue }
        if routine.instruction != heading { instructions.heading(entry, &out) }
        heading = routine.instruction
        made.append((entry.name, write(entry, routine, mode, &out)))
      }
      let name = NameTable.member(mode.name)
      out.open("handler *const routines_in_\(name)[FORM_COUNT] = {")
      for one in made { out.line("[FORM_\(one.form)] = \(one.routine),") }
      if made.isEmpty { out.line("0") }
      out.close("};")
      if number == machine.modes.count - 1 { table(&out) }
      return (name, out)
    }
  }

  private func table(_ out: inout CText) {
    out.line("")
    for mode in machine.modes.dropLast() {
      out.line("extern handler *const routines_in_\(NameTable.member(mode.name))[];")
    }
    out.open("handler *const *const routines[MODE_COUNT] = {")
    for mode in machine.modes {
      out.line("[\(WorldFile.modeName(mode))] = routines_in_\(NameTable.member(mode.name)),")
    }
    out.close("};")
  }

  /// Writes a routine, and gives its name.
  private func write(
    _ entry: InstructionFiles.Entry, _ routine: MonitorParts.Routine, _ mode: Mode, _ out: inout CText
  ) -> String {
    let meaning = routine.meaning
    let name = program.names.give("\(entry.name)_in_\(mode.name)")
    let emitter = BodyEmitter(
      program, localNames: meaning.localNames, parameters: [], result: .nothing, mustUndo: false,
      taken: ["i", "d"])
    program.scope(emitter, meaning.layout, data: "i->")
    emitter.emit(meaning.body)
    let syntax = program.syntaxText(meaning.syntax, meaning.layout)
    if !syntax.isEmpty { out.comment(syntax) }
    out.open("static void \(name)(struct cpu *cpu, const struct decoded *d) {")
    let body = emitter.out
    if body.mentions("i") { out.line("const struct \(entry.name) *i = &d->is.\(entry.name);") }
    if body.mentions("length") { out.line("const uint8_t length = d->length;") }
    if body.mentions("contexts") { out.line("const struct contexts *contexts = &d->contexts;") }
    if !["i", "length", "contexts"].contains(where: body.mentions) { out.line("(void)d;") }
    out.line("save(cpu);")
    out.append(body)
    out.close()
    out.line("")
    return name
  }
}
