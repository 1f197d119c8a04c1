@testable import SMT

/// SplitMix64, so that every failure can be repeated from its seed.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Builds one random graph of terms in two stores, one that simplifies and one that does not.
struct GraphGenerator {
  static let widths = [1, 3, 8, 16, 32, 64, 128]

  var random: SeededGenerator
  let simplifying = TermStore()
  let plain = TermStore(simplifies: false)
  let widths: [Int]
  let hasFunctions: Bool
  let hasDivision: Bool
  /// Pairs of terms that must mean the same, by width.
  var pool: [Int: [(Term, Term)]] = [:]
  var variables: [(Term, Term)] = []
  var all: [(Term, Term)] = []

  init(seed: UInt64, widths: [Int] = widths, functions: Bool = true, division: Bool = true) {
    random = SeededGenerator(state: seed)
    self.widths = widths
    hasFunctions = functions
    hasDivision = division
    for width in widths {
      for number in 0..<3 {
        let name = "x\(width)_\(number)"
        let pair = (
          simplifying.variable(name, width: width, tag: variables.count),
          plain.variable(name, width: width, tag: variables.count)
        )
        variables.append(pair)
        keep(pair)
      }
    }
  }

  mutating func keep(_ pair: (Term, Term)) {
    precondition(simplifying.width(pair.0) == plain.width(pair.1))
    pool[plain.width(pair.1), default: []].append(pair)
    all.append(pair)
  }

  mutating func pick(_ width: Int) -> (Term, Term) {
    if Int.random(in: 0..<6, using: &random) == 0 { return constant(width) }
    guard let candidates = pool[width], !candidates.isEmpty else { return constant(width) }
    // Recent terms more often, so that graphs grow deep.
    let low = Bool.random(using: &random) ? max(0, candidates.count - 8) : 0
    return candidates[Int.random(in: low..<candidates.count, using: &random)]
  }

