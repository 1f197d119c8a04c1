#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that is written whole or not at all.
struct OutputFile {

  /// The path as the user wrote it.
  let path: String

  /// The file behind symbolic links, so that a link stays one.
  private let target: String

  /// Whether something stands there that is not a plain file, such as a pipe; it is written to, never
  /// replaced.
  private let isSpecial: Bool

  private let permissions: mode_t?

  /// Looks whether `path` could be written, so that a long check does not end in a surprise.
  init(_ path: String) throws(UserError) {
    func failure(_ reason: String) -> UserError { UserError("cannot write '\(path)': \(reason)") }
    guard !path.isEmpty else { throw UserError("the name of the output file is empty") }
    self.path = path
    if let resolved = realpath(path, nil) {
      target = String(cString: resolved)
      free(resolved)
    } else {
      target = path
    }
    var status = stat()
    if stat(target, &status) == 0 {
      let kind = status.st_mode & S_IFMT
      guard kind != S_IFDIR else { throw failure("it is a directory") }
      guard access(target, W_OK) == 0 else { throw failure(String(cString: strerror(errno))) }
      isSpecial = kind != S_IFREG
      permissions = status.st_mode & 0o7777
    } else {
      isSpecial = false
      permissions = nil
    }
    let folder = Self.folder(of: target)
    guard isSpecial || access(folder, W_OK | X_OK) == 0 else {
      throw failure(errno == ENOENT ? "there is no directory '\(folder)'" : String(cString: strerror(errno)))
    }
  }

  /// Puts `text` into the file: by a temporary file beside it that takes its place once it is complete.
  func write(_ text: String) throws(UserError) { try write(Array(text.utf8)) }

  /// Puts `bytes` into the file, in the same way.
  func write(_ bytes: [UInt8]) throws(UserError) {
    do throws(Descriptor.Failure) {
      if isSpecial {
        let descriptor = open(target, O_WRONLY)
        guard descriptor >= 0 else { throw Descriptor.Failure.last }
        defer { close(descriptor) }
        try Descriptor.write(bytes, to: descriptor)
      } else {
        try replace(with: bytes)
      }
    } catch {
      throw UserError("cannot write '\(path)': \(error.reason)")
    }
  }

  /// Puts all the texts into their files, or, where one cannot be written, none.
  static func write(_ files: [(file: OutputFile, text: String)]) throws(UserError) {
    var staged: [(file: OutputFile, temporary: String)] = []
    var current = ""
    do throws(Descriptor.Failure) {
      for (file, text) in files where !file.isSpecial {
        current = file.path
        staged.append((file, try file.stage(Array(text.utf8))))
      }
      while let (file, temporary) = staged.first {
        current = file.path
        try file.commit(temporary)
        staged.removeFirst()
      }
    } catch {
      for (_, temporary) in staged { unlink(temporary) }
      throw UserError("cannot write '\(current)': \(error.reason)")
    }
    for (file, text) in files where file.isSpecial { try file.write(text) }
  }

  private func replace(with bytes: [UInt8]) throws(Descriptor.Failure) {
    try commit(try stage(bytes))
  }

  /// Writes a temporary file beside the target, and returns its path.
  private func stage(_ bytes: [UInt8]) throws(Descriptor.Failure) -> String {
    let name = target.split(separator: "/").last.map(String.init) ?? target
    let temporary = "\(Self.folder(of: target))/.\(name).\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL, 0o666)
    guard descriptor >= 0 else { throw Descriptor.Failure.last }
    do throws(Descriptor.Failure) {
      defer { close(descriptor) }
      if let permissions { fchmod(descriptor, permissions) }
      try Descriptor.write(bytes, to: descriptor)
      guard fsync(descriptor) == 0 else { throw Descriptor.Failure.last }
    } catch {
      unlink(temporary)
      throw error
    }
    return temporary
  }

  /// Lets a temporary file take the place of the target.
  private func commit(_ temporary: String) throws(Descriptor.Failure) {
    guard rename(temporary, target) == 0 else {
      let failure = Descriptor.Failure.last
      unlink(temporary)
      throw failure
    }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Whether there is such a file already.
  var exists: Bool { permissions != nil }

  /// Whether both are the same file.
  func isSame(as other: OutputFile) -> Bool { target == other.target }
}
