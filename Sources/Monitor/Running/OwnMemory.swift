import Execution
import ISAModel

/// The memory that a monitor keeps for itself, filled with what no guest can guess, and its checksum.
struct OwnMemory {

  private let ram: RAM
  private let count: Int
  private let checksum: UInt64

  init(_ ram: RAM, count: Int, seed: UInt64) {
    self.ram = ram
    self.count = count
    // Knuth's multiplicative generator (MMIX).
    var word = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    for address in 0..<count {
      word = word &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      ram.store(UInt128(address), UInt128(word >> 32) & Bits.mask(ram.unit))
    }
    checksum = Self.checksum(ram, count)
  }

  var isIntact: Bool { Self.checksum(ram, count) == checksum }

  /// FNV-1a over the units.
  private static func checksum(_ ram: RAM, _ count: Int) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for address in 0..<count {
      hash = (hash ^ UInt64(truncatingIfNeeded: ram.load(UInt128(address)))) &* 0x100_0000_01B3
    }
    return hash
  }
}
