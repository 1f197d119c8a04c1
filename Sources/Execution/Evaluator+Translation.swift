import ISALanguage
import ISAModel

/// Memory as a running machine has it: the program's addresses are translated as the specification says, and
/// registers may stand where memory is not.
extension Evaluator {

  /// The addresses in `phys` of the units of an access; nil where translation trapped.
  func translated(_ parts: [Word], units: Int, _ kind: AccessKind, mode: Int?) -> [Word]? {
    guard let offset = parts.last, let physical = machine.physicalMemory else { return nil }
    let width = domain.width(offset)
    var result: [Word] = []
    inMode(mode) {
      for unit in 0..<units {
        let last =
          unit == 0 ? offset : domain.binary(.add, offset, domain.constant(UInt128(unit), width: width))
        let address = Array(parts.dropLast()) + [last]
        guard let first = place(address, kind, width: physical.addressWidth) else { return }
        if machine.secondStage == nil { onTranslated?(address, kind, first) }
        guard let place = throughSecondStage(first, kind) else { return }
        result.append(place)
      }
    }
    return isDead ? nil : result
  }

  /// Where an address of `phys` stands; nil where the second stage trapped.
  func throughSecondStage(_ address: Word, _ kind: AccessKind) -> Word? {
    guard let stage = machine.secondStage, !isPastSecondStage else { return address }
    if let known = knownPlace?(address, kind, state) {
      onTranslated?([address], kind, known)
      return known
    }
    isPastSecondStage = true
    defer { isPastSecondStage = false }
    let access = domain.constant(UInt128(kind.rawValue), width: 2)
    guard case .word(let place) = call(stage, [.word(address), .word(access)]), !isDead else { return nil }
    onTranslated?([address], kind, place)
    return place
  }

  private func place(_ parts: [Word], _ kind: AccessKind, width: Int) -> Word? {
    guard let translation = machine.translation else {
      let whole = parts.dropFirst().reduce(parts[0]) { domain.binary(.concat, $0, $1) }
      let own = domain.width(whole)
      if own == width { return whole }
      return own > width
        ? domain.extract(whole, high: width - 1, low: 0) : domain.extend(whole, to: width, signed: false)
    }
    let access = domain.constant(UInt128(kind.rawValue), width: 2)
    guard case .word(let place) = call(translation, (parts + [access]).map { .word($0) }), !isDead else {
      return nil
    }
    return place
  }

  /// Whether translation admits an access. What asking changes is undone, and no trap is taken.
  func admits(_ parts: [Word], _ kind: AccessKind, mode: Int?) -> Word {
    guard machine.translation != nil, machine.physicalMemory != nil else { return trueWord }
    let before = (state: state, traps: traps.count, frame: frame)
    let found = translated(parts, units: 1, kind, mode: mode)
    traps.removeSubrange(before.traps...)
    state = before.state
    frame = before.frame
    isDead = false
    return found == nil ? falseWord : trueWord
  }

  /// Runs `body` as if the machine were in another mode.
  private func inMode(_ mode: Int?, _ body: () -> Void) {
    guard let mode else { return body() }
    let settings = ModeSetting.components(of: mode, in: machine)
    let old = settings.map { ($0.component, state.components[$0.component]) }
    for setting in settings {
      let width = machine.components[setting.component].width
      state.components[setting.component] = domain.constant(setting.value, width: width)
    }
    body()
    for (component, value) in old { state.components[component] = value }
  }

  // MARK: Mapped registers

  /// The range that holds an address of `phys`.
  func mapped(_ address: Word) -> MappedRange? {
    let width = domain.width(address)
    return machine.platform.mapped.first { range in
      let low = domain.constant(range.low, width: width)
      let last = domain.constant(range.high - 1, width: width)
      return domain.decide(domain.binary(.unsignedLessOrEqual, low, address)) == true
        && domain.decide(domain.binary(.unsignedLessOrEqual, address, last)) == true
    }
  }

  private func offset(_ address: Word, in range: MappedRange) -> Word {
    domain.binary(.subtract, address, domain.constant(range.low, width: domain.width(address)))
  }

  func readMapped(_ range: MappedRange, _ address: Word) -> Word {
    noteMapped()
    let unit = machine.physicalMemory?.unit ?? 8
    guard let read = range.read, case .word(let word) = call(read, [.word(offset(address, in: range))]) else {
      return domain.constant(0, width: unit)
    }
    return word
  }

  func writeMapped(_ range: MappedRange, _ address: Word, _ value: Word) {
    noteMapped()
    guard let write = range.write else { return }
    _ = call(write, [.word(offset(address, in: range)), .word(value)])
  }
}

/// How a mode is put on: the components that its condition fixes.
package enum ModeSetting {

  /// The values of components that make the condition of a mode true. A condition that says more than that
  /// components have values is left as the state has it.
  package static func components(of mode: Int, in machine: Machine) -> [(component: Int, value: UInt128)] {
    settings(machine.modes[mode].condition)
  }

  /// The values of components that make a condition true, as far as it says that components have values.
  package static func settings(_ condition: Expression) -> [(component: Int, value: UInt128)] {
    switch condition {
    case .binary(.equal, .component(let number, _), .constant(let value, _)),
      .binary(.equal, .constant(let value, _), .component(let number, _)):
      [(number, value)]
    case .binary(.and, let left, let right): settings(left) + settings(right)
    case .conditional(let first, let then, let otherwise):
      // `a && b` is `if a { b } else { 0 }`.
      if case .constant(0, _)? = otherwise.result, then.statements.isEmpty, let second = then.result {
        settings(first) + settings(second)
      } else {
        []
      }
    case .component(let number, _): [(number, 1)]
    case .unary(.not, .component(let number, _)): [(number, 0)]
    default: []
    }
  }
}
