import ISALanguage
import Synchronization
import Virtualizability

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Results in files, each under the name of its key, in 256 folders by its first byte.
///
/// Files are written beside their place and then put there, so that runs at the same time never see half of one. What
/// does not carry its own digest is not used. A cache that cannot be written to is no error: the check goes on.
final class CacheFolder: ResultStore {

  let program: [UInt8]
  private let path: String

  /// Whether the user has named the folder, and is to be told when it is of no use.
  private let isChosen: Bool
  private let state = Mutex(State())

  private struct State {
    var count = 0
    var hasFailed = false
  }

  /// The largest result, in bytes.
  private static let largest = 64 << 20

  init(_ path: String, program: [UInt8], isChosen: Bool) {
    self.path = path
    self.program = program
    self.isChosen = isChosen
  }

  private func folder(_ key: ResultKey) -> String { "\(path)/\(key.text.prefix(2))" }

  private func file(_ key: ResultKey) -> String { "\(folder(key))/\(key.text.dropFirst(2))" }

  func load(_ key: ResultKey) -> [UInt8]? {
    let file = file(key)
    guard let sealed = try? SourceReader.read(file, mustBePlain: true, largest: Self.largest),
      let bytes = ResultEnvelope.opened(sealed, under: key)
    else { return nil }
    // What is used stays: CacheRoom removes what was not used for longest.
    utimes(file, nil)
    return bytes
  }

  func save(_ bytes: [UInt8], under key: ResultKey) {
    let number = state.withLock { state -> Int? in
      guard !state.hasFailed else { return nil }
      state.count += 1
      return state.count
    }
    guard let number else { return }
    let folder = folder(key)
    do throws(Descriptor.Failure) {
      try Self.make(folder)
      let temporary = "\(folder)/.\(getpid()).\(number).tmp"
      do throws(Descriptor.Failure) {
        try write(ResultEnvelope.sealed(bytes, under: key), to: temporary)
        guard rename(temporary, file(key)) == 0 else { throw Descriptor.Failure.last }
      } catch {
        unlink(temporary)
        throw error
      }
      CacheRoom.make(in: folder)
    } catch {
      state.withLock { $0.hasFailed = true }
      guard isChosen else { return }
      StandardError.write("warning: results are not kept in '\(path)': \(error.reason)\n")
    }
  }

  private func write(_ bytes: [UInt8], to temporary: String) throws(Descriptor.Failure) {
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { throw Descriptor.Failure.last }
    defer { close(descriptor) }
    try Descriptor.write(bytes, to: descriptor)
  }

  /// Makes a folder with those that it lies in.
  private static func make(_ folder: String) throws(Descriptor.Failure) {
    if mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
    let failure = Descriptor.Failure.last
    guard errno == ENOENT, let slash = folder.lastIndex(of: "/"), slash > folder.startIndex else {
      throw failure
    }
    try make(String(folder[..<slash]))
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw Descriptor.Failure.last }
  }
}
