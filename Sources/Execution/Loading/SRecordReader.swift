/// Reads Motorola S-records. Motorola, "M68000 Family Programmer's Reference Manual", appendix C.
enum SRecordReader {

  /// Whether a file looks like S-records: `S`, a digit, and hexadecimal digits.
  static func recognises(_ bytes: [UInt8]) -> Bool {
    let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    guard line.count >= 10, line.first == UInt8(ascii: "S") else { return false }
    return line.dropFirst().allSatisfy { digit($0) != nil } && line[1] <= UInt8(ascii: "9")
  }

  static func image(_ bytes: [UInt8]) throws(ProgramImage.Failure) -> ProgramImage {
    var result = ProgramImage()
    result.countsBytes = true
    var hasEnded = false
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let text = line.last == 0x0D ? line.dropLast() : line
      guard !text.isEmpty else { continue }
      func failure(_ message: String) -> ProgramImage.Failure {
        ProgramImage.Failure("line \(index + 1) of the S-records: \(message)")
      }
      guard !hasEnded else { throw failure("a record follows the one that ends the file") }
      guard text.count >= 4, text.first == UInt8(ascii: "S") else { throw failure("this is no S-record") }
      guard let record = octets(text.dropFirst(2)) else {
        throw failure("a record is 'S', a digit, and pairs of hexadecimal digits")
      }
      guard let length = record.first, record.count == Int(length) + 1 else {
        throw failure("the record has \(record.count - 1) bytes, and says \(record.first ?? 0)")
      }
      guard record.reduce(0, &+) == 0xFF else { throw failure("the checksum is wrong") }
      let kind = text[text.startIndex + 1]
      let content = record.dropFirst().dropLast()
      func address(_ size: Int) throws(ProgramImage.Failure) -> UInt64 {
        guard content.count >= size else { throw failure("the record is too short for its address") }
        return content.prefix(size).reduce(0) { $0 << 8 | UInt64($1) }
      }
      switch kind {
      case UInt8(ascii: "0"), UInt8(ascii: "5"), UInt8(ascii: "6"): break
      case UInt8(ascii: "1")...UInt8(ascii: "3"):
        let size = Int(kind - UInt8(ascii: "0")) + 1
        let start = try address(size)
        let data = content.dropFirst(size)
        if !data.isEmpty { result.append(Array(data), at: start) }
      case UInt8(ascii: "7")...UInt8(ascii: "9"):
        result.entry = try address(Int(UInt8(ascii: "9") - kind) + 2)
        hasEnded = true
      default: throw failure("there is no record of the kind S\(Character(UnicodeScalar(kind)))")
      }
    }
    guard !result.segments.isEmpty else { throw ProgramImage.Failure("the S-records hold no data") }
    guard hasEnded else {
      throw ProgramImage.Failure(
        "the S-records are truncated: the record that ends them, S7, S8 or S9, is missing")
    }
    return result
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  private static func octets(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    guard text.count % 2 == 0 else { return nil }
    var result: [UInt8] = []
    var index = text.startIndex
    while index < text.endIndex {
      guard let high = digit(text[index]), let low = digit(text[index + 1]) else { return nil }
      result.append(high << 4 | low)
      index += 2
    }
    return result
  }
}

extension ProgramImage {

  /// Adds bytes, to the last segment where they go on with it.
  fileprivate mutating func append(_ bytes: [UInt8], at address: UInt64) {
    if let last = segments.last, last.address + UInt64(last.bytes.count) == address {
      segments[segments.count - 1].bytes += bytes
    } else {
      segments.append(Segment(address: address, bytes: bytes))
    }
  }
}
