import Execution
import ISAModel

/// The memory that a monitor keeps for itself, filled with what no guest can guess, and its checksum: all of
/// it that holds no tables, which change whenever something is installed.
struct OwnMemory {

  private let ram: RAM
  private let units: Range<Int>
  private let checksum: UInt64

  /// - Parameter tables: the units, from address 0 on, that hold tables.
  init(_ ram: RAM, tables: Int, count: Int, seed: UInt64) {
    self.ram = ram
    units = tables..<count
    // Knuth's multiplicative generator (MMIX).
    var word = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    for address in 0..<count {
      word = word &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      ram.store(UInt128(address), UInt128(word >> 32) & Bits.mask(ram.unit))
    }
    checksum = Self.checksum(ram, units)
  }

  var isIntact: Bool { Self.checksum(ram, units) == checksum }

  /// FNV-1a over the units.
  private static func checksum(_ ram: RAM, _ units: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for address in units {
      hash = (hash ^ UInt64(truncatingIfNeeded: ram.load(UInt128(address)))) &* 0x100_0000_01B3
    }
    return hash
  }
}
