import ISAModel

/// The registers by their names, for who looks at a machine from outside.
struct RegisterFile {

  private let program: ProgramEmitter
  private var machine: Machine { program.machine }

  init(_ program: ProgramEmitter) { self.program = program }

  static let header = """
    #ifndef REGISTERS_H
    #define REGISTERS_H

    #include "machine.h"

    /* A register, or an element of an array of registers, with all its fields. */
    struct register_name {
      const char *name;
      unsigned width;
    };

    extern const struct register_name register_names[];
    extern const unsigned register_count;

    uint128_t get_register(const struct cpu *cpu, unsigned number);
    void put_register(struct cpu *cpu, unsigned number, uint128_t value);

    #endif

    """

  func write() -> CText {
    var out = CText()
    var all: [(name: String, register: Register, element: Int)] = []
    for register in machine.registers {
      for element in 0..<(register.count ?? 1) {
        all.append(
          (register.count == nil ? register.name : "\(register.name)[\(element)]", register, element))
      }
    }
    out.line("#include \"registers.h\"")
    out.line("")
    out.open("const struct register_name register_names[] = {")
    for one in all { out.line("{\"\(one.name)\", \(one.register.width)},") }
    out.close("};")
    out.line("const unsigned register_count = \(all.count);")
    out.line("")
    out.open("uint128_t get_register(const struct cpu *cpu, unsigned number) {")
    out.open("switch (number) {")
    for (number, one) in all.enumerated() {
      let parts =
        pieces(one.register, one.element).map { "(uint128_t)cpu->\($0.place) << \($0.low)" }
        + fixed(one.register)
      out.line("case \(number): return \(parts.isEmpty ? "0" : parts.joined(separator: " | "));")
    }
    out.line("default: return 0;")
    out.close()
    out.close()
    out.line("")
    out.open("void put_register(struct cpu *cpu, unsigned number, uint128_t value) {")
    out.open("switch (number) {")
    for (number, one) in all.enumerated() {
      out.open("case \(number):")
      for piece in pieces(one.register, one.element) {
        let mask = piece.width == 128 ? "" : " & \(CValue.literal((1 << UInt128(piece.width)) - 1))"
        out.line("cpu->\(piece.place) = (value >> \(piece.low))\(mask);")
      }
      out.line("break;")
      out.outdent()
    }
    out.line("default: break;")
    out.close()
    out.line("places_changed(cpu);")
    out.close()
    return out
  }

  private func pieces(_ register: Register, _ element: Int) -> [(place: String, low: Int, width: Int)] {
    register.parts.compactMap { part in
      guard case .field(let field, _) = part.kind else { return nil }
      let place = program.place(of: register.component(field: field, element: element))
      return (place, part.low, part.high - part.low + 1)
    }
  }

  private func fixed(_ register: Register) -> [String] {
    var ones: UInt128 = 0
    for part in register.parts {
      if case .fixed(let value) = part.kind { ones |= value << UInt128(part.low) }
    }
    return ones == 0 ? [] : [CValue.literal(ones)]
  }
}
