/// A text that was read, with its lines.
public struct SourceFile: Sendable {

  /// The number of the file in its `SourceMap`.
  public let id: Int

  /// The path as the user wrote it, or as it was found from the including file.
  public let path: String

  /// The text in UTF-8.
  public let bytes: [UInt8]

  /// The offset of the first byte of every line.
  public let lineStarts: [Int]

  /// Makes a file of `bytes`.
  public init(id: Int, path: String, bytes: [UInt8]) {
    self.id = id
    self.path = path
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == 0x0A { starts.append(offset + 1) }
    lineStarts = starts
  }

  /// The line (from 1) that holds byte `offset`.
  public func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The column (from 1, in Unicode scalars) of byte `offset` in its line.
  public func column(at offset: Int) -> Int {
    let start = lineStarts[line(at: offset) - 1]
    return bytes[start..<min(offset, bytes.count)].count { $0 & 0xC0 != 0x80 } + 1
  }

  /// The text of line `number` (from 1) without its line end.
  public func text(ofLine number: Int) -> String {
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] : bytes.count
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The text of `span`.
  public func text(of span: Span) -> String {
    String(decoding: bytes[span.start..<span.end], as: UTF8.self)
  }
}
