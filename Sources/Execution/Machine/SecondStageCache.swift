import ISAModel

/// Where pages stand after the second stage of translation, so that it need not be run for every unit that the
/// first one looks at.
final class SecondStageCache {

  private struct Key: Hashable {
    var page: UInt128
    var kind: AccessKind
  }

  /// What was found, and what it depends on.
  private struct Entry {
    var place: UInt128
    var components: [UInt128]
    var looks: [(unit: Int, value: UInt128)]
  }

  private unowned let concrete: ConcreteMachine
  private let size: UInt128
  private lazy var watched = concrete.lastStageComponents.sorted()
  private var entries: [Key: Entry] = [:]
  private static let mostEntries = 4096

  /// Nil for a machine that has no second stage, or installs no pages for it.
  init?(_ concrete: ConcreteMachine) {
    guard concrete.machine.secondStage != nil, case .page(let size)? = concrete.machine.installation?.shape
    else { return nil }
    self.concrete = concrete
    self.size = UInt128(size)
  }

  /// Where an address stands in a state that a run has come to; nil where that is not known at once.
  func place(_ address: Bits, _ kind: AccessKind, _ state: RunState<Bits>) -> Bits? {
    guard watched.allSatisfy({ state.components[$0].value == concrete.state[$0] }) else { return nil }
    let key = Key(page: address.value & ~(size - 1), kind: kind)
    guard let entry = known(key) ?? find(key, width: address.width),
      !state.writes[MemorySpace.physical.rawValue].contains(where: { write in
        entry.looks.contains { UInt128($0.unit) == write.address.value && $0.value != write.value.value }
      })
    else { return nil }
    return Bits(entry.place + (address.value - key.page), width: address.width)
  }

  private func known(_ key: Key) -> Entry? {
    guard let entry = entries[key],
      zip(watched, entry.components).allSatisfy({ concrete.state[$0] == $1 }),
      entry.looks.allSatisfy({ concrete.ram.load(UInt128($0.unit)) == $0.value })
    else { return nil }
    return entry
  }

  private func find(_ key: Key, width: Int) -> Entry? {
    guard
      let found = concrete.installedPlace(from: Bits(key.page, width: width), count: size, key.kind)
    else { return nil }
    let entry = Entry(
      place: UInt128(found.place), components: watched.map { concrete.state[$0] },
      looks: found.looks.map { ($0, concrete.ram.load(UInt128($0))) })
    if entries.count >= Self.mostEntries { entries.removeAll() }
    entries[key] = entry
    return entry
  }
}
