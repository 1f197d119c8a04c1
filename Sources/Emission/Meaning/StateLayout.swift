import ISAModel

/// Where the parts of the state stand in the structure that holds the machine.
enum StateLayout {

  /// The members of the structure, one for each component.
  static func places(of machine: Machine) -> [String] {
    var result = Array(repeating: "", count: machine.components.count)
    for register in machine.registers {
      for element in 0..<(register.count ?? 1) {
        for part in register.parts {
          guard case .field(let field, let name) = part.kind else { continue }
          var place = NameTable.member(register.name)
          if register.count != nil { place += "[\(element)]" }
          if let name { place += ".\(NameTable.member(name))" }
          result[register.component(field: field, element: element)] = place
        }
      }
    }
    return result
  }

  /// The structure of a register with fields.
  static func typeName(_ register: Register) -> String { "register_\(NameTable.member(register.name))" }

  /// The structures of registers with fields.
  static func structures(of machine: Machine) -> CText {
    var out = CText()
    for register in machine.registers {
      let fields = self.fields(of: register, machine)
      guard isStructure(fields) else { continue }
      out.open("struct \(typeName(register)) {")
      for (_, field, width) in fields {
        let bits = CType.size(width) == width ? "" : " /* \(width) bit\(width == 1 ? "" : "s") */"
        out.line("\(CType.word(width)) \(NameTable.member(field ?? "value"));\(bits)")
      }
      out.close("};")
      out.line("")
    }
    return out
  }

  private static func isStructure(_ fields: [(Int, String?, Int)]) -> Bool {
    !fields.isEmpty && (fields.count > 1 || fields[0].1 != nil)
  }

  private static func fields(of register: Register, _ machine: Machine) -> [(Int, String?, Int)] {
    register.parts.compactMap { part in
      guard case .field(let field, let name) = part.kind else { return nil }
      return (field, name, machine.components[register.component(field: field, element: 0)].width)
    }
  }

  /// The members that are the registers of the specification.
  static func declarations(of machine: Machine) -> CText {
    var out = CText(depth: 1)
    for register in machine.registers {
      let fields = self.fields(of: register, machine)
      guard !fields.isEmpty else { continue }
      let name = NameTable.member(register.name) + (register.count.map { "[\($0)]" } ?? "")
      let roles = Set(
        fields.map { machine.components[register.component(field: $0.0, element: 0)].role.rawValue })
      let note = "\(register.width) bits, \(roles.sorted().joined(separator: " and "))"
      let type = isStructure(fields) ? "struct \(typeName(register))" : CType.word(fields[0].2)
      out.line("\(type) \(name); /* \(note) */")
    }
    return out
  }
}
