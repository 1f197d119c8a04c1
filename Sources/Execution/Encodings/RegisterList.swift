/// A set of names, written as ranges: `d0-d3/a6`.
///
/// Names that end with numbers follow one another; a range joins neighbours that share what stands before the
/// number. The order is that of rising numbers, whichever way the bits are numbered.
package struct RegisterList {

  private let names: [String]

  /// The bits in the order in which they are written.
  private let order: [Int]

  package init(_ names: [String]) {
    self.names = names
    let rises =
      zip(names, names.dropFirst()).first { Self.split($0).stem == Self.split($1).stem }
      .map { (Self.split($0).number ?? 0) <= (Self.split($1).number ?? 0) } ?? true
    order = rises ? Array(names.indices) : names.indices.reversed()
  }

  private static func split(_ name: String) -> (stem: Substring, number: Int?) {
    let digits = name.reversed().prefix { $0.isNumber }.count
    return (name.dropLast(digits), Int(name.suffix(digits)))
  }

  /// Whether `next` follows `one` in a range.
  private func follows(_ one: Int, _ next: Int) -> Bool {
    let (stem, number) = Self.split(names[one])
    let (other, second) = Self.split(names[next])
    guard let number, let second else { return false }
    return stem == other && second == number + 1
  }

  /// The names of the bits that are set in `value`; a 0 where there are none.
  package func text(_ value: UInt128) -> String {
    var runs: [(first: Int, last: Int)] = []
    for bit in order where value >> UInt128(bit) & 1 == 1 {
      if let run = runs.last, follows(run.last, bit) {
        runs[runs.count - 1].last = bit
      } else {
        runs.append((bit, bit))
      }
    }
    guard !runs.isEmpty else { return "0" }
    return runs.map { $0.first == $0.last ? names[$0.first] : "\(names[$0.first])-\(names[$0.last])" }
      .joined(separator: "/")
  }

  /// The bits from one name to another, both included; nil where they do not make a range.
  package func bits(from first: String, through last: String) -> UInt128? {
    guard let start = order.firstIndex(where: { names[$0] == first }),
      let end = order.firstIndex(where: { names[$0] == last }), start <= end
    else { return nil }
    var result = UInt128(1) << UInt128(order[start])
    for index in order[start...end].dropFirst().indices {
      guard follows(order[index - 1], order[index]) else { return nil }
      result |= 1 << UInt128(order[index])
    }
    return result
  }
}
