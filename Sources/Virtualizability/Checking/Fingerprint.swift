import Crypto
import Execution
import ISAModel
import SMT

/// What stays the same as long as a finding means the same.
enum Fingerprint {

  /// Made of the rule, the instruction's normalised meaning (its simplified terms, in SMT-LIB) and the
  /// resources of the witness.
  static func make(_ rule: Rule, instruction: Instruction, run: SymbolicRun, components: [String]) -> String {
    let digest = SHA256.hash(
      data: Array(
        (rule.rawValue + "\n" + components.joined(separator: ",") + "\n" + run.normalisedMeaning).utf8))
    return text(of: digest)
  }

  /// The first half of a digest, in hexadecimal.
  static func text(of digest: some Sequence<UInt8>) -> String {
    digest.prefix(16).map { byte in
      let text = String(byte, radix: 16)
      return byte < 16 ? "0" + text : text
    }.joined()
  }
}

extension SymbolicRun {

  /// The run's terms as text: what it leaves in every component, what it writes, and when it traps.
  func makeNormalisedMeaning() -> String {
    let store = state.store
    var equations: [Term] = [isEncoding, completes]
    for (index, term) in roots.enumerated() {
      equations.append(
        store.equal(term, store.variable("root.\(index).\(store.width(term))", width: store.width(term))))
    }
    return SMTLIB.script(store: store, assertions: equations, comment: [])
  }
}
