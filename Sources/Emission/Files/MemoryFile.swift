import Execution
import ISAModel

/// Accesses to memory: the short way in the header, the long one as the specification says it.
struct MemoryFile {

  private let program: ProgramEmitter
  private var machine: Machine { program.machine }
  /// Names that the functions here use themselves.
  private static let ownNames: Set<String> = [
    "offset", "place", "page", "value", "unit", "units", "access", "places", "to", "mark", "outer",
    "admitted",
  ]

  private let unit: Int
  private let isBigEndian: Bool

  init(_ program: ProgramEmitter) {
    self.program = program
    let memory = program.machine.physicalMemory ?? program.machine.memory
    unit = memory?.unit ?? 8
    isBigEndian = memory?.isBigEndian ?? false
  }

  /// The accesses, in a fixed order.
  private var accesses: [ProgramEmitter.Access] {
    program.accesses.sorted {
      ProgramEmitter.name(of: $0, machine) < ProgramEmitter.name(of: $1, machine)
    }
  }

  private func name(_ access: ProgramEmitter.Access) -> String { ProgramEmitter.name(of: access, machine) }

  private func word(_ access: ProgramEmitter.Access) -> String { CType.word(unit * access.units) }

  /// Whether accesses to a space go through translation.
  private func isTranslated(_ space: MemorySpace) -> Bool { space == .guest && machine.physicalMemory != nil }

  private func memory(_ space: MemorySpace) -> Memory? {
    space == .guest ? machine.memory : machine.physicalMemory
  }

  private func parameters(_ space: MemorySpace) -> [(type: String, name: String)] {
    (memory(space)?.parameters ?? []).map { parameter in
      let name = NameTable.member(parameter.name)
      return (CType.word(parameter.width), Self.ownNames.contains(name) ? "at_\(name)" : name)
    }
  }

  private func signature(_ access: ProgramEmitter.Access, suffix: String = "") -> String {
    var all = ["struct cpu *cpu"] + parameters(access.space).map { "\($0.type) \($0.name)" }
    if access.isStore { all.append("\(word(access)) value") }
    return
      "\(access.isStore ? "void" : word(access)) \(name(access))\(suffix)(\(all.joined(separator: ", ")))"
  }

  private func arguments(_ access: ProgramEmitter.Access) -> String {
    var all = ["cpu"] + parameters(access.space).map(\.name)
    if access.isStore { all.append("value") }
    return all.joined(separator: ", ")
  }

  /// All parts of an address side by side.
  private func whole(_ space: MemorySpace) -> String {
    guard let memory = memory(space) else { return "0" }
    var rest = memory.addressWidth
    var parts: [String] = []
    for (part, parameter) in zip(memory.parameters, parameters(space)) {
      rest -= part.width
      parts.append(rest > 0 ? "(uint64_t)\(parameter.name) << \(rest)" : parameter.name)
    }
    return parts.joined(separator: " | ")
  }

  // MARK: The header

  func header() -> CText {
    var out = CText()
    out.line("#ifndef MEMORY_H")
    out.line("#define MEMORY_H")
    out.line("")
    out.line("#include \"machine.h\"")
    out.line("")
    writeBoard(&out)
    for count in Set(accesses.map(\.units)).sorted() { writeUnits(count, &out) }
    for access in accesses {
      out.line(signature(access, suffix: isShort(access) ? "_slowly" : "") + ";")
    }
    out.line("")
    for access in accesses where isShort(access) { writeShort(access, &out) }
    for question in questions { out.line(signature(question) + ";") }
    out.line("")
    out.line("#endif")
    return out
  }

  private func isShort(_ access: ProgramEmitter.Access) -> Bool { access.mode == nil }

