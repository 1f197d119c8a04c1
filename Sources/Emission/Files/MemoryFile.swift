import Execution
import ISAModel

/// Accesses to memory: the short way in the header, the long one as the specification says it.
struct MemoryFile {

  let program: ProgramEmitter

  /// Whether the second stage of translation is known to treat the addresses of a page alike.
  private let isUniform: Bool

  var machine: Machine { program.machine }

  /// Names that the functions here use themselves.
  static let ownNames: Set<String> = [
    "offset", "place", "page", "value", "unit", "units", "access", "places", "to", "mark", "outer",
    "admitted",
  ]

  let unit: Int
  let isBigEndian: Bool

  init(_ program: ProgramEmitter, isUniform: Bool) {
    self.program = program
    self.isUniform = isUniform
    let memory = program.machine.physicalMemory ?? program.machine.memory
    unit = memory?.unit ?? 8
    isBigEndian = memory?.isBigEndian ?? false
  }

  /// The accesses, in a fixed order.
  var accesses: [ProgramEmitter.Access] {
    program.accesses.sorted {
      ProgramEmitter.name(of: $0, machine) < ProgramEmitter.name(of: $1, machine)
    }
  }

  func name(_ access: ProgramEmitter.Access) -> String { ProgramEmitter.name(of: access, machine) }

  func word(_ access: ProgramEmitter.Access) -> String { CType.word(unit * access.units) }

  /// Whether accesses to a space go through translation.
  func isTranslated(_ space: MemorySpace) -> Bool { space == .guest && machine.physicalMemory != nil }

  /// Whether accesses go through the second stage alone.
  func isStaged(_ access: ProgramEmitter.Access) -> Bool {
    access.space == .physical && machine.secondStage != nil && !access.isPast
  }

  /// The units of a page of `phys` whose places are kept past the second stage; nil where they are not.
  var stagePage: Int? {
    guard isUniform, machine.secondStage != nil, !secondStageWrites,
      case .page(let size)? = machine.installation?.shape
    else { return nil }
    return min(size, Self.page)
  }

  /// The units that are looked at together.
  private static let page = 4096

  var translationWrites: Bool { program.analysis.translationWrites }
  var secondStageWrites: Bool { machine.secondStage != nil && program.analysis.lastStage.writesAnything }

  func memory(_ space: MemorySpace) -> Memory? {
    space == .guest ? machine.memory : machine.physicalMemory
  }

  func parameters(_ space: MemorySpace) -> [(type: String, name: String)] {
    (memory(space)?.parameters ?? []).map { parameter in
      let name = NameTable.member(parameter.name)
      return (CType.word(parameter.width), Self.ownNames.contains(name) ? "at_\(name)" : name)
    }
  }

  func signature(_ access: ProgramEmitter.Access, suffix: String = "") -> String {
    var all = ["struct cpu *cpu"] + parameters(access.space).map { "\($0.type) \($0.name)" }
    if access.isStore { all.append("\(word(access)) value") }
    return
      "\(access.isStore ? "void" : word(access)) \(name(access))\(suffix)(\(all.joined(separator: ", ")))"
  }

  func arguments(_ access: ProgramEmitter.Access) -> String {
    var all = ["cpu"] + parameters(access.space).map(\.name)
    if access.isStore { all.append("value") }
    return all.joined(separator: ", ")
  }

  /// All parts of an address side by side.
  func whole(_ space: MemorySpace) -> String {
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
    if machine.secondStage != nil {
      out.comment(
        "Where a unit of `phys` stands past the second stage of translation; traps where that refuses it.")
      out.line("uint64_t reach(struct cpu *cpu, uint64_t address, uint8_t access);")
      out.line("")
    }
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

  func isShort(_ access: ProgramEmitter.Access) -> Bool {
    access.mode == nil && (!isStaged(access) || stagePage != nil)
  }

  func writeBoard(_ out: inout CText) {
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
  func writeUnits(_ count: Int, _ out: inout CText) {
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

  // MARK: The long way

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

  func isInside(_ range: MappedRange) -> String {
    let below = "place < \(CValue.literal(range.high))"
    return range.low == 0 ? below : "place >= \(CValue.literal(range.low)) && \(below)"
  }

  func writeUnit(_ out: inout CText) {
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
    out.line(
      "if (cpu->host.written_count < cpu->host.written_room) cpu->host.written[cpu->host.written_count++] = place;"
    )
    out.line("if (cpu->host.ram[place] == value) return;")
    out.line("look_again(cpu);")
    out.line("if (cpu->host.marks[place]) memory_changes(cpu, place, 1);")
    out.line("keep(cpu, &cpu->host.ram[place], sizeof(ram_unit));")
    out.line("cpu->host.ram[place] = value;")
    out.close()
    out.line("")
  }
}
