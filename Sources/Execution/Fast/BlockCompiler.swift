import ISALanguage
import ISAModel

/// Compiles the instructions from an address on, up to a jump whose target is not known.
///
/// Where a jump goes one way or another, a block goes on the way that is taken more often, and is left on the
/// other: back to its own beginning, as loops go, or else straight on.
final class BlockCompiler {

  /// What compiling depends on beside the instruction.
  struct Facts {

    /// The component that holds the address of the next instruction.
    var programCounter: Int

    /// What belongs to devices: an instruction that touches it is left to the reference evaluator.
    var devices: Set<Int>

    /// What interrupts, standing still or translation depend on: a block ends where it changes.
    var watched: Set<Int>
  }

  private let concrete: ConcreteMachine
  private let facts: Facts
  private let layout: BlockBuilder.Registers
  private let constant: (UInt64) -> UInt16?
  private var machine: Machine { concrete.machine }

  /// The most instructions of a block.
  private static let most = 32

  /// How many jumps ahead a block passes, in a loop in each of its rounds.
  private static let mostForwardExits = 2

  init(
    _ concrete: ConcreteMachine, facts: Facts, layout: BlockBuilder.Registers,
    constant: @escaping (UInt64) -> UInt16?
  ) {
    self.concrete = concrete
    self.facts = facts
    self.layout = layout
    self.constant = constant
  }

  /// The instructions from the present address on as a block; nil where the first one cannot be compiled.
  ///
  /// - Parameter stops: addresses at which no block goes on.
  /// - Parameter start: what the block is found by.
  func compile(_ start: UInt64, stops: Set<UInt128>) -> CompiledBlock? {
    guard let fetchWidth = machine.stream.counter?.width else { return nil }
    let parts = machine.stream.fetch.dropLast().map { concrete.evaluator().value(of: $0) }
    let width = concrete.state.widths[facts.programCounter]
    var work = Work(
      domain: CodeDomain(), components: [], fetches: [], addresses: [], changes: [],
      builder: BlockBuilder(domain: CodeDomain(), layout: layout, constant: constant))
    work.builder = BlockBuilder(domain: work.domain, layout: layout, constant: constant)
    work.components = machine.components.indices.map {
      work.domain.slot(concrete.state.slot[$0], width: concrete.state.widths[$0])
    }
    let initial = work.components
    let first = concrete.state[facts.programCounter]
    var address = first
    var seen: Set<UInt128> = []
    var needsCheck = false
    while work.addresses.count < Self.most, seen.insert(address).inserted,
      work.addresses.isEmpty || !stops.contains(address & Bits.mask(fetchWidth))
    {
      let before = work
      work.components[facts.programCounter] = work.domain.constant(address, width: width)
      guard
        let (decoded, fetches) = decode(parts, address, fetchWidth, isFirst: work.addresses.isEmpty)
      else { break }
      work.changes.append(changes(from: initial, to: work.components))
      work.addresses.append(
        UInt64(parts.reduce(0) { $0 << UInt128($1.width) | $1.value } << UInt128(width) | address))
      if work.fetched.insert(address).inserted { work.fetches += fetches }
      guard let changed = compile(decoded, into: &work), !work.builder.isFull else {
        work = before
        break
      }
      if !changed.isDisjoint(with: facts.watched) {
        needsCheck = true
        break
      }
      guard let next = follow(first: first, after: address, initial, &work) else { break }
      address = next
      if address == first { seen.removeAll() }
    }
    guard !work.addresses.isEmpty else { return nil }
    work.builder.commit(changes(from: initial, to: work.components))
    work.builder.append(Op(code: .end, a: UInt16(work.addresses.count), b: needsCheck ? 1 : 0))
    work.builder.appendExits()
    guard !work.builder.isFull else { return nil }
    return CompiledBlock(
      start: start, ops: work.builder.ops, addresses: work.addresses, fetches: work.fetches,
      needsCheck: needsCheck, graph: work.domain.graph, registers: work.builder.registers,
      changes: work.changes)
  }

  /// A block under construction.
  private struct Work {
    var domain: CodeDomain
    var components: [Int32]
    var fetches: [(address: UInt64, place: Int)]
    var addresses: [UInt64]
    var changes: [[(slot: Int, node: Int32)]]
    var builder: BlockBuilder

    /// The addresses of the instructions whose units are in `fetches`.
    var fetched: Set<UInt128> = []

    /// How many jumps ahead were passed since the beginning, or since the loop began again.
    var forwardExits = 0
  }