  mutating func interestingValue(_ width: Int) -> UInt128 {
    let mask = Semantics.mask(width)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return 0
    case 1: return mask
    case 2: return 1
    case 3: return (UInt128(1) << UInt128(width - 1)) & mask
    case 4: return ((UInt128(1) << UInt128(Int.random(in: 0..<width, using: &random))) &- 1) & mask
    case 5: return UInt128(Int.random(in: 0...width + 1, using: &random)) & mask
    case 6: return (mask ^ (UInt128(1) << UInt128(width - 1))) & mask
    default: return UInt128.random(in: 0...mask, using: &random)
    }
  }

  mutating func constant(_ width: Int) -> (Term, Term) {
    let value = interestingValue(width)
    return (simplifying.constant(value, width: width), plain.constant(value, width: width))
  }

  func both(_ build: (TermStore, (Term, Term) -> Term) -> Term) -> (Term, Term) {
    (build(simplifying) { a, _ in a }, build(plain) { _, b in b })
  }

  mutating func step() {
    guard let width = widths.randomElement(using: &random) else { return }
    let a = pick(width)
    let b = pick(width)
    switch Int.random(in: 0..<34, using: &random) {
    case 0: keep(both { $0.not($1(a.0, a.1)) })
    case 1: keep(both { $0.negate($1(a.0, a.1)) })
    case 2, 3, 4: keep(both { $0.and($1(a.0, a.1), $1(b.0, b.1)) })
    case 5, 6, 7: keep(both { $0.or($1(a.0, a.1), $1(b.0, b.1)) })
    case 8, 9: keep(both { $0.xor($1(a.0, a.1), $1(b.0, b.1)) })
    case 10, 11: keep(both { $0.add($1(a.0, a.1), $1(b.0, b.1)) })
    case 12, 13: keep(both { $0.subtract($1(a.0, a.1), $1(b.0, b.1)) })
    case 14 where hasDivision || width <= 16: keep(both { $0.multiply($1(a.0, a.1), $1(b.0, b.1)) })
    case 15 where hasDivision || width <= 8: divide(a, b)
    case 16: keep(both { $0.shiftLeft($1(a.0, a.1), $1(b.0, b.1)) })
    case 17: keep(both { $0.shiftRightLogical($1(a.0, a.1), $1(b.0, b.1)) })
    case 18: keep(both { $0.shiftRightArithmetic($1(a.0, a.1), $1(b.0, b.1)) })
    case 19, 20, 21: slices(width, a)
    case 22, 23: compare(a, b)
    case 24, 25: keep(both { $0.equal($1(a.0, a.1), $1(b.0, b.1)) })
    case 26: relate(a)
    case 27 where hasFunctions: apply(a, b, width)
    case 28: recompose(width, a)
    case 29:
      // Taken apart, a sign extension has parts of its own kind.
      guard let narrow = widths.filter({ $0 < width }).randomElement(using: &random) else { return }
      let b = pick(narrow)
      recompose(width, both { $0.signExtend($1(b.0, b.1), to: width) })
    default:
      let c = pick(1)
      keep(both { $0.ite($1(c.0, c.1), $1(a.0, a.1), $1(b.0, b.1)) })
    }
  }

  private mutating func divide(_ a: (Term, Term), _ b: (Term, Term)) {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: keep(both { $0.unsignedDivide($1(a.0, a.1), $1(b.0, b.1)) })
    case 1: keep(both { $0.unsignedRemainder($1(a.0, a.1), $1(b.0, b.1)) })
    case 2: keep(both { $0.signedDivide($1(a.0, a.1), $1(b.0, b.1)) })
    default: keep(both { $0.signedRemainder($1(a.0, a.1), $1(b.0, b.1)) })
    }
  }

  private mutating func compare(_ a: (Term, Term), _ b: (Term, Term)) {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: keep(both { $0.unsignedLess($1(a.0, a.1), $1(b.0, b.1)) })
    case 1: keep(both { $0.unsignedLessOrEqual($1(a.0, a.1), $1(b.0, b.1)) })
    case 2: keep(both { $0.signedLess($1(a.0, a.1), $1(b.0, b.1)) })
    default: keep(both { $0.signedLessOrEqual($1(a.0, a.1), $1(b.0, b.1)) })
    }
  }

  /// Compares a term with what was made of it, where rules that cancel apply.
  private mutating func relate(_ a: (Term, Term)) {
    let width = plain.width(a.1)
    let c = pick(width)
    let d = constant(width)
    let h = pick(width)
    let i = both { $0.add($1(h.0, h.1), $1(a.0, a.1)) }
    let e = both { $0.add($1(a.0, a.1), $1(c.0, c.1)) }
    let f = both { $0.add($1(d.0, d.1), $1(a.0, a.1)) }
    let g = both { $0.subtract($1(e.0, e.1), $1(a.0, a.1)) }
    keep(e)
    keep(f)
    keep(g)
    keep(both { $0.equal($1(e.0, e.1), $1(f.0, f.1)) })
    keep(both { $0.subtract($1(e.0, e.1), $1(i.0, i.1)) })
    keep(both { $0.equal($1(e.0, e.1), $1(i.0, i.1)) })
    keep(both { $0.unsignedLess($1(f.0, f.1), $1(a.0, a.1)) })
  }

  /// Slices, extensions and concatenations that end in the width.
  private mutating func slices(_ width: Int, _ a: (Term, Term)) {
    guard let other = widths.randomElement(using: &random) else { return }
    let b = pick(other)
    if other == width { return }
    if other < width {
      switch Int.random(in: 0..<3, using: &random) {
      case 0: keep(both { $0.zeroExtend($1(b.0, b.1), to: width) })
      case 1: keep(both { $0.signExtend($1(b.0, b.1), to: width) })
      default:
        let low = Int.random(in: 0...(width - other), using: &random)
        let high = low + other - 1
        keep(both { $0.extract($1(a.0, a.1), high: high, low: low) })
      }
    } else {
      let border = Int.random(in: 0...(other - width), using: &random)
      keep(both { $0.extract($1(b.0, b.1), high: border + width - 1, low: border) })
    }
  }

  /// A term taken apart at random borders and put together, with some parts exchanged.
  private mutating func recompose(_ width: Int, _ a: (Term, Term)) {
    var result: (Term, Term)?
    var low = 0
    let b = pick(width)
    let exchanges = Bool.random(using: &random)
    while low < width {
      let high = Int.random(in: low..<width, using: &random)
      let exchanged = exchanges && Int.random(in: 0..<3, using: &random) == 0
      let from = exchanged ? (Bool.random(using: &random) ? b : constant(width)) : a
      let (bottom, source) = (low, from)
      let part = both { $0.extract($1(source.0, source.1), high: high, low: bottom) }
      if let below = result {
        result = both { $0.concat($1(part.0, part.1), $1(below.0, below.1)) }
      } else {
        result = part
      }
      low = high + 1
    }
    if let result { keep(result) }
  }

  private mutating func apply(_ a: (Term, Term), _ b: (Term, Term), _ width: Int) {
    guard let range = widths.randomElement(using: &random) else { return }
    let name = "f\(width)_\(range)"
    keep(
      both {
        $0.apply(
          $0.function(name, domain: [width, width], range: range), [$1(a.0, a.1), $1(b.0, b.1)])
      })
  }

  /// The same random assignment for both stores.
  mutating func assignments() -> (Assignment, Assignment) {
    var values = (Assignment(), Assignment())
    for (a, b) in variables {
      let value = interestingValue(plain.width(b))
      values.0.variables[a] = value
      values.1.variables[b] = value
    }
    // Function numbers may differ: fold-away never removes a declaration, so they do not.
    for number in plain.functions.indices {
      let function = Function(Int32(number))
      let value = interestingValue(plain.range(of: function))
      values.0.defaults[function] = value
      values.1.defaults[function] = value
      let width = plain.domain(of: function)[0]
      let point = [interestingValue(width), interestingValue(width)]
      let other = interestingValue(plain.range(of: function))
      values.0.functions[function] = [point: other]
      values.1.functions[function] = [point: other]
    }
    return values
  }
}
