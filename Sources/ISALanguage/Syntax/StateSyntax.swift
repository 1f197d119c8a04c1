/// A role, and another one for when a feature is on.
package struct RoleSyntax: Sendable {
  package var role: Identifier
  package var alternative: (role: Identifier, feature: Identifier)?
}

/// `role register NAME[count]: bits(n) = reset { fields }`
package struct RegisterSyntax: Sendable {

  /// One field, or bits that always read the same.
  package struct Field: Sendable {

    /// What stands at the bits.
    package enum Kind: Sendable {

      /// A named field; the role is the one written before it or before an earlier field of its group.
      case named(Identifier, role: RoleSyntax?)

      /// `zero @ …` or `one @ …`
      case fixed(one: Bool)
    }

    package var kind: Kind
    package var ranges: [BitRangeSyntax]
    package var span: Span
  }

  package var name: Identifier
  package var role: RoleSyntax?
  package var count: ExpressionSyntax?
  package var width: TypeSyntax
  package var reset: ExpressionSyntax?
  package var fields: [Field]?
}

/// `high..low` or one bit.
package struct BitRangeSyntax: Sendable {
  package var high: ExpressionSyntax
  package var low: ExpressionSyntax
  package var span: Span
}

/// `alias NAME = place`
package struct AliasSyntax: Sendable {
  package var name: Identifier
  package var place: ExpressionSyntax
}

/// `view NAME[parameters]: type { read { … } write(value) { … } }`
package struct ViewSyntax: Sendable {
  package var name: Identifier
  package var parameters: [ParameterSyntax]
  package var type: TypeSyntax
  package var read: BlockSyntax
  package var write: (value: Identifier, body: BlockSyntax)?
}

/// `names NAME: bits(n) = "…", …`
package struct NamesSyntax: Sendable {
  package var name: Identifier
  package var type: TypeSyntax
  package var texts: [String]
}

/// `memory mem[parameters]: bits(n) little traps t size n`
package struct MemorySyntax: Sendable {
  package var name: Identifier
  package var parameters: [ParameterSyntax]
  package var unit: TypeSyntax
  package var isBigEndian: Bool
  package var trap: Identifier?

  /// How many units of RAM the machine has, where the user does not say otherwise.
  package var size: ExpressionSyntax?
}

/// `translate(address…, access) { … }`, `second_stage(address, access) { … }`
package struct TranslateSyntax: Sendable {
  package var parameters: [Identifier]
  package var body: BlockSyntax
}

/// `NAME when condition in OTHER`
package struct ModeSyntax: Sendable {
  package var name: Identifier
  package var condition: ExpressionSyntax
  package var host: Identifier?
}
