import ISALanguage
import ISAModel

extension Evaluator {

  func evaluate(_ block: Block) -> Value<Word> {
    for statement in block.statements {
      if isDead { return .none }
      execute(statement)
    }
    guard !isDead, let result = block.result else { return .none }
    return evaluate(result)
  }

  private func execute(_ statement: Statement) {
    switch statement {
    case .setLocal(let slot, let expression):
      let value = evaluate(expression)
      frame.locals[slot] = value
      writeCount += 1
    case .setComponent(let number, let expression, let span):
      let value = word(expression)
      guard !isDead else { return }
      set(number, value, at: span)
    case .setElement(let register, let field, let index, let expression, let span):
      let position = word(index)
      let value = word(expression)
      guard !isDead else { return }
      setElement(machine.registers[register], field: field, index: position, value, at: span)
    case .store(let space, let address, let units, let mode, let expression, let span):
      let parts = address.map { word($0) }
      let value = word(expression)
      guard !isDead else { return }
      store(space, parts, units: units, mode: mode, value, at: span)
    case .evaluate(let expression): _ = evaluate(expression)
    case .trap(let number, let arguments, let span):
      let values = arguments.map { evaluate($0) }
      guard !isDead else { return }
      trap(number, values, at: span)
    case .require(let condition, let number, let arguments, let span):
      let condition = word(condition)
      guard !isDead else { return }
      require(condition, else: number, { arguments.map { self.evaluate($0) } }, at: span)
    case .unpredictable(let site, _):
      let happens = domain.binary(.and, guarded, state.alive)
      unpredictable.append(domain.binary(.and, happens, domain.unpredictable(key: key(site))))
    }
  }

  func key(_ site: Int) -> UInt64 { (callPath ^ UInt64(truncatingIfNeeded: site)) &* 0x100_0000_01b3 }

  private func set(_ number: Int, _ value: Word, at span: Span) {
    writeCount += 1
    if let observer, state.components[number] != value { observer.writes(component: number, at: span) }
    state.components[number] = value
  }

  private func setElement(_ register: Register, field: Int, index: Word, _ value: Word, at span: Span) {
    let width = domain.width(index)
    for element in 0..<(register.count ?? 1) where width >= 64 || element < 1 << width {
      let chosen = domain.binary(.equal, index, domain.constant(UInt128(element), width: width))
      let number = register.component(field: field, element: element)
      switch domain.decide(chosen) {
      case true?: set(number, value, at: span)
      case false?: continue
      case nil: set(number, domain.choose(chosen, value, state.components[number]), at: span)
      }
    }
  }

  // MARK: Memory

  private func memory(_ space: MemorySpace) -> Memory? {
    space == .guest ? machine.memory : machine.physicalMemory
  }

  /// The address of every unit of an access, in the order of their addresses.
  func addresses(_ parts: [Word], units: Int) -> [Word] {
    guard let offset = parts.last else { return [] }
    let width = domain.width(offset)
    var result = [offset]
    result.reserveCapacity(units)
    for unit in 1..<max(1, units) {
      result.append(domain.binary(.add, offset, domain.constant(UInt128(unit), width: width)))
    }
    guard parts.count > 1 else { return result }
    return result.map { last in
      parts.dropLast().reversed().reduce(last) { domain.binary(.concat, $1, $0) }
    }
  }

  /// Asks translation about every unit of an access.
  private func check(_ space: MemorySpace, _ addresses: [Word], _ kind: AccessKind, mode: Int?, at span: Span)
  {
    guard space == .guest, let number = machine.memory?.trap else { return }
    let admitted = addresses.map { domain.accessible($0, kind, mode: mode) }
    require(
      admitted.dropFirst().reduce(admitted[0]) { domain.binary(.and, $0, $1) }, else: number, { [] }, at: span
    )
  }

  func load(_ space: MemorySpace, _ parts: [Word], units: Int, mode: Int?, at span: Span) -> Value<Word> {
    if let onLoad { return onLoad(space, parts, units, mode).map { .word($0) } ?? .none }
    guard let memory = memory(space),
      let (reached, addresses) = located(space, parts, units: units, .read, mode: mode, at: span)
    else { return .none }
    observer?.accesses(space, isWrite: false, at: span)
    let loaded = addresses.map { loadUnit(reached, $0) }
    guard !isDead else { return .none }
    let highFirst = memory.isBigEndian ? loaded : loaded.reversed()
    return .word(highFirst.dropFirst().reduce(highFirst[0]) { domain.binary(.concat, $0, $1) })
  }

  /// The memory that an access reaches, and its addresses there; nil where it is refused.
  func located(
    _ space: MemorySpace, _ parts: [Word], units: Int, _ kind: AccessKind, mode: Int?, at span: Span
  ) -> (MemorySpace, [Word])? {
    if space == .guest, runsTranslation, machine.physicalMemory != nil {
      guard let found = translated(parts, units: units, kind, mode: mode) else { return nil }
      return (.physical, found)
    }
    var addresses = addresses(parts, units: units)
    if !runsTranslation {
      check(space, addresses, kind, mode: mode, at: span)
    } else if space == .physical, machine.secondStage != nil {
      addresses = addresses.compactMap { isDead ? nil : throughSecondStage($0, kind) }
    }
    return isDead ? nil : (space, addresses)
  }

  /// A unit of memory, as what was written so far has left it.
  package func loadUnit(_ space: MemorySpace, _ address: Word) -> Word {
    if space == .physical, runsTranslation, let mapped = mapped(address) {
      return readMapped(mapped, address)
    }
    let log = state.writes[space.rawValue]
    var pending: [(condition: Word, value: Word)] = []
    var result: Word?
    for write in log.reversed() {
      let same = reaches(write, address)
      let happened = domain.decide(write.guarded) == true ? same : domain.binary(.and, write.guarded, same)
      switch domain.decide(happened) {
      case true?: result = write.value
      case false?: continue
      case nil: pending.append((happened, write.value))
      }
      if result != nil { break }
    }
    return pending.reversed().reduce(result ?? domain.load(space, address)) { old, write in
      domain.choose(write.condition, write.value, old)
    }
  }

  private func store(
    _ space: MemorySpace, _ parts: [Word], units: Int, mode: Int?, _ value: Word, at span: Span
  ) {
    if let onStore {
      writeCount += 1
      return onStore(space, parts, units, mode, value)
    }
    guard let memory = memory(space),
      let (reached, addresses) = located(space, parts, units: units, .write, mode: mode, at: span)
    else { return }
    observer?.accesses(space, isWrite: true, at: span)
    writeCount += 1
    guard keepsWrites else { return }
    for (index, address) in addresses.enumerated() {
      let position = memory.isBigEndian ? units - 1 - index : index
      let unit = domain.extract(value, high: (position + 1) * memory.unit - 1, low: position * memory.unit)
      if reached == .physical, runsTranslation, let mapped = mapped(address) {
        writeMapped(mapped, address, unit)
      } else {
        state.writes[reached.rawValue].append(MemoryWrite(guarded: guarded, address: address, value: unit))
        if joinsWrites { joinWrites(reached) }
      }
    }
  }
}
