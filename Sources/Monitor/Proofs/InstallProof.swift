import Execution
import ISAModel
import SMT
import Virtualizability

/// What `install` must do to the hardware's translation in a host mode: admit what was asked for, at the
/// place that was asked for, and nothing else.
struct InstallProof {

  let machine: Machine
  let hostState: HostState
  let rlimit: UInt32

  private struct Question {
    var statement: String
    var assertions: [Term]
  }

  /// The number of obligations; 0 where the specification installs nothing.
  var count: Int { questions().questions.count }

  /// An obligation, proven by itself: some take longer than all others together.
  func obligation(_ number: Int) -> ProofObligation {
    let (store, questions) = questions()
    let question = questions[number]
    let prover = Prover(store, rlimit: rlimit)
    return ProofObligation(
      kind: .install, subject: "install", mode: machine.modes[hostState.mode].name,
      statement: question.statement,
      outcome: prover.prove(question.assertions) { prover.show($0, of: question.assertions) })
  }

  /// The obligations.
  func obligations() -> [ProofObligation] { (0..<count).map(obligation) }

  private func questions() -> (store: TermStore, questions: [Question]) {
    let store = TermStore()
    guard let installation = machine.installation, machine.lastStage != nil else { return (store, []) }
    let state = SymbolicState(machine: machine, store: store)
    var components = state.components
    for (component, value) in hostState.values {
      components[component] = store.constant(value, width: machine.components[component].width)
    }
    let hardware = HardwareTranslation(machine: machine, state: state, components: components)
    // What installing keeps holds before a mapping is installed: components that it gives values have them.
    for condition in installation.keeps {
      for (component, value) in ModeSetting.settings(condition.expression) {
        components[component] = store.constant(value, width: machine.components[component].width)
      }
    }
    let kept = HardwareTranslation(machine: machine, state: state, components: components)
    switch installation.shape {
    case .window: return (store, nothing(installation, hardware) + window(installation, kept))
    case .page(let size): return (store, nothing(installation, hardware) + page(installation, kept, size))
    }
  }

  private func nothing(_ installation: Installation, _ hardware: HardwareTranslation) -> [Question] {
    let store = hardware.store
    guard let nothing = installation.nothing else { return [] }
    let after = hardware.run(nothing, [])
    let seen = after.translate()
    return [
      Question(statement: "after 'nothing' no access is admitted", assertions: [seen.isAdmitted]),
      Question(
        statement: "'nothing' changes relocation alone", assertions: [after.changesMoreThanRelocation]),
    ]
      + (installation.keeps.isEmpty
        ? []
        : [
          Question(
            statement: "after 'nothing' holds what 'install' keeps",
            assertions: [store.not(after.holds(installation.keeps))])
        ])
  }

  private func window(_ installation: Installation, _ hardware: HardwareTranslation) -> [Question] {
    let store = hardware.store
    guard let width = machine.installedMemory?.addressWidth,
      let placeWidth = machine.physicalMemory?.addressWidth
    else {
      return []
    }
    let place = store.variable("place", width: placeWidth)
    let size = store.variable("size", width: width + 1)
    let wide = max(width, placeWidth) + 2
    let end = store.add(store.zeroExtend(place, to: wide), store.zeroExtend(size, to: wide))
    let fits = store.unsignedLessOrEqual(end, store.constant(1 << UInt128(placeWidth), width: wide))
    let isWhole = store.unsignedLessOrEqual(size, store.constant(1 << UInt128(width), width: width + 1))
    func isMultiple(_ term: Term) -> Term {
      let rest = store.constant(UInt128(installation.unit - 1), width: store.width(term))
      return store.equal(store.and(term, rest), store.constant(0, width: store.width(term)))
    }
    let isSome =
      installation.nothing == nil
      ? store.not(store.equal(size, store.constant(0, width: width + 1))) : store.true
    let before =
      [fits, isWhole, isMultiple(place), isMultiple(size), isSome, hardware.holds(installation.keeps)]
    let after = hardware.run(installation.install, [place, size])
    let seen = after.translate()
    let isWithin = store.unsignedLess(store.zeroExtend(seen.address, to: width + 1), size)
    let wanted = store.add(place, resized(seen.address, to: placeWidth, store))
    let registers = store.constant(machine.registersAtZero, width: width)
    let isMemory = store.unsignedLessOrEqual(registers, seen.address)
    return atZero(hardware, after) + [
      Question(
        statement: "an access is admitted only below the size of the window",
        assertions: before + [seen.isAdmitted, store.not(isWithin)]),
      Question(
        statement: "every access below the size of the window is admitted",
        assertions: before + [isWithin, store.not(seen.isAdmitted)]),
      Question(
        statement: "what is admitted goes to its place in the window",
        assertions: before + [isMemory, seen.isAdmitted, store.not(store.equal(seen.place, wanted))]),
      Question(
        statement: "'window' changes relocation alone", assertions: before + [after.changesMoreThanRelocation]
      ),
    ]
  }

