extension CanonicalWriter {

  /// Writes what all instructions of a machine share: its state, its modes and conditions, its traps, its types and
  /// how instructions are read. How traps are delivered, devices, and the instructions themselves are left out.
  package mutating func write(declarationsOf machine: Machine) {
    write(all: machine.components) { writer, component in
      writer.note(component.span)
      writer.write(component.name)
      writer.write(component.width)
      writer.write(component.role.rawValue)
      writer.write(component.reset)
    }
    write(all: machine.registers) { $0.write($1) }
    write(optional: machine.memory) { $0.write($1) }
    write(optional: machine.physicalMemory) { $0.write($1) }
    write(all: machine.modes) { writer, mode in
      writer.note(mode.span)
      writer.write(mode.name)
      writer.write(mode.condition)
      writer.write(mode.host)
    }
    write(all: machine.hostConditions) { $0.write($1) }
    write(all: machine.invariants) { $0.write($1) }
    write(all: machine.mirrored) { $0.write($1) }
    write(all: machine.traps) { writer, trap in
      writer.note(trap.span)
      writer.write(trap.name)
      writer.write(trap.trapClass.rawValue)
      writer.write(trap.isImprecise)
      writer.write(all: trap.parameters) { $0.write($1) }
    }
    write(all: machine.records) { writer, record in
      writer.write(all: record.fields) { $0.write($1.type) }
    }
    write(all: machine.enumerations) { writer, enumeration in
      writer.write(all: enumeration.cases) { writer, one in
        writer.write(all: one.fields) { $0.write($1.type) }
      }
    }
    write(all: machine.names) { writer, list in
      writer.write(list.width)
      writer.write(all: list.texts) { $0.write($1) }
    }
    write(machine.stream)
  }

  package mutating func write(_ function: Function) {
    write(all: function.parameters) { $0.write($1) }
    write(function.result)
    write(function.localCount)
    // The unknown functions that stand for translation bear its name.
    write(optional: function.isTranslation ? function.name : nil) { $0.write($1) }
    write(function.body)
  }

  package mutating func write(_ type: Type) {
    switch type {
    case .bits(let width):
      write(UInt8(0))
      write(width)
    case .record(let number):
      write(UInt8(1))
      write(number)
    case .enumeration(let number):
      write(UInt8(2))
      write(number)
    case .nothing: write(UInt8(3))
    case .never: write(UInt8(4))
    }
  }

  private mutating func write(_ register: Register) {
    write(register.name)
    write(register.width)
    write(optional: register.count)
    write(all: register.parts) { writer, part in
      writer.write(part.high)
      writer.write(part.low)
      switch part.kind {
      case .field(let number, let name):
        writer.write(UInt8(0))
        writer.write(number)
        writer.write(optional: name) { $0.write($1) }
      case .fixed(let value):
        writer.write(UInt8(1))
        writer.write(value)
      }
    }
    write(register.firstComponent)
    write(register.fieldsPerElement)
  }

  private mutating func write(_ memory: Memory) {
    note(memory.span)
    write(all: memory.parameters) { writer, parameter in
      writer.write(parameter.name)
      writer.write(parameter.width)
    }
    write(memory.unit)
    write(memory.isBigEndian)
    write(optional: memory.trap)
  }

  private mutating func write(_ condition: Condition) {
    note(condition.span)
    write(optional: condition.mode)
    write(condition.expression)
  }

  private mutating func write(_ stream: InstructionStream) {
    write(stream.unit)
    write(stream.isBigEndian)
    write(all: stream.fetch) { $0.write($1) }
    write(optional: stream.step) { $0.write($1) }
    write(all: stream.contexts) { writer, context in
      writer.note(context.span)
      writer.write(context.name)
      writer.write(context.width)
      writer.write(context.initial)
      writer.write(context.isStrict)
    }
    write(all: stream.prefixes) { writer, prefix in
      writer.write(all: prefix.elements) { writer, element in
        writer.write(element.value)
        writer.write(element.width)
      }
      writer.write(all: prefix.settings) { writer, setting in
        writer.write(setting.context)
        writer.write(setting.value)
      }
      writer.write(all: prefix.texts) { $0.write($1) }
    }
    write(optional: stream.otherwise)
    write(stream.fetchWidth)
  }
}
