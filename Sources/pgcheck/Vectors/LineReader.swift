#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The lines of a file, or of standard input, as they come.
final class LineReader {

  private let descriptor: Int32
  private let name: String
  private var buffer: [UInt8] = []
  private var start = 0
  private var hasEnded = false

  /// The size of one read in bytes.
  private static let chunk = 1 << 18

  /// Opens the file at `path`; `-` is standard input.
  init(_ path: String) throws(UserError) {
    name = path == "-" ? "standard input" : "'\(path)'"
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY)
    guard descriptor >= 0 else { throw UserError("cannot read \(name): \(String(cString: strerror(errno)))") }
  }

  deinit { if descriptor != STDIN_FILENO, descriptor >= 0 { close(descriptor) } }

  /// The bytes of the next line without its end; nil behind the last one, or where none is there yet and is not to be
  /// waited for.
  func next(waits: Bool) throws(UserError) -> [UInt8]? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        return Array(buffer[start..<end])
      }
      guard !hasEnded else {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return Array(buffer[start...])
      }
      guard waits else { return nil }
      buffer.removeSubrange(..<start)
      start = 0
      searched = buffer.count
      try fill()
    }
  }

  private func fill() throws(UserError) {
    var count = -1
    let old = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: Self.chunk))
    repeat {
      count = buffer.withUnsafeMutableBytes { bytes in
        read(descriptor, bytes.baseAddress?.advanced(by: old), Self.chunk)
      }
    } while count < 0 && errno == EINTR
    guard count >= 0 else { throw UserError("cannot read \(name): \(String(cString: strerror(errno)))") }
    buffer.removeSubrange((old + count)...)
    hasEnded = count == 0
  }
}
