import ISAModel

/// What a monitor knows of the stage of translation that is its own, and of the interrupts that its guests mask.
extension WorldFile {

  /// Tables stand in memory: what registers among its addresses hold is left out.
  private var stageComponents: [Int] {
    EffectAnalysis(machine, hasRegisters: false).lastStage.reads.sorted()
  }

  func stageState(_ out: inout CText) {
    out.comment(
      "What the last stage of translation depends on, which is the one that a monitor installs mappings for.")
    out.open("struct stage_state {")
    for component in stageComponents {
      let own = machine.components[component]
      out.line("\(CType.word(own.width)) c\(component); /* \(own.name) */")
    }
    if stageComponents.isEmpty { out.line("uint8_t nothing;") }
    out.close("};")
    out.line("")
  }

  func noteStageState(_ out: inout CText) {
    out.open("void note_stage_state(const struct cpu *cpu, struct stage_state *state) {")
    out.line("memset(state, 0, sizeof *state);")
    for component in stageComponents {
      out.line("state->c\(component) = cpu->\(program.place(of: component));")
    }
    if stageComponents.isEmpty { out.line("(void)cpu;") }
    out.close()
    out.line("")
  }

  func window(_ out: inout CText) {
    out.open("int waits_for_guest(struct cpu *cpu) {")
    out.line("(void)cpu;")
    for function in parts.waiting {
      out.line("if (\(program.call(.function(function), mustUndo: false, []))) return 1;")
    }
    out.line("return 0;")
    out.close()
    out.line("")
    out.open("int would_accept(struct cpu *cpu, const struct cpu *hardware) {")
    let places = parts.deciding.sorted().map { (number: $0, place: program.place(of: $0)) }
    for (number, place) in places {
      out.line("const \(CType.word(machine.components[number].width)) own_\(number) = cpu->\(place);")
      out.line("cpu->\(place) = hardware->\(place);")
    }
    if places.isEmpty { out.line("(void)hardware;") }
    out.line("const int result = accepted_interrupt(cpu) >= 0;")
    for (number, place) in places { out.line("cpu->\(place) = own_\(number);") }
    out.line("return result;")
    out.close()
    out.line("")
  }
}
