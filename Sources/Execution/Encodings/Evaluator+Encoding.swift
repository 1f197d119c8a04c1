import ISAModel

/// What a concrete instruction looks like in memory and in assembly language.
extension Evaluator where D == ConcreteDomain {

  /// The units of the instruction word with these fields and contexts, prefixes first.
  package func encode(_ form: Form, fields: [Bits], contexts: [Bits]) -> [UInt128] {
    var writer = UnitWriter(unit: machine.stream.unit, isBigEndian: machine.stream.isBigEndian)
    self.contexts = contexts
    for prefix in neededPrefixes(contexts) {
      for element in prefix.elements { writer.append(Bits(element.value, width: element.width)) }
    }
    visit(form.layout, fields: fields, locals: noLocals(form)) { element in
      switch element {
      case .constant(let bits): writer.append(bits)
      case .field(let bits): writer.append(field: bits)
      }
    }
    return writer.units
  }

  /// The first prefix for every context that has not its initial value.
  package func neededPrefixes(_ contexts: [Bits]) -> [Prefix] {
    machine.stream.contexts.indices.compactMap { number in
      guard contexts[number].value != machine.stream.contexts[number].initial else { return nil }
      return machine.stream.prefixes.first { prefix in
        prefix.settings.contains { $0.context == number && $0.value == contexts[number].value }
      }
    }
  }

  // MARK: Layout

  private enum Piece {
    case constant(Bits)
    case field(Bits)
  }

  private func visit(
    _ layout: Layout, fields: [Bits], locals: [Value<Bits>], _ body: (Piece) -> Void
  ) {
    for element in layout.elements {
      switch element {
      case .bits(let value, let width): body(.constant(Bits(value, width: width)))
      case .field(let number): body(.field(fields[number]))
      case .operand(let number):
        guard let (_, one, inner, locals) = chosen(layout.operands[number], fields: fields, locals: locals)
        else { continue }
        visit(one.layout, fields: inner, locals: locals, body)
      }
    }
  }

  /// The case of an operand that the fields choose.
  func chosen(
    _ use: OperandUse, fields: [Bits], locals: [Value<Bits>]
  ) -> (number: Int, one: Operand.Case, fields: [Bits], locals: [Value<Bits>])? {
    let operand = machine.operands[use.operand]
    let arguments = self.arguments(of: use, fields: fields, locals: locals)
    let inner = Array(fields[use.firstField..<use.firstField + operand.fieldCount])
    let own = operandLocals(operand, arguments)
    for (number, one) in operand.cases.enumerated() {
      frame = Frame(localCount: 0)
      frame.locals = own
      if isChosen(number, of: operand, inner).value == 1 {
        return (number, one, Array(inner[one.firstField...]), own)
      }
    }
    return nil
  }
}
