import Execution
import ISAModel

/// The loop that runs the machine: fetching, traps, interrupts, standing still.
struct RunFile {

  private let program: ProgramEmitter
  private let machineFile: MachineFile
  private var machine: Machine { program.machine }

  init(_ program: ProgramEmitter, _ machineFile: MachineFile) {
    self.program = program
    self.machineFile = machineFile
  }

  func write() -> CText {
    var out = CText()
    out.line("#include <stdlib.h>")
    out.line("")
    out.line("#include \"meaning.h\"")
    out.line("#include \"decoded.h\"")
    out.line("#include \"devices.h\"")
    out.line("#include \"run.h\"")
    out.line("")
    out.append(RunText.undo)
    deliver(&out)
    out.comment("What the meaning of addresses depends on now.")
    out.open("void note_place_state(const struct cpu *cpu, struct place_state *state) {")
    out.line("memset(state, 0, sizeof *state);")
    out.append(machineFile.notePlaceState())
    out.close()
    out.line("")
    out.append(PlacesText.source)
    fetchAddress(&out)
    fetch(&out)
    out.append(RunText.fetch)
    interrupts(&out)
    conditions(&out)
    out.append(RunText.loop)
    reset(&out)
    return out
  }

  private func deliver(_ out: inout CText) {
    out.comment(
      "Delivers the trap that was raised: the specification's own entry, from the state before the instruction."
    )
    out.open("static void enter_trap(struct cpu *cpu) {")
    out.append(
      machineFile.deliveries { number in machine.traps[number].entry == nil ? nil : .trapEntry(number) })
    out.close()
    out.line("")
    let imprecise = machine.traps.indices.filter { machine.traps[$0].isImprecise }
    out.comment("Whether a trap leaves what the instruction had done by then.")
    out.open("static int is_imprecise(enum trap trap) {")
    out.open("switch (trap) {")
    for number in imprecise { out.line("case TRAP_\(program.trapNames[number]):") }
    if !imprecise.isEmpty { out.line("  return 1;") }
    out.line("default: return 0;")
    out.close()
    out.close()
    out.line("")
  }

  private func fetchAddress(_ out: inout CText) {
    guard let memory = machine.memory else { return }
    out.comment("The address of the next instruction, all its parts side by side.")
    out.open("uint64_t fetch_address(const struct cpu *cpu_) {")
    out.line("struct cpu *cpu = (struct cpu *)cpu_;")
    out.line("(void)cpu;")
    var rest = memory.addressWidth
    var parts: [String] = []
    for (number, parameter) in zip(machine.stream.fetch.indices, memory.parameters) {
      rest -= parameter.width
      let call = program.call(.fetchPart(number), mustUndo: false, [])
      parts.append(rest > 0 ? "(uint64_t)\(call) << \(rest)" : call)
    }
    out.line("return \(parts.joined(separator: " | "));")
    out.close()
    out.line("")
  }

  /// Fetching one unit of the instruction stream.
  private func fetch(_ out: inout CText) {
    guard let memory = machine.memory, let last = memory.parameters.last else { return }
    let units = max(1, machine.stream.unit / memory.unit)
    out.comment("Fetches a unit of the instruction at the program counter; traps where that is refused.")
    out.open("static uint64_t fetch_unit(struct cpu *cpu, unsigned number, uint64_t *first) {")
    out.line("const uint64_t start = fetch_address(cpu);")
    out.line("uint64_t places[\(units)];")
    out.open("for (unsigned unit = 0; unit < \(units); unit++) {")
    let mask = CValue.literal(Bits.mask(last.width))
    let high =
      memory.addressWidth > last.width
      ? "(start & ~UINT64_C(\(mask.replacing("u", with: "").replacing("UINT64_C(", with: "").replacing(")", with: "")))) | "
      : ""
    out.line("const uint64_t address = \(high)((start + number * \(units) + unit) & \(mask));")
    out.line(
      "places[unit] = \(machine.physicalMemory == nil ? "address" : "locate_in_page(cpu, address, TO_EXECUTE)");"
    )
    out.close()
    out.line("uint64_t result = 0;")
    out.open("for (unsigned unit = 0; unit < \(units); unit++) {")
    out.line("if (unit > 0 && places[unit] != places[0] + unit) cpu->host.fetches_apart = 1;")
    let shift = memory.isBigEndian ? "\(units - 1) - unit" : "unit"
    out.line("result |= (uint64_t)load_unit(cpu, places[unit]) << (\(shift)) * \(memory.unit);")
    out.close()
    out.line("*first = places[0];")
    out.line("return result;")
    out.close()
    out.line("")
    out.line("enum { UNITS_PER_FETCH = \(units), ADDRESSES_PER_UNIT = \(units) };")
    out.line("")
    let otherwise =
      machine.stream.otherwise.map { "trap_\(program.trapNames[$0])(cpu);" }
      ?? "end(cpu, ENDS_UNDECODED, 0, 0); longjmp(cpu->host.handler, 2);"
    out.comment("What an encoding does that no instruction has.")
    out.open("static _Noreturn void otherwise(struct cpu *cpu) {")
    out.line(otherwise)
    out.close()
    out.line("")
  }

