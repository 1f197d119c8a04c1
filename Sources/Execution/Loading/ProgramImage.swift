/// A program as it is to stand in memory before the machine starts.
package struct ProgramImage: Sendable {

  /// Bytes that belong together.
  package struct Segment: Sendable {

    /// Where they begin, counted in units of memory, or in bytes where the file counts in bytes.
    package var address: UInt64
    package var bytes: [UInt8]
  }

  package var segments: [Segment] = []

  /// The address of the first instruction, where the file says it.
  package var entry: UInt64?

  /// Whether addresses count bytes, whatever the machine's addresses count.
  var countsBytes = false

  /// Why a file is no program for a machine, in words for its user.
  package struct Failure: Error, Sendable {
    package var message: String
    package var help: String?

    package init(_ message: String, help: String? = nil) {
      self.message = message
      self.help = help
    }
  }

  /// What a machine expects of a program.
  package struct Expectation: Sendable {
    package var machineName: String
    package var elfMachine: Int?
    package var isBigEndian: Bool

    package init(machineName: String, elfMachine: Int?, isBigEndian: Bool) {
      self.machineName = machineName
      self.elfMachine = elfMachine
      self.isBigEndian = isBigEndian
    }
  }

  init() {}

  /// Reads an ELF file, Motorola S-records, or a raw image: what the file is, its first bytes say.
  ///
  /// - Parameter address: where a raw image stands; given for another file, it is an error.
  package init(_ bytes: [UInt8], at address: UInt64?, for machine: Expectation) throws(Failure) {
    guard !bytes.isEmpty else { throw Failure("the file is empty") }
    if bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) {
      try Self.refuse(address, "an ELF file")
      self = try ELFReader(bytes: bytes, machine: machine).image()
    } else if SRecordReader.recognises(bytes) {
      try Self.refuse(address, "a file of S-records")
      self = try SRecordReader.image(bytes)
    } else {
      segments = [Segment(address: address ?? 0, bytes: bytes)]
    }
  }

  private static func refuse(_ address: UInt64?, _ what: String) throws(Failure) {
    guard address == nil else {
      throw Failure("\(what) says itself where it stands in memory", help: "leave '--at' out")
    }
  }

  /// An address of the file in units of memory.
  private func units(_ address: UInt64, _ size: Int) throws(Failure) -> UInt64 {
    guard countsBytes, size > 1 else { return address }
    guard address % UInt64(size) == 0 else {
      throw Failure("the address \(hexadecimal(address)) lies within a unit of memory of \(size) bytes")
    }
    return address / UInt64(size)
  }

  /// The address of the first instruction in units of memory, where the file says it.
  package func entry(in ram: RAM) throws(Failure) -> UInt64? {
    guard let entry else { return nil }
    return try units(entry, ram.bytesPerUnit)
  }

  /// Puts the program into memory.
  package func load(into ram: RAM, bigEndian: Bool) throws(Failure) {
    let size = ram.bytesPerUnit
    for segment in segments {
      guard segment.bytes.count % size == 0 else {
        throw Failure(
          "\(segment.bytes.count) bytes are no whole number of memory's units of \(size) bytes")
      }
      let start = try units(segment.address, size)
      guard let address = Int(exactly: start), ram.put(segment.bytes, at: address, bigEndian: bigEndian)
      else {
        let last = start &+ UInt64(segment.bytes.count / size) &- 1
        throw Failure(
          "the program does not fit into memory: it reaches from \(hexadecimal(start)) to "
            + "\(hexadecimal(last)), and the last address of RAM is \(hexadecimal(UInt64(ram.count - 1)))",
          help: "give the machine more memory with '--memory SIZE'")
      }
    }
  }
}

func hexadecimal(_ value: UInt64) -> String { "0x" + String(value, radix: 16, uppercase: true) }
