/// A machine as written.
package struct MachineSyntax: Sendable {

  /// Its name.
  package var name: Identifier

  /// Its title.
  package var title: String?

  /// The machine that it extends.
  package var base: Identifier?

  /// What it declares.
  package var items: [ItemSyntax]

  /// Where it stands.
  package var span: Span
}

/// What one file holds.
package struct FileSyntax: Sendable {

  /// The machines.
  package var machines: [MachineSyntax]

  /// Items outside a machine: the file is a fragment for `include`.
  package var fragment: [ItemSyntax]
}

/// A declaration of a machine.
package struct ItemSyntax: Sendable {

  /// What it is.
  package indirect enum Kind: Sendable {
    case include(path: String)
    case source(SourceDeclarationSyntax)
    case feature(FeatureSyntax)
    case when(feature: Identifier, negated: Bool, [ItemSyntax])
    case repeated(ForHeaderSyntax, [ItemSyntax])
    case constant(ConstantSyntax)
    case register(RegisterSyntax)
    case alias(AliasSyntax)
    case view(ViewSyntax)
    case names(NamesSyntax)
    case memory(MemorySyntax)
    case translate(TranslateSyntax)
    case secondStage(TranslateSyntax)
    case modes([ModeSyntax])
    case host(mode: Identifier?, [ExpressionSyntax])
    case invariant([ExpressionSyntax])
    case mirror([ExpressionSyntax])
    case claim(ClaimSyntax)
    case trap(TrapSyntax)
    case interrupt(InterruptSyntax)
    case reset(BlockSyntax)
    case install(InstallSyntax)
    case device(DeviceSyntax)
    case mapped(MappedSyntax)
    case halt(ExpressionSyntax)
    case wait(ExpressionSyntax)
    case elf(ExpressionSyntax)
    case function(FunctionSyntax)
    case record(RecordSyntax)
    case enumeration(EnumerationSyntax)
    case encoding(EncodingSyntax)
    case operand(OperandSyntax)
    case instruction(InstructionSyntax)
    case replace(ItemSyntax)
    case remove(kind: String, Identifier)
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

/// `source NAME "title"`
package struct SourceDeclarationSyntax: Sendable {
  package var name: Identifier
  package var title: String
}

/// `feature NAME "title" = on`
package struct FeatureSyntax: Sendable {
  package var name: Identifier
  package var title: String
  package var isOn: Bool
}

/// `constant NAME: type = value`
package struct ConstantSyntax: Sendable {
  package var name: Identifier
  package var type: TypeSyntax?
  package var value: ExpressionSyntax
}

/// `trap NAME(parameters): class, imprecise enters call`
package struct TrapSyntax: Sendable {
  package var name: Identifier
  package var parameters: [ParameterSyntax]
  package var trapClass: Identifier
  package var isImprecise: Bool
  package var entry: ExpressionSyntax?
}

/// `interrupt NAME priority n when condition enters call`
package struct InterruptSyntax: Sendable {
  package var name: Identifier
  package var priority: ExpressionSyntax
  package var condition: ExpressionSyntax
  package var entry: ExpressionSyntax
}

/// A parameter of a function, operand, view or trap.
package struct ParameterSyntax: Sendable {
  package var name: Identifier
  package var type: TypeSyntax

  package init(name: Identifier, type: TypeSyntax) {
    self.name = name
    self.type = type
  }
}

/// `function NAME(parameters) -> type { … }`
package struct FunctionSyntax: Sendable {
  package var name: Identifier
  package var parameters: [ParameterSyntax]
  package var result: TypeSyntax?
  package var body: BlockSyntax

  /// Whether it belongs to translation, which the checks keep abstract.
  package var isTranslation: Bool
}

/// `record NAME { field: type, … }`
package struct RecordSyntax: Sendable {
  package var name: Identifier
  package var fields: [ParameterSyntax]
}

/// `enum NAME { case(field: type), … }`
package struct EnumerationSyntax: Sendable {

  /// One case of an enum.
  package struct Case: Sendable {
    package var name: Identifier
    package var fields: [ParameterSyntax]
  }

  package var name: Identifier
  package var cases: [Case]
}

/// `claim …`
package struct ClaimSyntax: Sendable {

  /// What is claimed.
  package enum Kind: Sendable {
    case classified(instruction: Identifier, class: Identifier, negated: Bool)
    case violates(instruction: Identifier, rule: Identifier?, negated: Bool)
    case direct(instruction: Identifier, passes: Bool)
    case verdict(name: Identifier, holds: Bool)
  }

  package var kind: Kind
}
