import Execution

/// An expression in C, and what is known of its value.
struct CValue {

  /// What the expression is made by: how it stands beside other operators.
  enum Form: Equatable {
    case primary
    case unary
    case binary(String)
    case conditional
  }

  /// The C type that the expression has in arithmetic.
  enum Rank: Int, Comparable {

    /// `int`, which the narrow types become. Only clean values are sure not to be negative.
    case int = 0
    case word
    case long
    case huge

    static func < (one: Rank, other: Rank) -> Bool { one.rawValue < other.rawValue }

    /// The type in which words of a width are computed.
    init(width: Int) {
      self = width <= 16 ? .int : width <= 32 ? .word : width <= 64 ? .long : .huge
    }

    /// How many bits the type has for sure.
    var bits: Int {
      switch self {
      case .int, .word: 32
      case .long: 64
      case .huge: 128
      }
    }

    var name: String {
      switch self {
      case .int: "int"
      case .word: "uint32_t"
      case .long: "uint64_t"
      case .huge: "uint128_t"
      }
    }
  }

  var text: String
  var form: Form

  /// The bits of the word that the specification means; 0 for what is no word.
  var width: Int
  var rank: Rank

  /// Whether there is nothing but zeros beyond the width.
  var isClean: Bool

  /// The value where it is known.
  var constant: UInt128?

  /// A shorter text that is true exactly if this bit is 1.
  var test: String?

  /// The contrary of this bit, where it was made from that.
  var contrary: [CValue] = []

  init(
    _ text: String, _ form: Form, width: Int, rank: Rank? = nil, isClean: Bool = true,
    constant: UInt128? = nil
  ) {
    self.text = text
    self.form = form
    self.width = width
    self.rank = rank ?? Rank(width: width)
    self.isClean = isClean
    self.constant = constant
  }

  /// What is no word: a record, a tagged value, or nothing.
  static func aggregate(_ text: String, _ form: Form = .primary) -> CValue {
    CValue(text, form, width: 0)
  }

  static func constant(_ value: UInt128, width: Int) -> CValue {
    CValue(CValue.literal(value), .primary, width: width, rank: Rank(width: width), constant: value)
  }

  /// A number as C writes it.
  static func literal(_ value: UInt128) -> String {
    let digits = value < 10 ? String(value) : "0x" + String(value, radix: 16, uppercase: true)
    if value <= UInt128(Int32.max) { return digits }
    if value <= UInt128(UInt32.max) { return digits + "u" }
    if value <= UInt128(UInt64.max) { return "UINT64_C(\(digits))" }
    let high = literal(value >> 64)
    return "((uint128_t)\(high) << 64 | \(literal(value & UInt128(UInt64.max))))"
  }

  /// The text as an operand of a binary operator.
  func beside(_ operation: String) -> String {
    switch form {
    case .primary: text
    case .unary: text.hasPrefix("!") ? "(\(text))" : text
    case .binary(let own):
      own == operation && ["+", "&", "|", "^", "&&", "||"].contains(own) ? text : "(\(text))"
    case .conditional: "(\(text))"
    }
  }

  /// The text as the operand of a unary operator, or before a member.
  var enclosed: String {
    switch form {
    case .primary: text
    default: "(\(text))"
    }
  }

  /// The text as the operand of a cast or of a prefix operator.
  var underPrefix: String {
    switch form {
    case .primary, .unary: text
    default: "(\(text))"
    }
  }

  /// The value without anything beyond its width.
  var clean: CValue {
    guard !isClean else { return self }
    switch width {
    case 8, 16, 32, 64:
      return CValue("(\(CType.word(width)))\(underPrefix)", .unary, width: width)
    default:
      let mask = CValue.literal(Bits.mask(width))
      var result = CValue(
        "\(beside("&")) & \(mask)", .binary("&"), width: width, rank: max(rank, Rank(width: width)))
      result.test = test
      return result
    }
  }

  /// The text of a condition.
  var condition: String {
    if let test { return test }
    return clean.text
  }

  /// The text of a condition before a question mark.
  var question: String {
    if form == .conditional { return "(\(condition))" }
    guard test == nil, case .binary(let operation) = clean.form, ["&", "|", "^"].contains(operation) else {
      return condition
    }
    return "(\(condition))"
  }

  /// The value in a type that holds all of its bits in arithmetic.
  var inArithmetic: CValue {
    let needed = Rank(width: width)
    guard rank < needed else { return self }
    return converted(to: needed)
  }

  func converted(to needed: Rank) -> CValue {
    var result = CValue(
      "(\(needed.name))\(underPrefix)", .unary, width: width, rank: needed, isClean: isClean)
    // A negative `int` becomes a number whose low bits are right.
    if rank == .int, !isClean { result.isClean = needed.bits == width }
    return result
  }
}

/// The C types of words.
enum CType {

  /// The smallest type that holds so many bits.
  static func word(_ width: Int) -> String {
    width <= 8
      ? "uint8_t"
      : width <= 16 ? "uint16_t" : width <= 32 ? "uint32_t" : width <= 64 ? "uint64_t" : "uint128_t"
  }

  /// The bits of that type.
  static func size(_ width: Int) -> Int {
    width <= 8 ? 8 : width <= 16 ? 16 : width <= 32 ? 32 : width <= 64 ? 64 : 128
  }
}
