import ISAModel

/// The header with the state of the machine, and all that stands around it.
struct MachineFile {

  private let program: ProgramEmitter
  private let instructions: InstructionFiles
  private var machine: Machine { program.machine }

  /// Whether the package has a monitor.
  private let hasMonitor: Bool

  init(_ program: ProgramEmitter, _ instructions: InstructionFiles, hasMonitor: Bool) {
    self.program = program
    self.instructions = instructions
    self.hasMonitor = hasMonitor
  }

  private var memory: Memory? { machine.physicalMemory ?? machine.memory }

  /// The most things that one instruction may do before it traps.
  private var undoCapacity: Int {
    var counter = ChangeCounter(machine)
    return counter.most + 64
  }

  func header() -> CText {
    var out = CText()
    out.line("#ifndef MACHINE_H")
    out.line("#define MACHINE_H")
    out.line("")
    out.comment("\(machine.title): its state, and what a running machine needs beside it.")
    out.line("")
    out.line("#include <setjmp.h>")
    out.line("#include <stdint.h>")
    out.line("#include <stdio.h>")
    out.line("#include <string.h>")
    out.line("")
    out.line("#include \"bits.h\"")
    out.line("")
    constants(&out)
    traps(&out)
    contexts(&out)
    placeState(&out)
    savedState(&out)
    out.append(MachineText.host.replacing("UNDO_CAPACITY_HERE", with: String(undoCapacity)))
    out.comment("The machine. First the registers, as the specification declares them.")
    out.open("struct cpu {")
    out.append(StateLayout.declarations(of: machine))
    out.line("struct host host;")
    out.close("};")
    out.line("")
    out.append(MachineText.helpers)
    raisers(&out)
    save(&out)
    out.line("#endif")
    return out
  }

