import ISALanguage

extension Elaborator {

  /// The most cases of a `match`.
  private static let mostArms = 4096

  func match(
    _ subject: ExpressionSyntax, _ arms: [ArmSyntax], at syntax: ExpressionSyntax, expecting expected: Type?,
    isStatement: Bool
  ) throws -> Typed {
    guard !arms.isEmpty else { throw fail("a match needs at least one case", at: syntax.span) }
    guard arms.count <= Self.mostArms else {
      throw fail("a match has at most \(Self.mostArms) cases", at: syntax.span)
    }
    let typed = try value(subject, expecting: subjectType(subject, arms))
    switch typed.type {
    case .enumeration(let number):
      return try matchCases(typed, number, arms, at: syntax, expecting: expected, isStatement: isStatement)
    case .bits(let width):
      return try matchBits(typed, width, arms, at: syntax, expecting: expected, isStatement: isStatement)
    default: throw fail("bits or an enum can be matched, not \(describe(typed.type))", at: subject.span)
    }
  }

  /// A static subject takes the width of the first pattern.
  private func subjectType(_ subject: ExpressionSyntax, _ arms: [ArmSyntax]) -> Type? {
    guard isStatic(subject) else { return nil }
    for arm in arms {
      guard case .bits(let elements, _) = arm.pattern else { continue }
      let width = elements.reduce(0) { sum, element in
        switch element.kind {
        case .bits(_, let width): min(sum + width, 129)
        case .field(_, let width): min(sum + Int((staticNumber(width) ?? 0).clamped), 129)
        default: sum
        }
      }
      if (1...128).contains(width) { return .bits(width) }
    }
    return nil
  }

  // MARK: Enums

  private func matchCases(
    _ subject: Typed, _ number: Int, _ arms: [ArmSyntax], at syntax: ExpressionSyntax,
    expecting expected: Type?,
    isStatement: Bool
  ) throws -> Typed {
    let enumeration = enumerations[number]
    var seen: Set<Int> = []
    var hasDefault = false
    var result: [CaseArm] = []
    var types: [(Type, Span)] = []
    var expected = expected
    var failed = false
    for arm in arms {
      body.push()
      defer { body.pop() }
      var bindings: [Int?] = []
      var index: Int?
      switch arm.pattern {
      case .anything: hasDefault = true
      case .enumCase(let name, let names):
        guard let found = enumeration.cases.firstIndex(where: { $0.name == name.name }) else {
          throw fail(
            "'\(enumeration.name)' has no case '\(name.name)'", at: name.span,
            notes: declared(at: globalSpans[enumeration.name]),
            help: didYouMean(name.name, among: enumeration.cases.map(\.name)))
        }
        let fields = enumeration.cases[found].fields
        guard names.isEmpty || names.count == fields.count else {
          throw fail(
            "'\(name.name)' has \(counted(fields.count, "field")), not \(names.count)", at: name.span,
            notes: declared(at: globalSpans[enumeration.name]))
        }
        seen.insert(found)
        index = found
        bindings = zip(names, fields).map { $0.name == "_" ? nil : body.declare($0.name, type: $1.type) }
      case .bits(_, let span):
        throw fail(
          "'\(enumeration.name)' is matched by its cases, not by bits", at: span,
          notes: declared(at: globalSpans[enumeration.name]))
      }
      guard
        let (block, type) = attempt({ try armBody(arm.body, expecting: expected, isStatement: isStatement) })
      else {
        failed = true
        continue
      }
      if !isStatement, expected == nil, type.isValue { expected = type }
      types.append((type, arm.body.span))
      result.append(CaseArm(number: index, bindings: bindings, body: block))
    }
    if failed || isDamaged(syntax.span) { throw Mistake() }
    let missing = enumeration.cases.indices.filter { !seen.contains($0) }.map { enumeration.cases[$0].name }
    guard hasDefault || missing.isEmpty else {
      throw fail(
        "the match does not cover \(missing.joined(separator: ", "))", at: head(of: syntax),
        help: "add the cases, or '_ => …'")
    }
    let type = try joined(types, isStatement: isStatement, at: syntax.span)
    return Typed(.matchCase(subject.expression, of: number, result), type)
  }

  private func armBody(_ syntax: ExpressionSyntax, expecting expected: Type?, isStatement: Bool) throws -> (
    Block, Type
  ) {
    let statements: [StatementSyntax]
    if case .block(let inner) = syntax.kind {
      let (block, type, _) = try block(inner, expecting: expected, isStatement: isStatement)
      return (block, type)
    } else {
      statements = [StatementSyntax(kind: .expression(syntax), span: syntax.span)]
    }
    let (block, type, _) = try block(
      BlockSyntax(statements: statements, span: syntax.span), expecting: expected, isStatement: isStatement)
    return (block, type)
  }

