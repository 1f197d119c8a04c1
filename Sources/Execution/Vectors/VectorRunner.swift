import ISAModel

/// Takes single steps on the concrete machine, each from a state of its own.
///
/// Where the specification leaves a value open the step is taken twice, once with zeros and once with ones in
/// its place: the bits that come out differently are the ones that are open.
package final class VectorRunner {

  private let concrete: ConcreteMachine
  private let names: RegisterNames

  /// The units of RAM that hold something.
  private var touched: Set<Int> = []
  private var written: Set<Int> = []
  private var asksForUndefined = false

  /// The units of RAM where the machine can address more.
  private static let most = 1 << 30

  /// Makes a runner. All that can be addressed is RAM, within reason: the processor is tried, and not the
  /// board that it sits on.
  package init(_ machine: Machine) throws(MachineFailure) {
    var bare = machine
    bare.platform.mapped = []
    let width = (machine.physicalMemory ?? machine.memory)?.addressWidth ?? 0
    concrete = try ConcreteMachine(
      bare, memorySize: width < 30 ? 1 << width : Self.most, console: MemoryStream())
    names = RegisterNames(machine)
    concrete.writesMemory = { [unowned self] address in written.insert(address) }
    concrete.devices.changesMemory = { [unowned self] address, count in
      for place in address..<address + count { written.insert(place) }
    }
  }

  /// One step from the vector's state.
  package func run(_ vector: TestVector) throws(VectorError) -> VectorOutcome {
    let first = try step(vector, undefined: 0)
    guard asksForUndefined else { return outcome(first, first) }
    return outcome(first, try step(vector, undefined: .max))
  }

  /// The name of the mode that the vector's state is in; nil where it is in none.
  package func mode(of vector: TestVector) throws(VectorError) -> String? {
    try prepare(vector)
    return concrete.machine.modes.first { concrete.holds($0.condition) }?.name
  }

  /// The value that a register, an element of one, or a component has after the last step.
  package func value(of name: String) throws(VectorError) -> UInt128 {
    try names.entry(name).value { concrete.state[$0] }
  }

  // MARK: A step

  /// The state before and after a step.
  private struct Run {
    var before: [UInt128]
    var breaksInvariant: Bool
    var after: [UInt128]
    var memory: [Int: UInt128]
    var step: Step?
    var ending: Ending?
  }

  private func step(_ vector: TestVector, undefined: UInt128) throws(VectorError) -> Run {
    try prepare(vector)
    concrete.undefinedValue = { [unowned self] width, _ in
      asksForUndefined = true
      return undefined & Bits.mask(width)
    }
    let before = values()
    let breaksInvariant = !concrete.machine.invariants.allSatisfy { concrete.holds($0.expression) }
    let step = concrete.step()
    touched.formUnion(written)
    return Run(
      before: before, breaksInvariant: breaksInvariant, after: values(),
      memory: Dictionary(uniqueKeysWithValues: written.map { ($0, concrete.ram.load(UInt128($0))) }),
      step: step,
      ending: concrete.ending)
  }

  private func prepare(_ vector: TestVector) throws(VectorError) {
    for place in touched { concrete.ram.store(UInt128(place), 0) }
    touched.removeAll(keepingCapacity: true)
    written.removeAll(keepingCapacity: true)
    asksForUndefined = false
    concrete.restart()
    for (name, value) in vector.state {
      let entry = try names.entry(name)
      guard value <= Bits.mask(entry.width) else {
        throw VectorError("the value of '\(name)' does not fit into its \(entry.width) bits")
      }
      for piece in entry.pieces {
        concrete.state[piece.component] = value >> UInt128(piece.low) & Bits.mask(piece.width)
      }
    }
    for (address, units) in vector.memory {
      for (number, unit) in units.enumerated() {
        let place = address + UInt128(number)
        guard concrete.ram.contains(place) else {
          throw VectorError(
            "address 0x\(String(place, radix: 16)) is beyond the machine's \(concrete.ram.count) units of RAM"
          )
        }
        guard unit <= Bits.mask(concrete.ram.unit) else {
          throw VectorError("a unit of memory has \(concrete.ram.unit) bits")
        }
        concrete.ram.store(place, unit)
        touched.insert(Int(place))
      }
    }
  }

  private func values() -> [UInt128] {
    concrete.machine.components.indices.map { concrete.state[$0] }
  }

  // MARK: What it came to

  private func outcome(_ zeros: Run, _ ones: Run) -> VectorOutcome {
    let machine = concrete.machine
    var kind = VectorOutcome.Kind.completes
    var instruction: String?
    switch zeros.step?.kind {
    case .instruction(let decoded): instruction = machine.instructions[decoded.instruction].name
    case .interrupt: kind = .interrupted
    case .undecoded, nil: break
    }
    let trap = zeros.step?.trap.map { number in
      VectorOutcome.TakenTrap(
        name: machine.traps[number].name, trapClass: machine.traps[number].trapClass.rawValue,
        arguments: (zeros.step?.arguments ?? []).compactMap {
          if case .word(let bits) = $0 { bits.value } else { nil }
        })
    }
    if trap != nil { kind = .traps }
    if let ending = zeros.ending { kind = .ends(ending.words(for: machine)) }
    var registers: [(name: String, change: VectorOutcome.Change)] = []
    for entry in names.registers {
      let before = entry.value { zeros.before[$0] }
      let after = entry.value { zeros.after[$0] }
      let open = after ^ entry.value { ones.after[$0] }
      guard after != before || open != 0 else { continue }
      registers.append((entry.name, VectorOutcome.Change(value: after, undefined: open)))
    }
    let places = Set(zeros.memory.keys).union(ones.memory.keys).sorted()
    let memory = places.map { place -> (address: UInt128, change: VectorOutcome.Change) in
      // What only one of the two has written is open altogether.
      guard let zero = zeros.memory[place], let one = ones.memory[place] else {
        return (UInt128(place), VectorOutcome.Change(value: 0, undefined: Bits.mask(concrete.ram.unit)))
      }
      return (UInt128(place), VectorOutcome.Change(value: zero, undefined: zero ^ one))
    }
    return VectorOutcome(
      kind: kind, breaksInvariant: zeros.breaksInvariant, instruction: instruction, trap: trap,
      registers: registers, memory: memory)
  }
}

extension Ending {

  /// Why the machine runs no further, in a few words.
  func words(for machine: Machine) -> String {
    switch self {
    case .undecoded: "the words at the program counter are no instruction"
    case .halted: "halted"
    case .waiting: "waits for an interrupt that cannot come"
    case .trapInEntry(let first, let second):
      "the entry of \(machine.traps[first].name) traps with \(machine.traps[second].name)"
    case .trapInInterrupt(let interrupt, let trap):
      "the entry of \(machine.interrupts[interrupt].name) traps with \(machine.traps[trap].name)"
    case .trapInReset(let trap): "reset traps with \(machine.traps[trap].name)"
    case .trapWithoutEntry(let trap): "\(machine.traps[trap].name) has no entry"
    case .failure(let reason): reason
    }
  }
}
