/// All files of one run, by number.
public struct SourceMap: Sendable {

  /// The files in the order in which they were read.
  public private(set) var files: [SourceFile] = []

  /// Makes an empty map.
  public init() {}

  /// Adds a file and returns it with its number.
  public mutating func add(path: String, bytes: [UInt8]) -> SourceFile {
    let file = SourceFile(id: files.count, path: path, bytes: bytes)
    files.append(file)
    return file
  }

  /// The file that `span` lies in.
  public func file(of span: Span) -> SourceFile { files[Int(span.file)] }

  /// The path and line of the start of `span`.
  public func location(of span: Span) -> SourceLocation {
    let file = file(of: span)
    return SourceLocation(
      path: file.path, line: file.line(at: span.start), column: file.column(at: span.start))
  }

  /// The line of text that `span` starts in.
  public func lineText(at span: Span) -> String {
    let file = file(of: span)
    return file.text(ofLine: file.line(at: span.start))
  }
}

/// A place in a file as people name it.
public struct SourceLocation: Hashable, Sendable {

  /// The path of the file.
  public var path: String

  /// The line, from 1.
  public var line: Int

  /// The column, from 1.
  public var column: Int

  /// Makes a location.
  public init(path: String, line: Int, column: Int) {
    self.path = path
    self.line = line
    self.column = column
  }
}
