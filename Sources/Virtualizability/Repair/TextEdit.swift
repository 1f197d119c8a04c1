import ISALanguage

/// A stretch of a file with what is to stand in its place.
struct TextEdit: Sendable, Hashable {

  /// The path of the file.
  var path: String

  /// The bytes that are replaced.
  var range: Range<Int>

  /// What stands in their place.
  var text: String
}

/// The texts of a specification: of its file, and of all that it includes and extends.
struct SpecificationText: Sendable {

  /// The path of the specification.
  let path: String

  /// The paths of the files in the order in which they are read.
  let paths: [String]

  private(set) var files: [String: [UInt8]]

  /// The texts that a check has read.
  init(path: String, sources: SourceMap) {
    self.path = path
    var paths: [String] = []
    var files: [String: [UInt8]] = [:]
    for file in sources.files where files[file.path] == nil {
      paths.append(file.path)
      files[file.path] = file.bytes
    }
    self.paths = paths
    self.files = files
  }

  /// Reads the texts instead of files.
  var reader: SpecificationReader {
    SpecificationReader { [files] path, _ throws(SourceReader.Failure) in
      guard let bytes = files[path] else {
        throw SourceReader.Failure(message: "'\(path)' does not belong to the specification")
      }
      return bytes
    }
  }

  /// The texts with `edits` made; equal ones count once. A file whose layout was canonical stays so.
  func edited(_ edits: [TextEdit]) -> SpecificationText {
    var result = self
    for (path, edits) in Dictionary(grouping: Set(edits), by: \.path) {
      guard let old = files[path] else { continue }
      var bytes = old
      for edit in edits.sorted(by: { ($0.range.lowerBound, $0.text) > ($1.range.lowerBound, $1.text) })
      where edit.range.upperBound <= old.count {
        bytes.replaceSubrange(edit.range, with: Array(edit.text.utf8))
      }
      let wasCanonical = Array(Formatter.format(SourceFile(id: 0, path: path, bytes: old)).utf8) == old
      if wasCanonical {
        bytes = Array(Formatter.format(SourceFile(id: 0, path: path, bytes: bytes)).utf8)
      }
      result.files[path] = bytes
    }
    return result
  }

  /// The files that are others than in `other`, in order.
  func changed(from other: SpecificationText) -> [String] {
    paths.filter { files[$0] != other.files[$0] }
  }

  /// The unified difference of all files from `other`.
  func patch(from other: SpecificationText) -> String {
    changed(from: other).map { path in
      UnifiedDifference.text(
        path: path, old: String(decoding: other.files[path] ?? [], as: UTF8.self),
        new: String(decoding: files[path] ?? [], as: UTF8.self))
    }.joined()
  }
}
