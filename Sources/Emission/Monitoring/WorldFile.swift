import ISAModel
import Monitor

/// What passes between virtual machines and the hardware, which is another thing for every machine: the parts
/// of the state, host states, mappings.
struct WorldFile {

  let program: ProgramEmitter
  private let machineFile: MachineFile
  let parts: MonitorParts
  var machine: Machine { program.machine }

  init(_ program: ProgramEmitter, _ machineFile: MachineFile, _ parts: MonitorParts) {
    self.program = program
    self.machineFile = machineFile
    self.parts = parts
  }

  static func modeName(_ mode: Mode) -> String { "MODE_\(NameTable.member(mode.name))" }

  /// Whether what is installed is the relocation registers alone, so that several can be kept.
  private var isInRegisters: Bool {
    !program.analysis.effects(function: parts.install).writesMemory
      && !program.analysis.effects(function: parts.nothing).writesMemory
  }

  // MARK: The header

  func header() -> CText {
    var out = CText()
    out.line("#ifndef WORLD_H")
    out.line("#define WORLD_H")
    out.line("")
    out.comment("What passes between virtual machines and the hardware that they run on.")
    out.line("")
    out.line("#include \"decoded.h\"")
    out.line("")
    out.open("enum mode {")
    for mode in machine.modes { out.line("\(Self.modeName(mode)), /* \(mode.text) */") }
    out.line("MODE_COUNT")
    out.close("};")
    out.line("")
    constants(&out)
    out.comment("The registers alone.")
    out.open("struct registers {")
    out.append(StateLayout.declarations(of: machine))
    out.close("};")
    out.line("")
    stageState(&out)
    out.append(WorldText.declarations)
    out.line("#endif")
    return out
  }

  private func constants(_ out: inout CText) {
    out.comment("How a monitor installs what a guest may reach: as one window, or page by page.")
    switch parts.installation.shape {
    case .window:
      out.line("#define SHADOW_IS_WINDOW 1")
      out.line("#define SHADOW_PAGE 1")
    case .page(let size):
      out.line("#define SHADOW_IS_WINDOW 0")
      out.line("#define SHADOW_PAGE \(CValue.literal(UInt128(size)))")
    }
    out.comment("Whether it was proven that translation treats all addresses of a page alike.")
    out.line("#define SHADOW_IS_UNIFORM \(parts.isUniform ? 1 : 0)")
    out.comment(
      "How many mappings are kept beside the present one; more than 1 where registers hold all of it.")
    out.line("#define SHADOW_CONTEXTS \(isInRegisters ? 8 : 1)")
    out.comment(
      "The units of a monitor's own memory, from address 0 on, that hold the tables that it installs.")
    out.line("#define TABLE_UNITS \(parts.installation.memory)")
    out.comment("Whether the last stage of translation, for which it installs them, reads tables in memory.")
    out.line("#define TRANSLATION_READS_MEMORY \(program.analysis.lastStage.readsMemory ? 1 : 0)")
    out.comment(
      "Whether guests mask interrupts by what is their own, so that they admit them without a trap.")
    out.line("#define GUESTS_MASK_INTERRUPTS \(parts.waiting.isEmpty ? 0 : 1)")
    let memory = machine.physicalMemory
    let end = machine.platform.mapped.map(\.low).min() ?? UInt128(1) << UInt128(memory?.addressWidth ?? 32)
    out.comment(
      "The units of memory that hardware can have, and that a guest has unless the user says otherwise.")
    out.line("#define MOST_MEMORY \(CValue.literal(min(end, 1 << 40)))")
    out.line("#define GUEST_MEMORY \(CValue.literal(UInt128(memory?.size ?? 1 << 20)))")
    out.line("")
  }

  // MARK: The source

  func source() -> CText {
    var out = CText()
    out.line("#include \"meaning.h\"")
    out.line("#include \"run.h\"")
    out.line("#include \"world.h\"")
    out.line("")
    modes(&out)
    memoryTraps(&out)
    carried(&out)
    hostStates(&out)
    snapshots(&out)
    noteStageState(&out)
    installing(&out)
    window(&out)
    entries(&out)
    return out
  }

  private func modes(_ out: inout CText) {
    out.open("int mode_of(struct cpu *cpu) {")
    for (number, mode) in machine.modes.enumerated() {
      out.line("if (\(program.call(.mode(number), mustUndo: false, []))) return \(Self.modeName(mode));")
    }
    out.line("return -1;")
    out.close()
    out.line("")
  }