  private func interrupts(_ out: inout CText) {
    out.open("int accepted_interrupt(struct cpu *cpu) {")
    out.line("(void)cpu;")
    let order = machine.interrupts.indices.sorted {
      (machine.interrupts[$0].priority, $0) < (machine.interrupts[$1].priority, $1)
    }
    for number in order {
      out.line("if (\(program.call(.interruptCondition(number), mustUndo: false, []))) return \(number);")
    }
    out.line("return -1;")
    out.close()
    out.line("")
    out.open("static void enter_interrupt(struct cpu *cpu, int number) {")
    out.line("(void)cpu;")
    out.open("switch (number) {")
    for number in machine.interrupts.indices {
      out.line(
        "case \(number): \(program.call(.interruptEntry(number), mustUndo: true, [], length: "0")); break;")
    }
    out.line("default: break;")
    out.close()
    out.close()
    out.line("")
  }

  private func conditions(_ out: inout CText) {
    let halted = machine.platform.halt == nil ? "0" : program.call(.halted, mustUndo: false, [])
    let waiting = machine.platform.wait == nil ? "0" : program.call(.waiting, mustUndo: false, [])
    out.line("static int has_halted(struct cpu *cpu) { (void)cpu; return \(halted); }")
    out.line("static int stands_still(struct cpu *cpu) { (void)cpu; return \(waiting); }")
    out.line("")
  }

  private func reset(_ out: inout CText) {
    out.comment("Puts the machine into the state after a reset, from what stands in memory.")
    out.open("void reset(struct cpu *cpu) {")
    out.line("set_reset_values(cpu);")
    out.line("cpu->host.ending = RUNS;")
    out.line("cpu->host.steps = cpu->host.synced = 0;")
    out.line("places_changed(cpu);")
    out.line("cpu->host.undo_count = 0;")
    if machine.reset != nil {
      out.line("cpu->host.length = 0;")
      out.line("save(cpu);")
      out.open("if (setjmp(cpu->host.handler)) {")
      out.line("undo(cpu, 0);")
      out.line("restore(cpu);")
      out.line("end(cpu, ENDS_IN_RESET, cpu->host.trap, 0);")
      out.line("return;")
      out.close()
      out.line("\(program.call(.reset, mustUndo: true, [], length: "0"));")
      out.line("cpu->host.undo_count = 0;")
    }
    out.close()
    out.line("")
    out.comment("Gives every register the value that the specification declares.")
    out.open("void set_reset_values(struct cpu *cpu) {")
    for (number, component) in machine.components.enumerated() {
      out.line("cpu->\(program.place(of: number)) = \(CValue.literal(component.reset));")
    }
    out.line("places_changed(cpu);")
    out.close()
    out.line("")
    out.comment("Makes the instruction at an address the next one; 0 where that is not possible.")
    out.open("int set_program_counter(struct cpu *cpu, uint64_t address) {")
    if let (counter, width) = machine.stream.counter {
      let own = machine.components[counter].width
      let place = program.place(of: counter)
      out.line("if (address > \(CValue.literal(min(Bits.mask(own), UInt128(UInt64.max))))) return 0;")
      if own > width {
        let mask = CValue.literal(Bits.mask(width))
        out.line(
          "cpu->\(place) = (address <= \(mask) ? cpu->\(place) & ~(\(CType.word(own)))\(mask) : 0) | address;"
        )
      } else {
        out.line("cpu->\(place) = address;")
      }
      out.line("return 1;")
    } else {
      out.line("(void)cpu;")
      out.line("(void)address;")
      out.line("return 0;")
    }
    out.close()
  }
}
