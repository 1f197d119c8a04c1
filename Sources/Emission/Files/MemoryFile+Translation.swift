import Execution
import ISAModel

/// Where units of memory stand, as the specification's translation says it.
extension MemoryFile {

  /// The address in `phys` of each unit of an access.
  func writeTranslation(_ out: inout CText) {
    let parts = parameters(.guest)
    guard let memory = machine.memory, let last = parts.last, let lastWidth = memory.parameters.last?.width
    else { return }
    let list = parts.map { "\($0.type) \($0.name)" }.joined(separator: ", ")
    let physicalWidth = machine.physicalMemory?.addressWidth ?? memory.addressWidth
    let isTranslated = machine.physicalMemory != nil && machine.translation != nil
    let address = zip(memory.parameters, parts).map { CValue($1.name, .primary, width: $0.width) }
    let access = CValue("access", .primary, width: 2)
    // What it calls stands before it.
    let call = isTranslated ? program.call(.translation, mustUndo: true, address + [access]) : ""
    if machine.secondStage != nil { writeSecondStage(physicalWidth, &out) }
    out.comment("Where a unit of the program's memory stands; traps where translation refuses it.")
    out.open("uint64_t locate(struct cpu *cpu, \(list), uint8_t access) {")
    if isTranslated {
      if translationWrites { out.line("const unsigned mark = cpu->host.undo_count;") }
      if machine.secondStage == nil {
        refusable(whole(.guest), call, &out)
      } else {
        out.line("const uint64_t place = reach(cpu, \(call), access);")
      }
      // What was kept is dropped before the next instruction.
      if translationWrites { out.line("if (cpu->host.undo_count != mark) look_again(cpu);") }
      out.line("return place;")
    } else {
      out.line("(void)cpu;")
      out.line("(void)access;")
      let whole = CValue(whole(.guest), .binary("|"), width: memory.addressWidth)
      out.line(
        "return \(physicalWidth < memory.addressWidth ? "(\(whole.text)) & \(CValue.literal(Bits.mask(physicalWidth)))" : whole.text);"
      )
    }
    out.close()
    out.line("")
    let mask = lastWidth == CType.size(lastWidth) ? "" : " & \(CValue.literal(Bits.mask(lastWidth)))"
    let offset = "(\(last.type))(\(last.name) + unit)\(mask)"
    let arguments = (parts.dropLast().map(\.name) + [offset]).joined(separator: ", ")
    out.open(
      "static void locate_all(struct cpu *cpu, \(list), uint8_t access, unsigned units, uint64_t *places) {")
    out.line(
      "for (unsigned unit = 0; unit < units; unit++) places[unit] = locate(cpu, \(arguments), access);")
    out.close()
    out.line("")
    guard machine.physicalMemory != nil else { return }
    out.comment("Where a unit stands, of a page and a distance within it: for finding out about whole pages.")
    out.open("uint64_t locate_in_page(struct cpu *cpu, uint64_t place, uint8_t access) {")
    var rest = memory.addressWidth
    var pieces: [String] = []
    for (parameter, part) in zip(memory.parameters, parts) {
      rest -= parameter.width
      let shifted = rest > 0 ? "place >> \(rest)" : "place"
      let isExact = parameter.width == CType.size(parameter.width)
      pieces.append(
        isExact
          ? "(\(part.type))(\(shifted))" : "(\(shifted)) & \(CValue.literal(Bits.mask(parameter.width)))")
    }
    out.line("return locate(cpu, \(pieces.joined(separator: ", ")), access);")
    out.close()
    out.line("")
  }

  /// The last stage of translation, with a note of what it was asked for.
  private func refusable(_ address: String, _ call: String, _ out: inout CText) {
    out.comment("Should it be refused, this was it.")
    out.line("cpu->host.refused_address = \(address);")
    out.line("cpu->host.refused_access = access;")
    out.line("cpu->host.is_refused = 1;")
    out.line("const uint64_t place = \(call);")
    out.line("cpu->host.is_refused = 0;")
  }