  private func writeBoard(_ out: inout CText) {
    let ranges = machine.platform.mapped
    let type = CType.word((machine.physicalMemory ?? machine.memory)?.addressWidth ?? 64)
    out.comment("Whether registers stand at one of the addresses from `first` to `last`, and not memory.")
    out.open("static inline int is_board(uint64_t first, uint64_t last) {")
    if ranges.isEmpty {
      out.line("(void)first;")
      out.line("(void)last;")
      out.line("return 0;")
    } else {
      if ranges.allSatisfy({ $0.low == 0 }) { out.line("(void)last;") }
      let tests = ranges.map {
        $0.low == 0
          ? "first <= \(CValue.literal($0.high - 1))"
          : "(last >= \(CValue.literal($0.low)) && first <= \(CValue.literal($0.high - 1)))"
      }
      out.line("return \(tests.joined(separator: "\n    || "));")
    }
    out.close()
    out.line("")
    out.comment("Whether memory or a register answers at an address.")
    out.open("static inline int present(const struct cpu *cpu, \(type) address) {")
    out.line("return address < cpu->host.ram_size || (cpu->host.has_board && is_board(address, address));")
    out.close()
    out.line("")
  }

  /// How units become words and words units.
  private func writeUnits(_ count: Int, _ out: inout CText) {
    let type = CType.word(unit * count)
    let rank = CValue.Rank(width: unit * count) == .int ? "uint32_t" : CValue.Rank(width: unit * count).name
    out.open("INLINE \(type) join_\(count)(const ram_unit *from) {")
    let parts = (0..<count).map { index -> String in
      let shift = (isBigEndian ? count - 1 - index : index) * unit
      return shift == 0 ? "from[\(index)]" : "(\(rank))from[\(index)] << \(shift)"
    }
    out.line("return \(parts.joined(separator: " | "));")
    out.close()
    out.open("INLINE void split_\(count)(ram_unit *to, \(type) value) {")
    for index in 0..<count {
      let shift = (isBigEndian ? count - 1 - index : index) * unit
      let part = shift == 0 ? "value" : "value >> \(shift)"
      let isExact = unit == CType.size(unit)
      out.line(
        "to[\(index)] = \(isExact || count == 1 ? part : "\(shift == 0 ? part : "(\(part))") & \(CValue.literal(Bits.mask(unit)))");"
      )
    }
    out.close()
    out.open("INLINE int is_marked_\(count)(const uint8_t *marks) {")
    switch count {
    case 1: out.line("return *marks;")
    case 2, 4, 8:
      out.line("uint\(count * 8)_t all;")
      out.line("memcpy(&all, marks, sizeof all);")
      out.line("return all != 0;")
    default: out.line("return \((0..<count).map { "marks[\($0)]" }.joined(separator: " | "));")
    }
    out.close()
    out.line("")
  }

  /// The way of accesses that stay within a page that was seen before.
  private func writeShort(_ access: ProgramEmitter.Access, _ out: inout CText) {
    out.open("INLINE \(signature(access)) {")
    let count = access.units
    if isTranslated(access.space) {
      let way = access.isStore ? "TO_WRITE" : "TO_READ"
      out.line("const uint64_t place = \(whole(access.space));")
      out.line("const struct page *page = &cpu->host.pages[\(way)][place / PAGE % PAGES];")
      out.line("const uint32_t offset = place % PAGE;")
      out.open(
        "if (page->key == (cpu->host.context | place / PAGE) && offset - page->low + \(count) <= page->size) {"
      )
      let more = access.isStore ? "page->marks + offset" : ""
      finishShort(access, "page->base + offset", more, &out)
      out.close()
    } else {
      let address = parameters(access.space).last?.name ?? "address"
      if !access.isStore {
        out.line("if (cpu->host.notes_tables) note_table(cpu, \(address), \(count));")
      }
      let last = "(uint64_t)\(address) + \(count - 1)"
      out.open("if (\(last) < cpu->host.short_size && !is_board(\(address), \(last))) {")
      finishShort(access, "cpu->host.ram + \(address)", "cpu->host.marks + \(address)", &out)
      out.close()
    }
    out.line("\(access.isStore ? "" : "return ")\(name(access))_slowly(\(arguments(access)));")
    out.close()
    out.line("")
  }