  private func memoryTraps(_ out: inout CText) {
    out.open("int is_memory_trap(enum trap trap) {")
    out.open("switch (trap) {")
    for (number, trap) in machine.traps.enumerated() where trap.trapClass == .memory {
      out.line("case TRAP_\(program.trapNames[number]):")
    }
    if machine.traps.contains(where: { $0.trapClass == .memory }) { out.line("  return 1;") }
    out.line("default: return 0;")
    out.close()
    out.close()
    out.line("")
  }

  /// One line for each component that is wanted, or a loop where all elements of an array are.
  private func each(_ out: inout CText, where isWanted: (Int) -> Bool, _ line: (String) -> String) {
    for register in machine.registers {
      for field in 0..<register.fieldsPerElement {
        let numbers = (0..<(register.count ?? 1)).map { register.component(field: field, element: $0) }
        let wanted = numbers.filter(isWanted)
        guard let count = register.count, wanted.count == numbers.count else {
          for number in wanted { out.line(line(program.place(of: number))) }
          continue
        }
        let place = program.place(of: register, field: field, index: "k")
        out.line("for (unsigned k = 0; k < \(count); k++) \(line(place))")
      }
    }
  }

  private func carried(_ out: inout CText) {
    let mirrored = Set(machine.mirrored)
    func isCarried(_ number: Int) -> Bool {
      machine.components[number].role == .guest || mirrored.contains(number)
    }
    out.open("void copy_guest_part(struct cpu *to, const struct cpu *from) {")
    each(&out, where: isCarried) { "to->\($0) = from->\($0);" }
    if machine.components.indices.contains(where: { isCarried($0) && program.placeDependencies.contains($0) })
    {
      out.line("places_changed(to);")
    }
    out.close()
    out.line("")
  }

  private func hostStates(_ out: inout CText) {
    for state in parts.hostStates {
      let values = Dictionary(uniqueKeysWithValues: state.values.map { ($0.component, $0.value) })
      let mode = machine.modes[state.mode]
      out.comment("A state of the hardware that stands for a virtual machine in \(mode.name) mode.")
      out.open("static void set_host_state_for_\(NameTable.member(mode.name))(struct cpu *hardware) {")
      for number in values.keys.sorted() {
        out.line("hardware->\(program.place(of: number)) = \(CValue.literal(values[number] ?? 0));")
      }
      if values.isEmpty { out.line("(void)hardware;") }
      out.close()
      out.line("")
    }
    out.open("void set_host_state(struct cpu *hardware, unsigned mode) {")
    out.open("switch (mode) {")
    for state in parts.hostStates {
      let mode = machine.modes[state.mode]
      out.line(
        "case \(Self.modeName(mode)): set_host_state_for_\(NameTable.member(mode.name))(hardware); break;")
    }
    out.line("default: break;")
    out.close()
    out.close()
    out.line("")
  }

  private func snapshots(_ out: inout CText) {
    func isRelocation(_ number: Int) -> Bool { machine.components[number].role == .relocation }
    out.open("void note_relocation(const struct cpu *hardware, struct registers *to) {")
    each(&out, where: isRelocation) { "to->\($0) = hardware->\($0);" }
    out.close()
    out.line("")
    out.open("void put_relocation(struct cpu *hardware, const struct registers *from) {")
    each(&out, where: isRelocation) { "hardware->\($0) = from->\($0);" }
    out.close()
    out.line("")
    out.open("void note_registers(const struct cpu *cpu, struct registers *to) {")
    each(&out, where: { _ in true }) { "to->\($0) = cpu->\($0);" }
    out.close()
    out.line("")
    out.open("int are_noted(const struct cpu *cpu, const struct registers *noted) {")
    each(&out, where: { machine.components[$0].role != .time }) {
      "if (cpu->\($0) != noted->\($0)) return 0;"
    }
    out.line("return 1;")
    out.close()
    out.line("")
  }

  private func installing(_ out: inout CText) {
    let width = machine.installedMemory?.addressWidth ?? 32
    let placeWidth = machine.physicalMemory?.addressWidth ?? 32
    func value(_ name: String, _ width: Int) -> CValue { CValue(name, .primary, width: width) }
    install("admit_nothing(struct cpu *hardware)", parts.nothing, [], &out)
    switch parts.installation.shape {
    case .window:
      install(
        "admit_window(struct cpu *hardware, uint64_t place, uint64_t size)", parts.install,
        [value("place", placeWidth), value("size", width + 1)], &out)
    case .page:
      install(
        "admit_page(struct cpu *hardware, uint64_t address, uint64_t place, int is_writable, unsigned turn)",
        parts.install,
        [
          value("address", width), value("place", placeWidth), value("is_writable", 1), value("turn", 16),
        ], &out)
    }
  }