  private func writeSecondStage(_ width: Int, _ out: inout CText) {
    out.open("uint64_t reach(struct cpu *cpu, uint64_t address, uint8_t access) {")
    let arguments = [
      CValue("address", .primary, width: width), CValue("access", .primary, width: 2),
    ]
    let call = program.call(.secondStage, mustUndo: true, isPast: true, arguments)
    if secondStageWrites { out.line("const unsigned mark = cpu->host.undo_count;") }
    refusable("address", call, &out)
    if secondStageWrites { out.line("if (cpu->host.undo_count != mark) look_again(cpu);") }
    out.line("return place;")
    out.close()
    out.line("")
    guard accesses.contains(where: isStaged) else { return }
    if let stagePage {
      out.line("enum { STAGE_PAGE = \(stagePage) };")
      out.line("")
      out.append(StageText.kept)
    }
    out.open(
      "static void reach_all(struct cpu *cpu, uint64_t address, uint8_t access, unsigned units, uint64_t *places) {"
    )
    let mask = CValue.literal(Bits.mask(width))
    out.line("for (unsigned unit = 0; unit < units; unit++)")
    out.line("  places[unit] = reach(cpu, (address + unit) & \(mask), access);")
    out.open("if (access == TO_READ && cpu->host.notes_tables) {")
    out.line("for (unsigned unit = 0; unit < units; unit++) note_table(cpu, places[unit], 1, HAS_TABLE);")
    out.close()
    if stagePage != nil { out.line("keep_stage(cpu, address, access);") }
    out.close()
    out.line("")
  }

  /// Translation as if the machine were in another mode.
  func writeMode(_ mode: Int, _ out: inout CText) {
    let parts = parameters(.guest)
    let list = parts.map { "\($0.type) \($0.name)" }.joined(separator: ", ")
    let name = NameTable.member(machine.modes[mode].name)
    out.open(
      "static void locate_all_as_\(name)(struct cpu *cpu, \(list), uint8_t access, unsigned units, uint64_t *places) {"
    )
    let settings = ModeSetting.components(of: mode, in: machine)
    // What is known past the second stage is known of this mode.
    out.line(machine.secondStage == nil ? "look_again(cpu);" : "places_changed(cpu);")
    for (number, setting) in settings.enumerated() {
      let place = program.place(of: setting.component)
      let width = machine.components[setting.component].width
      out.line("const \(CType.word(width)) old_\(number) = cpu->\(place);")
      out.line("KEEP(cpu->\(place));")
      out.line("cpu->\(place) = \(CValue.literal(setting.value));")
    }
    out.line("locate_all(cpu, \(parts.map(\.name).joined(separator: ", ")), access, units, places);")
    for (number, setting) in settings.enumerated() {
      out.line("cpu->\(program.place(of: setting.component)) = old_\(number);")
    }
    out.close()
    out.line("")
  }

  var questions: [ProgramEmitter.AccessQuestion] {
    program.accessQuestions.sorted {
      ProgramEmitter.name(of: $0, machine) < ProgramEmitter.name(of: $1, machine)
    }
  }

  func signature(_ question: ProgramEmitter.AccessQuestion) -> String {
    let all = ["struct cpu *cpu"] + parameters(.guest).map { "\($0.type) \($0.name)" }
    return "int \(ProgramEmitter.name(of: question, machine))(\(all.joined(separator: ", ")))"
  }

  func write(_ question: ProgramEmitter.AccessQuestion, _ out: inout CText) {
    out.open("\(signature(question)) {")
    guard machine.translation != nil, machine.physicalMemory != nil else {
      out.line("(void)cpu;")
      for part in parameters(.guest) { out.line("(void)\(part.name);") }
      out.line("return 1;")
      return out.close()
    }
    let mode = question.mode.map { "_as_\(NameTable.member(machine.modes[$0].name))" } ?? ""
    let kind = question.kind == .read ? "TO_READ" : question.kind == .write ? "TO_WRITE" : "TO_EXECUTE"
    out.line("uint64_t place;")
    out.line("const unsigned mark = cpu->host.undo_count;")
    out.line("jmp_buf outer;")
    out.line("memcpy(&outer, &cpu->host.handler, sizeof outer);")
    out.line("volatile int admitted = 0;")
    out.open("if (!setjmp(cpu->host.handler)) {")
    out.line(
      "locate_all\(mode)(cpu, \(parameters(.guest).map(\.name).joined(separator: ", ")), \(kind), 1, &place);"
    )
    out.line("admitted = 1;")
    out.close()
    out.line("memcpy(&cpu->host.handler, &outer, sizeof outer);")
    out.line("undo(cpu, mark);")
    out.line("return admitted;")
    out.close()
    out.line("")
  }
}
