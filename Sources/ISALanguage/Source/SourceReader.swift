#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads source files from the disk.
package enum SourceReader {

  /// Why a file could not be read, in words for its user.
  package struct Failure: Error {
    package var message: String
    package var help: String?

    package init(message: String, help: String? = nil) {
      self.message = message
      self.help = help
    }
  }

  /// The largest file that is read, in bytes.
  package static let largest = 4 << 20

  /// The bytes of the file at `path`. What a specification names, and not its user, must be a plain file:
  /// reading anything else may never end.
  package static func read(
    _ path: String, mustBePlain: Bool = false, largest: Int = largest
  ) throws(Failure) -> [UInt8] {
    let descriptor = open(path, mustBePlain ? O_RDONLY | O_NONBLOCK : O_RDONLY)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      throw Failure(message: "cannot read '\(path)': \(reason)", help: nil)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw Failure(message: "cannot read '\(path)': \(String(cString: strerror(errno)))", help: nil)
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw Failure(
        message: "'\(path)' is a directory",
        help: mustBePlain ? nil : "name the specifications in it, as in \(path)/*.isa")
    }
    if mustBePlain, status.st_mode & S_IFMT != S_IFREG {
      throw Failure(message: "'\(path)' is not a plain file", help: nil)
    }
    guard status.st_size <= largest else {
      throw Failure(message: "'\(path)' is larger than \(largest >> 20) MiB", help: nil)
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { readBytes(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        throw Failure(message: "cannot read '\(path)': \(String(cString: strerror(errno)))", help: nil)
      }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= largest else {
        throw Failure(message: "'\(path)' is larger than \(largest >> 20) MiB", help: nil)
      }
    }
  }

  /// `path` as seen from the folder of `file`, with `.` and `..` resolved as far as the text allows.
  package static func resolve(_ path: String, from file: String) -> String {
    if path.hasPrefix("/") { return path }
    var parts = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().map(String.init)
    for part in path.split(separator: "/").map(String.init) where part != "." {
      if part == "..", let last = parts.last, last != "..", !last.isEmpty {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }
}

private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
