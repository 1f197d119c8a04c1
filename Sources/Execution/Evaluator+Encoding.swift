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
    visit(form.layout, fields: fields, locals: Array(repeating: .none, count: form.localCount)) { element in
      switch element {
      case .constant(let bits): writer.append(bits)
      case .field(let bits): writer.append(field: bits)
      }
    }
    return writer.units
  }

  /// The instruction in assembly language; empty when the specification gives no syntax.
  package func assembly(_ form: Form, fields: [Bits], contexts: [Bits]) -> String {
    self.contexts = contexts
    return text(
      form.syntax, layout: form.layout, fields: fields,
      locals: Array(repeating: .none, count: form.localCount))
  }

  /// The first prefix for every context that has not its initial value.
  private func neededPrefixes(_ contexts: [Bits]) -> [Prefix] {
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
        guard let (one, inner, locals) = chosen(layout.operands[number], fields: fields, locals: locals)
        else { continue }
        visit(one.layout, fields: inner, locals: locals, body)
      }
    }
  }

  /// The case of an operand that the fields choose.
  private func chosen(
    _ use: OperandUse, fields: [Bits], locals: [Value<Bits>]
  ) -> (Operand.Case, fields: [Bits], locals: [Value<Bits>])? {
    let operand = machine.operands[use.operand]
    frame = Frame(localCount: 0, fields: fields)
    frame.locals = locals
    let arguments = use.arguments.map { evaluate($0) }
    let inner = Array(fields[use.firstField..<use.firstField + operand.fieldCount])
    let own = operandLocals(operand, arguments)
    for (number, one) in operand.cases.enumerated() {
      frame = Frame(localCount: 0)
      frame.locals = own
      if isChosen(number, of: operand, inner).value == 1 {
        return (one, Array(inner[one.firstField...]), own)
      }
    }
    return nil
  }

  // MARK: Syntax

  private func text(_ parts: [SyntaxPart], layout: Layout, fields: [Bits], locals: [Value<Bits>]) -> String {
    parts.reduce(into: "") { result, part in
      switch part {
      case .text(let text): result += text
      case .field(let number, let names): result += named(fields[number], names)
      case .context(let number, let names): result += named(contexts[number], names)
      case .parameter(let number, let names):
        if case .word(let bits) = locals[number] { result += named(bits, names) }
      case .operand(let number):
        guard let (one, inner, locals) = chosen(layout.operands[number], fields: fields, locals: locals)
        else { return }
        result += text(one.syntax, layout: one.layout, fields: inner, locals: locals)
      }
    }
  }

  private func named(_ bits: Bits, _ names: Int?) -> String {
    if let names { return machine.names[names].texts[Int(bits.value)] }
    return bits.value < 10 ? "\(bits.value)" : "0x" + String(bits.value, radix: 16)
  }
}

/// Packs bits into units.
private struct UnitWriter {
  let unit: Int
  let isBigEndian: Bool
  private(set) var units: [UInt128] = []
  private var pending: UInt128 = 0
  private var count = 0

  init(unit: Int, isBigEndian: Bool) {
    self.unit = unit
    self.isBigEndian = isBigEndian
  }

  /// Appends bits, the highest first.
  mutating func append(_ bits: Bits) {
    for position in stride(from: bits.width - 1, through: 0, by: -1) {
      pending = pending << 1 | (bits.value >> UInt128(position) & 1)
      count += 1
      if count == unit {
        units.append(pending)
        pending = 0
        count = 0
      }
    }
  }

  /// Appends a field; one that starts on a unit and is wider than a unit goes in the stream's byte order.
  mutating func append(field: Bits) {
    guard count == 0, !isBigEndian, field.width > unit, field.width % unit == 0 else {
      append(field)
      return
    }
    for position in 0..<field.width / unit {
      append(Bits(field.value >> UInt128(position * unit), width: unit))
    }
  }
}
