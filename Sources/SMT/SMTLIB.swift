/// Queries as SMT-LIB 2.6.
public enum SMTLIB {
  /// A script that asks whether the 1-bit assertions hold together, its size linear in that of their graph.
  ///
  /// The comment lines come first, after `; `. Logic: QF_BV, or QF_UFBV with uninterpreted functions. 1-bit
  /// variables are Bool. Names that are no symbols, or stand for something else, are changed.
  public static func script(store: TermStore, assertions: [Term], comment: [String] = []) -> String {
    precondition(
      assertions.allSatisfy { store.width($0) == 1 }, "an assertion is 1 bit wide")
    var writer = ScriptWriter(store: store, assertions: assertions)
    return writer.script(assertions, comment)
  }
}
