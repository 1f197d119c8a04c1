#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Keeps the cache from growing without end.
enum CacheRoom {

  /// The most files, and the most bytes, of one of the 256 folders of a cache.
  private static let mostFiles = 128
  private static let mostBytes = 2 << 20

  /// Removes the files of `folder` that were not used for longest, until the rest is few and small enough; the
  /// newest stays in any case.
  static func make(in folder: String) {
    guard let directory = opendir(folder) else { return }
    defer { closedir(directory) }
    var files: [(path: String, size: Int, seconds: Int)] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      var status = stat()
      let path = "\(folder)/\(name)"
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      #if canImport(Glibc)
        let seconds = Int(status.st_mtim.tv_sec)
      #else
        let seconds = Int(status.st_mtimespec.tv_sec)
      #endif
      files.append((path, Int(status.st_size), seconds))
    }
    guard files.count > mostFiles || files.reduce(0, { $0 + $1.size }) > mostBytes else { return }
    files.sort { ($0.seconds, $0.path) > ($1.seconds, $1.path) }
    var bytes = 0
    for (number, file) in files.enumerated() {
      bytes += file.size
      if number > 0, number >= mostFiles / 2 || bytes > mostBytes / 2 { unlink(file.path) }
    }
  }
}