  /// The address where a block goes on; nil where it ends. Where a jump may go elsewhere too, the block gets an
  /// exit to there.
  private func follow(first: UInt128, after address: UInt128, _ initial: [Int32], _ work: inout Work)
    -> UInt128?
  {
    let counter = work.components[facts.programCounter]
    if let next = work.domain.graph.value(of: counter) { return UInt128(next) }
    let jump = work.domain.graph[counter]
    guard jump.code == .select, let then = work.domain.graph.value(of: jump.a),
      let otherwise = work.domain.graph.value(of: jump.b)
    else { return nil }
    let next: UInt128
    if then == first || otherwise == first {
      next = first
      work.forwardExits = 0
    } else if work.forwardExits < Self.mostForwardExits, then > address, otherwise > address {
      next = UInt128(min(then, otherwise))
      work.forwardExits += 1
    } else {
      return nil
    }
    work.builder.addExit(
      where: jump.c, is: next != then, after: work.addresses.count,
      committing: changes(from: initial, to: work.components))
    return next
  }

  private func changes(from initial: [Int32], to components: [Int32]) -> [(slot: Int, node: Int32)] {
    initial.indices.filter { initial[$0] != components[$0] }
      .map { (concrete.state.slot[$0], components[$0]) }
  }

  // MARK: Decoding

  /// The instruction at an address, and the units of memory that it was fetched from.
  private func decode(
    _ parts: [Bits], _ address: UInt128, _ width: Int, isFirst: Bool
  ) -> (DecodedInstruction, [(address: UInt64, place: Int)])? {
    let evaluator = concrete.evaluator()
    evaluator.state.components[facts.programCounter] = Bits(
      address, width: concrete.state.widths[facts.programCounter])
    var fetches: [(address: UInt64, place: Int)] = []
    let units = max(1, machine.stream.unit / (machine.memory?.unit ?? machine.stream.unit))
    let outcome = concrete.decoder.decode { number in
      let before = evaluator.state
      let place = Bits(address + UInt128(number * units), width: width)
      guard let span = self.machine.memory?.span,
        let (_, found) = evaluator.located(
          .guest, parts + [place], units: units, .execute, mode: nil, at: span),
        found.allSatisfy({ self.concrete.ram.contains($0.value) && evaluator.mapped($0) == nil }),
        let unit = evaluator.fetch(number)
      else {
        evaluator.revive(before)
        return nil
      }
      for (unit, place) in found.enumerated() {
        fetches.append(
          (UInt64((address + UInt128(number * units + unit)) & Bits.mask(width)), Int(place.value)))
      }
      return unit.value
    }
    guard case .instruction(let decoded) = outcome else { return nil }
    // Fetching ahead must leave no traces in page tables; what is executed next anyway may.
    for write in evaluator.state.writes.joined()
    where concrete.ram.load(write.address.value) != write.value.value {
      guard isFirst else { return nil }
      concrete.ram.store(write.address.value, write.value.value)
      concrete.devices.changesMemory?(Int(write.address.value), 1)
    }
    return (decoded, fetches)
  }

  // MARK: One instruction

  /// Sees which components an instruction looks at and changes.
  private final class Watcher: RunObserver {
    var touched: Set<Int> = []
    var changed: Set<Int> = []
    func reads(component: Int, at span: Span) { touched.insert(component) }
    func writes(component: Int, at span: Span) {
      touched.insert(component)
      changed.insert(component)
    }
    func accesses(_ space: MemorySpace, isWrite: Bool, at span: Span) {}
  }

  /// A store that waits for the end of its instruction.
  private struct PendingStore {
    var guarded: Int32
    var high: UInt64
    var address: Int32
    var value: Int32
    var units: Int
  }

