import ISAModel

/// What the choice of an operand's case rests on.
extension Evaluator {

  /// Locals without values, as a form starts with.
  package func noLocals(_ form: Form) -> [Value<Word>] { Array(repeating: .none, count: form.localCount) }

  /// The values of an operand's arguments, given the fields and locals where it is used.
  package func arguments(of use: OperandUse, fields: [Word], locals: [Value<Word>]) -> [Value<Word>] {
    frame = Frame(localCount: 0, fields: fields)
    frame.locals = locals
    return use.arguments.map { evaluate($0) }
  }

  /// The locals of an operand's cases: its parameters, and room for more.
  package func parameters(of operand: Operand, _ arguments: [Value<Word>]) -> [Value<Word>] {
    operandLocals(operand, arguments)
  }

  /// Whether the parameters admit a case.
  package func admits(_ one: Operand.Case, parameters: [Value<Word>]) -> Word {
    frame = Frame(localCount: 0)
    frame.locals = parameters
    return word(one.condition)
  }

  /// Takes `contexts` for what the prefixes set.
  package func assume(contexts: [Word]) { self.contexts = contexts }

  /// The value of an expression over the fields and locals of an operand's case.
  package func value(of expression: Expression, fields: [Word], locals: [Value<Word>]) -> Word {
    frame = Frame(localCount: 0, fields: fields)
    frame.locals = locals
    return word(expression)
  }
}
