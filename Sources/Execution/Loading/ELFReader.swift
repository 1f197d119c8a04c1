/// Reads executable files in the Executable and Linkable Format, 32 bits wide. Tool Interface Standard, "ELF
/// Specification", version 1.2, book I.
struct ELFReader {

  let bytes: [UInt8]
  let machine: ProgramImage.Expectation

  private static let headerSize = 52
  private static let programHeaderSize = 32
  private static let loadable: UInt64 = 1
  private static let executable: UInt64 = 2

  private var isBigEndian: Bool { bytes[5] == 2 }

  func image() throws(ProgramImage.Failure) -> ProgramImage {
    guard bytes.count >= 6 else { throw truncated("its header") }
    guard bytes[4] == 1 else {
      throw ProgramImage.Failure(
        bytes[4] == 2 ? "this is a 64-bit ELF file" : "this ELF file is neither of 32 bits nor of 64",
        help: "only 32-bit ELF files are read")
    }
    guard bytes[5] == 1 || bytes[5] == 2 else {
      throw ProgramImage.Failure("the byte order of this ELF file is unknown: \(bytes[5])")
    }
    guard bytes.count >= Self.headerSize else { throw truncated("its header") }
    try checkMachine()
    let table = try number(28, 4, "its header")
    let size = try number(42, 2, "its header")
    let count = try number(44, 2, "its header")
    guard size >= Self.programHeaderSize || count == 0 else {
      throw ProgramImage.Failure("the program headers of this ELF file are too short: \(size) bytes")
    }
    var result = ProgramImage()
    result.countsBytes = true
    for index in 0..<count {
      if let segment = try segment(at: table + index * size) { result.segments.append(segment) }
    }
    guard !result.segments.isEmpty else {
      throw ProgramImage.Failure("this ELF file has nothing to load", help: "link it into an executable")
    }
    result.entry = try number(24, 4, "its header")
    return result
  }

  private func checkMachine() throws(ProgramImage.Failure) {
    let number = try number(18, 2, "its header")
    if let expected = machine.elfMachine, number != UInt64(expected) {
      throw ProgramImage.Failure(
        "this ELF file is for another machine: its number is \(number), that of '\(machine.machineName)' is "
          + "\(expected)")
    }
    guard isBigEndian == machine.isBigEndian else {
      func order(_ isBig: Bool) -> String { isBig ? "big-endian" : "little-endian" }
      throw ProgramImage.Failure(
        "this ELF file is \(order(isBigEndian)), and '\(machine.machineName)' is \(order(machine.isBigEndian))"
      )
    }
    guard try self.number(16, 2, "its header") == Self.executable else {
      throw ProgramImage.Failure(
        "this ELF file is not an executable", help: "link it, with fixed addresses ('-static', '-no-pie')")
    }
  }

  private func segment(at place: UInt64) throws(ProgramImage.Failure) -> ProgramImage.Segment? {
    let what = "its program headers"
    guard try number(place, 4, what) == Self.loadable else { return nil }
    let offset = try number(place + 4, 4, what)
    let address = try number(place + 12, 4, what)
    let fileSize = try number(place + 16, 4, what)
    let memorySize = try number(place + 20, 4, what)
    guard memorySize > 0 else { return nil }
    guard fileSize <= memorySize else {
      throw ProgramImage.Failure("a segment of this ELF file is larger in the file than in memory")
    }
    guard offset + fileSize <= UInt64(bytes.count) else { throw truncated("a segment") }
    // What the file does not hold is 0. Memory is 0 at first, so that only what lies between segments
    // matters.
    guard address + memorySize <= 1 << 32, memorySize <= 1 << 30 else {
      throw ProgramImage.Failure("a segment of this ELF file is too large: \(memorySize) bytes")
    }
    var data = Array(bytes[Int(offset)..<Int(offset + fileSize)])
    data += Array(repeating: 0, count: Int(memorySize - fileSize))
    return ProgramImage.Segment(address: address, bytes: data)
  }

  private func number(_ place: UInt64, _ count: Int, _ what: String) throws(ProgramImage.Failure) -> UInt64 {
    guard place + UInt64(count) <= UInt64(bytes.count) else { throw truncated(what) }
    let part = bytes[Int(place)..<Int(place) + count]
    return (isBigEndian ? Array(part) : part.reversed()).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private func truncated(_ what: String) -> ProgramImage.Failure {
    ProgramImage.Failure(
      "this ELF file is truncated: it ends within \(what), after \(bytes.count) bytes")
  }
}
