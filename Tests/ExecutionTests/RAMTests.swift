import Execution
import Testing

/// Memory as flat storage.
struct RAMTests {

  @Test(arguments: [8, 16, 32, 36, 64, 100])
  func unitsAreKept(unit: Int) throws {
    let ram = try #require(RAM(count: 16, unit: unit))
    let value = Bits.mask(unit) - 5
    ram.store(15, value)
    #expect(ram.load(15) == value)
    #expect(ram.load(14) == 0)
    #expect(ram.load(16) == 0)
    ram.store(16, 1)
    #expect(ram.load(16) == 0)
  }

  @Test func bytesGoIntoUnitsInByteOrder() throws {
    let ram = try #require(RAM(count: 4, unit: 16))
    #expect(ram.put([0x12, 0x34, 0x56, 0x78], at: 1, bigEndian: true))
    #expect(ram.load(1) == 0x1234)
    #expect(ram.load(2) == 0x5678)
    #expect(ram.bytes(at: 1, count: 4, bigEndian: true) == [0x12, 0x34, 0x56, 0x78])
    #expect(ram.bytes(at: 1, count: 4, bigEndian: false) == [0x34, 0x12, 0x78, 0x56])
  }

  /// The highest byte of a unit of 36 bits is half empty: what a file has there is ignored.
  @Test func unitsThatAreNoWholeNumberOfBytesTakeWholeBytes() throws {
    let ram = try #require(RAM(count: 4, unit: 36))
    #expect(ram.bytesPerUnit == 5)
    #expect(ram.put([0xF1, 0x23, 0x45, 0x67, 0x89, 0x0A, 0xBC, 0xDE, 0xF0, 0x12], at: 1, bigEndian: true))
    #expect(ram.load(1) == 0x1_2345_6789)
    #expect(ram.load(2) == 0xA_BCDE_F012)
    #expect(ram.bytes(at: 1, count: 5, bigEndian: true) == [0x01, 0x23, 0x45, 0x67, 0x89])
    #expect(ram.bytes(at: 2, count: 5, bigEndian: false) == [0x12, 0xF0, 0xDE, 0xBC, 0x0A])
  }

  @Test func whatDoesNotFitIsNotPut() throws {
    let ram = try #require(RAM(count: 4, unit: 8))
    #expect(!ram.put([1, 2, 3], at: 2, bigEndian: false))
    #expect(ram.load(2) == 0)
    #expect(ram.bytes(at: 2, count: 3, bigEndian: false) == nil)
  }
}
