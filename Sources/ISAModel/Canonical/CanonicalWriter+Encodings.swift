extension CanonicalWriter {

  /// Writes an encoding with its meaning and its assembly syntax.
  package mutating func write(_ form: Form) {
    note(form.span)
    write(form.layout)
    write(form.fieldCount)
    write(form.localCount)
    write(optional: form.condition) { $0.write($1) }
    write(form.syntax)
    write(form.body)
  }

  package mutating func write(_ operand: Operand) {
    write(all: operand.parameters) { $0.write($1) }
    write(operand.result)
    write(operand.localCount)
    write(operand.fieldCount)
    write(optional: operand.selectorWidth)
    write(operand.remainder)
    write(all: operand.cases) { writer, one in
      writer.note(one.span)
      writer.write(one.condition)
      writer.write(all: one.exclusions) { $0.write($1) }
      writer.write(one.layout)
      writer.write(one.firstField)
      writer.write(one.syntax)
      writer.write(one.value)
    }
  }

  private mutating func write(_ layout: Layout) {
    write(all: layout.fields) { writer, field in
      writer.write(field.name)
      writer.write(field.width)
    }
    write(all: layout.operands) { writer, use in
      writer.note(use.span)
      writer.write(use.name)
      writer.refer(to: .operand(use.operand))
      writer.write(all: use.arguments) { $0.write($1) }
      writer.write(use.firstField)
    }
    write(all: layout.elements) { writer, element in
      switch element {
      case .bits(let value, let width):
        writer.write(UInt8(0))
        writer.write(value)
        writer.write(width)
      case .field(let number):
        writer.write(UInt8(1))
        writer.write(number)
      case .operand(let number):
        writer.write(UInt8(2))
        writer.write(number)
      }
    }
  }

  private mutating func write(_ syntax: [SyntaxPart]) {
    write(all: syntax) { writer, part in
      switch part {
      case .text(let text):
        writer.write(UInt8(0))
        writer.write(text)
      case .field(let number, let style): writer.write(1, number, style)
      case .context(let number, let style): writer.write(2, number, style)
      case .parameter(let number, let style): writer.write(3, number, style)
      case .operand(let number):
        writer.write(UInt8(4))
        writer.write(number)
      }
    }
  }

  private mutating func write(_ tag: UInt8, _ number: Int, _ style: SyntaxStyle) {
    write(tag)
    write(number)
    switch style {
    case .number: write(UInt8(0))
    case .name(let list):
      write(UInt8(1))
      write(list)
    case .names(let list):
      write(UInt8(2))
      write(list)
    case .signed: write(UInt8(3))
    case .displacement: write(UInt8(4))
    case .extended(let width):
      write(UInt8(5))
      write(width)
    case .relative(let origin, let scale, let width):
      write(UInt8(6))
      switch origin {
      case .end: write(UInt8(0))
      case .here: write(UInt8(1))
      case .start(let plus):
        write(UInt8(2))
        write(plus)
      }
      write(scale)
      write(optional: width)
    }
  }
}
