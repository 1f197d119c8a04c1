import Reporting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What tells this build of the program from every other: the identification that the linker makes of its contents
/// (the note NT_GNU_BUILD_ID of its ELF file).
enum ProgramIdentity {

  /// The program's version and identification; nil where it has none, and results cannot be kept.
  static var bytes: [UInt8]? {
    let descriptor = open("/proc/self/exe", O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard let build = ELFNotes(descriptor: descriptor)?.buildID else { return nil }
    return Array("\(Tool.name) \(Tool.version) ".utf8) + build
  }
}

/// The notes of a 64-bit little-endian ELF file (System V ABI, chapter 5).
private struct ELFNotes {

  let descriptor: Int32
  private let segments: [(offset: Int, size: Int)]

  private static let noteSegment = 4
  private static let buildIDNote = 3

  init?(descriptor: Int32) {
    self.descriptor = descriptor
    guard let head = Self.read(descriptor, at: 0, count: 64),
      head.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1])
    else { return nil }
    let start = Self.number(head, 32, 8)
    let size = Self.number(head, 54, 2)
    let count = Self.number(head, 56, 2)
    guard size >= 56, count < 1000, let table = Self.read(descriptor, at: start, count: size * count) else {
      return nil
    }
    segments = (0..<count).map { $0 * size }.filter { Self.number(table, $0, 4) == Self.noteSegment }.map {
      (Self.number(table, $0 + 8, 8), Self.number(table, $0 + 32, 8))
    }
  }

  var buildID: [UInt8]? {
    for segment in segments where segment.size < 1 << 16 {
      guard let notes = Self.read(descriptor, at: segment.offset, count: segment.size) else { continue }
      var place = 0
      while place + 12 <= notes.count {
        let nameSize = Self.number(notes, place, 4)
        let size = Self.number(notes, place + 4, 4)
        let name = place + 12
        let contents = name + (nameSize + 3) / 4 * 4
        guard contents + size <= notes.count else { break }
        if Self.number(notes, place + 8, 4) == Self.buildIDNote,
          notes[name..<name + nameSize].elementsEqual("GNU\0".utf8)
        {
          return Array(notes[contents..<contents + size])
        }
        place = contents + (size + 3) / 4 * 4
      }
    }
    return nil
  }

  private static func read(_ descriptor: Int32, at offset: Int, count: Int) -> [UInt8]? {
    guard offset >= 0, count >= 0, count < 1 << 20 else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    let got = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, off_t(offset)) }
    return got == count ? bytes : nil
  }

  private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
  }
}
