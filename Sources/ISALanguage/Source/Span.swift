/// A stretch of bytes of one source file.
public struct Span: Hashable, Sendable {

  /// The number of the file in its `SourceMap`.
  public var file: Int32

  /// The offset of the first byte.
  public var start: Int

  /// The offset after the last byte.
  public var end: Int

  /// Makes the span `start ..< end` of `file`.
  public init(file: Int, start: Int, end: Int) {
    self.file = Int32(truncatingIfNeeded: file)
    self.start = start
    self.end = end
  }

  /// The stretch from the start of this span to the end of `other`, in the same file.
  public func through(_ other: Span) -> Span {
    guard other.file == file, other.end >= start else { return self }
    return Span(file: Int(file), start: start, end: other.end)
  }
}
