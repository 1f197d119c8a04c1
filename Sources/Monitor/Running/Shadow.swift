import Execution
import ISAModel

/// The translation that a monitor installs in the hardware for a virtual machine: never more than the virtual
/// machine's own translation admits, moved into its slice.
package final class Shadow {

  private let virtual: ConcreteMachine
  private let hardware: ConcreteMachine
  private let installation: Installation
  private let slice: Slice
  private let rules: AllocationRules<ConcreteDomain>

  /// What the virtual machine's translation looks at, in order.
  private let watched: [Int]

  /// What the hardware's translation is made of, in order, and its values while this virtual machine runs.
  private let relocation: [Int]
  private var installed: [UInt128] = []

  /// The watched components for which something is installed.
  private var context: [UInt128]?
  private var turn: UInt128 = 0

  /// The windows that were found, by what was watched.
  private var windows: [[UInt128]: (place: UInt128, size: UInt128)] = [:]

  /// Pages that the hardware cannot map at all, and those that it cannot map as the virtual machine does now.
  private var unmappable: Set<UInt128> = []
  private var mixed: Set<UInt128> = []

  /// Units of the virtual machine's memory that its translation has looked at, by granule.
  private var tables: Set<Int> = []
  private static let granule = 64

  package init(_ virtual: ConcreteMachine, _ hardware: ConcreteMachine, _ slice: Slice) throws(MonitorFailure)
  {
    let machine = virtual.machine
    guard let installation = machine.installation else {
      throw MonitorFailure(
        "the specification of '\(machine.name)' does not say how a monitor installs a mapping",
        help: "describe it with 'install { … }'; see docs/language.md")
    }
    self.virtual = virtual
    self.hardware = hardware
    self.installation = installation
    self.slice = slice
    rules = AllocationRules(hardware.domain)
    watched = virtual.lastStageComponents.sorted()
    relocation = machine.components.indices.filter { machine.components[$0].role == .relocation }
  }

  /// The bits of an address of `phys`.
  private var placeWidth: Int { virtual.machine.physicalMemory?.addressWidth ?? 64 }

  // MARK: Entering

  /// Puts the translation for the virtual machine's present state into the hardware. The hardware is in its
  /// host state already.
  package func activate() {
    let now = watched.map { virtual.state[$0] }
    if context == now {
      for (number, component) in relocation.enumerated() { hardware.state[component] = installed[number] }
      return
    }
    context = now
    mixed.removeAll()
    if let nothing = installation.nothing { run(nothing, []) }
    if installation.shape == .window { installWindow(now) }
    keep()
  }

  /// Takes note that another virtual machine's tables stand where those of this one stood.
  package func loseTables() {
    if installation.memory > 0 { context = nil }
  }

  private func keep() { installed = relocation.map { hardware.state[$0] } }

  /// Runs a function of the specification on the hardware.
  private func run(_ function: Function, _ arguments: [Bits]) {
    hardware.perform(function, arguments)
  }

  // MARK: Windows

  private func installWindow(_ now: [UInt128]) {
    guard let granted = grantedWindow(now) else { return }
    run(installation.install, [granted.place, granted.size])
  }

  /// The window that the hardware gets while the virtual machine's translation is in this state; nil for none.
  private func grantedWindow(_ now: [UInt128]) -> (place: Bits, size: Bits)? {
    guard let width = virtual.machine.installedMemory?.addressWidth else { return nil }
    let found: (place: UInt128, size: UInt128)
    if let known = windows[now] {
      found = known
    } else {
      found = window(width)
      if windows.count > 4096 { windows.removeAll() }
      windows[now] = found
    }
    guard found.size > 0 else { return nil }
    let granted = rules.window(
      place: Bits(found.place, width: placeWidth), size: Bits(found.size, width: width + 1),
      base: Bits(UInt128(slice.base), width: placeWidth), count: Bits(UInt128(slice.count), width: width + 1),
      unit: installation.unit)
    return granted.size.value > 0 ? granted : nil
  }

  /// The addresses from 0 on that the virtual machine's translation admits for everything, side by side in
  /// memory; registers that stand at the first ones are the virtual machine's on the hardware too.
  private func window(_ width: Int) -> (place: UInt128, size: UInt128) {
    let start = virtual.machine.registersAtZero
    let end = min(UInt128(1) << UInt128(width), UInt128(slice.count))
    guard start < end else { return (0, 0) }
    func place(_ count: UInt128) -> Int? {
      var common: Int?
      for kind in AccessKind.allCases {
        guard let found = virtual.installedPlace(from: Bits(start, width: width), count: count, kind),
          found.looks.isEmpty, common == nil || common == found.place
        else { return nil }
        common = found.place
      }
      return common
    }
    let unit = UInt128(installation.unit)
    guard let first = place(1), first >= start, (UInt128(first) - start) % unit == 0 else { return (0, 0) }
    var low: UInt128 = 1
    var high = end - start
    while low < high {
      let middle = low + (high - low + 1) / 2
      if place(middle) == first { low = middle } else { high = middle - 1 }
    }
    return (UInt128(first) - start, (start + low) / unit * unit)
  }

  // MARK: Pages

  /// Whether the hardware is known not to reach an address.
  package func isUnreachable(_ address: UInt128) -> Bool {
    guard case .page(let size) = installation.shape else {
      // Where it cannot be made to admit nothing it must not run without a window.
      return installation.nothing == nil && grantedWindow(watched.map { virtual.state[$0] }) == nil
    }
    // Where the guest's own translation comes first it is not known which page that is.
    guard virtual.machine.secondStage == nil else { return false }
    let page = address & ~UInt128(size - 1)
    return unmappable.contains(page)
      || (mixed.contains(page) && context == watched.map { virtual.state[$0] })
  }

  /// Installs what the accesses of an instruction need; false where the hardware cannot be made to admit them
  /// all.
  package func fill(_ accesses: [Prospect.Access]) -> Bool {
    fill(accesses.map { ($0.wholeAddress, $0.kind) })
  }

  /// The same for accesses at these addresses.
  package func fill(_ accesses: [(address: UInt128, kind: AccessKind)]) -> Bool {
    guard case .page(let size) = installation.shape, context != nil else { return false }
    var pages: [UInt128: AccessKind?] = [:]
    for access in accesses {
      let page = access.address & ~UInt128(size - 1)
      if access.kind == .write {
        pages[page] = .write
      } else if pages[page] == nil {
        pages[page] = .some(nil)
      }
    }
    var isComplete = install(pages, size)
    if context == nil {
      // A table stands where something may have been installed for writing.
      activate()
      isComplete = install(pages, size)
    }
    keep()
    return isComplete
  }

  /// - Parameter pages: their first addresses, each with `write` where it has to be written.
  private func install(_ pages: [UInt128: AccessKind?], _ size: Int) -> Bool {
    var isComplete = true
    for page in pages.keys.sorted() {
      if !install(page, size, needsWrite: pages[page] == .some(.some(.write))) { isComplete = false }
    }
    return isComplete
  }

  private func install(_ page: UInt128, _ size: Int, needsWrite: Bool) -> Bool {
    guard let width = virtual.machine.installedMemory?.addressWidth else { return false }
    let first = Bits(page, width: width)
    let count = UInt128(size)
    let found = AccessKind.allCases.map { virtual.installedPlace(from: first, count: count, $0) }
    guard let read = found[AccessKind.read.rawValue], let execute = found[AccessKind.execute.rawValue],
      read.place == execute.place
    else {
      mixed.insert(page)
      return false
    }
    for look in read.looks + execute.looks + (found[AccessKind.write.rawValue]?.looks ?? []) {
      noteTable(look)
    }
    let isWritable =
      found[AccessKind.write.rawValue]?.place == read.place && !holdsTables(read.place, size)
    let granted = rules.page(
      place: Bits(UInt128(read.place), width: placeWidth), size: count,
      base: Bits(UInt128(slice.base), width: placeWidth),
      count: Bits(UInt128(slice.count), width: placeWidth + 1))
    guard granted.isGranted.value == 1, isWritable || !needsWrite else { return false }
    turn = (turn + 1) & 0xFFFF
    run(
      installation.install,
      [first, granted.place, Bits(isWritable ? 1 : 0, width: 1), Bits(turn, width: 16)])
    guard hardware.installedPlace(from: first, count: count, .read)?.place == Int(granted.place.value) else {
      unmappable.insert(page)
      return false
    }
    return true
  }

  // MARK: Tables in the virtual machine's memory

  /// Whether the virtual machine's translation has looked at its memory.
  package var hasTables: Bool { !tables.isEmpty }

  private func noteTable(_ unit: Int) {
    guard tables.insert(unit / Self.granule).inserted else { return }
    // A page that is mapped for writing may hold it.
    context = nil
  }

  private func holdsTables(_ place: Int, _ size: Int) -> Bool {
    !tables.isEmpty
      && (place / Self.granule...(place + size - 1) / Self.granule).contains { tables.contains($0) }
  }

  /// Forgets what is installed where memory has changed that translation looks at.
  package func memoryChanged(_ address: Int, count: Int) {
    if count > 0, holdsTables(address, count) { context = nil }
  }
}

/// A virtual machine's part of the hardware's memory.
package struct Slice: Sendable, Equatable {

  /// Where it begins.
  package var base: Int

  /// How many units it has.
  package var count: Int

  package init(base: Int, count: Int) {
    self.base = base
    self.count = count
  }
}