  /// Adds an instruction; nil where it cannot be compiled. The components that it may change otherwise.
  private func compile(_ decoded: DecodedInstruction, into work: inout Work) -> Set<Int>? {
    let domain = work.domain
    let number = work.addresses.count - 1
    let evaluator = Evaluator(machine: machine, domain: domain, components: work.components)
    evaluator.runsTranslation = true
    evaluator.abstractsTranslation = false
    let watcher = Watcher()
    evaluator.observer = watcher
    var stores: [PendingStore] = []
    var trapsSeen = 0
    var builder = work.builder

    // What must hold where the block was not left.
    var certain: Set<Int32> = []
    func isCertain(_ condition: Int32) -> Bool {
      if domain.graph.value(of: condition) == 1 || certain.contains(condition) { return true }
      let node = domain.graph[condition]
      return node.code == .and && isCertain(node.a) && isCertain(node.b)
    }
    func leaveForTraps() {
      for trap in evaluator.traps[trapsSeen...] {
        leave(trap.condition)
        certain.insert(domain.unary(.not, trap.condition))
      }
      trapsSeen = evaluator.traps.count
    }
    func leave(_ condition: Int32) {
      switch domain.graph.value(of: condition) {
      case 0?: return
      case .some: domain.refuse()
      case nil:
        let test = domain.graph[condition]
        if test.code == .not {
          let register = builder.register(test.a)
          builder.append(Op(code: .leaveUnless, a: register, b: UInt16(number)))
        } else {
          let register = builder.register(condition)
          builder.append(Op(code: .leaveIf, a: register, b: UInt16(number)))
        }
      }
    }
    func alive() -> Int32 { domain.binary(.and, evaluator.guarded, evaluator.state.alive) }
    // The pages that are known are those of the translation that the instruction begins with.
    let translation = concrete.translationComponents.map { ($0, work.components[$0]) }
    func place(_ space: MemorySpace, _ parts: [Int32], _ mode: Int?) -> (high: UInt64, offset: Int32)? {
      guard space == .guest, mode == nil, let offset = parts.last, domain.width(offset) <= 64,
        translation.allSatisfy({ evaluator.state.components[$0] == $1 })
      else {
        return nil
      }
      var high: UInt64 = 0
      for part in parts.dropLast() {
        guard let value = domain.graph.value(of: part) else { return nil }
        high = high << UInt64(domain.width(part)) | value
      }
      return high < 1 << 12 ? (high, offset) : nil
    }

    evaluator.onLoad = { space, parts, units, mode in
      guard let (high, offset) = place(space, parts, mode), let code = MemoryOps.load(units, self.concrete),
        let unit = self.machine.memory?.unit,
        stores.allSatisfy({ Self.areApart($0, high, offset, units, domain) })
      else {
        domain.refuse()
        return nil
      }
      leaveForTraps()
      let guarded = alive()
      let node = domain.load(number: builder.ops.count << 8 | number, width: units * unit)
      let test = isCertain(guarded) ? nil : builder.register(guarded)
      let address = builder.register(offset)
      builder.loaded(node, code, address: address, instruction: number, high: high, guarded: test)
      return node
    }
    evaluator.onStore = { space, parts, units, mode, value in
      guard let (high, offset) = place(space, parts, mode), MemoryOps.store(units, self.concrete) != nil
      else {
        return domain.refuse()
      }
      leaveForTraps()
      let guarded = alive()
      stores.append(
        PendingStore(
          guarded: isCertain(guarded) ? domain.constant(1, width: 1) : guarded, high: high, address: offset,
          value: value, units: units))
    }
    let form = machine.instructions[decoded.instruction].forms[decoded.form]
    let result = evaluator.run(
      form, fields: decoded.fields.map { domain.constant($0.value, width: $0.width) },
      contexts: decoded.contexts.map { domain.constant($0.value, width: $0.width) },
      length: domain.constant(UInt128(decoded.length), width: 8))
    evaluator.onLoad = nil
    evaluator.onStore = nil
    domain.retract(to: 0)
    guard !evaluator.isDead, !domain.isRefused, watcher.touched.isDisjoint(with: facts.devices) else {
      return nil
    }
    leaveForTraps()
    emit(stores, number, domain, &builder)
    guard !domain.isRefused else { return nil }
    work.builder = builder
    work.components = result.state.components
    return watcher.changed
  }

  private func emit(
    _ stores: [PendingStore], _ number: Int, _ domain: CodeDomain, _ builder: inout BlockBuilder
  ) {
    let prepared = stores.compactMap {
      store -> (test: UInt16?, address: UInt16, value: UInt16, PendingStore)? in
      if domain.graph.value(of: store.guarded) == 0 { return nil }
      let test = domain.graph.value(of: store.guarded) == 1 ? nil : builder.register(store.guarded)
      return (test, builder.register(store.address), builder.register(store.value), store)
    }
    // All or none of an instruction's stores are done.
    if prepared.count > 1 {
      for (test, address, _, store) in prepared {
        if let test { builder.append(Op(code: .skipUnless, d: UInt16(layout.limit - 1), a: test)) }
        builder.append(
          Op(
            code: .probe, d: UInt16(store.units), a: address, b: UInt16(number), immediate: store.high))
      }
    }
    for (test, address, value, store) in prepared {
      guard let code = MemoryOps.store(store.units, concrete) else { continue }
      if let test { builder.append(Op(code: .skipUnless, d: UInt16(layout.limit - 1), a: test)) }
      builder.append(Op(code: code, d: value, a: address, b: UInt16(number), immediate: store.high))
    }
  }

  /// Whether a load cannot see what a store before it in the same instruction has written.
  private static func areApart(
    _ store: PendingStore, _ high: UInt64, _ offset: Int32, _ units: Int, _ domain: CodeDomain
  ) -> Bool {
    guard store.high == high else { return false }
    let distance = domain.binary(.subtract, offset, store.address)
    guard let known = domain.graph.value(of: distance) ?? difference(offset, store.address, domain) else {
      return false
    }
    let width = UInt64(domain.width(offset))
    let all = NodeGraph.mask(Int(width))
    return known >= UInt64(store.units) && (0 &- known) & all >= UInt64(units)
  }

  private static func difference(_ one: Int32, _ other: Int32, _ domain: CodeDomain) -> UInt64? {
    func split(_ number: Int32) -> (Int32, UInt64) {
      let node = domain.graph[number]
      if node.code == .add, let constant = domain.graph.value(of: node.b) { return (node.a, constant) }
      return (number, 0)
    }
    let (base, distance) = split(one)
    let (otherBase, otherDistance) = split(other)
    return base == otherBase ? (distance &- otherDistance) & NodeGraph.mask(domain.width(one)) : nil
  }
}
