import Execution
import ISAModel
import SMT
import Virtualizability

/// Looks for a state of the virtual machine in which a naive monitor's own hardware completes an instruction and does
/// something else.
///
/// A witness says what *some* monitor's hardware can hold; this asks the same about the hardware that this monitor makes, with its
/// own tables.
struct NaiveSearch {

  private let machine: Machine
  private let hostStates: [HostState]
  private let decoder: InstructionDecoder
  private let rlimit: UInt32 = 20_000_000

  /// Relocation of a virtual machine after a reset.
  private let relocation: [Int: UInt128]

  init(_ plan: Monitor.Plan) {
    let machine = plan.machine
    self.machine = machine
    hostStates = plan.hostStates
    decoder = plan.analysis.decoder
    let concrete = try? ConcreteMachine(
      machine, memorySize: 1 << 16, console: MemoryStream(), analysis: plan.analysis)
    concrete?.reset()
    relocation =
      concrete.map { concrete in
        machine.components.indices.filter { machine.components[$0].role == .relocation }
          .reduce(into: [:]) { $0[$1] = concrete.state[$1] }
      } ?? [:]
  }

  /// What came of a program for a violation, one that is as much like its witness as there is: in the mode of the witness or
  /// else another one, and in its encoding or another one. Nil where none is found.
  func result(of violation: ViolationProgram, _ run: StateRun) throws -> ViolationResult? {
    guard let decoded = decoder.instruction(in: violation.ways[0].units) else { return nil }
    func first(_ indices: Range<Int>, _ own: Int?) -> [Int] { indices.sorted { $0 == own && $1 != own } }
    let mode = machine.modes.firstIndex { $0.name == violation.witness.first.mode }
    for mode in first(machine.modes.indices, mode) {
      let virtual = VirtualState(machine, mode: mode, relocation: relocation)
      for form in first(machine.instructions[decoded.instruction].forms.indices, decoded.form) {
        let symbolic = SymbolicForm(decoded.instruction, form: form, in: virtual)
        guard symbolic.isEncoding != virtual.store.false else { continue }
        if let result = try result(of: violation, symbolic, run) { return result }
      }
    }
    return nil
  }

  private func result(
    of violation: ViolationProgram, _ form: SymbolicForm, _ run: StateRun
  ) throws -> ViolationResult? {
    let virtual = form.virtual
    let store = virtual.store
    let meant = form.run()
    let done = self.run(form, on: hardware(virtual))
    let accesses = form.accesses(of: meant) + form.accesses(of: done)
    let open = virtual.state.domain.undefinedTerms.map {
      store.equal($0, store.constant(0, width: store.width($0)))
    }
    let before = virtual.assertions + accesses + open + [form.isEncoding, done.state.alive]
    let solver = Solver(store: store, rlimit: rlimit)
    let tables = tables(of: meant, virtual)
    let wishes = form.wishes(accesses)
    for condition in conditions(violation, meant, done, virtual) {
      for wish in wishes.dropFirst().map({ $0 + tables }) + wishes {
        guard case .satisfiable(var found) = solver.check(before + condition + wish),
          let (units, fields) = form.instruction(found, decoder)
        else { continue }
        for (field, bits) in zip(form.fields, fields) { found.variables[field] = bits.value }
        var program = form.program(violation.ways[0].name, units, fields, found).program
        program.relocation = .afterReset([])
        program.hasRun = true
        let differences = try run.differences(program)
        guard differences.isEmpty else {
          var result = ViolationResult(of: violation, way: .found, differences: differences)
          result.assembly = form.assembly(fields)
          return result
        }
      }
    }
    return nil
  }

  /// That what the virtual machine looks up past translation stands where it has memory, and nothing else is.
  private func tables(of meant: RunResult<Term>, _ virtual: VirtualState) -> [Term] {
    let store = virtual.store
    return store.applications(in: meant.traps.map(\.condition) + [meant.state.alive]).compactMap { application in
      guard let (function, arguments) = store.functionAndArguments(of: application),
        function == virtual.state.domain.physicalFunction, let address = arguments.first
      else { return nil }
      let width = store.width(address)
      return store.and(
        store.unsignedLess(address, store.constant(1 << 17, width: width)),
        store.unsignedLess(store.constant(1 << 16, width: width), address))
    }
  }

  /// The monitor's hardware with the guest's part of the virtual machine, when nothing is installed yet.
  private func hardware(_ virtual: VirtualState) -> HardwareTranslation {
    let store = virtual.store
    let carried = machine.carried
    var components = machine.components.enumerated().map { number, component in
      carried.contains(number)
        ? virtual.components[number] : store.constant(component.reset, width: component.width)
    }
    for (number, value) in hostStates[virtual.mode].values {
      components[number] = store.constant(value, width: machine.components[number].width)
    }
    let hardware = HardwareTranslation(machine: machine, state: virtual.state, components: components)
    return machine.installation?.nothing.map { hardware.run($0, []) } ?? hardware
  }

  private func run(_ form: SymbolicForm, on hardware: HardwareTranslation) -> RunResult<Term> {
    let domain = hardware.state.domain
    let evaluator = Evaluator(machine: machine, domain: domain, components: hardware.components)
    evaluator.abstractsTranslation = false
    evaluator.joinsWrites = true
    evaluator.state.writes = hardware.writes
    evaluator.state.writes[MemorySpace.physical.rawValue].insert(contentsOf: fresh(hardware), at: 0)
    let held = domain.assumptionCount
    domain.assume(form.isEncoding, true)
    defer { domain.retract(to: held) }
    return evaluator.run(form.form, fields: form.fields, contexts: form.contexts)
  }

  /// Memory that nobody has written to, which the monitor's own is in, as one write: it holds 0.
  private func fresh(_ hardware: HardwareTranslation) -> [MemoryWrite<Term>] {
    guard let memory = machine.physicalMemory else { return [] }
    let store = hardware.store
    return [
      MemoryWrite(
        guarded: store.true, address: store.constant(0, width: memory.addressWidth),
        value: store.constant(0, width: memory.unit), openBits: memory.addressWidth - 1)
    ]
  }

  /// What is asked for, the most first: the virtual machine ends as in the violation's witness, and resources change that it is
  /// about; it ends in this way; the two part in any way.
  private func conditions(
    _ violation: ViolationProgram, _ meant: RunResult<Term>, _ done: RunResult<Term>, _ virtual: VirtualState
  ) -> [[Term]] {
    let store = virtual.store
    let carried = machine.carried
    func isOther(_ a: Term, _ b: Term) -> Term { store.not(store.equal(a, b)) }
    var parted: [Term] = []
    for (number, component) in machine.components.enumerated() where component.role != .time {
      let left = carried.contains(number) ? done.state.components[number] : virtual.components[number]
      parted.append(isOther(meant.state.components[number], left))
    }
    let guest = MemorySpace.guest.rawValue
    if let (a, b) = MeaningDifference.contents(guest, meant.state.writes, done.state.writes, virtual) {
      parted.append(isOther(a, b))
    }
    let differs = store.disjunction(parted)
    guard case .completes = violation.witness.first.outcome else {
      return [[store.not(meant.state.alive)], [meant.state.alive, differs]]
    }
    let concerned = machine.components.indices.filter {
      violation.components.contains(machine.components[$0].name)
    }
    let changes = concerned.map { isOther(meant.state.components[$0], virtual.components[$0]) }
    return [
      [meant.state.alive, differs, store.disjunction(changes)],
      [meant.state.alive, differs],
      [store.not(meant.state.alive)],
    ]
  }
}
