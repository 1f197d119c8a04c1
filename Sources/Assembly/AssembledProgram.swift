import ISALanguage

/// What an assembly program comes to.
package struct AssembledProgram: Sendable {

  /// What one statement comes to.
  package struct Item: Sendable {

    /// In address units.
    package var address: UInt128

    /// The contents of the addresses from there on.
    package var units: [UInt128]

    /// The statement.
    package var span: Span
  }

  /// The bits of a unit.
  package var unit: Int

  /// The byte order of memory.
  package var isBigEndian: Bool

  /// By rising address.
  package var items: [Item]

  /// The numbers of files that were included, by where that is said.
  package var inclusions: [Span: Int]

  /// The first address, if there is any.
  package var origin: UInt128? { items.first?.address }

  /// The largest image that is made, in units.
  private static let largestImage: UInt128 = 1 << 28

  /// The contents of all addresses from the first to the last, zeros between the items; nil where that is too
  /// much.
  package func image() -> [UInt128]? {
    guard let first = items.first, let last = items.last else { return [] }
    let end = last.address + UInt128(last.units.count)
    guard end - first.address <= Self.largestImage else { return nil }
    var result: [UInt128] = []
    result.reserveCapacity(Int(end - first.address))
    for item in items {
      let gap = Int(item.address - first.address) - result.count
      result += Array(repeating: 0, count: max(0, gap))
      result += item.units
    }
    return result
  }

  /// The image as bytes: every unit in as many bytes as it needs, the highest first.
  package func bytes() -> [UInt8]? {
    let count = (unit + 7) / 8
    return image()?.flatMap { value in
      (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> UInt128($0 * 8)) }
    }
  }
}
