/// What machines that share one memory have found out about it: each has a part, the bare machine all of it,
/// and must be told when somebody writes where it has compiled code, or where its translation has looked.
package final class MemoryWatch {

  /// What stands in each granule: bit 0 code, bit 1 tables of translation.
  let marks: UnsafeMutablePointer<UInt8>

  /// The bytes of a granule, as a power of 2.
  static let granuleBits = 6
  private let stride: Int

  private struct Part {
    let id: ObjectIdentifier
    unowned let machine: FastMachine
    let units: Range<Int>
    let granules: Range<Int>
  }
  private var parts: [Part] = []

  /// - Parameter ram: all of the memory.
  init(_ ram: RAM) {
    stride = ram.stride
    let count = (ram.count * ram.stride) >> Self.granuleBits + 2
    marks = .allocate(capacity: count)
    marks.initialize(repeating: 0, count: count)
  }

  deinit { marks.deallocate() }

  /// The granule that a unit stands in.
  func granule(of unit: Int) -> Int { (unit * stride) >> Self.granuleBits }

  /// Whether a part that begins there begins with a granule.
  func canHold(partAt unit: Int) -> Bool { (unit * stride) & (1 << Self.granuleBits - 1) == 0 }

  /// Notes that a machine has these units of memory.
  func join(_ machine: FastMachine, _ units: Range<Int>) {
    let granules = granule(of: units.lowerBound)..<granule(of: units.upperBound - 1) + 1
    parts.append(Part(id: ObjectIdentifier(machine), machine: machine, units: units, granules: granules))
  }

  func leave(_ id: ObjectIdentifier) { parts.removeAll { $0.id == id } }

  /// Told after units of memory have been written.
  func changed(_ address: Int, count: Int) {
    guard count > 0 else { return }
    for granule in granule(of: address)...granule(of: address + count - 1) where marks[granule] != 0 {
      for part in parts {
        let changed = (address..<address + count).clamped(to: part.units)
        guard !changed.isEmpty, part.granules.contains(granule) else { continue }
        let base = part.units.lowerBound
        part.machine.forget(
          in: changed.lowerBound - base..<changed.upperBound - base, granule - part.granules.lowerBound)
      }
      refresh(granule)
    }
  }

  /// Leaves the marks of a granule that somebody still needs.
  func refresh(_ granule: Int) {
    marks[granule] = parts.reduce(0) { marks, part in
      part.granules.contains(granule)
        ? marks | part.machine.marks(in: granule - part.granules.lowerBound) : marks
    }
  }
}
