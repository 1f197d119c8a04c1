import ISALanguage

extension Elaborator {

  /// What is known of a layout beside its elements.
  struct LayoutSize {

    /// The fields, those of the operands included.
    var fieldCount = 0

    /// The bits that stand beyond whole units.
    var remainder = 0

    /// The bits at most.
    var longest = 0
  }

  /// The most units of an instruction: `length` has 8 bits.
  private static let mostUnits = 255

  /// The most fields of an encoding, with those of its operands.
  private static let mostFields = 1024

  /// The layout of a pattern; its fields and operands are declared in `body`. `firstField` is the number of
  /// its first field.
  func layout(
    _ elements: [PatternElementSyntax], firstField: Int, unit: Int, isWhole: Bool, span: Span
  ) throws -> (layout: Layout, size: LayoutSize) {
    var layout = Layout()
    var names: [String: Span] = [:]
    let direct = elements.count { if case .field = $0.kind { true } else { false } }
    var nextField = firstField
    var nextOperandField = firstField + direct
    var bits = 0
    var longest = 0
    func takeBits(_ value: UInt128, _ width: Int) {
      layout.elements.append(.bits(value, width: width))
      bits += width
      longest += width
    }
    for element in elements {
      try spend(at: element.span)
      switch element.kind {
      case .bits(let value, let width): takeBits(value, width)
      case .constant(let expression):
        guard let (value, width) = staticBits(expression) else {
          throw fail(
            "the width of this number is not known here", at: element.span,
            help: "write it in the 'for' row with all its binary digits")
        }
        takeBits(value, width)
      case .field(let name, let widthSyntax):
        guard let name else {
          throw fail("a field of an encoding needs a name: what stands there must be known", at: element.span)
        }
        let width = try requireStatic(widthSyntax, "the width of a field")
        guard (1...128).contains(width) else {
          throw fail("a field has 1 to 128 bits, not \(width)", at: element.span)
        }
        try declareOnce(name, in: &names)
        body.bind(name.name, .field(nextField, width: width))
        layout.elements.append(.field(nextField))
        layout.fields.append(EncodingField(name: name.name, width: width))
        nextField += 1
        bits += width
        longest += width
      case .operand(let name, let kind, let arguments):
        try declareOnce(name, in: &names)
        let use = try operandUse(name, kind, arguments, firstField: nextOperandField, at: element.span)
        nextOperandField += operands[use.operand].fieldCount
        layout.elements.append(.operand(layout.operands.count))
        body.bind(name.name, .operand(layout.operands.count, type: operands[use.operand].result))
        layout.operands.append(use)
        bits += operands[use.operand].remainder
        longest += operandLengths[use.operand]
      }
      guard nextOperandField - firstField <= Self.mostFields else {
        throw fail("an encoding has at most \(Self.mostFields) fields, with those of its operands", at: span)
      }
      guard longest <= Self.mostUnits * unit else {
        throw fail("an instruction has at most \(Self.mostUnits) units of \(unit) bits", at: span)
      }
    }
    guard !isWhole || bits % unit == 0 else {
      throw fail(
        "an encoding is a whole number of units of \(unit) bits, this one has \(counted(bits, "bit"))",
        at: span)
    }
    let size = LayoutSize(
      fieldCount: nextOperandField - firstField, remainder: bits % unit, longest: longest)
    return (layout, size)
  }

  private func declareOnce(_ name: Identifier, in names: inout [String: Span]) throws {
    if let other = names[name.name] {
      throw fail(
        "the field '\(name.name)' is declared twice", at: name.span,
        notes: declared(at: other, "first declared here"))
    }
    guard body.statics[name.name] == nil else {
      throw fail("'\(name.name)' is already a static variable here", at: name.span)
    }
    names[name.name] = name.span
  }

  private func operandUse(
    _ name: Identifier, _ kind: Identifier, _ arguments: [ExpressionSyntax], firstField: Int, at span: Span
  ) throws -> OperandUse {
    let resolved = resolve(kind, body.statics)
    guard case .operand(let number)? = globals[resolved] else {
      throw noSuch(
        "operand", resolved, at: kind.span,
        among: genericOperands.map { resolve($0.syntax.name, $0.statics) })
    }
    let generic = genericOperands[number]
    let parameters = generic.syntax.parameters
    guard arguments.count == parameters.count else {
      throw fail(
        "'\(resolved)' takes \(counted(parameters.count, "argument")), not \(arguments.count)", at: span,
        notes: declared(at: generic.syntax.name.span))
    }
    let waiting = body.pending.count
    let (statics, dynamic) = try splitArguments(parameters, arguments, statics: generic.statics)
    // An operand is recognised before anything is run: all that is known then are fields.
    for (argument, value) in zip(arguments, try parameterValues(parameters, dynamic)) {
      guard let value else { continue }
      let mentions = mentions(in: value)
      guard body.pending.count == waiting, !mentions.length, !holdsOperand(value) else {
        throw fail(
          "an argument of an operand is made of fields and static numbers", at: argument.span,
          notes: declared(at: generic.syntax.name.span))
      }
    }
    let instance = try operandInstance(number, statics: statics, at: span)
    return OperandUse(
      name: name.name, operand: instance, arguments: dynamic, firstField: firstField, span: span)
  }

  /// The values of the parameters, nil for static ones.
  private func parameterValues(_ parameters: [ParameterSyntax], _ dynamic: [Expression]) throws
    -> [Expression?]
  {
    var rest = dynamic[...]
    return parameters.map { $0.isStatic ? nil : rest.popFirst() }
  }

  private func holdsOperand(_ expression: Expression) -> Bool {
    if case .operand = expression { return true }
    var result = false
    expression.forEachChild { result = result || holdsOperand($0) }
    return result
  }
}