  /// Registers that stand where memory begins are not moved with the window: they are at their place in every state of
  /// the virtual machine, and so they must be on the hardware.
  private func atZero(_ hardware: HardwareTranslation, _ after: HardwareTranslation) -> [Question] {
    let store = hardware.store
    guard machine.registersAtZero > 0 else { return [] }
    let virtual = HardwareTranslation(
      machine: machine, state: hardware.state, components: hardware.state.components)
    return [after, virtual].enumerated().map { number, translation in
      let seen = translation.translate()
      let place = resized(seen.address, to: store.width(seen.place), store)
      let isRegister = store.unsignedLess(
        seen.address, store.constant(machine.registersAtZero, width: store.width(seen.address)))
      return Question(
        statement: number == 0
          ? "registers that stand where memory begins are admitted at their place"
          : "they are at their place in every state of the virtual machine",
        assertions: [
          isRegister, store.not(store.and(seen.isAdmitted, store.equal(seen.place, place))),
        ])
    }
  }

  private func page(_ installation: Installation, _ hardware: HardwareTranslation, _ size: Int) -> [Question]
  {
    let store = hardware.store
    guard let width = machine.installedMemory?.addressWidth,
      let placeWidth = machine.physicalMemory?.addressWidth
    else {
      return []
    }
    let address = store.variable("address", width: width)
    let place = store.variable("place", width: placeWidth)
    let write = store.variable("write", width: 1)
    let turn = store.variable("turn", width: 16)
    func offset(_ term: Term) -> Term {
      store.and(term, store.constant(UInt128(size - 1), width: store.width(term)))
    }
    func isAligned(_ term: Term) -> Term {
      store.equal(offset(term), store.constant(0, width: store.width(term)))
    }
    let before = [isAligned(address), isAligned(place), hardware.holds(installation.keeps)]
    let after = hardware.run(installation.install, [address, place, write, turn])
    let (seen, answered) = after.answer()
    let earlier = hardware.translate()
    let mask = store.constant(~UInt128(size - 1) & Bits.mask(width), width: width)
    let isInside = store.equal(store.and(seen.address, mask), address)
    let wanted = store.or(place, resized(offset(seen.address), to: placeWidth, store))
    let same = store.and(earlier.isAdmitted, store.equal(earlier.place, seen.place))
    var questions = [
      Question(
        statement: "what is admitted in the page goes to its place",
        assertions: before + [isInside, seen.isAdmitted, store.not(store.equal(seen.place, wanted))]),
      Question(
        statement: "a page is written only where that was asked for",
        assertions: before + [isInside, seen.isAdmitted, seen.isWrite, store.not(write)]),
      Question(
        statement: "outside of the page nothing is admitted that was not, and all goes where it went",
        assertions: before + [store.not(isInside), seen.isAdmitted, store.not(same)]),
      Question(
        statement: "'page' changes relocation alone", assertions: before + [after.changesMoreThanRelocation]),
    ]
    if installation.memory > 0 {
      questions.append(
        Question(
          statement: "what the hardware admits leaves what the tables say as it is",
          assertions: before + [seen.isAdmitted, isDifferent(after, answered)]))
    }
    if installation.memory > 0, !installation.keeps.isEmpty {
      let looks = hardware.looks(of: installation.keeps)
      questions.append(
        Question(
          statement: "it leaves what 'install' relies on as it is",
          assertions: before + [seen.isAdmitted, answered.hasChanged(since: after, at: looks)]))
    }
    if !installation.keeps.isEmpty {
      questions.append(
        Question(
          statement: "'page' keeps what it relies on",
          assertions: before + [store.not(after.holds(installation.keeps))]))
    }
    return questions
  }

  /// Whether something has changed beside the tables, or the tables answer some access in another way.
  private func isDifferent(_ before: HardwareTranslation, _ after: HardwareTranslation) -> Term {
    let store = before.store
    let address = store.variable("y", width: machine.installedMemory?.addressWidth ?? 1)
    let access = store.variable("y.access", width: 2)
    let first = before.translate(address, access)
    let second = after.translate(address, access)
    let isSame = store.and(
      store.equal(first.isAdmitted, second.isAdmitted),
      store.or(store.not(first.isAdmitted), store.equal(first.place, second.place)))
    return store.disjunction([after.changesMoreThanRelocation, store.not(isSame)])
  }

  private func resized(_ term: Term, to width: Int, _ store: TermStore) -> Term {
    let own = store.width(term)
    if own == width { return term }
    return own > width ? store.extract(term, high: width - 1, low: 0) : store.zeroExtend(term, to: width)
  }
}
