import ISALanguage

extension Elaborator {

  func declareState(_ item: FlatItem) throws {
    body = BodyScope(statics: item.statics)
    switch item.syntax.kind {
    case .register(let syntax):
      if attempt({ try declareRegister(syntax, item) }) == nil {
        damage.lostNames.insert(resolve(syntax.name, item.statics))
        throw Mistake()
      }
    case .memory(let syntax):
      damage.lostNames.insert(syntax.name.name)
      try declareMemory(syntax)
      damage.lostNames.remove(syntax.name.name)
    default: break
    }
  }

  /// The most components that a machine may have.
  private static let mostComponents = 65_536

  // MARK: Registers

  private func declareRegister(_ syntax: RegisterSyntax, _ item: FlatItem) throws {
    let width = try bitsWidth(syntax.width)
    let count = try syntax.count.map { expression in
      let count = try requireStatic(expression, "the number of registers")
      guard (1...1024).contains(count) else {
        throw fail("an array has 1 to 1024 registers, not \(count)", at: expression.span)
      }
      return count
    }
    let name = resolve(syntax.name, item.statics)
    if isDamaged(item.syntax.span) { throw Mistake() }
    let (parts, roles) = try parts(of: syntax, width: width)
    var reset: UInt128 = 0
    if let expression = syntax.reset {
      reset = try constant(expression, width: width)
    }
    let fieldCount = roles.count
    let register = Register(
      name: name, width: width, count: count, parts: parts, firstComponent: components.count,
      fieldsPerElement: fieldCount, span: syntax.name.span)
    guard components.count + fieldCount * (count ?? 1) <= Self.mostComponents else {
      throw fail(
        "the state has more than \(Self.mostComponents) registers and fields", at: syntax.name.span)
    }
    globals[name] = .register(registers.count)
    registers.append(register)
    for element in 0..<(count ?? 1) {
      let prefix = count == nil ? name : "\(name)[\(element)]"
      // Components follow the fields' numbers, which run from the high end down.
      for part in parts {
        guard case .field(let number, let field) = part.kind else { continue }
        components.append(
          Component(
            name: field.map { "\(prefix).\($0)" } ?? prefix, width: part.high - part.low + 1,
            role: roles[number],
            reset: reset >> UInt128(part.low) & mask(part.high - part.low + 1), span: syntax.name.span))
      }
    }
  }

  /// The parts of a register from the high end down, and the roles of its fields.
  private func parts(of syntax: RegisterSyntax, width: Int) throws -> ([Register.Part], [Role]) {
    let own = try syntax.role.map { try role($0) }
    guard let fields = syntax.fields else {
      guard let own else {
        throw fail(
          "the register '\(syntax.name.name)' has no role", at: syntax.name.span,
          help:
            "write 'guest', 'mode', 'relocation', 'control' or 'time' before it, or before each of its fields"
        )
      }
      return ([Register.Part(kind: .field(0, name: nil), high: width - 1, low: 0)], [own])
    }
    let errors = diagnostics.errorCount
    let pieces = pieces(of: fields, in: syntax.name.name, width: width)
    if diagnostics.errorCount > errors { throw Mistake() }
    try checkCovered(pieces, syntax.name, width: width)
    var parts: [Register.Part] = []
    var roles: [Role] = []
    for piece in pieces {
      let kind: Register.Part.Kind
      switch piece.field.kind {
      case .fixed(let one): kind = .fixed(one ? mask(piece.high - piece.low + 1) : 0)
      case .named(let name, let fieldRole):
        guard let role = try fieldRole.map({ try role($0) }) ?? own else {
          throw fail(
            "the field '\(name.name)' has no role", at: name.span,
            help: "write 'guest', 'mode', 'relocation', 'control' or 'time' before it")
        }
        kind = .field(roles.count, name: name.name)
        roles.append(role)
      }
      parts.append(Register.Part(kind: kind, high: piece.high, low: piece.low))
    }
    return (parts, roles)
  }

  /// Bits that belong to one field.
  private struct Piece {
    var high: Int
    var low: Int
    var field: RegisterSyntax.Field
  }

