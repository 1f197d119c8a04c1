import Execution
import ISAModel

/// Operators of the specification as those of C.
///
/// A value may have rubbish beyond its width as long as nobody looks there: bits are masked where that matters.
extension BodyEmitter {

  // MARK: One operand

  func unary(_ operation: UnaryOperation, _ inner: Expression) -> CValue {
    let operand = value(inner)
    switch operation {
    case .not:
      if operand.width == 1 { return oppositeOf(operand) }
      let wide = operand.inArithmetic
      return CValue("~\(wide.underPrefix)", .unary, width: operand.width, rank: wide.rank, isClean: false)
        .tidied
    case .negate:
      let wide = operand.inArithmetic
      return CValue("-\(wide.underPrefix)", .unary, width: operand.width, rank: wide.rank, isClean: false)
        .tidied
    case .parity:
      return CValue("parity(\(operand.clean.text))", .primary, width: 1)
    }
  }

  /// The contrary of one bit.
  func oppositeOf(_ operand: CValue) -> CValue {
    if let constant = operand.constant { return .constant(1 - constant, width: 1) }
    if let contrary = operand.contrary.first { return contrary }
    if let test = operand.test {
      var result = CValue("!(\(test))", .unary, width: 1, rank: .int)
      result.contrary = [operand]
      return result
    }
    let clean = operand.clean
    for (one, other) in [("==", "!="), ("<", ">="), ("<=", ">")] {
      if clean.form == .binary(one) { return replacing(clean, one, other) }
      if clean.form == .binary(other) { return replacing(clean, other, one) }
    }
    var result = CValue("!\(clean.underPrefix)", .unary, width: 1, rank: .int)
    result.contrary = [clean]
    return result
  }

  private func replacing(_ value: CValue, _ old: String, _ new: String) -> CValue {
    let parts = value.text.split(separator: " \(old) ", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return CValue("!(\(value.text))", .unary, width: 1, rank: .int) }
    return CValue("\(parts[0]) \(new) \(parts[1])", .binary(new), width: 1, rank: .int)
  }

  // MARK: Two operands

  func binary(_ operation: BinaryOperation, _ left: CValue, _ right: CValue) -> CValue {
    switch operation {
    case .add: return modular("+", left, right)
    case .subtract: return modular("-", left, right)
    case .multiply:
      let needed: CValue.Rank = max(.word, CValue.Rank(width: left.width))
      let one = left.rank < needed && right.rank < needed ? left.converted(to: needed) : left
      return joined("*", one, right, width: left.width, isClean: false)
    case .and:
      let isClean = left.isClean || right.isClean
      return joined("&", left, right, width: left.width, isClean: isClean)
    case .or, .xor:
      return joined(
        operation == .or ? "|" : "^", left, right, width: left.width, isClean: left.isClean && right.isClean)
    case .concat: return left
    case .shiftLeft: return shiftedLeft(left, right)
    case .shiftRightLogical: return shiftedRight(left, right)
    case .shiftRightArithmetic:
      let name = left.width <= 64 ? "shift_right_arithmetic" : "shift_right_arithmetic_128"
      return CValue(
        "\(name)(\(left.clean.text), \(left.width), \(right.clean.text))", .primary, width: left.width,
        rank: left.width <= 64 ? .long : .huge, isClean: left.width == 64 || left.width == 128)
    case .unsignedDivide: return divided("divide_unsigned", left, right)
    case .unsignedRemainder: return divided("remainder_unsigned", left, right)
    case .signedDivide: return divided("divide_signed", left, right, isSigned: true)
    case .signedRemainder: return divided("remainder_signed", left, right, isSigned: true)
    case .equal: return compared("==", left, right)
    case .notEqual: return compared("!=", left, right)
    case .unsignedLess: return compared("<", left, right)
    case .unsignedLessOrEqual: return compared("<=", left, right)
    case .signedLess: return compared("<", signed(left), signed(right))
    case .signedLessOrEqual: return compared("<=", signed(left), signed(right))
    }
  }

  private func modular(_ operation: String, _ left: CValue, _ right: CValue) -> CValue {
    if right.constant == 0 { return left }
    return joined(operation, left, right, width: left.width, isClean: false)
  }

