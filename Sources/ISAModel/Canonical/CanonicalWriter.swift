import ISALanguage

/// Writes a piece of a machine's meaning as bytes: equal bytes mean equal meaning, wherever and however it is
/// written. Places in the source are kept apart, in the order in which they come up.
package struct CanonicalWriter {

  /// A part of a machine that others refer to by its number; the number says nothing about its meaning.
  package enum Part: Hashable, Sendable {
    case function(Int)
    case operand(Int)
  }

  /// What was written.
  package private(set) var bytes: [UInt8] = []

  /// The places that came up.
  package private(set) var spans: [Span] = []

  /// The parts that are referred to, in the order in which they come up first; the bytes count in this order.
  package private(set) var parts: [Part] = []

  private var partNumbers: [Part: Int] = [:]

  package init() {}

  // MARK: Values

  package mutating func write(_ byte: UInt8) { bytes.append(byte) }

  package mutating func write(_ truth: Bool) { bytes.append(truth ? 1 : 0) }

  /// Writes a number with a length of its own, so that what comes after it is told apart.
  package mutating func write(_ number: UInt128) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  package mutating func write(_ number: Int) {
    var rest = UInt(bitPattern: number)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  package mutating func write(_ text: String) {
    write(text.utf8.count)
    bytes += Array(text.utf8)
  }

  /// Writes `value`, or that there is none.
  package mutating func write<Value>(
    optional value: Value?, _ body: (inout CanonicalWriter, Value) -> Void
  ) {
    write(value != nil)
    if let value { body(&self, value) }
  }

  package mutating func write(optional number: Int?) { write(optional: number) { $0.write($1) } }

  /// Writes the number of elements, and each of them.
  package mutating func write<Elements: Collection>(
    all elements: Elements, _ body: (inout CanonicalWriter, Elements.Element) -> Void
  ) {
    write(elements.count)
    for element in elements { body(&self, element) }
  }

  /// Takes down a place; what it is, is no part of the meaning.
  package mutating func note(_ span: Span) { spans.append(span) }

  /// Refers to another part of the machine.
  package mutating func refer(to part: Part) {
    if let known = partNumbers[part] {
      write(known)
    } else {
      write(parts.count)
      partNumbers[part] = parts.count
      parts.append(part)
    }
  }
}
