/// Which report goes where: the nth output belongs to the nth format; what has no output goes to standard
/// output.
struct OutputPlan {

  /// A format with its file; nil for standard output.
  let outputs: [(format: OutputFormat, file: OutputFile?)]

  init(formats: [OutputFormat], outputs names: [String]) throws(UserError) {
    let formats = formats.isEmpty ? [.text] : formats
    guard names.count <= formats.count else {
      throw UserError(
        "there are \(names.count) outputs for \(formats.count == 1 ? "one format" : "\(formats.count) formats")",
        help: "say a --format for each --output")
    }
    var outputs: [(format: OutputFormat, file: OutputFile?)] = []
    for (number, format) in formats.enumerated() {
      let name = number < names.count ? names[number] : "-"
      outputs.append((format, name == "-" ? nil : try OutputFile(name)))
    }
    guard outputs.count(where: { $0.file == nil }) <= 1 else {
      throw UserError(
        "more than one report would go to standard output",
        help: "say an --output for each --format but one; '--output -' is standard output")
    }
    let files = outputs.compactMap(\.file)
    for (number, file) in files.enumerated() where files[..<number].contains(where: { $0.isSame(as: file) }) {
      throw UserError("two reports would go to '\(file.path)'")
    }
    self.outputs = outputs
  }
}