  private func joined(
    _ operation: String, _ left: CValue, _ right: CValue, width: Int, isClean: Bool
  ) -> CValue {
    let needed = CValue.Rank(width: width)
    let one = left.rank < needed && right.rank < needed ? left.inArithmetic : left
    return CValue(
      "\(one.beside(operation)) \(operation) \(right.beside(operation))", .binary(operation), width: width,
      rank: max(one.rank, right.rank), isClean: isClean
    ).tidied
  }

  private func compared(_ operation: String, _ left: CValue, _ right: CValue) -> CValue {
    let one = left.clean
    let other = right.clean
    return CValue(
      "\(one.beside(operation)) \(operation) \(other.beside(operation))", .binary(operation), width: 1,
      rank: .int)
  }

  /// A word as a signed number.
  private func signed(_ value: CValue) -> CValue {
    if let constant = value.constant, value.width <= 64 {
      let number = Bits(constant, width: value.width).signed
      if number >= -0x7FFF_FFFF, number <= 0x7FFF_FFFF {
        return CValue(String(number), number < 0 ? .unary : .primary, width: value.width)
      }
    }
    switch value.width {
    case 8, 16, 32, 64:
      return CValue("(int\(value.width)_t)\(value.underPrefix)", .unary, width: value.width)
    case ...64:
      return CValue("(int64_t)sign_extend(\(value.clean.text), \(value.width))", .unary, width: value.width)
    default:
      return CValue(
        "(int128_t)sign_extend_128(\(value.clean.text), \(value.width))", .unary, width: value.width)
    }
  }

  private func divided(_ name: String, _ left: CValue, _ right: CValue, isSigned: Bool = false) -> CValue {
    let suffix = left.width <= 32 && !isSigned ? "_32" : left.width <= 64 ? "_64" : "_128"
    let width = isSigned ? ", \(left.width)" : ""
    // Division by zero gives all ones.
    return CValue(
      "\(name)\(suffix)(\(left.clean.text), \(right.clean.text)\(width))", .primary, width: left.width,
      rank: left.width <= 32 && !isSigned ? .word : left.width <= 64 ? .long : .huge, isClean: false
    ).tidied
  }

  // MARK: Shifts

  private func largest(_ amount: CValue) -> UInt128 {
    amount.constant ?? (amount.width >= 64 ? .max : (1 << UInt128(amount.width)) - 1)
  }

  private func shiftedLeft(_ left: CValue, _ right: CValue) -> CValue {
    if right.constant == 0 { return left }
    if let amount = right.constant, amount >= UInt128(left.width) { return .constant(0, width: left.width) }
    var one = left.inArithmetic
    if one.rank == .int { one = one.converted(to: .word) }
    let amount = right.clean
    if largest(amount) < UInt128(one.rank.bits) {
      return CValue(
        "\(one.beside("<<")) << \(amount.beside("<<"))", .binary("<<"), width: left.width, rank: one.rank,
        isClean: false
      ).tidied
    }
    return CValue(
      "shift_left_\(one.rank.bits)(\(one.text), \(amount.text))", .primary, width: left.width, rank: one.rank,
      isClean: false
    ).tidied
  }

  private func shiftedRight(_ left: CValue, _ right: CValue) -> CValue {
    if right.constant == 0 { return left }
    if let amount = right.constant, amount >= UInt128(left.width) { return .constant(0, width: left.width) }
    let one = left.clean
    let amount = right.clean
    if largest(amount) < UInt128(one.rank.bits) {
      return CValue(
        "\(one.beside(">>")) >> \(amount.beside(">>"))", .binary(">>"), width: left.width, rank: one.rank)
    }
    return CValue(
      "shift_right_\(one.rank.bits)(\(one.text), \(amount.text))", .primary, width: left.width, rank: one.rank
    )
  }

  // MARK: Parts

