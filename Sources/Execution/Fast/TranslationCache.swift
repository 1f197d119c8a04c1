import ISALanguage
import ISAModel

/// Where accesses of the program have gone, a page at a time, so that the specification's translation need
/// not be run for every one.
final class TranslationCache {

  /// Addresses of one page that are known to stand side by side in RAM.
  struct Entry {

    /// The page and what else the address has, or `none`.
    var key: UInt64

    /// The first address within the page that is known, and the one behind the last.
    var low: UInt32
    var high: UInt32

    /// Where address 0 of the page would stand in the memory of the host.
    var base: UnsafeMutableRawPointer

    static let none = UInt64.max
  }

  /// The bits of an address within a page.
  static let pageBits = 12
  static let entryCount = 512

  /// The entries for reading, then those for writing, then those for fetching.
  let entries: UnsafeMutablePointer<Entry>

  private let concrete: ConcreteMachine
  private let noteTable: (Int) -> Void

  /// - Parameter noteTable: told which units of RAM entries depend on.
  init(_ concrete: ConcreteMachine, noteTable: @escaping (Int) -> Void) {
    self.concrete = concrete
    self.noteTable = noteTable
    entries = .allocate(capacity: 3 * Self.entryCount)
    entries.initialize(
      repeating: Entry(key: Entry.none, low: 0, high: 0, base: concrete.ram.base), count: 3 * Self.entryCount)
  }

  deinit { entries.deallocate() }

  /// Forgets everything.
  func flush() {
    for index in 0..<3 * Self.entryCount { entries[index].key = Entry.none }
  }

  /// Adds the page of an address; false where the access traps, or does not go to RAM.
  func fill(_ offset: UInt64, high: UInt64, _ kind: AccessKind) -> Bool {
    let machine = concrete.machine
    guard let memory = machine.memory, let last = memory.parameters.last else { return false }
    var parts: [Bits] = []
    var rest = UInt128(high)
    for parameter in memory.parameters.dropLast().reversed() {
      parts.insert(Bits(rest, width: parameter.width), at: 0)
      rest >>= UInt128(parameter.width)
    }
    // What translation changes, it changes for this access.
    let evaluator = concrete.evaluator()
    guard
      let (_, places) = evaluator.located(
        .guest, parts + [Bits(UInt128(offset), width: last.width)], units: 1, kind, mode: nil, at: memory.span
      ),
      let place = places.first, concrete.ram.contains(place.value), evaluator.mapped(place) == nil,
      evaluator.state.components == concrete.state.components
    else { return false }
    for write in evaluator.state.writes.joined()
    where concrete.ram.load(write.address.value) != write.value.value {
      concrete.ram.store(write.address.value, write.value.value)
      concrete.devices.changesMemory?(Int(write.address.value), 1)
    }
    var bits = min(Self.pageBits, last.width)
    while bits >= 0 {
      if let (start, target) = uniform(parts, offset, bits: bits, width: last.width, kind) {
        add(offset, high: high, kind, start: start, count: 1 << UInt64(bits), target: target)
        return true
      }
      bits -= 1
    }
    return false
  }

  private func add(
    _ offset: UInt64, high: UInt64, _ kind: AccessKind, start: UInt64, count: UInt64, target: Int
  ) {
    let page = offset >> UInt64(Self.pageBits)
    let index = Self.index(page, high) + kind.rawValue * Self.entryCount
    let within = start & (1 << UInt64(Self.pageBits) - 1)
    entries[index] = Entry(
      key: Self.key(page, high), low: UInt32(within), high: UInt32(within + count),
      base: concrete.ram.base + (target - Int(within)) * concrete.ram.stride)
  }

  /// Where a unit of the instruction stream stands in RAM; nil where it cannot be fetched from there.
  func place(fetching offset: UInt64, high: UInt64) -> Int? {
    let page = offset >> UInt64(Self.pageBits)
    let within = offset & (1 << UInt64(Self.pageBits) - 1)
    let entry = entries + Self.index(page, high) + AccessKind.execute.rawValue * Self.entryCount
    func isKnown() -> Bool {
      entry.pointee.key == Self.key(page, high) && within >= UInt64(entry.pointee.low)
        && within < UInt64(entry.pointee.high)
    }
    guard isKnown() || (fill(offset, high: high, .execute) && isKnown()) else { return nil }
    return (entry.pointee.base - concrete.ram.base) / concrete.ram.stride + Int(within)
  }

  static func key(_ page: UInt64, _ high: UInt64) -> UInt64 { page | high << 52 }

  static func index(_ page: UInt64, _ high: UInt64) -> Int {
    Int(truncatingIfNeeded: (page ^ high << 6) & UInt64(entryCount - 1))
  }

  /// Where the aligned piece of `1 << bits` units around an address begins, and where it stands in RAM; nil
  /// where translation does not treat all of it alike.
  private func uniform(
    _ parts: [Bits], _ offset: UInt64, bits: Int, width: Int, _ kind: AccessKind
  ) -> (start: UInt64, target: Int)? {
    let count = UInt128(1) << UInt128(bits)
    let start = UInt128(offset) & ~(count - 1)
    let words = parts.map { PageWord(value: $0.value, width: $0.width) }
    let all = words + [PageWord(value: start, width: width, count: count)]
    guard let found = concrete.uniformPlace(of: all, kind) else { return nil }
    found.looks.forEach(noteTable)
    return (UInt64(start), found.place)
  }
}