  private func constants(_ out: inout CText) {
    let unit = memory?.unit ?? 8
    let fetch = machine.memory?.addressWidth ?? 32
    out.line("#define MACHINE_NAME \"\(machine.name)\"")
    out.line("#define MACHINE_TITLE \"\(machine.title.replacing("\"", with: "\\\""))\"")
    out.line("#define ELF_MACHINE \(machine.platform.elfMachine ?? 0)")
    out.line("#define IS_BIG_ENDIAN \(memory?.isBigEndian == true ? 1 : 0)")
    out.line(
      "/* Bits of a unit of memory, of a unit of the instruction stream, and of an address of the program. */"
    )
    out.line("#define RAM_UNIT \(unit)")
    out.line("#define STREAM_UNIT \(machine.stream.unit)")
    out.line("#define STREAM_IS_BIG \(machine.stream.isBigEndian ? 1 : 0)")
    out.line("#define ADDRESS_BITS \(fetch)")
    let most = (memory?.addressWidth ?? 32) >= 48 ? 1 << 48 : 1 << (memory?.addressWidth ?? 32)
    out.line("#define USUAL_RAM_SIZE \(CValue.literal(UInt128(memory?.size ?? min(most, 1 << 24))))")
    out.line("#define HAS_MONITOR \(hasMonitor ? 1 : 0)")
    out.line("#define HAS_SECOND_STAGE \(machine.secondStage == nil ? 0 : 1)")
    out.line("#define TRANSLATION_WRITES \(program.analysis.translationWrites ? 1 : 0)")
    out.line("#define MOST_RAM_SIZE \(CValue.literal(UInt128(most)))")
    out.line("")
    out.line("typedef \(CType.word(unit)) ram_unit;")
    out.line("")
  }

  // MARK: Traps

  private func parameters(_ trap: Trap) -> [(type: String, name: String, width: Int)] {
    trap.parameters.enumerated().map { index, type in
      let name = trap.entry.flatMap { $0.localNames.indices.contains(index) ? $0.localNames[index] : nil }
      let width = if case .bits(let width) = type { width } else { 0 }
      return (program.types.name(type), name.map { NameTable.member($0) } ?? "value_\(index + 1)", width)
    }
  }

  private func traps(_ out: inout CText) {
    out.append(program.types.declarations)
    out.open("enum trap {")
    for (number, trap) in machine.traps.enumerated() {
      let precision = trap.isImprecise ? ", leaves what was done until then" : ""
      out.line("TRAP_\(program.trapNames[number]), /* \(trap.trapClass.rawValue)\(precision) */")
    }
    out.line("TRAP_COUNT")
    out.close("};")
    out.line("")
    out.open("union trap_arguments {")
    for (number, trap) in machine.traps.enumerated() where !trap.parameters.isEmpty {
      let fields = parameters(trap).map { "\($0.type) \($0.name);" }.joined(separator: " ")
      out.line("struct { \(fields) } \(program.trapNames[number]);")
    }
    out.line("uint8_t nothing;")
    out.close("};")
    out.line("")
  }

  private func raisers(_ out: inout CText) {
    for (number, trap) in machine.traps.enumerated() {
      let name = program.trapNames[number]
      let parameters = parameters(trap)
      let list = ["struct cpu *cpu"] + parameters.map { "\($0.type) \($0.name)" }
      out.open("static inline _Noreturn void trap_\(name)(\(list.joined(separator: ", "))) {")
      for parameter in parameters {
        out.line("cpu->host.arguments.\(name).\(parameter.name) = \(parameter.name);")
      }
      out.line("raise_trap(cpu, TRAP_\(name));")
      out.close()
      out.line("")
    }
  }

  /// What delivers each trap.
  ///
  /// - Parameter entry: the function that does it; nil for what the specification does not say.
  func deliveries(depth: Int = 1, _ entry: (Int) -> ProgramEmitter.FunctionKey?) -> CText {
    var out = CText(depth: depth)
    out.open("switch (cpu->host.trap) {")
    for (number, trap) in machine.traps.enumerated() {
      let name = program.trapNames[number]
      guard let key = entry(number) else { continue }
      let arguments = parameters(trap).map {
        CValue("cpu->host.arguments.\(name).\($0.name)", .primary, width: $0.width)
      }
      let call = program.call(key, mustUndo: true, arguments, length: "cpu->host.length")
      out.line("case TRAP_\(name): \(call); return;")
    }
    out.line("default: end(cpu, ENDS_WITHOUT_ENTRY, cpu->host.trap, 0);")
    out.close()
    return out
  }

  // MARK: Parts of the state

  private func contexts(_ out: inout CText) {
    out.comment("What the prefixes of an instruction have set.")
    out.open("struct contexts {")
    for context in machine.stream.contexts {
      out.line("\(CType.word(context.width)) \(NameTable.member(context.name));")
    }
    if machine.stream.contexts.isEmpty { out.line("uint8_t nothing;") }
    out.close("};")
    out.line("")
  }

  /// The components that decide what addresses mean.
  private var placeComponents: [Int] { program.placeDependencies.sorted() }

  private func placeState(_ out: inout CText) {
    out.comment("What the meaning of addresses depends on.")
    out.open("struct place_state {")
    for component in placeComponents {
      out.line(
        "\(CType.word(machine.components[component].width)) c\(component); /* \(machine.components[component].name) */"
      )
    }
    if placeComponents.isEmpty { out.line("uint8_t nothing;") }
    out.close("};")
    out.line("")
  }

  func notePlaceState() -> CText {
    var out = CText(depth: 1)
    for component in placeComponents {
      out.line("state->c\(component) = cpu->\(program.place(of: component));")
    }
    if placeComponents.isEmpty { out.line("(void)cpu;") }
    return out
  }

  private func savedState(_ out: inout CText) {
    out.append(StateLayout.structures(of: machine))
    out.comment("What is saved as a whole before an instruction that may trap.")
    out.open("struct saved {")
    for (type, name, _) in savedMembers { out.line("\(type) \(name);") }
    if savedMembers.isEmpty { out.line("uint8_t nothing;") }
    out.close("};")
    out.line("")
  }

  /// The saved registers: flags as a whole, others component by component.
  private var savedMembers: [(type: String, name: String, place: String)] {
    var result: [(type: String, name: String, place: String)] = []
    var rest = program.saved
    for register in machine.registers where program.savesWhole(register) {
      let name = NameTable.member(register.name)
      result.append(("struct \(StateLayout.typeName(register))", name, name))
      rest.subtract(register.firstComponent..<register.firstComponent + register.fieldsPerElement)
    }
    for component in rest.sorted() {
      let type = CType.word(machine.components[component].width)
      result.append((type, "c\(component)", program.place(of: component)))
    }
    return result
  }

  private func save(_ out: inout CText) {
    out.comment("Saves what every instruction may change, in case this one traps.")
    out.open("INLINE void save(struct cpu *cpu) {")
    for (_, name, place) in savedMembers { out.line("cpu->host.before.\(name) = cpu->\(place);") }
    if savedMembers.isEmpty { out.line("(void)cpu;") }
    out.close()
    out.line("")
    out.open("static inline void restore(struct cpu *cpu) {")
    for (_, name, place) in savedMembers { out.line("cpu->\(place) = cpu->host.before.\(name);") }
    if savedMembers.isEmpty { out.line("(void)cpu;") }
    out.close()
    out.line("")
  }

  /// The header of what the decoder makes.
  func decodedHeader() -> CText {
    var out = CText()
    out.line("#ifndef DECODED_H")
    out.line("#define DECODED_H")
    out.line("")
    out.line("#include \"machine.h\"")
    out.line("")
    out.append(instructions.structures)
    out.line("")
    out.append(instructions.formNumbers)
    out.line("struct decoded;")
    out.line("typedef void handler(struct cpu *cpu, const struct decoded *d);")
    out.line("")
    out.comment("An instruction that was decoded: what does it, and what its fields hold.")
    out.open("struct __attribute__((aligned(64))) decoded {")
    out.line("uint64_t key; /* where it was found */")
    out.line("handler *run;")
    out.line("uint64_t place; /* in memory, past translation */")
    out.line("uint8_t extent; /* the units of memory that were looked at */")
    out.line("uint8_t length; /* in address units, prefixes included */")
    out.line("uint16_t form; /* which of the encodings: an `enum form` */")
    out.line("uint16_t next; /* which of the decoded ones came behind it the last time */")
    out.line("struct contexts contexts;")
    out.open("union {")
    for entry in instructions.entries where instructions.hasData(entry) {
      out.line("struct \(entry.name) \(entry.name);")
    }
    out.line("uint8_t nothing;")
    out.close("} is;")
    out.close("};")
    out.line("")
    out.append(MachineText.stream)
    out.append(instructions.handlerDeclarations)
    out.line("")
    out.line("#endif")
    return out
  }
}