  func extract(_ inner: CValue, high: Int, low: Int) -> CValue {
    let width = high - low + 1
    if low == 0 {
      guard width < inner.width else { return inner }
      var result = inner
      result.width = width
      result.isClean = false
      result.constant = nil
      result.test = width == 1 ? "\(inner.beside("&")) & 1" : nil
      return result
    }
    // A negative `int` is not shifted.
    let whole = inner.rank == .int && !inner.isClean ? inner.clean : inner
    var result = CValue(
      "\(whole.beside(">>")) >> \(low)", .binary(">>"), width: width, rank: whole.rank,
      isClean: whole.isClean && high == inner.width - 1)
    if width == 1, inner.width <= 64 {
      result.test = "\(whole.beside("&")) & \(CValue.literal(1 << UInt128(low)))"
    }
    return result
  }

  func extend(_ inner: CValue, to width: Int, signed: Bool) -> CValue {
    let needed = CValue.Rank(width: width)
    if !signed || inner.width == width {
      var result = inner.clean
      // A cast is only needed where wider arithmetic follows, and is put in there.
      result.width = width
      if let constant = inner.constant { return .constant(constant, width: width) }
      result.test = nil
      return result
    }
    switch inner.width {
    case 8, 16, 32, 64:
      let text = "(int\(inner.width)_t)\(inner.underPrefix)"
      let type = needed == .int ? CType.word(width) : needed.name
      let isExact = needed != .int && needed.bits == width || CType.size(width) == width
      return CValue("(\(type))\(text)", .unary, width: width, isClean: isExact)
    default:
      let huge = width > 64
      let name = huge ? "sign_extend_128" : "sign_extend"
      return CValue(
        "\(name)(\(inner.clean.text), \(inner.width))", .primary, width: width, rank: huge ? .huge : .long,
        isClean: width == 64 || width == 128)
    }
  }

  // MARK: Concatenation

  func concatenation(_ expression: Expression) -> CValue {
    var parts: [Expression] = []
    func flatten(_ expression: Expression) {
      if case .binary(.concat, let left, let right) = expression {
        flatten(left)
        flatten(right)
      } else {
        parts.append(expression)
      }
    }
    flatten(expression)
    let values = values(parts, then: false)
    let width = values.reduce(0) { $0 + $1.width }
    let needed = CValue.Rank(width: width)
    var position = width
    var constant: UInt128 = 0
    var pieces: [(text: CValue, rank: CValue.Rank)] = []
    for (part, value) in zip(parts, values) {
      position -= value.width
      if let known = value.constant {
        constant |= known << UInt128(position)
        continue
      }
      pieces.append((placed(part, value, at: position, needed), needed))
    }
    if constant != 0 || pieces.isEmpty { pieces.append((.constant(constant, width: width), needed)) }
    guard pieces.count > 1 else {
      var only = pieces[0].text
      only.width = width
      return only
    }
    let text = pieces.map { $0.text.beside("|") }.joined(separator: " | ")
    let rank = pieces.map { $0.text.rank }.max() ?? needed
    return CValue(text, .binary("|"), width: width, rank: rank)
  }

  /// A part of a word at its place in it.
  private func placed(_ part: Expression, _ value: CValue, at position: Int, _ needed: CValue.Rank) -> CValue
  {
    // What stands at the same place in another word is not moved.
    if case .extract(let inner, let high, let low) = folded(part), low == position, low > 0,
      case .bits(let width) = type(of: inner), width <= 64, !effects(of: inner).acts, isSimple(inner)
    {
      let whole = self.value(inner)
      if whole.rank >= needed {
        let mask = Bits.mask(high - low + 1) << UInt128(low)
        return CValue(
          "\(whole.beside("&")) & \(CValue.literal(mask))", .binary("&"), width: high + 1, rank: whole.rank)
      }
    }
    let clean = value.clean
    guard position > 0 else { return clean }
    let wide = clean.rank < needed ? clean.converted(to: needed) : clean
    return CValue(
      "\(wide.beside("<<")) << \(position)", .binary("<<"), width: position + value.width, rank: wide.rank)
  }

  private func isSimple(_ expression: Expression) -> Bool {
    switch expression {
    case .local, .component, .field: true
    case .element(_, _, let index, _): isSimple(index)
    default: false
    }
  }
}

extension CValue {

  /// The same value, with the mark taken off that it may be unclean where its type holds just its width.
  fileprivate var tidied: CValue {
    guard !isClean, rank != .int, rank.bits == width else { return self }
    var result = self
    result.isClean = true
    return result
  }
}
