import Execution
import ISAModel
import SMT
import Virtualizability

/// An encoding of an instruction with any fields, to be run from any of the states of a virtual machine.
struct SymbolicForm {

  let instruction: Int
  let number: Int
  let form: Form
  let virtual: VirtualState

  /// The variables of its fields.
  let fields: [Term]
  let contexts: [Term]

  /// Whether the fields are those of an instruction.
  let isEncoding: Term

  private var machine: Machine { virtual.machine }
  private var store: TermStore { virtual.store }

  init(_ instruction: Int, form number: Int, in virtual: VirtualState) {
    self.instruction = instruction
    self.number = number
    self.virtual = virtual
    let machine = virtual.machine
    let store = virtual.store
    let form = machine.instructions[instruction].forms[number]
    let fields = FieldNames(machine: machine, form: form).fields.map {
      store.variable("field.\(number).\($0.name)", width: $0.width)
    }
    let contexts = machine.stream.contexts.map {
      store.constant($0.initial, width: $0.width)
    }
    self.form = form
    self.fields = fields
    self.contexts = contexts
    isEncoding = virtual.evaluate { evaluator in
      store.and(
        evaluator.admits(form, fields: fields, contexts: contexts),
        evaluator.admitsOperands(form, fields: fields))
    }
  }

  /// What comes of it in the virtual machine.
  func run() -> RunResult<Term> {
    virtual.evaluate(assuming: [isEncoding]) { $0.run(form, fields: fields, contexts: contexts) }
  }

  /// What comes of it on hardware, whose memory holds 0 where nothing was written: the monitor's own is there.
  func run(on hardware: HardwareTranslation) -> RunResult<Term> {
    let domain = hardware.state.domain
    let evaluator = Evaluator(machine: machine, domain: domain, components: hardware.components)
    evaluator.abstractsTranslation = false
    evaluator.joinsWrites = true
    evaluator.state.writes = hardware.writes
    if let memory = machine.physicalMemory {
      let fresh = MemoryWrite(
        guarded: store.true, address: store.constant(0, width: memory.addressWidth),
        value: store.constant(0, width: memory.unit), openBits: memory.addressWidth - 1)
      evaluator.state.writes[MemorySpace.physical.rawValue].insert(fresh, at: 0)
    }
    let held = domain.assumptionCount
    domain.assume(isEncoding, true)
    defer { domain.retract(to: held) }
    return evaluator.run(form, fields: fields, contexts: contexts)
  }

  /// That all accesses of a run are admitted: what translation refuses is another matter.
  func accesses(of result: RunResult<Term>) -> [Term] {
    let domain = virtual.state.domain
    let roots = result.traps.map(\.condition) + [result.state.alive]
    return store.applications(in: roots).filter { application in
      guard let (function, _) = store.functionAndArguments(of: application) else { return false }
      return function == domain.accessFunction || function == domain.accessAsFunction
    }
  }

  /// What is wished for besides, the most first: states in which the instruction, and what it accesses, stand where
  /// every machine has memory.
  func wishes(_ accesses: [Term]) -> [[Term]] {
    guard let fetch = machine.stream.fetch.last else { return [[]] }
    let place = virtual.evaluate { $0.value(of: fetch) }
    let last = store.width(place) - 1
    let usual = store.constant(StateProgram.usualPlace, width: last + 1)
    func isUsual(from bit: Int) -> Term {
      func part(_ term: Term) -> Term { store.extract(term, high: last, low: min(bit, last)) }
      return store.equal(part(place), part(usual))
    }
    let near = accesses.compactMap { access -> Term? in
      guard let whole = store.functionAndArguments(of: access)?.1.first,
        let width = machine.memory?.parameters.last?.width, width > 16
      else { return nil }
      let address = store.extract(whole, high: width - 1, low: 0)
      let high = store.extract(address, high: width - 1, low: 8)
      let own = store.constant(StateProgram.usualPlace >> 8, width: width - 8)
      return store.and(
        store.unsignedLess(address, store.constant(1 << 16, width: width)), store.not(store.equal(high, own)))
    }
    // An address beside it is one that the instruction may not stand at.
    return [[isUsual(from: 0)], [isUsual(from: 0)] + near, [isUsual(from: 8)] + near, near, []]
  }

  /// The units of an instruction that the solver has picked, and what they are decoded as; nil where that is another
  /// encoding.
  func instruction(
    _ found: Assignment, _ decoder: InstructionDecoder
  ) -> (units: [UInt128], fields: [Bits])? {
    let evaluation = Evaluation(store, found)
    let encoder = Evaluator(
      machine: machine, domain: ConcreteDomain(machine: machine, environment: EmptyEnvironment.shared),
      components: machine.components.map { Bits($0.reset, width: $0.width) })
    let units = encoder.encode(
      form, fields: fields.map { Bits(evaluation.value($0), width: store.width($0)) },
      contexts: initialContexts)
    guard let decoded = decoder.instruction(in: units, beyond: 0), decoded.instruction == instruction,
      decoded.form == number
    else { return nil }
    return (units, decoded.fields)
  }

  /// The program of a state and an instruction that the solver has picked, and its run.
  func program(
    _ name: String, _ units: [UInt128], _ fields: [Bits], _ found: Assignment
  ) -> (program: StateProgram, trace: PathTrace) {
    let evaluation = Evaluation(store, found)
    var components: [String: UInt128] = [:]
    for (number, component) in machine.components.enumerated() where component.role != .relocation {
      let value = evaluation.value(virtual.components[number])
      if value != component.reset { components[component.name] = value }
    }
    let trace = PathTrace(form, fields: fields, contexts: initialContexts, in: virtual, found)
    let memory = trace.cells.sorted { ($0.space.rawValue, $0.address) < ($1.space.rawValue, $1.address) }
    return (StateProgram(name: name, components: components, memory: memory, units: units), trace)
  }

  /// The instruction in assembly language, or its name where the specification gives it none.
  func assembly(_ fields: [Bits]) -> String {
    let text = AssemblyText(machine: machine).text(
      form, fields: fields, contexts: initialContexts, address: StateProgram.usualPlace)
    return text.isEmpty ? machine.instructions[instruction].name : text
  }

  private var initialContexts: [Bits] { machine.stream.contexts.map { Bits($0.initial, width: $0.width) } }
}
