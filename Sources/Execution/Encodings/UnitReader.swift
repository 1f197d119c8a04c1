import ISAModel

/// Takes bits out of units, the highest first: the inverse of `UnitWriter`.
struct UnitReader {

  let unit: Int
  let isBigEndian: Bool
  let fetch: (Int) -> UInt128?

  /// How many bits were taken.
  private(set) var position = 0

  /// The units that were fetched so far.
  private(set) var units: [UInt128] = []

  init(unit: Int, isBigEndian: Bool, fetch: @escaping (Int) -> UInt128?) {
    self.unit = unit
    self.isBigEndian = isBigEndian
    self.fetch = fetch
  }

  /// The next `width` bits; nil where the units end.
  mutating func take(_ width: Int) -> UInt128? {
    var result: UInt128 = 0
    var wanted = width
    while wanted > 0 {
      let number = position / unit
      while units.count <= number {
        guard let next = fetch(units.count) else { return nil }
        units.append(next)
      }
      let used = position % unit
      let count = min(unit - used, wanted)
      let part = units[number] >> UInt128(unit - used - count) & Bits.mask(count)
      result = count >= 128 ? part : result << UInt128(count) | part
      position += count
      wanted -= count
    }
    return result
  }

  /// The next field; one that starts on a unit and is wider than a unit stands in the stream's byte order.
  mutating func take(field width: Int) -> UInt128? {
    guard !isBigEndian, width > unit, width % unit == 0, position % unit == 0 else { return take(width) }
    var result: UInt128 = 0
    for part in 0..<width / unit {
      guard let bits = take(unit) else { return nil }
      result |= bits << UInt128(part * unit)
    }
    return result
  }
}