  // MARK: Bits

  /// A pattern over bits: the bits that it fixes, and the parts that it names.
  struct BitPattern {
    var mask: UInt128 = 0
    var value: UInt128 = 0
    var parts: [(name: Identifier, high: Int, low: Int)] = []
  }

  /// The pattern over `width` bits that `elements` describe.
  func bitPattern(_ elements: [PatternElementSyntax], width: Int, at span: Span) throws -> BitPattern {
    var result = BitPattern()
    // A number in parentheses alone is a value of the whole width.
    if elements.count == 1, case .constant(let expression) = elements[0].kind {
      return BitPattern(mask: mask(width), value: try constant(expression, width: width))
    }
    var next = width
    func take(_ count: Int) throws -> Int {
      guard next >= count else {
        throw fail("this pattern is wider than the \(width) bits that it is compared with", at: span)
      }
      next -= count
      return next
    }
    for element in elements {
      switch element.kind {
      case .bits(let value, let count):
        let low = try take(count)
        result.mask |= mask(count) << UInt128(low)
        result.value |= value << UInt128(low)
      case .constant(let expression):
        guard let (value, count) = staticBits(expression) else {
          throw fail(
            "the width of this number is not known here", at: element.span,
            help: "write it in the 'for' row with all its binary digits")
        }
        let low = try take(count)
        result.mask |= mask(count) << UInt128(low)
        result.value |= value << UInt128(low)
      case .field(let name, let widthSyntax):
        let count = try requireStatic(widthSyntax, "the width of a field")
        guard count > 0 else { throw fail("a field has at least one bit", at: element.span) }
        let low = try take(count)
        guard let name else { continue }
        if let other = result.parts.first(where: { $0.name.name == name.name }) {
          throw fail(
            "the name '\(name.name)' stands twice in this pattern", at: name.span,
            notes: declared(at: other.name.span, "first here"))
        }
        result.parts.append((name: name, high: low + count - 1, low: low))
      case .operand: throw fail("an operand cannot stand in this pattern", at: element.span)
      }
    }
    guard next == 0 else {
      throw fail("this pattern has \(width - next) bits, not \(width)", at: span)
    }
    return result
  }

  /// The value and width of a static variable that was written with all its digits.
  func staticBits(_ expression: ExpressionSyntax) -> (UInt128, Int)? {
    switch expression.kind {
    case .name(let name):
      guard case .number(let number, let digits?)? = body.statics[name] else { return nil }
      return (UInt128(truncatingIfNeeded: number), digits)
    case .number(let literal): return literal.digitWidth.map { (literal.value, $0) }
    default: return nil
    }
  }

  private func matchBits(
    _ subject: Typed, _ width: Int, _ arms: [ArmSyntax], at syntax: ExpressionSyntax,
    expecting expected: Type?,
    isStatement: Bool
  ) throws -> Typed {
    let kept = bound(subject.expression)
    var expected = expected
    var types: [(Type, Span)] = []
    var chain: [(condition: Expression?, block: Block)] = []
    var patterns: [BitPattern] = []
    var failed = false
    for arm in arms {
      body.push()
      defer { body.pop() }
      var pattern = BitPattern()
      switch arm.pattern {
      case .anything: break
      case .bits(let elements, let span): pattern = try bitPattern(elements, width: width, at: span)
      case .enumCase(let name, _):
        throw fail(
          "expected a bit pattern, found '\(name.name)'", at: name.span,
          help: "to compare with a static number, put it in parentheses: (\(name.name))")
      }
      let names = pattern.parts.map { part -> Statement in
        let slot = body.declare(part.name.name, type: .bits(part.high - part.low + 1))
        return .setLocal(slot, .extract(kept, high: part.high, low: part.low))
      }
      guard
        let (armBlock, type) = attempt({
          try armBody(arm.body, expecting: expected, isStatement: isStatement)
        })
      else {
        failed = true
        continue
      }
      if !isStatement, expected == nil, type.isValue { expected = type }
      var block = armBlock
      block.statements = names + block.statements
      types.append((type, arm.body.span))
      patterns.append(pattern)
      chain.append((condition: comparison(kept, pattern, width: width), block: block))
    }
    if failed || isDamaged(syntax.span) { throw Mistake() }
    var effort = Self.mostCoverage
    if let missing = uncovered(patterns, effort: &effort) {
      throw fail(
        "the match does not cover \(binary(missing, width: width))", at: head(of: syntax),
        help: "add the case, or '_ => …'")
    }
    guard effort > 0 else {
      throw fail(
        "it is too hard to tell whether this match covers everything", at: head(of: syntax),
        help: "add '_ => …'")
    }
    let type = try joined(types, isStatement: isStatement, at: syntax.span)
    let rest = try decided(chain, isValue: type.isValue)
    return Typed(.block(rest), type)
  }

