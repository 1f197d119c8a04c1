import ISAModel
import SMT

/// Symbolic words: terms over the state, the encoding, and what memory holds.
package final class SymbolicDomain: Domain {

  package typealias Word = Term

  package let store: TermStore

  /// Memory through translation, and past it.
  package let memoryFunction: SMT.Function?
  package let physicalFunction: SMT.Function?

  /// Whether translation admits an access in the present mode, and in a named one. They are given meaning
  /// only when two runs are compared.
  package let accessFunction: SMT.Function?
  package let accessAsFunction: SMT.Function?

  /// What is known of 1-bit terms, by index.
  private var facts: [Fact] = []
  private enum Fact: UInt8 { case nothing, isFalse, isTrue }
  private var trail: [Term] = []

  package static let kindWidth = 2
  package static let modeWidth = 4

  package init(machine: Machine, store: TermStore) {
    self.store = store
    if let memory = machine.memory {
      let width = memory.addressWidth
      memoryFunction = store.function("mem", domain: [width], range: memory.unit)
      accessFunction = store.function("accessible", domain: [width, Self.kindWidth], range: 1)
      accessAsFunction = store.function(
        "accessible.as", domain: [width, Self.kindWidth, Self.modeWidth], range: 1)
    } else {
      memoryFunction = nil
      accessFunction = nil
      accessAsFunction = nil
    }
    physicalFunction = machine.physicalMemory.map {
      store.function("phys", domain: [$0.addressWidth], range: $0.unit)
    }
  }

  package func constant(_ value: UInt128, width: Int) -> Term { store.constant(value, width: width) }
  package func width(_ word: Term) -> Int { store.width(word) }

  package func unary(_ operation: UnaryOperation, _ operand: Term) -> Term {
    remembered(.unary(operation, operand)) { simplified(operation, operand) }
  }

  private func simplified(_ operation: UnaryOperation, _ operand: Term) -> Term {
    switch operation {
    case .not: return store.not(operand)
    case .negate: return store.negate(operand)
    case .parity:
      let bits = (0..<store.width(operand)).map { store.extract(operand, high: $0, low: $0) }
      return bits.dropFirst().reduce(bits[0]) { store.xor($0, $1) }
    }
  }

  package func binary(_ operation: BinaryOperation, _ left: Term, _ right: Term) -> Term {
    remembered(.binary(operation, left, right)) { simplified(operation, left, right) }
  }

  private func simplified(_ operation: BinaryOperation, _ left: Term, _ right: Term) -> Term {
    switch operation {
    case .add: splitsSums ? split(left, right) : store.add(left, right)
    case .subtract: store.subtract(left, right)
    case .multiply: store.multiply(left, right)
    case .unsignedDivide: store.unsignedDivide(left, right)
    case .unsignedRemainder: store.unsignedRemainder(left, right)
    case .signedDivide: store.signedDivide(left, right)
    case .signedRemainder: store.signedRemainder(left, right)
    case .and: store.and(left, right)
    case .or: store.or(left, right)
    case .xor: store.xor(left, right)
    case .concat: store.concat(left, right)
    case .shiftLeft, .shiftRightLogical, .shiftRightArithmetic: shift(operation, left, right)
    case .equal: store.equal(left, right)
    case .notEqual: store.not(store.equal(left, right))
    case .unsignedLess: store.unsignedLess(left, right)
    case .unsignedLessOrEqual: store.unsignedLessOrEqual(left, right)
    case .signedLess: store.signedLess(left, right)
    case .signedLessOrEqual: store.signedLessOrEqual(left, right)
    }
  }

  /// Whether the sum of a word whose low bits are known and a constant is put together from these and the other bits, as
  /// of the addresses in a table.
  package var splitsSums = false

  private func split(_ left: Term, _ right: Term) -> Term {
    let width = store.width(left)
    guard let constant = store.value(right), constant != 0 else { return store.add(left, right) }
    for bits in (128 - constant.leadingZeroBitCount)..<max(width, 128 - constant.leadingZeroBitCount) {
      guard let low = store.value(store.extract(left, high: bits - 1, low: 0)) else { break }
      guard low + constant <= Bits.mask(bits) else { continue }
      return store.concat(
        store.extract(left, high: width - 1, low: bits), store.constant(low + constant, width: bits))
    }
    return store.add(left, right)
  }

  /// Brings value and amount to one width; the amount may be wider than the value, and then says more.
  private func shift(_ operation: BinaryOperation, _ value: Term, _ amount: Term) -> Term {
    let width = store.width(value)
    let common = max(width, store.width(amount))
    let signed = operation == .shiftRightArithmetic
    let wide = signed ? store.signExtend(value, to: common) : store.zeroExtend(value, to: common)
    let count = store.zeroExtend(amount, to: common)
    let shifted: Term
    switch operation {
    case .shiftLeft: shifted = store.shiftLeft(wide, count)
    case .shiftRightLogical: shifted = store.shiftRightLogical(wide, count)
    default: shifted = store.shiftRightArithmetic(wide, count)
    }
    return common == width ? shifted : store.extract(shifted, high: width - 1, low: 0)
  }

  package func extract(_ word: Term, high: Int, low: Int) -> Term {
    remembered(.extract(word, high: high, low: low)) { store.extract(word, high: high, low: low) }
  }

  package func extend(_ word: Term, to width: Int, signed: Bool) -> Term {
    remembered(.extend(word, to: width, signed: signed)) {
      signed ? store.signExtend(word, to: width) : store.zeroExtend(word, to: width)
    }
  }

  package func choose(_ condition: Term, _ then: Term, _ otherwise: Term) -> Term {
    remembered(.choice(condition, then, otherwise)) { store.ite(condition, then, otherwise) }
  }

  // MARK: What was asked for before

  private enum Request: Hashable {
    case unary(UnaryOperation, Term)
    case binary(BinaryOperation, Term, Term)
    case extract(Term, high: Int, low: Int)
    case extend(Term, to: Int, signed: Bool)
    case choice(Term, Term, Term)
  }
  private var answers: [Request: Term] = [:]
  private var remembers = false

  /// Makes the same term of the same terms wherever that is asked for within `body`: otherwise it depends on what was
  /// made before how far a term is simplified.
  package func remembering<Result>(_ body: () -> Result) -> Result {
    remembers = true
    defer {
      remembers = false
      answers = [:]
    }
    return body()
  }

  @inline(__always)
  private func remembered(_ request: @autoclosure () -> Request, _ answer: () -> Term) -> Term {
    remembers ? recalled(request(), answer) : answer()
  }

  private func recalled(_ request: Request, _ answer: () -> Term) -> Term {
    if let known = answers[request] { return known }
    let made = answer()
    answers[request] = made
    return made
  }

  // MARK: What is known on the present path

  package func decide(_ word: Term) -> Bool? {
    if let value = store.value(word) { return value == 1 }
    guard store.simplifies else { return nil }
    return switch fact(word) {
    case .nothing: nil
    case .isFalse: false
    case .isTrue: true
    }
  }

  package var assumptionCount: Int { trail.count }

  package func assume(_ word: Term, _ truth: Bool) {
    guard store.simplifies else { return }
    let holding = truth ? word : unary(.not, word)
    for term in store.conjuncts(of: holding) {
      learn(term, true)
      learn(unary(.not, term), false)
    }
  }

  private func learn(_ term: Term, _ truth: Bool) {
    guard store.value(term) == nil, fact(term) == .nothing else { return }
    let place = Int(term.index)
    if place >= facts.count {
      facts += repeatElement(.nothing, count: max(place + 1, 2 * facts.count) - facts.count)
    }
    facts[place] = truth ? .isTrue : .isFalse
    trail.append(term)
  }

  package func retract(to count: Int) {
    while trail.count > count { facts[Int(trail.removeLast().index)] = .nothing }
  }

  private func fact(_ term: Term) -> Fact {
    Int(term.index) < facts.count ? facts[Int(term.index)] : .nothing
  }

  // MARK: Leaves

  package func load(_ space: MemorySpace, _ address: Term) -> Term {
    guard let function = space == .guest ? memoryFunction : physicalFunction else { return store.false }
    return store.apply(function, [address])
  }

  /// Only translation asks, and that is run by PG402 alone, which wants to know what it depends on: how much
  /// RAM there is belongs to no component.
  package func present(_ address: Term) -> Term { store.true }

  package func accessible(_ address: Term, _ kind: AccessKind, mode: Int?) -> Term {
    let kind = store.constant(UInt128(kind.rawValue), width: Self.kindWidth)
    if let mode, let function = accessAsFunction {
      return store.apply(function, [address, kind, store.constant(UInt128(mode), width: Self.modeWidth)])
    }
    guard let function = accessFunction else { return store.true }
    return store.apply(function, [address, kind])
  }

  /// What stands for the functions of translation in a run: their value and their admission, of the arguments
  /// alone.
  package private(set) var translations: [SMT.Function: TranslationFunction] = [:]

  package func translated(_ function: ISAModel.Function, _ arguments: [Term]) -> (
    value: Term, admitted: Term
  )? {
    guard case .bits(let width) = function.result else { return nil }
    let widths = arguments.map { store.width($0) }
    let value = store.function(function.name, domain: widths, range: width)
    let admits = store.function("\(function.name).admits", domain: widths, range: 1)
    translations[value] = TranslationFunction(name: function.name, widths: widths, range: width, store: store)
    translations[admits] = TranslationFunction(
      name: "\(function.name).admits", widths: widths, range: 1, store: store)
    return (store.apply(value, arguments), store.apply(admits, arguments))
  }

  package static func undefinedName(width: Int, key: UInt64) -> String {
    "undefined.\(String(key, radix: 16)).\(width)"
  }
  package static func unpredictableName(key: UInt64) -> String { "unpredictable.\(String(key, radix: 16))" }

  /// What stands for values that the manual leaves open, in the order in which runs met them.
  package private(set) var undefinedTerms: [Term] = []

  package func undefined(width: Int, key: UInt64) -> Term {
    let term = store.variable(Self.undefinedName(width: width, key: key), width: width)
    undefinedTerms.append(term)
    return term
  }

  package func unpredictable(key: UInt64) -> Term {
    store.variable(Self.unpredictableName(key: key), width: 1)
  }
}

/// A function of translation in the state of one run: it depends on the relocation state too.
package struct TranslationFunction {
  package let name: String

  /// The function of the arguments and of the relocation state.
  package let inState: SMT.Function

  /// - Parameter widths: those of the arguments, without the relocation state.
  init(name: String, widths: [Int], range: Int, store: TermStore) {
    self.name = name
    inState = store.function("\(name).in", domain: widths + [8], range: range)
  }
}
