/// `encoding { … }`
package struct EncodingSyntax: Sendable {

  /// `context NAME: bits(n) = value strict`
  package struct Context: Sendable {
    package var name: Identifier
    package var type: TypeSyntax
    package var initial: ExpressionSyntax?
    package var isStrict: Bool
  }

  /// `prefix 0x66 "data16" { wide = 1 }`
  package struct Prefix: Sendable {
    package var pattern: [PatternElementSyntax]
    package var texts: [(text: String, span: Span)]
    package var settings: [(name: Identifier, value: ExpressionSyntax)]
    package var span: Span
  }

  package var unit: TypeSyntax?
  package var isBigEndian = true
  package var fetch: ExpressionSyntax?
  package var step: BlockSyntax?
  package var contexts: [Context] = []
  package var prefixes: [Prefix] = []
  package var otherwise: Identifier?
}

/// `operand NAME(parameters) -> type { case … }`
package struct OperandSyntax: Sendable {

  /// `case (00, _) d:8 "syntax" => value`
  package struct Case: Sendable {
    package var patterns: [(elements: [PatternElementSyntax], span: Span)]
    package var elements: [PatternElementSyntax]
    package var syntax: (text: String, span: Span)?
    package var condition: ExpressionSyntax?
    package var value: ExpressionSyntax
    package var span: Span
  }

  package var name: Identifier
  package var parameters: [ParameterSyntax]
  package var result: TypeSyntax
  package var cases: [Case]
}

/// `instruction NAME "title" { … }`
package struct InstructionSyntax: Sendable {

  /// A citation.
  package struct Citation: Sendable {
    package var document: Identifier
    package var place: String
  }

  /// What an instruction's braces hold.
  package indirect enum Member: Sendable {
    case source(Citation)
    case alwaysTraps
    case form(FormSyntax)
    case repeated(ForHeaderSyntax, [Member])
  }

  package var name: Identifier
  package var title: ExpressionSyntax?
  package var members: [Member]
  package var main: FormSyntax
}

/// One encoding of an instruction.
package struct FormSyntax: Sendable {
  package var pattern: [PatternElementSyntax]?
  package var condition: ExpressionSyntax?
  package var syntax: (text: String, span: Span)?
  package var body: BlockSyntax?
  package var span: Span
}
