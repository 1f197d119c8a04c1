import Execution
import ISALanguage
import ISAModel
import SMT

/// A guard against user mode as this machine's own instructions have it: what it requires, and the trap that
/// it raises otherwise.
struct GuardIdiom: Sendable {

  /// The condition as the specification writes it.
  var condition: String

  /// What follows `trap`, as the specification would write it.
  var trap: String

  /// The components beside the mode that the condition looks at.
  var bits: [String]

  /// The instructions that carry it, in the order of the specification.
  var precedents: [String]

  /// The guard as a statement.
  var statement: String { "require \(condition) else trap \(trap)" }
}

/// Finds the guards of a machine, and orders them by how often they trap.
///
/// A guard is a `require` that raises a trap of class `privilege` and looks at nothing but the state, at the mode
/// among it. It must let the most privileged mode pass, and stop every user state. What a machine's designers
/// wrote for their privileged instructions is the form in which the same machine would mend another one.
struct GuardIdioms {

  private let machine: Machine
  private let sources: SourceMap
  private let state: SymbolicState
  private let solver: Solver
  private var store: TermStore { state.store }

  /// A guard that was found, with its condition over the state.
  private struct Found {
    var idiom: GuardIdiom
    var term: Term
  }

  init(machine: Machine, sources: SourceMap, rlimit: UInt32) {
    self.machine = machine
    self.sources = sources
    let store = TermStore()
    state = SymbolicState(machine: machine, store: store)
    solver = Solver(store: store, rlimit: rlimit)
  }

  /// The guards, the weakest first: one that traps in fewer states stands before one that traps there too. Of
  /// those that cannot be compared, the one that more instructions carry stands first. Where the machine has
  /// none, one is made up.
  func ordered() -> [GuardIdiom] {
    var found = collected()
    found.removeAll { !isGuard($0.term) }
    if found.isEmpty, let made = plain() { found = [made] }
    let traps = found.map { store.and(state.invariant, store.not($0.term)) }
    let weaker = found.indices.map { one in
      found.indices.count { other in
        other != one && isPossible([traps[one], store.not(traps[other])])
          && !isPossible([traps[other], store.not(traps[one])])
      }
    }
    return found.indices.sorted { one, other in
      if weaker[one] != weaker[other] { return weaker[one] < weaker[other] }
      let counts = (found[one].idiom.precedents.count, found[other].idiom.precedents.count)
      return counts.0 != counts.1 ? counts.0 > counts.1 : one < other
    }.map { found[$0].idiom }
  }

  /// Whether the assertions hold together in some state; where the solver does not know, they may.
  private func isPossible(_ assertions: [Term]) -> Bool {
    if case .unsatisfiable = solver.check(assertions) { return false }
    return true
  }

  /// Whether the condition lets the most privileged mode pass, and no user state.
  private func isGuard(_ condition: Term) -> Bool {
    !isPossible([state.invariant, state.isMostPrivileged, store.not(condition)])
      && !isPossible([state.invariant, state.isUser, condition])
  }

  /// A test of the mode that only fails where guests run, with the first trap of class `privilege`, or else that of
  /// words which are no instruction: what other machines without a trap of their own for it raise.
  private func plain() -> Found? {
    let traps = machine.traps.filter { $0.trapClass == .privilege }
    guard let trap = traps.first ?? machine.stream.otherwise.map({ machine.traps[$0] }) else { return nil }
    let hosts = Set(machine.modes.map(\.host))
    let others = machine.modes.indices.filter { !hosts.contains($0) }
    guard !others.isEmpty else { return nil }
    let condition =
      others.count == 1
      ? machine.modes[others[0]].name
      : hosts.sorted().map { "!\(machine.modes[$0].name)" }.joined(separator: " && ")
    let idiom = GuardIdiom(
      condition: condition, trap: Self.text(of: trap, arguments: []), bits: [], precedents: [])
    return Found(idiom: idiom, term: store.disjunction(others.map { state.inMode[$0] }))
  }

  // MARK: Collecting

  /// The guards of all instructions, those together that are the same.
  private func collected() -> [Found] {
    var found: [Found] = []
    var places: [Term: Int] = [:]
    var known: [Int: [Statement]] = [:]
    let evaluator = Evaluator(machine: machine, domain: state.domain, components: state.components)
    let modes = Set(store.variables(in: [state.modeNumber]))
    let names = Dictionary(uniqueKeysWithValues: zip(state.components, machine.components.map(\.name)))
    for instruction in machine.instructions {
      var seen: Set<Term> = []
      for statement in instruction.forms.flatMap({ guards(in: $0.body, &known) }) {
        guard case .require(let condition, let trap, let arguments, let span) = statement else { continue }
        let term = evaluator.value(of: condition)
        let variables = store.variables(in: [term])
        guard variables.contains(where: modes.contains), seen.insert(term).inserted else { continue }
        if let place = places[term] {
          found[place].idiom.precedents.append(instruction.name)
        } else if let text = conditionText(of: span) {
          places[term] = found.count
          let idiom = GuardIdiom(
            condition: text, trap: Self.text(of: machine.traps[trap], arguments: arguments),
            bits: variables.filter { !modes.contains($0) }.compactMap { names[$0] },
            precedents: [instruction.name])
          found.append(Found(idiom: idiom, term: term))
        }
      }
    }
    return found
  }

  /// The statements of a block, and of the functions that it calls, that could guard.
  private func guards(in block: Block, _ known: inout [Int: [Statement]]) -> [Statement] {
    var result: [Statement] = []
    for statement in block.statements {
      if case .require(let condition, let trap, _, _) = statement,
        machine.traps[trap].trapClass == .privilege, isClosed(condition)
      {
        result.append(statement)
      }
      statement.forEachExpression { result += guards(in: $0, &known) }
    }
    if let last = block.result { result += guards(in: last, &known) }
    return result
  }

  private func guards(in expression: Expression, _ known: inout [Int: [Statement]]) -> [Statement] {
    var result: [Statement] = []
    if case .call(let function, _, _) = expression {
      if known[function] == nil {
        known[function] = []
        known[function] = guards(in: machine.functions[function].body, &known)
      }
      result += known[function] ?? []
    }
    expression.forEachChild { result += guards(in: $0, &known) }
    return result
  }

  /// Whether an expression looks at nothing but components and modes, so that it means the same everywhere.
  private func isClosed(_ expression: Expression) -> Bool {
    switch expression {
    case .constant, .component, .mode: return true
    case .unary, .binary, .extract, .extend, .element, .call:
      var isClosed = true
      expression.forEachChild { isClosed = isClosed && self.isClosed($0) }
      return isClosed
    default: return false
    }
  }

  /// What stands between `require` and `else` at `span`; nil where it is written in another way.
  private func conditionText(of span: Span) -> String? {
    let text = sources.file(of: span).text(of: span)
    guard text.hasPrefix("require "), !text.contains("//"),
      let end = text.firstRange(of: " else trap ")?.lowerBound
    else { return nil }
    return text[text.index(text.startIndex, offsetBy: 8)..<end].split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
  }

  /// A trap as it is raised: what it carries is left open unless it is a constant.
  private static func text(of trap: Trap, arguments: [Expression]) -> String {
    guard !trap.parameters.isEmpty else { return trap.name }
    let values = trap.parameters.indices.map { place -> String in
      guard place < arguments.count, case .constant(let value, _) = arguments[place] else {
        return "undefined"
      }
      return String(value)
    }
    return "\(trap.name)(\(values.joined(separator: ", ")))"
  }
}
