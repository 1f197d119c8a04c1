import ISAModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The memory of a running machine: flat storage, zero at first.
package final class RAM {

  /// How many units there are, from address 0 on.
  package let count: Int

  /// The bits of a unit.
  package let unit: Int

  /// The bytes that hold a unit: 1, 2, 4, 8 or 16.
  package let stride: Int

  /// A unit stands here in the byte order of the host.
  package let base: UnsafeMutableRawPointer

  /// The memory that this is a part of.
  private let whole: RAM?

  /// Makes the memory, or nil where the host has not so much.
  package init?(count: Int, unit: Int) {
    self.count = count
    self.unit = unit
    var stride = 1
    while stride * 8 < unit { stride *= 2 }
    self.stride = stride
    // Pages that were never written take no room.
    guard count > 0, let base = calloc(count, stride) else { return nil }
    self.base = base
    whole = nil
  }

  /// A part of another memory; nil where that has not so much.
  package init?(_ whole: RAM, at start: Int, count: Int) {
    guard start >= 0, count > 0, start <= whole.count, count <= whole.count - start else { return nil }
    self.whole = whole
    self.count = count
    unit = whole.unit
    stride = whole.stride
    base = whole.base + start * whole.stride
  }

  deinit { if whole == nil { free(base) } }

  package func contains(_ address: UInt128) -> Bool { address < UInt128(count) }

  /// The unit at `address`; 0 where there is no memory.
  package func load(_ address: UInt128) -> UInt128 {
    guard contains(address) else { return 0 }
    let place = base + Int(address) * stride
    return switch stride {
    case 1: UInt128(place.load(as: UInt8.self))
    case 2: UInt128(place.load(as: UInt16.self))
    case 4: UInt128(place.load(as: UInt32.self))
    case 8: UInt128(place.load(as: UInt64.self))
    default: place.load(as: UInt128.self)
    }
  }

  /// Puts a unit to `address`; without effect where there is no memory.
  package func store(_ address: UInt128, _ value: UInt128) {
    guard contains(address) else { return }
    let place = base + Int(address) * stride
    switch stride {
    case 1: place.storeBytes(of: UInt8(truncatingIfNeeded: value), as: UInt8.self)
    case 2: place.storeBytes(of: UInt16(truncatingIfNeeded: value), as: UInt16.self)
    case 4: place.storeBytes(of: UInt32(truncatingIfNeeded: value), as: UInt32.self)
    case 8: place.storeBytes(of: UInt64(truncatingIfNeeded: value), as: UInt64.self)
    default: place.storeBytes(of: value, as: UInt128.self)
    }
  }

  // MARK: Bytes

  /// The bytes that a unit takes in files and on disks. Of a unit that is no whole number of bytes the highest one is
  /// not full: the bits that are left over are 0, and are ignored.
  package var bytesPerUnit: Int { (unit + 7) / 8 }

  /// Puts bytes to the units from `address` on, in the byte order of the machine's memory; false where they
  /// reach beyond memory, and then nothing is put.
  package func put(_ bytes: some RandomAccessCollection<UInt8>, at address: Int, bigEndian: Bool) -> Bool {
    let size = bytesPerUnit
    let units = (bytes.count + size - 1) / size
    guard address >= 0, address <= count, units <= count - address else { return false }
    var unit = 0
    var start = bytes.startIndex
    while start < bytes.endIndex {
      var value: UInt128 = 0
      for position in 0..<size {
        let index = bytes.index(start, offsetBy: position, limitedBy: bytes.endIndex)
        let byte = index.flatMap { $0 < bytes.endIndex ? UInt128(bytes[$0]) : nil } ?? 0
        value |= byte << UInt128(8 * (bigEndian ? size - 1 - position : position))
      }
      store(UInt128(address + unit), value & Bits.mask(self.unit))
      unit += 1
      start = bytes.index(start, offsetBy: size, limitedBy: bytes.endIndex) ?? bytes.endIndex
    }
    return true
  }

  /// The bytes of the units from `address` on; nil where they reach beyond memory.
  package func bytes(at address: Int, count byteCount: Int, bigEndian: Bool) -> [UInt8]? {
    let size = bytesPerUnit
    let units = (byteCount + size - 1) / size
    guard address >= 0, address <= count, units <= count - address else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(units * size)
    for unit in 0..<units {
      let value = load(UInt128(address + unit))
      for position in 0..<size {
        let shift = UInt128(8 * (bigEndian ? size - 1 - position : position))
        result.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
    return Array(result.prefix(byteCount))
  }
}