  private func finishShort(
    _ access: ProgramEmitter.Access, _ place: String, _ marks: String, _ out: inout CText
  ) {
    let count = access.units
    guard access.isStore else { return out.line("return join_\(count)(\(place));") }
    out.line("ram_unit *to = \(place);")
    out.line("if (is_marked_\(count)(\(marks))) memory_changes(cpu, to - cpu->host.ram, \(count));")
    if access.mustUndo { out.line("keep(cpu, to, \(count) * sizeof *to);") }
    out.line("split_\(count)(to, value);")
    out.line("return;")
  }

  // MARK: The long way

  private var questions: [ProgramEmitter.AccessQuestion] {
    program.accessQuestions.sorted {
      ProgramEmitter.name(of: $0, machine) < ProgramEmitter.name(of: $1, machine)
    }
  }

  private func signature(_ question: ProgramEmitter.AccessQuestion) -> String {
    let all = ["struct cpu *cpu"] + parameters(.guest).map { "\($0.type) \($0.name)" }
    return "int \(ProgramEmitter.name(of: question, machine))(\(all.joined(separator: ", ")))"
  }

  func source() -> CText {
    var out = CText()
    out.line("#include \"meaning.h\"")
    out.line("")
    writeUnit(&out)
    writeTranslation(&out)
    for mode in Set(accesses.compactMap(\.mode) + questions.compactMap(\.mode)).sorted() {
      writeMode(mode, &out)
    }
    for access in accesses { writeLong(access, &out) }
    for question in questions { write(question, &out) }
    return out
  }

  private func isInside(_ range: MappedRange) -> String {
    let below = "place < \(CValue.literal(range.high))"
    return range.low == 0 ? below : "place >= \(CValue.literal(range.low)) && \(below)"
  }

  private func writeUnit(_ out: inout CText) {
    let word = CType.word(unit)
    let stride = word
    out.open("\(word) load_unit(struct cpu *cpu, uint64_t place) {")
    for (number, range) in machine.platform.mapped.enumerated() {
      out.open(
        "if (cpu->host.has_board && \(isInside(range))) {"
      )
      out.line("look_again(cpu);")
      if range.read == nil {
        out.line("return 0;")
      } else {
        let offset = CValue(
          "place - \(CValue.literal(range.low))", .binary("-"),
          width: machine.physicalMemory?.addressWidth ?? 64)
        out.line("return \(program.call(.mappedRead(number), mustUndo: true, [offset]));")
      }
      out.close()
    }
    out.line("return place < cpu->host.ram_size ? cpu->host.ram[place] : 0;")
    out.close()
    out.line("")
    out.open("void store_unit(struct cpu *cpu, uint64_t place, \(stride) value) {")
    for (number, range) in machine.platform.mapped.enumerated() {
      out.open(
        "if (cpu->host.has_board && \(isInside(range))) {"
      )
      out.line("look_again(cpu);")
      if range.write != nil {
        let offset = CValue(
          "place - \(CValue.literal(range.low))", .binary("-"),
          width: machine.physicalMemory?.addressWidth ?? 64)
        let value = CValue("value", .primary, width: unit)
        out.line("\(program.call(.mappedWrite(number), mustUndo: true, [offset, value]));")
      }
      out.line("return;")
      out.close()
    }
    out.line("if (place >= cpu->host.ram_size) return;")
    out.line("look_again(cpu);")
    out.line("if (cpu->host.marks[place]) memory_changes(cpu, place, 1);")
    out.line(
      "if (cpu->host.written_count < cpu->host.written_room) cpu->host.written[cpu->host.written_count++] = place;"
    )
    out.line("keep(cpu, &cpu->host.ram[place], sizeof(ram_unit));")
    out.line("cpu->host.ram[place] = value;")
    out.close()
    out.line("")
  }

