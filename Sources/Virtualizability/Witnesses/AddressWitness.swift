import Crypto
import Execution
import ISALanguage
import ISAModel
import SMT

/// Shows for addresses that are out of reach (PG302) what becomes of one access in both modes, on the
/// concrete machine.
struct AddressWitness {

  let run: TranslationRun
  let decider: Decider
  let sources: SourceMap

  /// The mode that reaches the addresses.
  let virtual: Int

  /// What holds of a state in which a guest of that mode runs on the hardware.
  let condition: Term

  private var machine: Machine { run.state.machine }
  private var store: TermStore { run.state.store }
  private var mode: String { machine.modes[virtual].name }
  private var host: String { machine.modes[machine.modes[virtual].host].name }

  /// The finding, and why the executions do not show it, if they do not.
  func build(
    _ accesses: [AccessKind], _ addresses: RequestRanges, by reach: AddressReach
  ) throws(AddressReach.Undecided) -> (found: UnreachableAddresses, failure: String?) {
    let kind = accesses.first ?? .read
    let address = addresses.ranges.first?.lowerBound ?? 0
    let width = UInt128(store.width(run.address))
    guard let proof = try reach.state(admitting: UInt128(kind.rawValue) << width | address) else {
      throw AddressReach.Undecided(reason: "no state admits an address that some state admits")
    }
    var minimiser = Minimiser(store: store, assertions: proof.assertions, assignment: proof.assignment)
    let privileged = minimiser.minimised()
    let one = TranslationReplay(run, state(privileged, tablesOf: privileged), address, kind)
    let other = TranslationReplay(
      run, state(try user(like: privileged), tablesOf: privileged), address, kind)

    let ranges = addresses.ranges.map {
      UnreachableAddresses.Range(first: parts($0.lowerBound), last: parts($0.upperBound))
    }
    let words = accesses.map { "\($0)" }
    let witness = Witness(
      assembly: "\(kind) of memory at \(parts(address).map(text).joined(separator: ", "))", encoding: [],
      differing: machine.components.indices.filter { one.state.components[$0] != other.state.components[$0] }
        .map { machine.components[$0].name },
      first: execution(one, against: other, mode), second: execution(other, against: one, host),
      claim:
        "The access completes in \(mode) mode. In \(host) mode it is refused, and no other state of that mode admits it."
    )
    let message =
      "\(mode) mode reaches addresses that nothing makes reachable in \(host) mode, which its guests run in"
    let finding = Finding(
      rule: .unreachableAddress, components: [], message: message, fingerprint: fingerprint(words, addresses),
      witness: witness, lines: lines(one, other))
    let found = UnreachableAddresses(
      mode: mode, host: host, accesses: words, ranges: ranges, finding: finding)
    return (found, failure(one, other))
  }

  // MARK: States

  /// The state of the host mode that is most like the other one.
  private func user(like privileged: Assignment) throws(AddressReach.Undecided) -> Assignment {
    let assertions = [run.state.invariant, condition]
    switch decider.decide(assertions).answer {
    case .yes(let found):
      let wished = run.state.components.map { ($0, privileged.variables[$0] ?? 0) }
      var minimiser = Minimiser(
        store: store, assertions: assertions, assignment: found,
        simplest: Dictionary(wished, uniquingKeysWith: { first, _ in first }))
      var result = minimiser.minimised()
      // Of what the condition does not speak, everything is the same.
      for (variable, value) in wished where result.variables[variable] == nil {
        result.variables[variable] = value
      }
      return result
    case .no: throw AddressReach.Undecided(reason: "no guest can run")
    case .unknown(let reason): throw AddressReach.Undecided(reason: reason)
    }
  }

  /// - Parameter tables: the assignment that says what memory past translation holds.
  private func state(_ assignment: Assignment, tablesOf tables: Assignment) -> ConcreteState {
    let evaluation = Evaluation(store, tables)
    var cells: [UInt128: UInt128] = [:]
    for load in run.loads { cells[evaluation.value(load.address)] = evaluation.value(load.value) }
    let components = run.state.components.map {
      Bits(assignment.variables[$0] ?? 0, width: store.width($0))
    }
    return ConcreteState(
      machine: machine, components: components,
      answers: ConcreteState.Answers(
        memory: { _ in 0 }, physical: { cells[$0] ?? 0 }, accessible: { _, _, _ in true },
        translated: { _, _ in 0 },
        undefined: { key, width in
          let name = SymbolicDomain.undefinedName(width: width, key: key)
          return store.knownVariable(name).flatMap { assignment.variables[$0] } ?? 0
        },
        unpredictable: { _ in false }))
  }

