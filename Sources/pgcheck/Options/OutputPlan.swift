import Reporting

/// Which report goes where.
///
/// A file belongs to the format that stands before it on the command line. Where there is a file for every format,
/// they belong together in their order, so that all formats may come first. What has no file goes to standard
/// output; `-` is standard output too.
struct OutputPlan {

  /// A format with its file; nil for standard output.
  let outputs: [(format: OutputFormat, file: OutputFile?)]

  init(formats: [Placed<OutputFormat>], outputs names: [Placed<String>]) throws(UserError) {
    let formats = formats.isEmpty ? [Placed(.text)] : formats
    guard names.count <= formats.count else {
      throw UserError(
        "there are \(names.count) outputs for \(formats.count == 1 ? "one format" : "\(formats.count) formats")",
        help: "say a --format for each --output")
    }
    var files: [OutputFile?] = Array(repeating: nil, count: formats.count)
    var taken: Set<Int> = []
    for (number, name) in names.enumerated() {
      let before = formats.lastIndex { $0.place < name.place } ?? 0
      let owner = names.count == formats.count ? number : before
      guard taken.insert(owner).inserted else {
        throw UserError(
          "the format '\(formats[owner].value.rawValue)' has two outputs",
          help: "say each --output after the --format that it belongs to")
      }
      files[owner] = name.value == "-" ? nil : try OutputFile(name.value)
    }
    outputs = zip(formats, files).map { ($0.value, $1) }
    guard files.count(where: { $0 == nil }) <= 1 else {
      throw UserError(
        "more than one report would go to standard output",
        help: "say an --output for each --format but one; '--output -' is standard output")
    }
    let named = files.compactMap(\.self)
    for (number, file) in named.enumerated() where named[..<number].contains(where: { $0.isSame(as: file) }) {
      throw UserError("two reports would go to '\(file.path)'")
    }
  }

  /// Makes every report, and writes all files or none before standard output.
  ///
  /// - Parameters:
  ///   - others: files that belong to the same run.
  ///   - render: makes the report of a format, in a style for people who read it.
  func write(
    with others: [(file: OutputFile, text: String)] = [],
    _ render: (OutputFormat, TextStyle) throws -> String
  ) throws {
    var files = others
    var shown: [String] = []
    for (format, file) in outputs {
      let text = try render(format, file == nil ? Terminal.style : .plain)
      if let file { files.append((file, text)) } else { shown.append(text) }
    }
    try OutputFile.write(files)
    for text in shown { try StandardOutput.write(text) }
  }
}