  /// A function that does what the specification says to the hardware, past all translation. It is the monitor's work:
  /// nothing of it is kept, or told to who wants to know what guests write.
  private func install(_ signature: String, _ function: Int, _ arguments: [CValue], _ out: inout CText) {
    out.open("void \(signature) {")
    out.line("struct cpu *cpu = hardware;")
    out.line("const unsigned mark = cpu->host.undo_count, room = cpu->host.written_room;")
    out.line("cpu->host.written_room = 0;")
    out.line("\(program.call(.function(function), mustUndo: false, isPast: true, arguments));")
    out.line("cpu->host.undo_count = mark;")
    out.line("cpu->host.written_room = room;")
    out.close()
    out.line("")
  }

  private func entries(_ out: inout CText) {
    for (number, mode) in machine.modes.enumerated() {
      out.open("static void deliver_trap_in_\(NameTable.member(mode.name))(struct cpu *cpu) {")
      out.append(machineFile.deliveries { parts.trapEntries[number][$0].map { .function($0) } })
      out.close()
      out.line("")
    }
    out.open("void deliver_trap(struct cpu *cpu) {")
    out.open("switch (mode_of(cpu)) {")
    for mode in machine.modes {
      out.line(
        "case \(Self.modeName(mode)): deliver_trap_in_\(NameTable.member(mode.name))(cpu); break;")
    }
    out.line("default: end(cpu, ENDS_BROKEN, 0, 0);")
    out.close()
    out.close()
    out.line("")
    out.open("void deliver_interrupt(struct cpu *cpu, int number) {")
    out.line("(void)number;")
    out.open("switch (mode_of(cpu)) {")
    for (number, mode) in machine.modes.enumerated() {
      out.open("case \(Self.modeName(mode)):")
      if !machine.interrupts.isEmpty {
        out.open("switch (number) {")
        for interrupt in machine.interrupts.indices {
          let call = program.call(
            .function(parts.interruptEntries[number][interrupt]), mustUndo: true, [], length: "0")
          out.line("case \(interrupt): \(call); break;")
        }
        out.line("default: break;")
        out.close()
      }
      out.line("break;")
      out.outdent()
    }
    out.line("default: end(cpu, ENDS_BROKEN, 0, 0);")
    out.close()
    out.close()
  }
}

/// What is the same for every machine in it.
private enum WorldText {

  static let declarations = """
    /* The mode that a machine is in; -1 for none. */
    int mode_of(struct cpu *cpu);
    int is_memory_trap(enum trap trap);

    /* The world switch: what is the guest's, with the components that the monitor loads with the guest's own values;
       and for a virtual mode all that is the monitor's. Relocation is the shadow's. */
    void copy_guest_part(struct cpu *to, const struct cpu *from);
    void set_host_state(struct cpu *hardware, unsigned mode);
    void note_relocation(const struct cpu *hardware, struct registers *to);
    void put_relocation(struct cpu *hardware, const struct registers *from);
    void note_stage_state(const struct cpu *cpu, struct stage_state *state);

    /* The whole state; and whether it is still the same, time left out. */
    void note_registers(const struct cpu *cpu, struct registers *to);
    int are_noted(const struct cpu *cpu, const struct registers *noted);

    /* The specification's `install`. */
    void admit_nothing(struct cpu *hardware);
    void admit_window(struct cpu *hardware, uint64_t place, uint64_t size);
    void admit_page(struct cpu *hardware, uint64_t address, uint64_t place, int is_writable, unsigned turn);

    /* Whether an interrupt waits for nothing but what is the guest's; and whether a virtual machine would accept one with
       what its hardware has of that. */
    int waits_for_guest(struct cpu *cpu);
    int would_accept(struct cpu *cpu, const struct cpu *hardware);

    /* The interpreter routines, by mode and form; NULL where the mode decides nothing, so that the machine's own
       meaning is the routine. And the entries of traps and interrupts. */
    extern handler *const *const routines[MODE_COUNT];
    void deliver_trap(struct cpu *cpu);
    void deliver_interrupt(struct cpu *cpu, int number);

    """
}
