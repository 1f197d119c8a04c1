import ISALanguage

extension Elaborator {

  func builtin(
    _ function: Builtin, _ arguments: [ExpressionSyntax], at syntax: ExpressionSyntax,
    expecting expected: Type?
  ) throws -> Typed {
    if function == .accessible { return try accessible(arguments, at: syntax) }
    guard arguments.count == function.parameters.count else {
      let names = function.parameters
      throw fail(
        "\(function.rawValue)(\(names.joined(separator: ", "))) takes \(counted(names.count, "argument")), "
          + "not \(arguments.count)",
        at: syntax.span)
    }
    switch function {
    case .zeroExtend, .signExtend, .truncate: return try resized(function, arguments, at: syntax)
    case .width:
      throw fail(
        "the width of this number is not known here", at: syntax.span,
        help: "give it one by its place: 'let n: bits(8) = \(shown(syntax))'")
    case .bit:
      let (operand, width) = try bits(arguments[0])
      let shifted: Expression = .binary(.shiftRightLogical, operand, try shiftAmount(arguments[1]))
      return Typed(width == 1 ? shifted : .extract(shifted, high: 0, low: 0), .bits(1))
    case .signedLess, .signedLessEqual, .signedDivide, .signedRemainder:
      let (one, other) = try sameWidth(
        function.rawValue, arguments[0], arguments[1], at: syntax.span, expecting: nil)
      let operation: BinaryOperation
      switch function {
      case .signedLess: operation = .signedLess
      case .signedLessEqual: operation = .signedLessOrEqual
      case .signedDivide: operation = .signedDivide
      default: operation = .signedRemainder
      }
      let compares = function == .signedLess || function == .signedLessEqual
      return Typed(.binary(operation, one.expression, other.expression), compares ? .bits(1) : one.type)
    case .shiftRightArithmetic:
      let (operand, width) = try bits(arguments[0])
      return Typed(.binary(.shiftRightArithmetic, operand, try shiftAmount(arguments[1])), .bits(width))
    case .rotateLeft, .rotateRight: return try rotated(function, arguments)
    case .carry, .overflow, .borrow, .overflowSubtract: return try carried(function, arguments, at: syntax)
    case .parity: return Typed(.unary(.parity, try bits(arguments[0]).0), .bits(1))
    case .repeat:
      let (operand, width) = try bits(arguments[0])
      let count = try requireStatic(arguments[1], "the number of copies")
      guard count > 0, count * width <= 128 else {
        throw fail("the result has between 1 and 128 bits, not \(count * width)", at: syntax.span)
      }
      let kept = bound(operand)
      return Typed(Self.joined(Array(repeating: kept, count: count)), .bits(count * width))
    case .present: return try present(arguments[0], at: syntax)
    case .accessible: throw Mistake()
    }
  }

  func bits(_ syntax: ExpressionSyntax) throws -> (Expression, Int) {
    let operand = try value(syntax)
    guard case .bits(let width) = operand.type else {
      throw fail("bits are needed here, not \(describe(operand.type))", at: syntax.span)
    }
    return (operand.expression, width)
  }

  private func resized(
    _ function: Builtin, _ arguments: [ExpressionSyntax], at syntax: ExpressionSyntax
  ) throws -> Typed {
    let target = try requireStatic(arguments[1], "a width")
    guard (1...128).contains(target) else {
      throw fail("a width is between 1 and 128, not \(target)", at: arguments[1].span)
    }
    if isStatic(arguments[0]), function != .truncate {
      let value = try constant(arguments[0], width: target)
      return Typed(.constant(value, width: target), .bits(target))
    }
    let (operand, width) = try bits(arguments[0])
    if function == .truncate {
      guard target <= width else {
        throw fail(
          "truncate cannot widen bits(\(width)) to bits(\(target))", at: syntax.span,
          help: "write zero_extend or sign_extend")
      }
      return Typed(target == width ? operand : .extract(operand, high: target - 1, low: 0), .bits(target))
    }
    guard target >= width else {
      throw fail(
        "\(function.rawValue) cannot narrow bits(\(width)) to bits(\(target))", at: syntax.span,
        help: "write truncate")
    }
    return Typed(
      target == width ? operand : .extend(operand, to: target, signed: function == .signExtend), .bits(target)
    )
  }

