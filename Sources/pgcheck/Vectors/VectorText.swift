import Execution
import Reporting

/// A vector as a line of JSON, as `pgcheck vectors` reads it.
enum VectorText {

  /// - Parameters:
  ///   - id: what the line is called.
  ///   - unit: the width of a unit of memory.
  static func line(_ id: String, _ vector: TestVector, unit: Int) -> String {
    let digits = (unit + 3) / 4
    func text(_ value: UInt128, digits: Int = 1) -> String {
      let digitsOfValue = String(value, radix: 16)
      return String(repeating: "0", count: max(0, digits - digitsOfValue.count)) + digitsOfValue
    }
    return JSONValue.object([
      ("id", .string(id)),
      ("state", .object(vector.state.map { ($0.name, .string("0x" + text($0.value))) })),
      (
        "memory",
        .object(
          vector.memory.map { block in
            ("0x" + text(block.address), .string(block.units.map { text($0, digits: digits) }.joined()))
          })
      ),
    ]).line
  }
}