  /// The fields of a register with their bits, the highest first.
  private func pieces(
    of fields: [RegisterSyntax.Field], in register: String, width: Int
  ) -> [Piece] {
    var pieces: [Piece] = []
    var names: [String: Span] = [:]
    for field in fields {
      if case .named(let name, _) = field.kind {
        if let other = names[name.name] {
          diagnostics.error(
            "the field '\(name.name)' is declared twice", at: name.span,
            notes: declared(at: other, "first declared here"))
          continue
        }
        names[name.name] = name.span
      }
      for range in field.ranges {
        guard let high = attempt({ try requireStatic(range.high, "a bit number") }),
          let low = attempt({ try requireStatic(range.low, "a bit number") })
        else { continue }
        guard high >= low else {
          diagnostics.error(
            "a range of bits is written high..low", at: range.span, help: "write \(low)..\(high)")
          continue
        }
        guard high < width, low >= 0 else {
          diagnostics.error("'\(register)' has the bits \(width - 1)..0", at: range.span)
          continue
        }
        if let other = pieces.first(where: { $0.low <= high && low <= $0.high }) {
          diagnostics.error(
            "these bits of '\(register)' belong to another field already", at: range.span,
            notes: [Diagnostic.Note("that field", at: other.field.span)])
          continue
        }
        pieces.append(Piece(high: high, low: low, field: field))
      }
    }
    return pieces.sorted { $0.high > $1.high }
  }

  /// Reports the bits that belong to no field.
  private func checkCovered(_ pieces: [Piece], _ name: Identifier, width: Int) throws {
    var missing: [String] = []
    var next = width - 1
    func miss(downTo low: Int) {
      if low <= next { missing.append(low == next ? "\(low)" : "\(next)..\(low)") }
    }
    for piece in pieces {
      miss(downTo: piece.high + 1)
      next = piece.low - 1
    }
    miss(downTo: 0)
    guard missing.isEmpty else {
      throw fail(
        "the bits \(missing.joined(separator: ", ")) of '\(name.name)' belong to no field", at: name.span,
        help: "if they always read as zero, add 'zero @ \(missing.joined(separator: ", "))'")
    }
  }

  private func role(_ syntax: RoleSyntax) throws -> Role {
    var word = syntax.role
    if let alternative = syntax.alternative {
      guard let isOn = features.isOn(alternative.feature.name) else {
        throw noSuch(
          "feature", alternative.feature.name, at: alternative.feature.span, among: features.names)
      }
      if isOn { word = alternative.role }
    }
    guard let role = Role(rawValue: word.name) else {
      throw fail(
        "'\(word.name)' is not a role", at: word.span,
        help: didYouMean(word.name, among: Role.allCases.map(\.rawValue)))
    }
    return role
  }

  // MARK: Memory

  private func declareMemory(_ syntax: MemorySyntax) throws {
    guard syntax.name.name == "mem" || syntax.name.name == "phys" else {
      throw fail("a memory is called 'mem' (through translation) or 'phys' (past it)", at: syntax.name.span)
    }
    let unit = try bitsWidth(syntax.unit)
    let parameters = try syntax.parameters.map { (name: $0.name.name, width: try bitsWidth($0.type)) }
    guard !parameters.isEmpty else { throw fail("a memory needs an address", at: syntax.name.span) }
    var declared = Memory(
      parameters: parameters, unit: unit, isBigEndian: syntax.isBigEndian, trap: nil, size: nil,
      span: syntax.name.span)
    guard declared.addressWidth <= 128 else {
      throw fail("an address has at most 128 bits", at: syntax.name.span)
    }
    if let size = syntax.size { declared.size = try memorySize(size, of: declared) }
    if syntax.name.name == "mem" {
      if syntax.trap == nil {
        diagnostics.error(
          "'mem' says with 'traps NAME' what a refused access raises", at: syntax.name.span,
          help: "declare a trap of the class 'memory' and name it")
      }
      memory = declared
      memoryTrap = syntax.trap
      globals["mem"] = .memory(.guest)
    } else {
      if let trap = syntax.trap {
        diagnostics.error("'phys' is past translation: no access is refused", at: trap.span)
      }
      physicalMemory = declared
      globals["phys"] = .memory(.physical)
    }
  }

  private func memorySize(_ syntax: ExpressionSyntax, of memory: Memory) throws -> Int {
    let size = try requireStatic(syntax, "the size of memory")
    guard size > 0, UInt128(size) - 1 <= mask(memory.addressWidth) else {
      throw fail(
        "memory has at least one unit, and no more than its addresses of \(memory.addressWidth) bits name",
        at: syntax.span)
    }
    return size
  }

  /// Finds the trap that a refused access raises, now that the traps are known.
  func resolveMemoryTrap() {
    guard memory != nil, let name = memoryTrap else { return }
    guard case .trap(let number)? = globals[name.name] else {
      _ = noSuch("trap", name.name, at: name.span, among: traps.map(\.name))
      return
    }
    guard traps[number].trapClass == .memory else {
      diagnostics.error(
        "the trap of a refused access must be of the class 'memory'", at: name.span,
        notes: [Diagnostic.Note("declared here", at: traps[number].span)])
      return
    }
    guard traps[number].parameters.isEmpty else {
      diagnostics.error(
        "the trap of a refused access carries nothing", at: name.span,
        notes: [Diagnostic.Note("declared with parameters here", at: traps[number].span)])
      return
    }
    memory?.trap = number
  }
}
