import Execution

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The console of a machine on standard input and output.
final class StandardConsole: CharacterStream {

  private var pending: [UInt8] = []
  private var input: ArraySlice<UInt8> = []
  private var hasEnded = false
  private let showsAtOnce = isatty(STDOUT_FILENO) != 0
  private(set) var failure: String?

  /// A terminal, a pipe or a socket: what comes from a file is there from the start.
  let isLive: Bool

  /// A person at a terminal is not waited for before he is asked.
  let mayWait = isatty(STDIN_FILENO) == 0

  private static let capacity = 1 << 14

  init() {
    var status = stat()
    let isFile = fstat(STDIN_FILENO, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    isLive = !isFile
  }

  func send(_ byte: UInt8) {
    pending.append(byte)
    if pending.count >= Self.capacity || (showsAtOnce && byte == UInt8(ascii: "\n")) { flush() }
  }

  /// Writes out what was sent.
  func flush() {
    guard !pending.isEmpty, failure == nil else { return }
    do throws(Descriptor.Failure) {
      try Descriptor.write(pending, to: STDOUT_FILENO)
    } catch {
      failure = "cannot write to standard output: \(error.reason)"
    }
    pending.removeAll(keepingCapacity: true)
  }

  func receive(_ patience: Patience) -> Reception {
    if let byte = input.popFirst() { return .byte(byte) }
    guard !hasEnded else { return .end }
    if patience == .wait {
      flush()
    } else if isLive {
      var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 0) > 0 else { return .nothing }
    }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
    // A signal that interrupts the wait is the user's, who wants the machine to stop.
    if count < 0, errno == EINTR { return .nothing }
    guard count > 0 else {
      hasEnded = true
      return .end
    }
    input = buffer[..<count]
    return input.popFirst().map { .byte($0) } ?? .end
  }
}
