import ISAModel

extension Evaluator {

  /// Takes back the trap of a unit that could not be fetched: it may not be needed.
  func revive(_ before: RunState<Word>) {
    traps.removeAll()
    state = before
    isDead = false
  }

  /// Takes such a trap after all.
  func die(_ after: RunState<Word>, _ records: [TrapRecord<Word>]) {
    traps = records
    state = after
    isDead = true
  }

  /// A unit of the instruction at the program counter; nil where it may not be fetched, and then a trap was
  /// taken.
  func fetch(_ number: Int) -> Word? {
    let parts = machine.stream.fetch.map { value(of: $0) }
    guard let offset = parts.last, let memory = machine.memory else { return nil }
    let units = max(1, machine.stream.unit / memory.unit)
    let width = domain.width(offset)
    let distance = domain.constant(UInt128(number * units), width: width)
    let start = parts.dropLast() + [number == 0 ? offset : domain.binary(.add, offset, distance)]
    guard let span = machine.memory?.span,
      let (space, addresses) = located(.guest, Array(start), units: units, .execute, mode: nil, at: span)
    else { return nil }
    let loaded = addresses.map { loadUnit(space, $0) }
    let highFirst = memory.isBigEndian ? loaded : loaded.reversed()
    return highFirst.dropFirst().reduce(highFirst[0]) { domain.binary(.concat, $0, $1) }
  }
}
