import ISAModel
import SMT

/// Symbolic runs, compiled for terms.
///
/// Called from another module, the generic evaluator looks up the layout of its values at every expression.
extension Evaluator where D == SymbolicDomain {

  /// What `run` comes to, over terms.
  package func runSymbolically(_ form: Form, fields: [Term], contexts: [Term]) -> RunResult<Term> {
    run(form, fields: fields, contexts: contexts)
  }

  /// Whether the fields and contexts are an encoding of the form: its condition holds, and some case of every
  /// operand takes them.
  package func isEncoding(_ form: Form, fields: [Term], contexts: [Term]) -> [Term] {
    [admits(form, fields: fields, contexts: contexts), admitsOperands(form, fields: fields)]
  }

  /// The value of a declaration's expression over the present state.
  package func term(of expression: Expression) -> Term { value(of: expression) }
}
