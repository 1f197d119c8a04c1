/// Writes results as bytes; every text once.
struct ResultWriter {

  private(set) var bytes: [UInt8] = []
  private var texts: [String: Int] = [:]

  mutating func write(_ truth: Bool) { bytes.append(truth ? 1 : 0) }

  mutating func write(_ number: Int) { write(UInt64(bitPattern: Int64(number))) }

  mutating func write(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func write(_ number: UInt128) {
    write(UInt64(truncatingIfNeeded: number))
    write(UInt64(truncatingIfNeeded: number >> 64))
  }

  mutating func write(_ text: String) {
    if let known = texts[text] { return write(known + 1) }
    texts[text] = texts.count
    write(0)
    write(text.utf8.count)
    bytes += Array(text.utf8)
  }

  mutating func write<Value>(optional value: Value?, _ body: (inout ResultWriter, Value) -> Void) {
    write(value != nil)
    if let value { body(&self, value) }
  }

  mutating func write<Elements: Collection>(
    all elements: Elements, _ body: (inout ResultWriter, Elements.Element) -> Void
  ) {
    write(elements.count)
    for element in elements { body(&self, element) }
  }

  mutating func write(all texts: [String]) { write(all: texts) { $0.write($1) } }
}

/// Reads what a `ResultWriter` has written.
struct ResultReader {

  /// The bytes are not what a writer writes.
  struct Malformed: Error {}

  private let bytes: [UInt8]
  private var position = 0
  private var texts: [String] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether everything was read.
  var isAtEnd: Bool { position == bytes.count }

  private mutating func byte() throws(Malformed) -> UInt8 {
    guard position < bytes.count else { throw Malformed() }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func bool() throws(Malformed) -> Bool { try byte() != 0 }

  mutating func number() throws(Malformed) -> UInt64 {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 64 else { throw Malformed() }
      result |= UInt64(next & 0x7F) << shift
      shift += 7
      if next < 0x80 { return result }
    }
  }

  mutating func integer() throws(Malformed) -> Int {
    guard let value = Int(exactly: Int64(bitPattern: try number())) else { throw Malformed() }
    return value
  }

  mutating func wide() throws(Malformed) -> UInt128 {
    let low = try number()
    return UInt128(try number()) << 64 | UInt128(low)
  }

  mutating func text() throws(Malformed) -> String {
    let number = try integer()
    if number > 0 {
      guard number <= texts.count else { throw Malformed() }
      return texts[number - 1]
    }
    let count = try integer()
    guard count >= 0, count <= bytes.count - position else { throw Malformed() }
    let text = String(decoding: bytes[position..<position + count], as: UTF8.self)
    position += count
    texts.append(text)
    return text
  }

  mutating func optional<Value>(
    _ body: (inout ResultReader) throws(Malformed) -> Value
  ) throws(Malformed) -> Value? {
    try bool() ? try body(&self) : nil
  }

  mutating func all<Value>(
    _ body: (inout ResultReader) throws(Malformed) -> Value
  ) throws(Malformed) -> [Value] {
    let count = try integer()
    guard count >= 0, count <= bytes.count else { throw Malformed() }
    var result: [Value] = []
    result.reserveCapacity(count)
    for _ in 0..<count { result.append(try body(&self)) }
    return result
  }

  mutating func allTexts() throws(Malformed) -> [String] {
    try all { reader throws(Malformed) in try reader.text() }
  }

  /// A case of an enumeration by its name.
  mutating func named<Value: RawRepresentable<String>>(_: Value.Type) throws(Malformed) -> Value {
    guard let value = Value(rawValue: try text()) else { throw Malformed() }
    return value
  }
}
