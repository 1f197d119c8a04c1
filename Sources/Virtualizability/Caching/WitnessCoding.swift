extension ResultWriter {

  mutating func write(_ witness: Witness) {
    write(witness.assembly)
    write(all: witness.encoding)
    write(all: witness.differing)
    write(witness.first)
    write(optional: witness.second) { $0.write($1) }
    write(witness.claim)
  }

  private mutating func write(_ execution: Witness.Execution) {
    write(execution.label)
    write(execution.mode)
    write(all: execution.before) { $0.write($1) }
    write(all: execution.memory) { $0.write($1) }
    switch execution.outcome {
    case .completes: write(false)
    case .traps(let name, let kind):
      write(true)
      write(name)
      write(kind)
    }
    write(all: execution.after) { $0.write($1) }
    write(all: execution.written) { $0.write($1) }
    write(execution.background)
  }

  private mutating func write(_ background: Witness.Background) {
    write(all: background.components) { $0.write($1) }
    write(all: background.translations) {
      $0.write($1.name)
      $0.write(all: $1.arguments) { $0.write($1) }
      $0.write(optional: $1.place) { $0.write($1) }
    }
    write(all: background.undefined) {
      $0.write($1.key)
      $0.write($1.width)
      $0.write($1.value)
    }
    write(all: background.unpredictable) { $0.write($1) }
  }

  mutating func write(_ setting: Witness.Setting) {
    write(setting.name)
    write(setting.value)
    write(setting.width)
    write(setting.differs)
  }

  private mutating func write(_ cell: Witness.MemoryCell) {
    write(cell.space)
    write(all: cell.address) { $0.write($1) }
    write(optional: cell.value) { $0.write($1) }
    write(cell.width)
    write(cell.differs)
  }
}

extension ResultReader {

  mutating func witness() throws(Malformed) -> Witness {
    Witness(
      assembly: try text(), encoding: try allTexts(), differing: try allTexts(), first: try execution(),
      second: try optional { reader throws(Malformed) in try reader.execution() }, claim: try text())
  }

  private mutating func execution() throws(Malformed) -> Witness.Execution {
    Witness.Execution(
      label: try text(), mode: try text(), before: try settings(), memory: try cells(),
      outcome: try bool() ? .traps(try text(), class: try text()) : .completes, after: try settings(),
      written: try cells(), background: try background())
  }

  private mutating func background() throws(Malformed) -> Witness.Background {
    var result = Witness.Background()
    result.components = try settings()
    result.translations = try all { reader throws(Malformed) in
      Witness.Translation(
        name: try reader.text(), arguments: try reader.all { inner throws(Malformed) in try inner.wide() },
        place: try reader.optional { inner throws(Malformed) in try inner.wide() })
    }
    result.undefined = try all { reader throws(Malformed) in
      Witness.Choice(key: try reader.number(), width: try reader.integer(), value: try reader.wide())
    }
    result.unpredictable = try all { reader throws(Malformed) in try reader.number() }
    return result
  }

  mutating func settings() throws(Malformed) -> [Witness.Setting] {
    try all { reader throws(Malformed) in
      Witness.Setting(
        name: try reader.text(), value: try reader.wide(), width: try reader.integer(),
        differs: try reader.bool())
    }
  }

  private mutating func cells() throws(Malformed) -> [Witness.MemoryCell] {
    try all { reader throws(Malformed) in
      Witness.MemoryCell(
        space: try reader.text(), address: try reader.settings(),
        value: try reader.optional { inner throws(Malformed) in try inner.wide() },
        width: try reader.integer(), differs: try reader.bool())
    }
  }
}