  private func failure(_ one: TranslationReplay, _ other: TranslationReplay) -> String? {
    if one.trap != nil { return "the access does not complete in \(mode) mode" }
    if one.state.modeNumber != virtual { return "the first state is not in \(mode) mode" }
    if other.trap == nil { return "the access completes in \(host) mode" }
    if !other.state.isUser { return "the second state is no user state" }
    return nil
  }

  // MARK: Words

  /// The parts of an address.
  private func parts(_ address: UInt128) -> [Witness.Setting] {
    Witness.MemoryCell(machine, .guest, address, nil, differs: false).address
  }

  private func text(_ part: Witness.Setting) -> String {
    let digits = String(part.value, radix: 16, uppercase: true)
    return "0x" + String(repeating: "0", count: max(0, (part.width + 3) / 4 - digits.count)) + digits
  }

  private func execution(
    _ replay: TranslationReplay, against other: TranslationReplay, _ label: String
  ) -> Witness.Execution {
    let values = replay.state.components
    let others = other.state.components
    let shown = machine.components.indices.filter { number in
      // Of a translation buffer, the entries that hold something.
      let isRead = replay.read.contains(number) || other.read.contains(number)
      let isTold = values[number].value != 0 || machine.components[number].role == .mode
      return values[number] != others[number] || isRead && isTold
    }
    let looks = Set(other.state.looks)
    var outcome = Witness.Outcome.completes
    if let trap = replay.trap {
      outcome = .traps(machine.traps[trap].name, class: machine.traps[trap].trapClass.rawValue)
    }
    return Witness.Execution(
      label: label, mode: replay.state.modeNumber.map { machine.modes[$0].name } ?? "no mode",
      before: shown.map { number in
        Witness.Setting(
          name: machine.components[number].name, value: values[number].value, width: values[number].width,
          differs: values[number] != others[number])
      },
      memory: replay.state.looks.map {
        Witness.MemoryCell(machine, $0.space, $0.address, $0.value, differs: !looks.contains($0))
      },
      outcome: outcome,
      after: replay.place.map {
        [Witness.Setting(name: "physical address", value: $0.value, width: $0.width, differs: false)]
      } ?? [], written: [])
  }

  private func lines(_ one: TranslationReplay, _ other: TranslationReplay) -> [GuiltyLine] {
    guard let trap = other.trap, let span = other.trapSpan else { return [] }
    let words = sources.lineText(at: span).split(
      omittingEmptySubsequences: true, whereSeparator: \.isWhitespace)
    return [
      GuiltyLine(
        location: sources.location(of: span), text: words.joined(separator: " "),
        role: "traps with \(machine.traps[trap].name)")
    ]
  }

  /// Made of the rule, the modes and the addresses.
  private func fingerprint(_ accesses: [String], _ addresses: RequestRanges) -> String {
    let ranges = addresses.ranges.map { "\($0.lowerBound)-\($0.upperBound)" }
    let text = ([Rule.unreachableAddress.rawValue, mode, host] + accesses + ranges).joined(separator: "\n")
    return Fingerprint.text(of: SHA256.hash(data: Array(text.utf8)))
  }
}

/// One concrete run of translation.
final class TranslationReplay: RunObserver {

  let state: ConcreteState

  /// The components that it read.
  private(set) var read: Set<Int> = []

  /// Where the access ends up; nil where it is refused.
  private(set) var place: Bits?

  /// The trap that refuses it, and where that is taken.
  private(set) var trap: Int?
  private(set) var trapSpan: Span?

  init(_ run: TranslationRun, _ state: ConcreteState, _ address: UInt128, _ kind: AccessKind) {
    self.state = state
    let machine = run.state.machine
    guard let translation = machine.translation else { return }
    let evaluator = Evaluator(
      machine: machine, domain: ConcreteDomain(machine: machine, environment: state),
      components: state.components)
    evaluator.abstractsTranslation = false
    evaluator.observer = self
    let parts = Witness.MemoryCell(machine, .guest, address, nil, differs: false).address
    let arguments =
      parts.map { Bits($0.value, width: $0.width) }
      + [Bits(UInt128(kind.rawValue), width: TranslationRun.accessWidth)]
    let (value, result) = evaluator.run(translation, arguments.map { .word($0) })
    if let taken = result.traps.first(where: { $0.condition.value == 1 }) {
      trap = taken.trap
      trapSpan = taken.span
    } else if case .word(let word) = value {
      place = word
    }
  }

  func reads(component: Int, at span: Span) { read.insert(component) }
  func writes(component: Int, at span: Span) {}
  func accesses(_ space: MemorySpace, isWrite: Bool, at span: Span) {}
}
