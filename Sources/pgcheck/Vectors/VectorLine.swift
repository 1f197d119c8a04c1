import Execution
import FoundationEssentials

/// A line of a file of vectors.
struct VectorLine: Decodable {

  /// What the line is called in the answer.
  var id: String?

  /// Settings of the machine's features, besides those of the command line.
  var features: [String: Bool]?

  /// Values by the names of registers and components.
  var state: [String: Number]

  /// Units of RAM from an address on, each as many hexadecimal digits as it takes.
  var memory: [String: String]?

  /// A number, or a text with one in hexadecimal (`0x…`) or decimal.
  struct Number: Decodable {
    var value: UInt128

    init(from decoder: any Swift.Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(UInt64.self) {
        value = UInt128(number)
        return
      }
      guard let text = try? container.decode(String.self), let number = VectorLine.number(text) else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "expected a number, or a text like \"0x1F\"")
      }
      value = number
    }
  }

  /// The number that a text stands for.
  static func number(_ text: String) -> UInt128? {
    if text.hasPrefix("0x") || text.hasPrefix("0X") { return UInt128(text.dropFirst(2), radix: 16) }
    return UInt128(text)
  }

  /// The vector that the line says, for memory of `unit` bits.
  func vector(unit: Int) throws(VectorError) -> TestVector {
    // Whole registers before their fields, so that the order of a JSON object does not matter.
    let isField = { (name: String) in name.utf8.contains(UInt8(ascii: ".")) }
    let values =
      state.filter { !isField($0.key) }.map { ($0, $1.value) }
      + state.filter { isField($0.key) }.map { ($0, $1.value) }
    var blocks: [(address: UInt128, units: [UInt128])] = []
    for (place, text) in memory ?? [:] {
      guard let address = Self.number(place) else { throw VectorError("'\(place)' is no address") }
      blocks.append((address, try Self.units(text, width: unit)))
    }
    return TestVector(
      state: values, memory: blocks.sorted { $0.address < $1.address })
  }

  private static func units(_ text: String, width: Int) throws(VectorError) -> [UInt128] {
    let size = (width + 3) / 4
    let digits = Array(text.utf8)
    guard digits.count % size == 0 else {
      throw VectorError(
        "memory is written with \(size) hexadecimal digits for each unit, not '\(text.prefix(40))'")
    }
    var result: [UInt128] = []
    result.reserveCapacity(digits.count / size)
    var unit: UInt128 = 0
    for (number, digit) in digits.enumerated() {
      let value: UInt8
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = digit - UInt8(ascii: "A") + 10
      default: throw VectorError("'\(Character(UnicodeScalar(digit)))' is no hexadecimal digit")
      }
      unit = unit << 4 | UInt128(value)
      if (number + 1) % size == 0 {
        result.append(unit)
        unit = 0
      }
    }
    return result
  }
}
