import Execution

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file whose bytes are the blocks of a disk, one after the other.
final class DiskFile: BlockStorage {

  private let descriptor: Int32
  private let size: Int
  private let isWritable: Bool

  /// - Parameter blockSize: the bytes of a block; the file must hold at least one.
  init(_ path: String, blockSize: Int) throws(UserError) {
    func failure(_ reason: String, help: String? = nil) -> UserError {
      UserError("cannot use '\(path)' as the disk: \(reason)", help: help)
    }
    guard !path.isEmpty else { throw UserError("the name of the disk file is empty") }
    var descriptor = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK)
    isWritable = descriptor >= 0
    if descriptor < 0, errno == EACCES || errno == EROFS || errno == EPERM {
      descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    }
    guard descriptor >= 0 else { throw failure(String(cString: strerror(errno))) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw failure("it is not a plain file")
    }
    guard status.st_size >= blockSize else {
      close(descriptor)
      throw failure(
        "it has \(status.st_size) bytes, less than one block of \(blockSize)",
        help: "make one with 'truncate -s 64K \(path)'")
    }
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Where a block begins; nil where the file does not hold all of it.
  private func offset(_ block: UInt128, size: Int) -> Int? {
    guard block < UInt128(self.size / size) else { return nil }
    return Int(block) * size
  }

  func read(_ block: UInt128, size: Int) -> [UInt8]? {
    guard let offset = offset(block, size: size) else { return nil }
    var bytes = [UInt8](repeating: 0, count: size)
    let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, size, off_t(offset)) }
    return count == size ? bytes : nil
  }

  func write(_ block: UInt128, _ bytes: [UInt8]) -> Bool {
    guard isWritable, let offset = offset(block, size: bytes.count) else { return false }
    return bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, bytes.count, off_t(offset)) }
      == bytes.count
  }
}
