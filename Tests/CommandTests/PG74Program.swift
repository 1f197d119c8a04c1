import Foundation

/// A program of PG74's machine, word for word: its instructions after `specs/pg74.isa`.
struct PG74Program {

  enum Port: UInt32 {
    case consoleStatus = 0
    case consoleData, timerStatus, timer, clock, diskStatus, diskBlock, diskAddress
  }

  private(set) var words: [UInt32] = []

  /// Programs stand behind the two program status words, at 8.
  static let origin: UInt32 = 8

  /// The address of the next instruction.
  var here: UInt32 { Self.origin + UInt32(words.count) }

  mutating func word(_ value: UInt32) { words.append(value) }
  mutating func li(_ d: UInt32, _ value: UInt32) { word(0x13 << 24 | d << 21 | value) }
  mutating func ld(_ d: UInt32, _ address: UInt32) { word(0x10 << 24 | d << 21 | address) }
  mutating func st(_ d: UInt32, _ address: UInt32, index: UInt32 = 0) {
    word(0x11 << 24 | d << 21 | index << 18 | address)
  }
  mutating func add(_ d: UInt32, _ a: UInt32, _ b: UInt32) { word(0x20 << 24 | d << 21 | a << 18 | b << 15) }
  mutating func addi(_ d: UInt32, _ a: UInt32, _ value: Int32) {
    word(0x30 << 24 | d << 21 | a << 18 | UInt32(bitPattern: value) & 0x3FFFF)
  }
  mutating func beq(_ a: UInt32, _ b: UInt32, _ target: UInt32) {
    word(0x40 << 24 | a << 21 | b << 18 | target)
  }
  mutating func bne(_ a: UInt32, _ b: UInt32, _ target: UInt32) {
    word(0x41 << 24 | a << 21 | b << 18 | target)
  }
  mutating func enableInterrupts() { word(0x67 << 24) }
  mutating func svc(_ number: UInt32) { word(0x50 << 24 | number) }
  mutating func halt() { word(0x64 << 24) }
  mutating func input(_ d: UInt32, _ port: Port) { word(0x70 << 24 | d << 21 | port.rawValue) }
  mutating func output(_ a: UInt32, _ port: Port) { word(0x71 << 24 | a << 21 | port.rawValue) }

  /// Prints a text, by way of register 1.
  mutating func print(_ text: String) {
    for byte in text.utf8 {
      li(1, UInt32(byte))
      output(1, .consoleData)
    }
  }

  /// The program as a raw image, with the first words of memory.
  func image(newStatus: [UInt32] = [0, 0, 0, 0]) -> Data {
    Self.data([0, 0, 0, 0] + newStatus + words)
  }

  static func data(_ words: [UInt32]) -> Data {
    Data(
      words.flatMap { word in stride(from: 24, through: 0, by: -8).map { UInt8(word >> UInt32($0) & 0xFF) } })
  }
}
