/// The values of a function at points.
///
/// It is a hash table from which only the point that came last can be taken out again.
struct PointTable {
  private let arity: Int
  private var points: [UInt128] = []
  private var values: [UInt128] = []
  /// Open addressing: numbers of points, -1 where free.
  private var slots: [Int32] = []

  init(arity: Int) { self.arity = arity }

  init(arity: Int, _ values: [[UInt128]: UInt128]) {
    self.init(arity: arity)
    for (point, value) in values {
      point.withUnsafeBufferPointer { if let first = $0.baseAddress { _ = set(first, value) } }
    }
  }

  var count: Int { values.count }

  /// The value at a point of `arity` coordinates, nil where none was set.
  func value(at point: UnsafePointer<UInt128>) -> UInt128? {
    guard !values.isEmpty else { return nil }
    let found = slots[slot(of: point)]
    return found < 0 ? nil : values[Int(found)]
  }

  /// Sets the value at a point, and yields the old one.
  @discardableResult mutating func set(_ point: UnsafePointer<UInt128>, _ value: UInt128) -> UInt128? {
    if (values.count + 1) * 2 > slots.count { grow() }
    let slot = slot(of: point)
    if slots[slot] >= 0 {
      let old = values[Int(slots[slot])]
      values[Int(slots[slot])] = value
      return old
    }
    slots[slot] = Int32(truncatingIfNeeded: values.count)
    points.append(contentsOf: UnsafeBufferPointer(start: point, count: arity))
    values.append(value)
    return nil
  }

  /// Calls the body with every point and its value, in the order in which they came.
  func forEach(_ body: (UnsafePointer<UInt128>, UInt128) -> Void) {
    points.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for (number, value) in values.enumerated() { body(base + number * arity, value) }
    }
  }

  /// Takes out the point that came last.
  mutating func removeLast() {
    let last = values.count - 1
    let taken = points.withUnsafeBufferPointer { buffer -> Int? in
      buffer.baseAddress.map { slot(of: $0 + last * arity) }
    }
    if let taken { slots[taken] = -1 }
    values.removeLast()
    points.removeLast(arity)
  }

  /// The points with their values.
  var dictionary: [[UInt128]: UInt128] {
    var result: [[UInt128]: UInt128] = [:]
    result.reserveCapacity(values.count)
    for (number, value) in values.enumerated() {
      result[Array(points[number * arity..<(number + 1) * arity])] = value
    }
    return result
  }

  /// The slot where the point is, or would be.
  private func slot(of point: UnsafePointer<UInt128>) -> Int {
    let mask = slots.count - 1
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for place in 0..<arity {
      let folded = UInt64(truncatingIfNeeded: point[place] ^ point[place] >> 64)
      let product = (hash ^ folded).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
      hash = product.high ^ product.low
    }
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0, !matches(Int(slots[slot]), point) { slot = (slot + 1) & mask }
    return slot
  }

  private func matches(_ number: Int, _ point: UnsafePointer<UInt128>) -> Bool {
    for place in 0..<arity where points[number * arity + place] != point[place] { return false }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: max(8, slots.count * 2))
    points.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for number in 0..<values.count {
        slots[slot(of: base + number * arity)] = Int32(truncatingIfNeeded: number)
      }
    }
  }
}
