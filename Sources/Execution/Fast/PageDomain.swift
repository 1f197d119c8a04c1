import ISAModel

/// A word of which only the lowest part of an address is left open: a constant, or a constant to which any
/// number below the size of a page is added. Translation that can be run over it treats all addresses of the
/// page alike.
struct PageWord: Equatable {
  var value: UInt128
  var width: Int

  /// How many values the word stands for: `value` up to `value + count - 1`, without wrapping around.
  var count: UInt128 = 1

  var isConstant: Bool { count == 1 }
  var last: UInt128 { value + (count - 1) }

  /// The lowest bits of the word, which are not the same in all its values.
  var counting: UInt128 {
    let changed = value ^ last
    return changed == 0 ? 0 : UInt128.max >> UInt128(changed.leadingZeroBitCount)
  }
}

/// Runs translation for all addresses of a page at once. Where they are not treated alike, `isMixed` is true.
final class PageDomain: Domain {

  typealias Word = PageWord

  private let concrete: ConcreteDomain
  private let ram: RAM
  private(set) var isMixed = false

  /// The addresses of `phys` that translation has looked at.
  private(set) var looks: [Int] = []

  init(concrete: ConcreteDomain, ram: RAM) {
    self.concrete = concrete
    self.ram = ram
  }

  private func mixed(_ width: Int) -> PageWord {
    isMixed = true
    return PageWord(value: 0, width: width)
  }

  private func bits(_ word: PageWord) -> Bits { Bits(word.value, width: word.width) }
  private func word(_ bits: Bits) -> PageWord { PageWord(value: bits.value, width: bits.width) }

  func constant(_ value: UInt128, width: Int) -> PageWord {
    PageWord(value: value & Bits.mask(width), width: width)
  }
  func width(_ word: PageWord) -> Int { word.width }

  func unary(_ operation: UnaryOperation, _ operand: PageWord) -> PageWord {
    operand.isConstant
      ? word(concrete.unary(operation, bits(operand))) : mixed(operation == .parity ? 1 : operand.width)
  }

  func binary(_ operation: BinaryOperation, _ left: PageWord, _ right: PageWord) -> PageWord {
    if left.isConstant, right.isConstant { return word(concrete.binary(operation, bits(left), bits(right))) }
    func truth(_ value: Bool) -> PageWord { PageWord(value: value ? 1 : 0, width: 1) }
    switch operation {
    case .add where left.isConstant || right.isConstant:
      return moved(left.isConstant ? right : left, by: left.isConstant ? left.value : right.value)
    case .subtract where right.isConstant: return moved(left, by: 0 &- right.value)
    case .concat where left.isConstant:
      let width = left.width + right.width
      guard width <= 128 else { return mixed(128) }
      return PageWord(
        value: left.value << UInt128(right.width) | right.value, width: width, count: right.count)
    case .unsignedLess:
      if left.last < right.value { return truth(true) }
      if left.value >= right.last { return truth(false) }
    case .unsignedLessOrEqual:
      if left.last <= right.value { return truth(true) }
      if left.value > right.last { return truth(false) }
    case .and where left.isConstant || right.isConstant:
      if let masked = masked(left.isConstant ? right : left, by: left.isConstant ? left.value : right.value) {
        return masked
      }
    case .or where left.isConstant || right.isConstant:
      let (word, bits) = left.isConstant ? (right, left.value) : (left, right.value)
      // Bits that do not count are set.
      if bits & word.counting == 0 {
        return PageWord(value: word.value | bits, width: word.width, count: word.count)
      }
    case .equal where left.last < right.value || right.last < left.value: return truth(false)
    case .notEqual where left.last < right.value || right.last < left.value: return truth(true)
    default: break
    }
    let isComparison =
      switch operation {
      case .equal, .notEqual, .unsignedLess, .unsignedLessOrEqual, .signedLess, .signedLessOrEqual: true
      default: false
      }
    return mixed(isComparison ? 1 : operation == .concat ? min(128, left.width + right.width) : left.width)
  }

  /// The bits of a word that a mask leaves, where it leaves all those that count, or none of them.
  private func masked(_ word: PageWord, by mask: UInt128) -> PageWord? {
    switch mask & word.counting {
    case 0: PageWord(value: word.value & mask, width: word.width)
    case word.counting: PageWord(value: word.value & mask, width: word.width, count: word.count)
    default: nil
    }
  }

  private func moved(_ word: PageWord, by distance: UInt128) -> PageWord {
    let value = (word.value &+ distance) & Bits.mask(word.width)
    guard word.count - 1 <= Bits.mask(word.width) - value else { return mixed(word.width) }
    return PageWord(value: value, width: word.width, count: word.count)
  }

  func extract(_ word: PageWord, high: Int, low: Int) -> PageWord {
    let width = high - low + 1
    if word.isConstant { return self.word(concrete.extract(bits(word), high: high, low: low)) }
    let first = word.value >> UInt128(low) & Bits.mask(width)
    // The bits are the same in all, or they count along.
    if word.value >> UInt128(low) == word.last >> UInt128(low) { return PageWord(value: first, width: width) }
    if low == 0, word.count - 1 <= Bits.mask(width) - first {
      return PageWord(value: first, width: width, count: word.count)
    }
    return mixed(width)
  }

  func extend(_ word: PageWord, to width: Int, signed: Bool) -> PageWord {
    if word.isConstant { return self.word(concrete.extend(bits(word), to: width, signed: signed)) }
    let isPositive = word.last >> UInt128(word.width - 1) & 1 == 0
    guard !signed || isPositive else { return mixed(width) }
    return PageWord(value: word.value, width: width, count: word.count)
  }

  func choose(_ condition: PageWord, _ then: PageWord, _ otherwise: PageWord) -> PageWord {
    guard condition.isConstant else { return mixed(then.width) }
    return condition.value == 1 ? then : otherwise
  }

  func decide(_ word: PageWord) -> Bool? {
    if !word.isConstant { isMixed = true }
    return word.value == 1
  }
  func assume(_ word: PageWord, _ truth: Bool) {}
  var assumptionCount: Int { 0 }
  func retract(to count: Int) {}

  func load(_ space: MemorySpace, _ address: PageWord) -> PageWord {
    guard address.isConstant else { return mixed(ram.unit) }
    if ram.contains(address.value) { looks.append(Int(address.value)) }
    return PageWord(value: ram.load(address.value), width: ram.unit)
  }

  func accessible(_ address: PageWord, _ kind: AccessKind, mode: Int?) -> PageWord { mixed(1) }

  func present(_ address: PageWord) -> PageWord {
    guard concrete.present(bits(address)).value == 1,
      concrete.present(Bits(address.last, width: address.width)).value == 1
    else { return mixed(1) }
    return PageWord(value: 1, width: 1)
  }

  func translated(_ function: Function, _ arguments: [PageWord]) -> (value: PageWord, admitted: PageWord)? {
    nil
  }

  func undefined(width: Int, key: UInt64) -> PageWord { PageWord(value: 0, width: width) }
  func unpredictable(key: UInt64) -> PageWord { PageWord(value: 0, width: 1) }
}
