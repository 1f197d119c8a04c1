import Execution
import Testing

/// How numbers and sets of names are written.
struct NumberTextTests {

  @Test func signs() {
    #expect(NumberText.signed(-8) == "-8")
    #expect(NumberText.signed(-0x80) == "-0x80")
    #expect(NumberText.displacement(16) == "+0x10")
    #expect(NumberText.displacement(-1) == "-1")
    #expect(NumberText.unsigned(9) == "9")
    #expect(NumberText.unsigned(10) == "0xa")
  }

  @Test func registerLists() {
    let names = (0..<8).map { "d\($0)" } + (0..<8).map { "a\($0)" }
    let list = RegisterList(names)
    #expect(list.text(0b0100_0000_0000_1111) == "d0-d3/a6")
    #expect(list.text(0) == "0")
    #expect(list.text(0xFFFF) == "d0-d7/a0-a7")
    #expect(list.bits(from: "d0", through: "d3") == 0b1111)
    #expect(list.bits(from: "d3", through: "d0") == nil)
    #expect(list.bits(from: "d7", through: "a0") == nil)
    let reversed = RegisterList(names.reversed())
    #expect(reversed.text(0b1111_0000_0000_0010) == "d0-d3/a6")
    #expect(reversed.bits(from: "d0", through: "d3") == 0b1111_0000_0000_0000)
  }
}
