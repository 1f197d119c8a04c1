import ISALanguage

extension Elaborator {

  func declareState(_ item: FlatItem) throws {
    body = BodyScope(statics: item.statics)
    switch item.syntax.kind {
    case .register(let syntax): try declareRegister(syntax, statics: item.statics)
    case .memory(let syntax): try declareMemory(syntax)
    default: break
    }
  }

  // MARK: Registers

  private func declareRegister(_ syntax: RegisterSyntax, statics: Statics) throws {
    let width = try bitsWidth(syntax.width)
    let count = try syntax.count.map { expression in
      let count = try requireStatic(expression, "the number of registers")
      guard (1...1024).contains(count) else {
        throw fail("an array has 1 to 1024 registers", at: expression.span)
      }
      return count
    }
    let name = resolve(syntax.name, statics)
    let (parts, roles) = try parts(of: syntax, width: width)
    var reset: UInt128 = 0
    if let expression = syntax.reset {
      reset = try constant(expression, width: width)
    }
    let fieldCount = roles.count
    let register = Register(
      name: name, width: width, count: count, parts: parts, firstComponent: components.count,
      fieldsPerElement: fieldCount, span: syntax.name.span)
    if globals[name] != nil {
      throw fail(
        "'\(name)' is declared twice", at: syntax.name.span,
        notes: globalSpans[name].map { [Diagnostic.Note("first declared here", at: $0)] } ?? [])
    }
    globals[name] = .register(registers.count)
    globalSpans[name] = syntax.name.span
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
    struct Piece { var high: Int; var low: Int; var field: RegisterSyntax.Field }
    var pieces: [Piece] = []
    var names: [String: Span] = [:]
    for field in fields {
      if case .named(let name, _) = field.kind {
        if let other = names[name.name] {
          diagnostics.error(
            "the field '\(name.name)' is declared twice", at: name.span,
            notes: [Diagnostic.Note("first declared here", at: other)])
          continue
        }
        names[name.name] = name.span
      }
      for range in field.ranges {
        let high = try requireStatic(range.high, "a bit number")
        let low = try requireStatic(range.low, "a bit number")
        guard high >= low else {
          diagnostics.error(
            "a range of bits is written high..low", at: range.span, help: "write \(low)..\(high)")
          continue
        }
        guard high < width, low >= 0 else {
          diagnostics.error("'\(syntax.name.name)' has the bits \(width - 1)..0", at: range.span)
          continue
        }
        if let other = pieces.first(where: { $0.low <= high && low <= $0.high }) {
          diagnostics.error(
            "these bits of '\(syntax.name.name)' belong to another field already", at: range.span,
            notes: [Diagnostic.Note("that field", at: other.field.span)])
          continue
        }
        pieces.append(Piece(high: high, low: low, field: field))
      }
    }
    pieces.sort { $0.high > $1.high }
    var missing: [String] = []
    var next = width - 1
    for piece in pieces + [] {
      if piece.high < next {
        missing.append(next == piece.high + 1 ? "\(next)" : "\(next)..\(piece.high + 1)")
      }
      next = piece.low - 1
    }
    if next >= 0 { missing.append(next == 0 ? "0" : "\(next)..0") }
    guard missing.isEmpty else {
      throw fail(
        "the bits \(missing.joined(separator: ", ")) of '\(syntax.name.name)' belong to no field",
        at: syntax.name.span,
        help: "if they always read as zero, add 'zero @ \(missing.joined(separator: ", "))'")
    }
    var parts: [Register.Part] = []
    var roles: [Role] = []
    for piece in pieces {
      switch piece.field.kind {
      case .fixed(let one):
        parts.append(
          Register.Part(
            kind: .fixed(one ? mask(piece.high - piece.low + 1) : 0), high: piece.high, low: piece.low))
      case .named(let name, let fieldRole):
        guard let role = try fieldRole.map({ try role($0) }) ?? own else {
          throw fail(
            "the field '\(name.name)' has no role", at: name.span,
            help: "write 'guest', 'mode', 'relocation', 'control' or 'time' before it")
        }
        parts.append(
          Register.Part(kind: .field(roles.count, name: name.name), high: piece.high, low: piece.low))
        roles.append(role)
      }
    }
    return (parts, roles)
  }

  private func role(_ syntax: RoleSyntax) throws -> Role {
    var word = syntax.role
    if let alternative = syntax.alternative {
      guard let feature = features.first(where: { $0.name == alternative.feature.name }) else {
        throw fail(
          "there is no feature '\(alternative.feature.name)'", at: alternative.feature.span,
          help: didYouMean(alternative.feature.name, among: features.map(\.name)))
      }
      if feature.isOn { word = alternative.role }
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
    let declared = Memory(
      parameters: parameters, unit: unit, isBigEndian: syntax.isBigEndian, trap: nil, span: syntax.name.span)
    guard declared.addressWidth <= 128 else {
      throw fail("an address has at most 128 bits", at: syntax.name.span)
    }
    if syntax.name.name == "mem" {
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

  /// Finds the trap that a refused access raises, now that the traps are known.
  func resolveMemoryTrap() {
    guard memory != nil, let name = memoryTrap else { return }
    guard case .trap(let number)? = globals[name.name] else {
      diagnostics.error(
        "there is no trap '\(name.name)'", at: name.span,
        help: didYouMean(name.name, among: traps.map(\.name)))
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

  // MARK: Numbers

  func mask(_ width: Int) -> UInt128 { width >= 128 ? .max : (1 << UInt128(width)) - 1 }

  /// The constant that a static expression stands for, as `width` bits.
  func constant(_ expression: ExpressionSyntax, width: Int) throws -> UInt128 {
    if case .number(let literal) = expression.kind {
      guard literal.value <= mask(width) else {
        throw fail(
          "\(sources.file(of: expression.span).text(of: expression.span)) does not fit in bits(\(width))",
          at: expression.span)
      }
      return literal.value
    }
    guard let number = staticNumber(expression) else {
      throw fail("expected a static number", at: expression.span)
    }
    guard let bits = Self.bits(number, width: width) else {
      throw fail("\(number) does not fit in bits(\(width))", at: expression.span)
    }
    return bits
  }

  /// `number` in two's complement, or nil if it does not fit.
  static func bits(_ number: Int128, width: Int) -> UInt128? {
    if number >= 0 {
      return width >= 127 || number < 1 << Int128(width) ? UInt128(number) : nil
    }
    guard width < 128, -number <= 1 << Int128(width - 1) else { return nil }
    return UInt128(bitPattern: number) & ((1 << UInt128(width)) - 1)
  }
}
