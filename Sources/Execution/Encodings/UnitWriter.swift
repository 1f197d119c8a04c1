/// Packs bits into units.
package struct UnitWriter {
  let unit: Int
  let isBigEndian: Bool
  package private(set) var units: [UInt128] = []
  private var pending: UInt128 = 0
  private var count = 0

  package init(unit: Int, isBigEndian: Bool) {
    self.unit = unit
    self.isBigEndian = isBigEndian
  }

  /// Appends bits, the highest first.
  package mutating func append(_ bits: Bits) {
    for position in stride(from: bits.width - 1, through: 0, by: -1) {
      pending = pending << 1 | (bits.value >> UInt128(position) & 1)
      count += 1
      if count == unit {
        units.append(pending)
        pending = 0
        count = 0
      }
    }
  }

  /// Appends a field; one that starts on a unit and is wider than a unit goes in the stream's byte order.
  package mutating func append(field: Bits) {
    guard count == 0, !isBigEndian, field.width > unit, field.width % unit == 0 else {
      append(field)
      return
    }
    for position in 0..<field.width / unit {
      append(Bits(field.value >> UInt128(position * unit), width: unit))
    }
  }
}
