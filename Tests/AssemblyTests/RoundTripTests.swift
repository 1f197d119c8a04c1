import Assembly
import Execution
import Foundation
import ISAModel
import TestSupport
import Testing

/// What is disassembled assembles to the same word, or to a shorter one with the same text.
@Suite struct RoundTripTests {

  private static var isLong: Bool { ProcessInfo.processInfo.environment["PGCHECK_LONG_TESTS"] != nil }

  /// Every form, with fields, operands and prefixes by chance.
  @Test(arguments: Machines.all)
  func everyForm(path: String) throws {
    let machine = try Machines.load(path)
    var trip = RoundTrip(machine: machine)
    var generator = WordGenerator(machine, seed: 1974)
    for form in machine.instructions.flatMap(\.forms) where !form.syntax.isEmpty {
      for _ in 0..<(Self.isLong ? 200 : 12) {
        let prefixes = generator.prefixes()
        _ = trip.add(generator.word(like: form, prefixes: prefixes))
      }
    }
    try check(trip, minimum: machine.instructions.count)
  }

  /// Every first 16 bits of machines whose instruction stream has units of 16 bits, extension words by chance.
  @Test(arguments: Machines.all)
  func everyOpcodeOf16Bits(path: String) throws {
    let machine = try Machines.load(path)
    guard machine.stream.unit == 16 else { return }
    var trip = RoundTrip(machine: machine)
    var random = SplitMix(seed: 68_000)
    for opcode in 0..<UInt128(1 << 16) {
      var units = machine.addressUnits(of: opcode, bits: 16)
      // Every other extension word has small numbers, which brief formats with constant bits need.
      let small = opcode & 1 == 0
      for _ in 0..<8 {
        units += machine.addressUnits(of: UInt128(random.next()) & (small ? 0xF8FF : 0xFFFF), bits: 16)
      }
      _ = trip.add(units)
    }
    try check(trip, minimum: 1000)
  }

  /// Every ModRM byte, and every SIB byte, where there are such: the first 8 bits of fields by all their values.
  @Test func everyAddressingModeOfX86() throws {
    let machine = try Machines.load("specs/x86.isa")
    var trip = RoundTrip(machine: machine)
    var generator = WordGenerator(machine, seed: 386)
    for (number, form) in machine.instructions.flatMap(\.forms).enumerated()
    where !form.layout.operands.isEmpty {
      for fields in UInt64(0)..<512 where Self.isLong || fields % 31 == UInt64(number % 31) {
        _ = trip.add(generator.word(like: form, fields: fields))
      }
    }
    // One form is enough for the SIB byte and the displacements behind it.
    let add = try #require(machine.instructions.first { !$0.forms[0].layout.operands.isEmpty })
    let opcode = generator.word(like: add.forms[0])[0] | 1
    for mod in UInt128(0)..<3 {
      for sib in UInt128(0)..<256 {
        let tail = (0..<8).map { _ in UInt128(generator.random.next() & 0xFF) }
        _ = trip.add([opcode, mod << 6 | 4, sib] + tail)
      }
    }
    try check(trip, minimum: 2000)
  }

  private func check(_ trip: RoundTrip, minimum: Int) throws {
    #expect(trip.count >= minimum, "only \(trip.count) words were decoded")
    let (results, diagnostics) = trip.run()
    #expect(diagnostics.isEmpty, "\(diagnostics.prefix(10))")
    var wrong: [String] = []
    for (index, result) in results.enumerated() where result.units != result.assembled {
      // Another encoding of the same: it is no longer, and reads the same.
      let again = result.assembled.isEmpty ? nil : trip.text(of: result.assembled + [0, 0, 0, 0], at: index)
      if result.assembled.count > result.units.count || again != result.text {
        wrong.append(
          "\(result.units.map { String($0, radix: 16) }) is '\(result.text)', assembled to \(result.assembled.map { String($0, radix: 16) }), which is '\(again ?? "nothing")'"
        )
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count) of \(results.count): \(wrong.prefix(8).joined(separator: "\n"))")
  }
}
