import ISALanguage

extension ExpressionSyntax {

  /// The tree with all brackets, for comparisons.
  var dump: String {
    switch kind {
    case .number(let literal): "\(literal.value)" + (literal.digitWidth.map { "'\($0)" } ?? "")
    case .text(let text): "\"\(text)\""
    case .name(let name): name
    case .unary(let mark, let inner): "(\(mark)\(inner.dump))"
    case .binary(let mark, let left, let right, _): "(\(left.dump) \(mark) \(right.dump))"
    case .index(let base, let indices): "\(base.dump)[\(indices.map(\.dump).joined(separator: ", "))]"
    case .slice(let base, let high, let low): "\(base.dump)[\(high.dump)..\(low.dump)]"
    case .member(let base, let name): "\(base.dump).\(name.name)"
    case .members(let base, let names): "\(base.dump).{\(names.map(\.name).joined(separator: ", "))}"
    case .call(let callee, let arguments):
      "\(callee.dump)("
        + arguments.map { ($0.label.map { "\($0.name): " } ?? "") + $0.value.dump }.joined(separator: ", ")
        + ")"
    case .asMode(let inner, let mode): "(\(inner.dump) as \(mode.name))"
    case .conditional(let condition, let then, let otherwise):
      "if \(condition.dump) \(then.dump)" + (otherwise.map { " else \($0.dump)" } ?? "")
    case .match(let subject, let arms):
      "match \(subject.dump) { "
        + arms.map { "\($0.pattern.dump) => \($0.body.dump)" }.joined(separator: "; ") + " }"
    case .block(let block): block.dump
    }
  }
}

extension BlockSyntax {
  var dump: String {
    statements.isEmpty ? "{}" : "{ " + statements.map(\.dump).joined(separator: "; ") + " }"
  }
}

extension StatementSyntax {
  var dump: String {
    switch kind {
    case .local(let name, let type, let value, let mutable):
      "\(mutable ? "var" : "let") \(name.name)\(type.map { ": \($0.dump)" } ?? "") = \(value.dump)"
    case .assign(let place, let operation, let value): "\(place.dump) \(operation ?? "")= \(value.dump)"
    case .expression(let expression): expression.dump
    case .repeated(let header, let block): "for \(header.dump) \(block.dump)"
    case .trap(let name, let arguments): "trap \(name.name)(\(arguments.map(\.dump).joined(separator: ", ")))"
    case .require(let condition, let trap, let arguments):
      "require \(condition.dump) else trap \(trap.name)(\(arguments.map(\.dump).joined(separator: ", ")))"
    case .unpredictable: "unpredictable"
    }
  }
}

extension ForHeaderSyntax {
  var dump: String {
    let names = variables.map(\.name).joined(separator: ", ")
    switch rows {
    case .range(let low, let high): return "\(names) in \(low.dump)..<\(high.dump)"
    case .rows(let rows):
      return "\(names) in "
        + rows.map { "(" + $0.map(\.dump).joined(separator: ", ") + ")" }.joined(separator: ", ")
    }
  }
}

extension TypeSyntax {
  var dump: String {
    switch kind {
    case .bits(let width): "bits(\(width.dump))"
    case .width: "width"
    case .named(let name): name
    }
  }
}

extension ArmPatternSyntax {
  var dump: String {
    switch self {
    case .anything: "_"
    case .bits(let elements, _): elements.map(\.dump).joined(separator: " ")
    case .enumCase(let name, let bindings):
      bindings.isEmpty ? name.name : "\(name.name)(\(bindings.map(\.name).joined(separator: ", ")))"
    }
  }
}

extension PatternElementSyntax {
  var dump: String {
    switch kind {
    case .bits(let value, let width): "\(value)'\(width)"
    case .constant(let expression): "(\(expression.dump))"
    case .field(let name, let width): "\(name?.name ?? "_"):\(width.dump)"
    case .operand(let name, let kind, let arguments):
      "\(name.name):\(kind.name)(\(arguments.map(\.dump).joined(separator: ", ")))"
    }
  }
}

/// What the parser makes of a text.
struct Parsed {

  var file: FileSyntax

  /// The errors as `line:column: message`.
  var errors: [String]

  init(_ text: String) { self.init(bytes: Array(text.utf8)) }

  init(bytes: [UInt8]) {
    let source = SourceFile(id: 0, path: "test.isa", bytes: bytes)
    let (file, diagnostics) = DeepStack.run {
      var parser = Parser(source)
      return (parser.parseFile(), parser.diagnostics)
    }
    self.file = file
    errors = diagnostics.sorted.map {
      "\(source.line(at: $0.span.start)):\(source.column(at: $0.span.start)): \($0.message)"
    }
  }

  /// The body of the only function of `text`, which stands in its braces.
  static func block(_ text: String) -> (dump: String, errors: [String]) {
    let parsed = Parsed("function f() {\n\(text)\n}")
    guard case .function(let function)? = parsed.file.fragment.first?.kind else { return ("", parsed.errors) }
    return (function.body.dump, parsed.errors)
  }
}
