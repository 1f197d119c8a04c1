import ISALanguage

/// The text of a program beside what it comes to.
package enum Listing {

  private static let unitsPerLine = 16

  /// Every line of the source with the address and contents of its statements; what a line includes stands below it.
  package static func text(_ program: AssembledProgram, of file: SourceFile, in sources: SourceMap) -> String
  {
    var byLine: [Int: [AssembledProgram.Item]] = [:]
    for item in program.items where Int(item.span.file) == file.id {
      byLine[file.line(at: item.span.start), default: []].append(item)
    }
    var included: [Int: SourceFile] = [:]
    for (span, number) in program.inclusions where Int(span.file) == file.id {
      included[file.line(at: span.start)] = sources.files[number]
    }
    let digits = (program.unit + 3) / 4
    let addressDigits = max(
      8, String(program.items.last.map { $0.address + UInt128($0.units.count) } ?? 0, radix: 16).count)
    let perLine = max(1, unitsPerLine * 2 / (digits + 1))
    let width = perLine * (digits + 1)
    var result = ""
    func line(_ address: String, _ contents: String, _ source: String) {
      var text = pad(address, addressDigits) + "  " + pad(contents, width) + " " + source
      while text.last == " " { text.removeLast() }
      result += text + "\n"
    }
    let last = file.bytes.last == 0x0A ? file.lineStarts.count - 1 : file.lineStarts.count
    for number in 0..<max(0, last) {
      var source = file.text(ofLine: number + 1)
      var isFirst = true
      for item in byLine[number + 1] ?? [] {
        for start in stride(from: 0, to: item.units.count, by: perLine) {
          let part = item.units[start..<min(start + perLine, item.units.count)]
          line(
            hexadecimal(item.address + UInt128(start), addressDigits),
            part.map { hexadecimal($0, digits) }.joined(separator: " "), source)
          source = ""
          isFirst = false
        }
      }
      if isFirst { line("", "", source) }
      if let other = included[number + 1] { result += text(program, of: other, in: sources) }
    }
    return result
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  static func hexadecimal(_ value: UInt128, _ digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
