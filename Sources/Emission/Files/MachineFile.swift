import ISAModel

/// The header with the state of the machine, and all that stands around it.
struct MachineFile {

  private let program: ProgramEmitter
  private let instructions: InstructionFiles
  private var machine: Machine { program.machine }

  init(_ program: ProgramEmitter, _ instructions: InstructionFiles) {
    self.program = program
    self.instructions = instructions
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
    out.append(Self.host.replacing("UNDO_CAPACITY_HERE", with: String(undoCapacity)))
    out.comment("The machine. First the registers, as the specification declares them.")
    out.open("struct cpu {")
    out.append(StateLayout.declarations(of: machine))
    out.line("struct host host;")
    out.close("};")
    out.line("")
    out.append(Self.helpers)
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
  func deliveries() -> CText {
    var out = CText(depth: 1)
    out.open("switch (cpu->host.trap) {")
    for (number, trap) in machine.traps.enumerated() {
      let name = program.trapNames[number]
      guard trap.entry != nil else { continue }
      let arguments = parameters(trap).map {
        CValue("cpu->host.arguments.\(name).\($0.name)", .primary, width: $0.width)
      }
      let call = program.call(.trapEntry(number), mustUndo: true, arguments, length: "cpu->host.length")
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
    out.line("struct contexts contexts;")
    out.open("union {")
    for entry in instructions.entries where instructions.hasData(entry) {
      out.line("struct \(entry.name) \(entry.name);")
    }
    out.line("uint8_t nothing;")
    out.close("} is;")
    out.close("};")
    out.line("")
    out.append(Self.streamText)
    out.append(instructions.handlerDeclarations)
    out.line("")
    out.line("#endif")
    return out
  }

  private static let streamText = """
    enum { MOST_UNITS = 48 };

    /* The units of an instruction, as far as they were fetched. */
    struct stream {
      struct cpu *cpu;
      unsigned position; /* in bits */
      unsigned known;
      int is_refused;
      uint64_t units[MOST_UNITS];
      uint64_t places[MOST_UNITS];
    };

    int unit_at(struct stream *stream, unsigned number);
    int decode(struct stream *stream, struct decoded *d);

    """

  private static let host = """
    enum { TO_READ, TO_WRITE, TO_EXECUTE };
    enum { PAGE = 4096, PAGES = 256, REMEMBERED = 16, DECODED = 1 << 14, MISSES = 256 };
    enum { HAS_CODE = 1, HAS_TABLE = 2 };

    /* Addresses of one page that are known to stand side by side in memory. */
    struct page {
      uint64_t key;
      uint32_t low, size;
      ram_unit *base;
      uint8_t *marks;
    };

    /* What was there before an instruction wrote over it. */
    struct undo {
      void *place;
      unsigned size;
      unsigned char old[16];
    };

    /* Why a machine runs no further. */
    enum ending {
      RUNS,
      ENDS_HALTED,
      ENDS_WAITING,
      ENDS_IN_ENTRY,
      ENDS_IN_INTERRUPT,
      ENDS_IN_RESET,
      ENDS_WITHOUT_ENTRY,
      ENDS_UNDECODED,
      ENDS_BROKEN
    };

    struct decoded;
    struct board;

    /* What is no part of the architecture: memory, devices, time, and what makes the machine fast. */
    struct host {
      ram_unit *ram;
      uint64_t ram_size; /* in units */
      uint64_t short_size; /* the same, or 0 where every access goes the long way */
      uint8_t *marks;    /* of each unit: whether code or a table of translation was found there */
      int has_board;     /* whether registers stand among the addresses of memory */
      int notes_tables;  /* whether reads past translation are noted as reads of tables */

      uint64_t steps;    /* instructions done or trapped, and interrupts taken */
      uint64_t deadline; /* the step at which something else must be looked at */
      uint64_t limit;
      uint64_t synced;   /* the step up to which timers have counted */
      uint64_t traps, interrupts;

      uint64_t context;  /* names what addresses mean now; 0 while that is being changed */
      uint64_t contexts; /* how many names were given */
      int places_are_old, tables_are_old;
      struct { struct place_state state; uint64_t context; } remembered[REMEMBERED];
      unsigned oldest;
      struct page pages[2][PAGES];
      struct { uint64_t key; unsigned count; } misses[2][MISSES];
      struct decoded *decoded, *scratch;
      const struct decoded *current;

      struct saved before;
      struct undo undo[UNDO_CAPACITY_HERE];
      unsigned undo_count;
      jmp_buf handler;
      enum trap trap;
      union trap_arguments arguments;
      uint8_t length; /* of the instruction that trapped */
      int entering;   /* the number of the interrupt that is being entered, counted from 1 */
      int fetches_apart;

      enum ending ending;
      unsigned ending_cause, ending_second;
      struct board *board;

      uint64_t *written; /* the units that were written the long way, where somebody wants to know */
      unsigned written_count, written_room;
    };

    """

  private static let helpers = """
    /* Has the loop look at devices and interrupts before the next instruction. */
    INLINE void look_again(struct cpu *cpu) { cpu->host.deadline = 0; }

    /* Notes that addresses may mean something else from now on. */
    INLINE void places_changed(struct cpu *cpu) {
      cpu->host.context = 0;
      cpu->host.places_are_old = 1;
      cpu->host.deadline = 0;
    }

    /* Keeps what stands at a place, in case the instruction traps. */
    INLINE void keep(struct cpu *cpu, void *place, unsigned size) {
      struct undo *undo = &cpu->host.undo[cpu->host.undo_count++];
      undo->place = place;
      undo->size = size;
      memcpy(undo->old, place, size);
    }
    #define KEEP(place) keep(cpu, &(place), sizeof(place))

    void undo(struct cpu *cpu, unsigned mark);
    void pass_time(struct cpu *cpu, uint64_t steps);
    void memory_changes(struct cpu *cpu, uint64_t place, uint64_t count);
    void note_table(struct cpu *cpu, uint64_t place, unsigned count);
    void consider_page(struct cpu *cpu, uint64_t place, unsigned way);
    uint64_t locate_in_page(struct cpu *cpu, uint64_t place, uint8_t access);
    ram_unit load_unit(struct cpu *cpu, uint64_t place);
    void store_unit(struct cpu *cpu, uint64_t place, ram_unit value);
    void end(struct cpu *cpu, enum ending ending, unsigned cause, unsigned second);
    _Noreturn void raise_trap(struct cpu *cpu, enum trap trap);

    /* The machine with its timers brought up to the present step. */
    static inline struct cpu *now(struct cpu *cpu) {
      if (cpu->host.steps != cpu->host.synced) {
        pass_time(cpu, cpu->host.steps - cpu->host.synced);
        cpu->host.synced = cpu->host.steps;
      }
      return cpu;
    }

    """
}

/// Counts how much an instruction can change at the most.
private struct ChangeCounter {
  private let machine: Machine
  private var functions: [Int: Int] = [:]
  private var perUnit = 1

  init(_ machine: Machine) {
    self.machine = machine
    var most = 1
    for range in machine.platform.mapped {
      for function in [range.read, range.write].compactMap({ $0 }) {
        most = max(most, changes(function.body, []))
      }
    }
    if let translation = machine.translation { most += changes(translation.body, []) }
    perUnit = most
  }

  var most: Int {
    mutating get {
      var result = 0
      for instruction in machine.instructions {
        for form in instruction.forms { result = max(result, changes(form.body, form.layout.operands)) }
      }
      for trap in machine.traps { result = max(result, trap.entry.map { changes($0.body, []) } ?? 0) }
      for interrupt in machine.interrupts { result = max(result, changes(interrupt.entry.body, [])) }
      return result + (machine.stream.step.map { changes($0.body, []) } ?? 0)
    }
  }

  private mutating func changes(_ block: Block, _ operands: [OperandUse]) -> Int {
    var result = block.result.map { changes($0, operands) } ?? 0
    for statement in block.statements {
      statement.forEachExpression { result += changes($0, operands) }
      switch statement {
      case .setComponent, .setElement: result += 1
      case .store(_, _, let units, _, _, _): result += units * (1 + perUnit) + 4
      default: break
      }
    }
    return min(result, 1 << 14)
  }

  private mutating func changes(_ expression: Expression, _ operands: [OperandUse]) -> Int {
    switch expression {
    case .conditional(let condition, let then, let otherwise):
      return changes(condition, operands) + max(changes(then, operands), changes(otherwise, operands))
    case .block(let block): return changes(block, operands)
    case .matchCase(let subject, _, let arms):
      return changes(subject, operands) + (arms.map { changes($0.body, operands) }.max() ?? 0)
    case .call(let number, let arguments, _):
      var result = arguments.reduce(0) { $0 + changes($1, operands) }
      if functions[number] == nil {
        let own = changes(machine.functions[number].body, [])
        functions[number] = own
      }
      result += functions[number] ?? 0
      return result
    case .operand(let number, _):
      let use = operands[number]
      return use.arguments.reduce(0) { $0 + changes($1, []) }
        + (machine.operands[use.operand].cases.map { changes($0.value, $0.layout.operands) }.max() ?? 0)
    case .load(_, let address, let units, _, _):
      return address.reduce(0) { $0 + changes($1, operands) } + units * perUnit + 4
    default:
      var result = 0
      var children: [Expression] = []
      expression.forEachChild { children.append($0) }
      for child in children { result += changes(child, operands) }
      return result
    }
  }
}
