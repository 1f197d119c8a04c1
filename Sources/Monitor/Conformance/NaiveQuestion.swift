import Execution
import ISAModel
import SMT
import Virtualizability

/// An encoding in any state of a virtual machine, and on the hardware that a naive monitor makes for this state.
final class NaiveQuestion {

  /// How much a program is like the witness of its violation.
  enum Likeness: CaseIterable {

    /// The instruction ends in the virtual machine as it does in the first state of the witness, and has to do with the same
    /// resources.
    case resources

    /// It ends in the same way.
    case ending
  }

  let form: SymbolicForm
  private let hardware: HardwareTranslation
  private let solver: Solver
  private var virtual: VirtualState { form.virtual }
  private var machine: Machine { virtual.machine }
  private var store: TermStore { virtual.store }

  /// What comes of the instruction in the virtual machine, and on the hardware.
  private lazy var meant = form.run()
  private lazy var done = form.run(on: hardware)

  /// - Parameter hardware: with what is the guest's in the virtual machine.
  init(_ form: SymbolicForm, _ hardware: HardwareTranslation, _ rlimit: UInt32) {
    self.form = form
    self.hardware = hardware
    solver = Solver(store: form.virtual.store, rlimit: rlimit)
  }

  /// Whether all this can hold where the hardware completes the instruction.
  func answer(_ conditions: [Term]) -> Outcome { solver.check(completion + conditions) }

  /// A state, and an instruction, of which all this holds; nil where there is none, or the solver does not find it.
  func state(
    _ conditions: [Term], _ decoder: InstructionDecoder
  ) -> (found: Assignment, units: [UInt128], fields: [Bits])? {
    guard case .satisfiable(var found) = answer(conditions),
      let (units, fields) = form.instruction(found, decoder)
    else { return nil }
    for (field, bits) in zip(form.fields, fields) { found.variables[field] = bits.value }
    return (found, units, fields)
  }

  /// The memory that the hardware writes in the state that was found, with what stands there before.
  func written(_ found: Assignment) -> [StateProgram.Cell] {
    guard let memory = virtual.state.domain.memoryFunction else { return [] }
    let evaluation = Evaluation(store, found)
    return done.state.writes[MemorySpace.guest.rawValue].filter { evaluation.value($0.guarded) == 1 }.map {
      let address = evaluation.value($0.address)
      return StateProgram.Cell(space: .guest, address: address, value: found.value(of: memory, at: [address]))
    }
  }

  /// That the hardware completes the instruction, all its accesses are admitted, and what is left open is 0.
  private lazy var completion: [Term] = {
    // Both have run when it is asked what they leave open.
    let ends = [meant, done].map(\.state.alive)
    let open = virtual.state.domain.undefinedTerms.map {
      store.equal($0, store.constant(0, width: store.width($0)))
    }
    return virtual.assertions + accesses + open + [form.isEncoding, ends[1]]
  }()

  private lazy var accesses = form.accesses(of: meant) + form.accesses(of: done)

  /// What is wished for besides, the most first.
  lazy var wishes: [[Term]] = {
    let wishes = form.wishes(accesses)
    return wishes.dropFirst().map { $0 + tables } + wishes
  }()

  /// That what the virtual machine looks up past translation stands where it has memory, and nothing else is.
  private var tables: [Term] {
    let roots = meant.traps.map(\.condition) + [meant.state.alive]
    return store.applications(in: roots).compactMap { application in
      guard let (function, arguments) = store.functionAndArguments(of: application),
        function == virtual.state.domain.physicalFunction, let address = arguments.first,
        case let width = store.width(address), width > 17
      else { return nil }
      return store.and(
        store.unsignedLess(address, store.constant(1 << 17, width: width)),
        store.unsignedLess(store.constant(1 << 16, width: width), address))
    }
  }

  /// That the virtual machine does something else than the hardware, as in the witness of a violation; nil where no more is asked
  /// for than with less likeness.
  func condition(_ likeness: Likeness, _ violation: ViolationProgram) -> [Term]? {
    let completes = violation.witness.first.outcome == .completes
    guard likeness == .resources else { return [completes ? parts : traps] }
    let concerned = machine.components.indices.filter {
      violation.components.contains(machine.components[$0].name)
    }
    let before = virtual.components
    let other = violation.rule == .controlSensitive ? meant.state.components : hardware.components
    let involved = concerned.map { store.not(store.equal(before[$0], other[$0])) }
    return involved.isEmpty ? nil : [completes ? parts : traps, store.disjunction(involved)]
  }

  /// Whether the virtual machine traps.
  var traps: Term { store.not(meant.state.alive) }

  /// Whether it completes the instruction, and leaves something else than the hardware.
  private(set) lazy var parts: Term = {
    let carried = machine.carried
    var differences: [Term] = []
    for (number, component) in machine.components.enumerated() where component.role != .time {
      let left = carried.contains(number) ? done.state.components[number] : virtual.components[number]
      differences.append(store.not(store.equal(meant.state.components[number], left)))
    }
    let guest = MemorySpace.guest.rawValue
    if let (a, b) = MeaningDifference.contents(guest, meant.state.writes, done.state.writes, virtual) {
      differences.append(store.not(store.equal(a, b)))
    }
    return store.and(meant.state.alive, store.disjunction(differences))
  }()
}