  /// How many cases stand in one chain of conditions; what has more is divided, so that no chain is too deep.
  private static let longestChain = 64

  /// The choice of the first case whose condition holds; the last one takes what is left.
  private func decided(_ cases: [(condition: Expression?, block: Block)], isValue: Bool) throws -> Block {
    let end = cases.firstIndex { $0.condition == nil } ?? cases.count - 1
    guard end >= 0 else { throw Mistake() }
    func choice(_ condition: Expression, _ then: Block, _ otherwise: Block) -> Block {
      let chosen = Expression.conditional(condition, then, otherwise)
      return isValue ? Block(result: chosen) : Block([.evaluate(chosen)])
    }
    var rest = cases[end].block
    var high = end
    while high > 0 {
      let low = end < 2 * Self.longestChain ? 0 : max(0, high - Self.longestChain)
      let conditions = cases[low..<high].compactMap(\.condition)
      guard low > 0 || high < end else {
        // A single chain.
        for index in (low..<high).reversed() {
          if let condition = cases[index].condition { rest = choice(condition, cases[index].block, rest) }
        }
        return rest
      }
      var group = cases[high - 1].block
      for index in (low..<high - 1).reversed() {
        if let condition = cases[index].condition { group = choice(condition, cases[index].block, group) }
      }
      rest = choice(Self.any(conditions[...]), group, rest)
      high = low
    }
    return rest
  }

  /// Whether one of `conditions` holds.
  private static func any(_ conditions: ArraySlice<Expression>) -> Expression {
    guard conditions.count > 1 else { return conditions.first ?? .constant(0, width: 1) }
    let middle = conditions.startIndex + conditions.count / 2
    return .binary(.or, any(conditions[..<middle]), any(conditions[middle...]))
  }

  /// Whether `subject` matches; nil if everything does.
  func comparison(_ subject: Expression, _ pattern: BitPattern, width: Int) -> Expression? {
    guard pattern.mask != 0 else { return nil }
    guard pattern.mask != mask(width) else {
      return .binary(.equal, subject, .constant(pattern.value, width: width))
    }
    // Runs of fixed bits are compared one by one: slices say more to the simplifier than masks.
    var tests: [Expression] = []
    var high = width - 1
    while high >= 0 {
      guard pattern.mask >> UInt128(high) & 1 == 1 else {
        high -= 1
        continue
      }
      var low = high
      while low > 0, pattern.mask >> UInt128(low - 1) & 1 == 1 { low -= 1 }
      let count = high - low + 1
      tests.append(
        .binary(
          .equal, .extract(subject, high: high, low: low),
          .constant(pattern.value >> UInt128(low) & mask(count), width: count)))
      high = low - 1
    }
    return tests.dropFirst().reduce(tests[0]) { .binary(.and, $0, $1) }
  }

  /// How many questions are asked to see whether a match covers everything.
  private static let mostCoverage = 100_000

  /// A value that no pattern takes; nil when `effort` runs out.
  private func uncovered(
    _ patterns: [BitPattern], fixed: UInt128 = 0, value: UInt128 = 0, effort: inout Int
  ) -> UInt128? {
    effort -= 1 + patterns.count / 16
    guard effort > 0 else { return nil }
    let open = patterns.filter { ($0.value ^ value) & $0.mask & fixed == 0 }
    guard let first = open.first else { return value }
    let undecided = first.mask & ~fixed
    guard undecided != 0 else { return nil }
    let bit = UInt128(1) << UInt128(127 - undecided.leadingZeroBitCount)
    return uncovered(open, fixed: fixed | bit, value: value, effort: &effort)
      ?? uncovered(open, fixed: fixed | bit, value: value | bit, effort: &effort)
  }

  /// The first line of a `match`.
  private func head(of syntax: ExpressionSyntax) -> Span {
    guard case .match(let subject, _) = syntax.kind else { return syntax.span }
    return syntax.span.through(subject.span)
  }

  private func binary(_ value: UInt128, width: Int) -> String {
    let digits = String(value, radix: 2)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
