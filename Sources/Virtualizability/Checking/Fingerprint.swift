import Crypto
import Execution
import ISAModel
import SMT

/// What stays the same as long as a finding means the same.
enum Fingerprint {

  /// Made of the rule, the resources of the witness, and the instruction's normalised meaning.
  static func make(_ rule: Rule, meaning: [UInt8], components: [String]) -> String {
    var hash = SHA256()
    hash.update(data: Array("\(rule.rawValue)\n\(components.joined(separator: ","))\n".utf8))
    hash.update(data: meaning)
    return text(of: hash.finalize())
  }

  /// The first half of a digest, in hexadecimal.
  static func text(of digest: some Sequence<UInt8>) -> String {
    digest.prefix(16).map { byte in
      let text = String(byte, radix: 16)
      return byte < 16 ? "0" + text : text
    }.joined()
  }
}

extension InstructionTerms {

  /// A digest of what the instruction means: the simplified terms of all its encodings, as text. Neither its name nor
  /// its place has a part in it, and neither have the parts of the state that it leaves alone.
  func makeMeaning() -> [UInt8] {
    var hash = SHA256()
    for form in forms { hash.update(data: Array(form.run.normalisedMeaning.utf8)) }
    return Array(hash.finalize())
  }
}

extension SymbolicRun {

  /// The run's terms as text: what it leaves in the components that it changes, what it writes, and when it traps.
  var normalisedMeaning: String {
    let store = state.store
    let machine = state.machine
    var equations: [Term] = []
    func add(_ name: String, _ term: Term) {
      let width = store.width(term)
      equations.append(store.equal(term, store.variable("\(name).\(width)", width: width)))
    }
    add("encoding", isEncoding)
    add("completes", completes)
    for (number, term) in components.enumerated() where term != state.components[number] {
      add("after.\(machine.components[number].name)", term)
    }
    for (space, log) in writes.enumerated() {
      for (number, write) in log.enumerated() {
        add("write.\(space).\(number).guard", write.guarded)
        add("write.\(space).\(number).address", write.address)
        add("write.\(space).\(number).value", write.value)
      }
    }
    for (number, trap) in traps.enumerated() {
      let declaration = machine.traps[trap.trap]
      add("trap.\(number).\(declaration.name).\(declaration.trapClass.rawValue)", trap.condition)
      guard declaration.isImprecise else { continue }
      for (component, term) in trap.components.enumerated() where term != state.components[component] {
        add("trap.\(number).after.\(machine.components[component].name)", term)
      }
    }
    for (number, choice) in unpredictable.enumerated() { add("unpredictable.\(number)", choice) }
    return SMTLIB.script(store: store, assertions: equations, comment: [])
  }
}