  /// The address in `phys` of each unit of an access.
  private func writeTranslation(_ out: inout CText) {
    let parts = parameters(.guest)
    guard let memory = machine.memory, let last = parts.last, let lastWidth = memory.parameters.last?.width
    else { return }
    let list = parts.map { "\($0.type) \($0.name)" }.joined(separator: ", ")
    let physicalWidth = machine.physicalMemory?.addressWidth ?? memory.addressWidth
    out.comment("Where a unit of the program's memory stands; traps where translation refuses it.")
    out.open("uint64_t locate(struct cpu *cpu, \(list), uint8_t access) {")
    if machine.physicalMemory != nil, machine.translation != nil {
      let arguments = zip(memory.parameters, parts).map { CValue($1.name, .primary, width: $0.width) }
      let access = CValue("access", .primary, width: 2)
      out.comment("Should it be refused, this was it.")
      out.line("cpu->host.refused_address = \(whole(.guest));")
      out.line("cpu->host.refused_access = access;")
      out.line("cpu->host.is_refused = 1;")
      out.line(
        "const uint64_t place = \(program.call(.translation, mustUndo: true, arguments + [access]));")
      out.line("cpu->host.is_refused = 0;")
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

  /// Translation as if the machine were in another mode.
  private func writeMode(_ mode: Int, _ out: inout CText) {
    let parts = parameters(.guest)
    let list = parts.map { "\($0.type) \($0.name)" }.joined(separator: ", ")
    let name = NameTable.member(machine.modes[mode].name)
    out.open(
      "static void locate_all_as_\(name)(struct cpu *cpu, \(list), uint8_t access, unsigned units, uint64_t *places) {"
    )
    let settings = ModeSetting.components(of: mode, in: machine)
    out.line("look_again(cpu);")
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

  private func writeLong(_ access: ProgramEmitter.Access, _ out: inout CText) {
    out.open("\(signature(access, suffix: isShort(access) ? "_slowly" : "")) {")
    let count = access.units
    let parts = parameters(access.space)
    if isTranslated(access.space) {
      let mode = access.mode.map { "_as_\(NameTable.member(machine.modes[$0].name))" } ?? ""
      let kind = access.isStore ? "TO_WRITE" : "TO_READ"
      out.line("uint64_t places[\(count)];")
      out.line(
        "locate_all\(mode)(cpu, \(parts.map(\.name).joined(separator: ", ")), \(kind), \(count), places);")
      if access.mode == nil { out.line("consider_page(cpu, \(whole(access.space)), \(kind));") }
    } else if let last = parts.last, let width = memory(access.space)?.parameters.last?.width {
      out.line("uint64_t places[\(count)];")
      let mask = width == 64 ? "" : " & \(CValue.literal(Bits.mask(width)))"
      out.line(
        "for (unsigned unit = 0; unit < \(count); unit++) places[unit] = ((uint64_t)\(last.name) + unit)\(mask);"
      )
    }
    let rank = CValue.Rank(width: unit * count) == .int ? "uint32_t" : CValue.Rank(width: unit * count).name
    for index in 0..<count {
      let shift = (isBigEndian ? count - 1 - index : index) * unit
      if access.isStore {
        let part = shift == 0 ? "value" : "value >> \(shift)"
        let text =
          unit == CType.size(unit)
          ? "(\(CType.word(unit)))(\(part))" : "(\(part)) & \(CValue.literal(Bits.mask(unit)))"
        out.line("store_unit(cpu, places[\(index)], \(text));")
      } else {
        out.line("const \(rank) unit_\(index) = load_unit(cpu, places[\(index)]);")
      }
    }
    if !access.isStore {
      let all = (0..<count).map { index -> String in
        let shift = (isBigEndian ? count - 1 - index : index) * unit
        return shift == 0 ? "unit_\(index)" : "unit_\(index) << \(shift)"
      }
      out.line("return \(all.joined(separator: " | "));")
    }
    out.close()
    out.line("")
  }

  private func write(_ question: ProgramEmitter.AccessQuestion, _ out: inout CText) {
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
