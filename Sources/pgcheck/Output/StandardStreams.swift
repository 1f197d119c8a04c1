#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The stream that results go to.
enum StandardOutput {

  /// Whether a person reads it at a terminal.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) != 0 }

  /// Writes `text`, and says so if that fails, as on a full disk.
  static func write(_ text: String) throws(UserError) { try write(Array(text.utf8)) }

  /// Writes `bytes`, in the same way.
  static func write(_ bytes: [UInt8]) throws(UserError) {
    do {
      try Descriptor.write(bytes, to: STDOUT_FILENO)
    } catch {
      throw UserError("cannot write to standard output: \(error.reason)")
    }
  }
}

/// The stream that diagnostics, errors and progress go to.
enum StandardError {

  /// Whether a person reads it at a terminal.
  static var isTerminal: Bool { isatty(STDERR_FILENO) != 0 }

  /// Writes `text`. Where it cannot be written there is nobody left to tell.
  static func write(_ text: String) { try? Descriptor.write(Array(text.utf8), to: STDERR_FILENO) }

  /// Writes an error and what to do about it.
  static func error(_ message: String, help: String? = nil) {
    write("error: \(message)\n" + (help.map { "  help: \($0)\n" } ?? ""))
  }
}

/// Writing to file descriptors.
enum Descriptor {

  /// Why the system refused.
  struct Failure: Error {

    /// The system's words.
    var reason: String

    /// The reason of the call that failed last.
    static var last: Failure { Failure(reason: String(cString: strerror(errno))) }
  }

  /// Writes all of `bytes`.
  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
    var start = 0
    while start < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        #if canImport(Glibc)
          Glibc.write(descriptor, buffer.baseAddress?.advanced(by: start), bytes.count - start)
        #else
          Darwin.write(descriptor, buffer.baseAddress?.advanced(by: start), bytes.count - start)
        #endif
      }
      if written < 0, errno == EINTR { continue }
      guard written >= 0 else { throw Failure.last }
      start += written
    }
  }
}
