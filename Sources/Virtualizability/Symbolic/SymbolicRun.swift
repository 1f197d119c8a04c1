import Execution
import ISALanguage
import ISAModel
import SMT

/// One encoding of an instruction, run once over symbolic state; every comparison is made from this run by
/// renaming.
final class SymbolicRun {

  /// A trap that the run can take.
  struct TakenTrap {
    var condition: Term
    var trap: Int

    /// What it carries; values that are no words are left out.
    var arguments: [Term]
    var span: Span

    /// The components and the writes to the two views of memory by the time that it is taken.
    var components: [Term]
    var writes: [[MemoryWrite<Term>]]
  }

  let state: SymbolicState
  let form: Form

  /// The variables of the encoding's fields and of the contexts.
  let fields: [Term]
  let contexts: [Term]

  /// Whether the fields are an encoding of this form at all.
  let isEncoding: Term

  /// Whether the run completes.
  let completes: Term

  /// The same, as if no access were refused.
  let completesWithoutMemory: Term

  /// The components after the run.
  let components: [Term]

  /// The writes to the two views of memory.
  let writes: [[MemoryWrite<Term>]]

  let traps: [TakenTrap]

  /// What stands for unpredictable behaviour: guest results that each run makes up for itself.
  let unpredictable: [Term]

  /// What stands for values that the manual leaves open, in the order in which the run met them.
  let undefined: [Term]

  let asksAboutAccess: Bool

  /// Whether some term depends on what translation admits, or on what stands past it.
  private(set) var mentionsAccess = false
  private(set) var mentionsAccessAs = false
  private(set) var mentionsPhysical = false

  /// Whether some term depends on a function of translation.
  private(set) var mentionsTranslation = false

  /// - Parameter prefix: what the names of the variables of the fields start with, different for every form.
  init(_ form: Form, state: SymbolicState, prefix: String) {
    self.state = state
    self.form = form
    let machine = state.machine
    let store = state.store
    let names = FieldNames(machine: machine, form: form)
    fields = names.fields.map { store.variable("\(prefix).\($0.name)", width: $0.width) }
    contexts = machine.stream.contexts.map { store.variable("context.\($0.name)", width: $0.width) }
    let evaluator = Evaluator(machine: machine, domain: state.domain, components: state.components)
    isEncoding = store.conjunction(
      [
        evaluator.admits(form, fields: fields, contexts: contexts),
        evaluator.admitsOperands(form, fields: fields),
      ] + Self.reachable(machine, contexts: contexts, store: store))
    state.domain.assume(isEncoding, true)
    let undefinedBefore = state.domain.undefinedTerms.count
    let result = evaluator.run(form, fields: fields, contexts: contexts)
    state.domain.retract(to: 0)
    undefined = Array(state.domain.undefinedTerms[undefinedBefore...])
    completes = result.state.alive
    completesWithoutMemory = result.state.aliveWithoutMemory
    components = result.state.components
    writes = result.state.writes
    traps = result.traps.map {
      TakenTrap(
        condition: $0.condition, trap: $0.trap,
        arguments: $0.arguments.compactMap { if case .word(let word) = $0 { word } else { nil } },
        span: $0.span, components: $0.components, writes: $0.writes)
    }
    unpredictable = result.unpredictable
    asksAboutAccess = result.asksAboutAccess
    for application in store.applications(in: roots) {
      guard let (function, _) = store.functionAndArguments(of: application) else { continue }
      if function == state.domain.accessFunction { mentionsAccess = true }
      if function == state.domain.accessAsFunction { mentionsAccessAs = true }
      if function == state.domain.physicalFunction { mentionsPhysical = true }
      if state.domain.translations[function] != nil { mentionsTranslation = true }
    }
    mentionsAccess = mentionsAccess || mentionsAccessAs
  }

  /// The values of contexts that prefixes can set.
  private static func reachable(_ machine: Machine, contexts: [Term], store: TermStore) -> [Term] {
    machine.stream.contexts.enumerated().map { number, context in
      var values: Set<UInt128> = [context.initial]
      for prefix in machine.stream.prefixes {
        for setting in prefix.settings where setting.context == number { values.insert(setting.value) }
      }
      if UInt128(values.count) == Bits.mask(context.width) &+ 1 { return store.true }
      return store.disjunction(
        values.sorted().map { store.equal(contexts[number], store.constant($0, width: context.width)) })
    }
  }

  /// Whether the run traps, not for memory.
  var trapsNotForMemory: Term {
    let store = state.store
    return store.disjunction(
      traps.filter { state.machine.traps[$0.trap].trapClass != .memory }.map(\.condition))
  }
}

/// The full names of the fields of a form, those of its operands included.
package struct FieldNames {

  package private(set) var fields: [EncodingField] = []

  package init(machine: Machine, form: Form) {
    fields = Array(repeating: EncodingField(name: "", width: 1), count: form.fieldCount)
    add(form.layout, machine: machine, first: 0, prefix: "")
  }

  private mutating func add(_ layout: Layout, machine: Machine, first: Int, prefix: String) {
    for (index, field) in layout.fields.enumerated() {
      fields[first + index] = EncodingField(name: prefix + field.name, width: field.width)
    }
    for use in layout.operands {
      let operand = machine.operands[use.operand]
      if let width = operand.selectorWidth {
        let selector = first + use.firstField + operand.fieldCount - 1
        fields[selector] = EncodingField(name: "\(prefix)\(use.name).case", width: width)
      }
      for (number, one) in operand.cases.enumerated() {
        add(
          one.layout, machine: machine, first: first + use.firstField + one.firstField,
          prefix: "\(prefix)\(use.name).\(number).")
      }
    }
  }
}