  private func rotated(_ function: Builtin, _ arguments: [ExpressionSyntax]) throws -> Typed {
    let (written, width) = try bits(arguments[0])
    let operand = bound(written)
    if isStatic(arguments[1]) {
      let amount = try requireStatic(arguments[1], "a rotation")
      let left = (function == .rotateLeft ? amount : -amount) % width
      let count = left < 0 ? left + width : left
      guard count > 0 else { return Typed(operand, .bits(width)) }
      return Typed(
        .binary(
          .concat, .extract(operand, high: width - count - 1, low: 0),
          .extract(operand, high: width - 1, low: width - count)), .bits(width))
    }
    // The amount is brought to a width that holds both it and the operand's width, then taken modulo the
    // latter.
    let (amountBits, amountWidth) = try bits(arguments[1])
    let common = max(amountWidth, 8)
    let wide: Expression = amountWidth == common ? amountBits : .extend(amountBits, to: common, signed: false)
    let size: Expression = .constant(UInt128(width), width: common)
    let amount: Expression
    if width & (width - 1) == 0 {
      amount = bound(.binary(.and, wide, .constant(UInt128(width - 1), width: common)))
    } else {
      amount = bound(.binary(.unsignedRemainder, wide, size))
    }
    let rest: Expression = .binary(.subtract, size, amount)
    let (left, right) = function == .rotateLeft ? (amount, rest) : (rest, amount)
    return Typed(
      .binary(.or, .binary(.shiftLeft, operand, left), .binary(.shiftRightLogical, operand, right)),
      .bits(width))
  }

  /// Carries and overflows, from the sum one bit wider: PC = a + b + c over width + 1 bits.
  private func carried(
    _ function: Builtin, _ arguments: [ExpressionSyntax], at syntax: ExpressionSyntax
  ) throws -> Typed {
    let (one, other) = try sameWidth(
      function.rawValue, arguments[0], arguments[1], at: syntax.span, expecting: nil)
    guard case .bits(let width) = one.type, width < 128 else {
      throw fail("at most 127 bits are possible here", at: syntax.span)
    }
    let carry = try value(arguments[2], expecting: .bits(1)).expression
    let signed = function == .overflow || function == .overflowSubtract
    func wide(_ expression: Expression) -> Expression { .extend(expression, to: width + 1, signed: signed) }
    let subtracts = function == .borrow || function == .overflowSubtract
    let operation: BinaryOperation = subtracts ? .subtract : .add
    let sum: Expression = .binary(
      operation, .binary(operation, wide(one.expression), wide(other.expression)),
      .extend(carry, to: width + 1, signed: false))
    guard signed else { return Typed(.extract(sum, high: width, low: width), .bits(1)) }
    let kept = bound(sum)
    return Typed(
      .binary(.xor, .extract(kept, high: width, low: width), .extract(kept, high: width - 1, low: width - 1)),
      .bits(1))
  }

  /// Only translation may ask: the checks keep it abstract, and with it what RAM a machine has.
  private func present(_ argument: ExpressionSyntax, at syntax: ExpressionSyntax) throws -> Typed {
    guard let physicalMemory else { throw fail("the machine has no memory 'phys'", at: syntax.span) }
    guard body.isTranslation else {
      throw fail(
        "only translation can ask whether memory is present", at: syntax.span,
        help: "ask in 'translate' or in a 'translation function'")
    }
    let address = try value(argument, expecting: .bits(physicalMemory.addressWidth)).expression
    return Typed(.present(address), .bits(1))
  }

  private func accessible(_ arguments: [ExpressionSyntax], at syntax: ExpressionSyntax) throws -> Typed {
    guard let memory else { throw fail("the machine has no memory 'mem'", at: syntax.span) }
    let parts = memory.parameters.map(\.name).joined(separator: ", ")
    guard arguments.count == memory.parameters.count + 1, let last = arguments.last,
      case .name(let word) = last.kind,
      let kind = ["read": AccessKind.read, "write": .write, "execute": .execute][word]
    else {
      throw fail("write accessible(\(parts), read), with 'read', 'write' or 'execute'", at: syntax.span)
    }
    let address = try zip(arguments, memory.parameters).map { argument, parameter in
      try value(argument, expecting: .bits(parameter.width)).expression
    }
    return Typed(.accessible(address, kind, mode: nil, syntax.span), .bits(1))
  }
}
