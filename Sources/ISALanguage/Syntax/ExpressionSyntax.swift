/// A name and where it stands.
package struct Identifier: Sendable, Hashable {

  /// The name.
  package var name: String

  /// Where it stands.
  package var span: Span

  package init(name: String, span: Span) {
    self.name = name
    self.span = span
  }
}

/// A number as written.
package struct NumberLiteral: Sendable, Hashable {

  /// Its value.
  package var value: UInt128

  /// The bits that its digits stand for, when it is written in binary or hexadecimal.
  package var digitWidth: Int?

  package init(value: UInt128, digitWidth: Int?) {
    self.value = value
    self.digitWidth = digitWidth
  }
}

/// An expression as written.
package struct ExpressionSyntax: Sendable {

  /// What it is.
  package indirect enum Kind: Sendable {

    /// `10`, `0x1F`, `0b01`
    case number(NumberLiteral)

    /// A text; only in `for` rows.
    case text(String)

    /// A name.
    case name(String)

    /// `-x`, `~x`, `!x`
    case unary(String, ExpressionSyntax)

    /// `x + y` and the like.
    case binary(String, ExpressionSyntax, ExpressionSyntax, operatorSpan: Span)

    /// `x[i]`, `mem[a, b, n]`
    case index(ExpressionSyntax, [ExpressionSyntax])

    /// `x[high..low]`
    case slice(ExpressionSyntax, high: ExpressionSyntax, low: ExpressionSyntax)

    /// `x.f`
    case member(ExpressionSyntax, Identifier)

    /// `x.{f, g}`
    case members(ExpressionSyntax, [Identifier])

    /// `f(x)`, `Place.memory(x)`, `Sum(value: x)`
    case call(ExpressionSyntax, [ArgumentSyntax])

    /// `mem[a, 8] as user`
    case asMode(ExpressionSyntax, Identifier)

    /// `if c { … } else { … }`
    case conditional(ExpressionSyntax, BlockSyntax, BlockSyntax?)

    /// `match x { … }`
    case match(ExpressionSyntax, [ArmSyntax])

    /// `{ … }`
    case block(BlockSyntax)
  }

  /// What it is.
  package let kind: Kind

  /// Where it stands.
  package var span: Span

  /// How many expressions and blocks stand inside of one another here.
  package let height: Int

  package init(kind: Kind, span: Span) {
    self.kind = kind
    self.span = span
    height = 1 + kind.innerHeight
  }
}

extension ExpressionSyntax.Kind {

  /// The greatest height of what it is made of.
  fileprivate var innerHeight: Int {
    switch self {
    case .number, .text, .name: 0
    case .unary(_, let inner), .member(let inner, _), .members(let inner, _), .asMode(let inner, _):
      inner.height
    case .binary(_, let left, let right, _): max(left.height, right.height)
    case .index(let base, let indices): indices.reduce(base.height) { max($0, $1.height) }
    case .slice(let base, let high, let low): max(base.height, high.height, low.height)
    case .call(let callee, let arguments): arguments.reduce(callee.height) { max($0, $1.value.height) }
    case .conditional(let condition, let then, let otherwise):
      max(condition.height, then.height, otherwise?.height ?? 0)
    case .match(let subject, let arms): arms.reduce(subject.height) { max($0, $1.body.height) }
    case .block(let block): block.height
    }
  }
}

/// An argument of a call.
package struct ArgumentSyntax: Sendable {

  /// The field that it gives, in a record value.
  package var label: Identifier?

  /// Its value.
  package var value: ExpressionSyntax
}

/// One line of a `match`.
package struct ArmSyntax: Sendable {

  /// What it takes.
  package var pattern: ArmPatternSyntax

  /// Its value.
  package var body: ExpressionSyntax

  /// Where it stands.
  package var span: Span
}

/// What an arm of a `match` takes.
package enum ArmPatternSyntax: Sendable {

  /// `_`
  case anything(Span)

  /// A bit pattern.
  case bits([PatternElementSyntax], Span)

  /// `memory(address)`
  case enumCase(Identifier, bindings: [Identifier])
}

/// An element of a bit pattern or an encoding.
package struct PatternElementSyntax: Sendable {

  /// What it is.
  package enum Kind: Sendable {

    /// Constant bits.
    case bits(value: UInt128, width: Int)

    /// `(n)`: the value of a static expression.
    case constant(ExpressionSyntax)

    /// `name:3`; the name is nil for `_:3`.
    case field(Identifier?, width: ExpressionSyntax)

    /// `dst:rm(size, mod, m)`
    case operand(Identifier, kind: Identifier, arguments: [ExpressionSyntax])
  }

  /// What it is.
  package var kind: Kind

  /// Where it stands.
  package var span: Span

  package init(kind: Kind, span: Span) {
    self.kind = kind
    self.span = span
  }
}

/// A type as written.
package struct TypeSyntax: Sendable {

  /// What it is.
  package enum Kind: Sendable {

    /// `bits(n)`
    case bits(ExpressionSyntax)

    /// `width`
    case width

    /// A record, an enum, or the layout of a register.
    case named(String)
  }

  /// What it is.
  package var kind: Kind

  /// Where it stands.
  package var span: Span

  package init(kind: Kind, span: Span) {
    self.kind = kind
    self.span = span
  }
}
