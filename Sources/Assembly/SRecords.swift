/// Motorola S-records: text lines of address, data and checksum.
package enum SRecords {

  private static let bytesPerRecord = 32

  /// The records of a program of 8-bit units; nil where its units or addresses are others.
  package static func text(_ program: AssembledProgram) -> String? {
    guard program.unit == 8 else { return nil }
    let end = program.items.last.map { $0.address + UInt128($0.units.count) } ?? 0
    guard end <= 1 << 32 else { return nil }
    let addressBytes = end <= 1 << 16 ? 2 : end <= 1 << 24 ? 3 : 4
    var lines = [record("0", address: 0, addressBytes: 2, Array("pgcheck".utf8))]
    for item in program.items {
      var address = UInt64(item.address)
      var rest = item.units.map { UInt8(truncatingIfNeeded: $0) }[...]
      while !rest.isEmpty {
        let part = rest.prefix(bytesPerRecord)
        lines.append(record("\(addressBytes - 1)", address: address, addressBytes: addressBytes, Array(part)))
        address += UInt64(part.count)
        rest = rest.dropFirst(part.count)
      }
    }
    let start = UInt64(program.origin ?? 0)
    lines.append(record("\(11 - addressBytes)", address: start, addressBytes: addressBytes, []))
    return lines.map { $0 + "\n" }.joined()
  }

  private static func record(_ kind: String, address: UInt64, addressBytes: Int, _ data: [UInt8]) -> String {
    let place = (0..<addressBytes).reversed().map { UInt8(truncatingIfNeeded: address >> UInt64($0 * 8)) }
    let counted = [UInt8(addressBytes + data.count + 1)] + place + data
    let sum = counted.reduce(UInt8(0), &+)
    return "S\(kind)" + (counted + [~sum]).map(hexadecimal).joined()
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16, uppercase: true)
    return text.count == 1 ? "0" + text : text
  }
}
