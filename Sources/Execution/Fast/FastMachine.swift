import ISALanguage
import ISAModel

/// Runs a machine by compiled blocks, step for step as the reference evaluator would.
///
/// What blocks cannot do (traps, devices, what is too unusual to compile) they leave to the reference
/// evaluator, before anything of the instruction was done.
package final class FastMachine {

  package let concrete: ConcreteMachine
  private let facts: BlockCompiler.Facts
  private let layout: BlockBuilder.Registers
  private var constants: [UInt64: UInt16] = [:]
  private lazy var compiler = BlockCompiler(concrete, facts: facts, layout: layout) { [unowned self] value in
    self.constantRegister(value)
  }
  private lazy var translations = TranslationCache(concrete) { [unowned self] in self.noteTable($0) }

  // MARK: Blocks

  /// A block as it is found by its address.
  struct Slot {
    var start: UInt64
    var ops: UnsafeMutablePointer<Op>?
    var count: UInt32
    var block: UInt32
  }
  static let slotCount = 1 << 14
  let slots: UnsafeMutablePointer<Slot>
  private var blocks: [CompiledBlock] = []

  /// The blocks of an address: their memory may be mapped elsewhere now.
  private var known: [UInt64: [Int]] = [:]

  /// The blocks that stand in a granule of RAM.
  private var blocksAt: [Int: [Int]] = [:]

  /// Addresses whose instruction cannot be compiled, as it stands there now.
  private var refused: Set<UInt64> = []

  /// The granules of RAM that translation has looked at.
  private var tables: Set<Int> = []

  /// Who is told of changes of memory, and where this machine's begins in it.
  package let watch: MemoryWatch
  package let base: Int
  private let firstGranule: Int

  /// A block that was run, and how many of its instructions were done.
  struct PastBlock {
    var block: UInt32
    var count: UInt16
  }

  /// The blocks that were run last; those of no instructions say nothing.
  static let trailLength = 16
  private let trail: UnsafeMutablePointer<PastBlock>

  /// What running blocks needs; made with the first one.
  private var frame: UnsafeMutablePointer<OpFrame>?

  /// The most blocks that are kept.
  private static let mostBlocks = 20_000

  /// How many steps were done by blocks.
  package private(set) var compiledSteps: UInt64 = 0

  /// The addresses before which `run` stops.
  package var breakpoints: Set<UInt128> = [] {
    didSet { forgetBlocks() }
  }

  /// Makes the fast machine of a machine; nil where it cannot be run by blocks at all.
  ///
  /// - Parameters:
  ///   - watch: of the memory that this machine's is a part of; whoever makes the machine tells it what is
  ///     written past the blocks. Nil where the machine shares its memory with nobody.
  ///   - base: where the part begins.
  package init?(_ concrete: ConcreteMachine, sharing watch: MemoryWatch? = nil, at base: Int = 0) {
    let machine = concrete.machine
    guard let counter = machine.stream.counter?.component, let memory = machine.memory,
      memory.addressWidth <= 64, concrete.state.widths[counter] <= 64,
      memory.parameters.last.map({ $0.width <= 52 + TranslationCache.pageBits }) == true,
      let layout = Self.layout(concrete.state)
    else { return nil }
    guard let watched = concrete.analysis.watched(concrete), !watched.contains(counter) else { return nil }
    let shared = watch ?? MemoryWatch(concrete.ram)
    guard shared.canHold(partAt: base) else { return nil }
    self.watch = shared
    self.base = base
    firstGranule = shared.granule(of: base)
    self.concrete = concrete
    self.layout = layout
    facts = BlockCompiler.Facts(
      programCounter: counter, devices: concrete.devices.components, watched: watched)
    slots = .allocate(capacity: Self.slotCount)
    slots.initialize(repeating: Slot(start: 0, ops: nil, count: 0, block: 0), count: Self.slotCount)
    trail = .allocate(capacity: Self.trailLength)
    trail.initialize(repeating: PastBlock(block: 0, count: 0), count: Self.trailLength)
    shared.join(self, base..<base + concrete.ram.count)
    if watch == nil { concrete.devices.changesMemory = { shared.changed($0, count: $1) } }
  }

  deinit {
    watch.leave(ObjectIdentifier(self))
    slots.deallocate()
    trail.deallocate()
    frame?.deallocate()
  }

  private static func layout(_ state: MachineState) -> BlockBuilder.Registers? {
    let temporaries = 8192
    guard state.slotCount + temporaries + 1024 < MachineState.capacity else { return nil }
    return BlockBuilder.Registers(
      firstTemporary: state.slotCount, temporaryCount: temporaries,
      firstConstant: state.slotCount + temporaries, limit: MachineState.capacity)
  }

  private func constantRegister(_ value: UInt64) -> UInt16? {
    if let known = constants[value] { return known }
    let register = layout.firstConstant + constants.count
    // The last register takes what is passed over.
    guard register < layout.limit - 1 else { return nil }
    concrete.state.slots[register] = value
    constants[value] = UInt16(register)
    return UInt16(register)
  }

  // MARK: Running

  /// Runs until the machine has come to its end, to a breakpoint, or to `limit` steps.
  ///
  /// - Parameter goesOn: asked whenever conditions, devices or translation may have changed; false ends the run.
  package func run(until limit: UInt64, while goesOn: () -> Bool = { true }) {
    needsAttention = true
    repeat {
      guard !needsAttention || goesOn() else { return }
      guard concrete.ending == nil, concrete.keptTrap == nil, concrete.steps < limit else { return }
      guard !needsAttention || isUndisturbed(), let block = nextBlock() else {
        step()
        continue
      }
      needsAttention = false
      // The step after which a device calls is left to the reference evaluator.
      let most = min(limit - concrete.steps, concrete.devices.horizon.map { $0 - 1 } ?? .max)
      guard most >= UInt64(block.addresses.count) else {
        step()
        continue
      }
      let done = execute(block, Int64(clamping: most))
      concrete.steps += UInt64(done.steps)
      compiledSteps += UInt64(done.steps)
      concrete.devices.advance(UInt64(done.steps))
      if done.needsCheck {
        lookAtWatched()
        needsAttention = true
      }
      if done.hasLeft, concrete.steps < limit, !isAtBreakpoint { step() }
    } while !isAtBreakpoint
  }

  /// Whether an interrupt may be waiting, or the processor may stand still.
  private var needsAttention = true

  /// Lets devices do what they were asked for, and tells whether an instruction comes next.
  private func isUndisturbed() -> Bool {
    concrete.devices.settle()
    return concrete.devices.failure == nil && !concrete.holds(concrete.machine.platform.halt)
      && !concrete.holds(concrete.machine.platform.wait) && concrete.acceptedInterrupt() == nil
  }

  private var isAtBreakpoint: Bool {
    !breakpoints.isEmpty && breakpoints.contains(programAddress(concrete.programCounter))
  }

  /// An address of the program: of several parts, the last.
  private func programAddress(_ address: UInt128) -> UInt128 {
    address & Bits.mask(concrete.machine.memory?.parameters.last?.width ?? 128)
  }

  /// Takes note that the state was changed past the machine.
  package func stateChanged() {
    lookAtWatched()
    needsAttention = true
  }

  /// Lets the reference evaluator do a step.
  private func step() {
    noteTrail()
    if let step = concrete.step() { note(.reference(step)) }
    lookAtWatched()
    needsAttention = true
  }

  private lazy var watchedList = facts.watched.subtracting(facts.devices).sorted()
  private var watchedValues: [UInt128] = []

  /// Forgets what addresses mean where that may have changed.
  private func lookAtWatched() {
    let now = watchedList.map { concrete.state[$0] }
    guard now != watchedValues else { return }
    watchedValues = now
    translations.flush()
    forgetPlaces()
  }

  /// The next instruction as blocks are found: what its address has beside the program counter, and that.
  private var key: UInt64? {
    let parts = concrete.machine.stream.fetch.dropLast()
    // Most machines fetch by the program counter alone; an evaluator costs more than a block.
    guard !parts.isEmpty else { return UInt64(exactly: concrete.state[facts.programCounter]) }
    let evaluator = concrete.evaluator()
    let prefix = parts.reduce(UInt128(0)) { key, part in
      let bits = evaluator.value(of: part)
      return key << UInt128(bits.width) | bits.value
    }
    let key = prefix << UInt128(fetchPrefixShift) | concrete.state[facts.programCounter]
    return UInt64(exactly: key)
  }

  private func nextBlock() -> CompiledBlock? {
    guard let start = key else { return nil }
    let slot = slots[Self.slotIndex(start)]
    if slot.ops != nil, slot.start == start { return blocks[Int(slot.block)] }
    return find(start)
  }

  static func slotIndex(_ start: UInt64) -> Int {
    Int(truncatingIfNeeded: (start ^ start >> 14) & UInt64(slotCount - 1))
  }

  private func find(_ start: UInt64) -> CompiledBlock? {
    guard !refused.contains(start), !isAtBreakpoint else { return nil }
    if let number = known[start]?.first(where: { stillStands(blocks[$0]) }) {
      install(number)
      return blocks[number]
    }
    if blocks.count >= Self.mostBlocks || constants.count > layout.limit - layout.firstConstant - 2048 {
      forgetBlocks()
    }
    guard let block = compiler.compile(start, stops: breakpoints) else {
      if refused.count > 4096 { refused.removeAll() }
      refused.insert(start)
      return nil
    }
    let number = blocks.count
    blocks.append(block)
    known[start, default: []].append(number)
    for (_, place) in block.fetches {
      let granule = granule(of: place)
      watch.marks[firstGranule + granule] |= 1
      if blocksAt[granule]?.last != number { blocksAt[granule, default: []].append(number) }
    }
    install(number)
    return block
  }

  private func install(_ number: Int) {
    let block = blocks[number]
    slots[Self.slotIndex(block.start)] = Slot(
      start: block.start, ops: block.ops, count: UInt32(block.addresses.count), block: UInt32(number))
  }

  /// Whether the instructions of a block are still those that would be fetched.
  private func stillStands(_ block: CompiledBlock) -> Bool {
    let high = block.start >> fetchPrefixShift
    return block.isValid
      && block.fetches.allSatisfy { translations.place(fetching: $0.address, high: high) == $0.place }
  }

  // MARK: Forgetting

  private func forgetBlocks() {
    forgetPlaces()
    blocks.removeAll()
    known.removeAll()
    let granules = Array(blocksAt.keys)
    blocksAt.removeAll()
    constants.removeAll()
    trail.update(repeating: PastBlock(block: 0, count: 0), count: Self.trailLength)
    for granule in granules { watch.refresh(firstGranule + granule) }
  }

  /// Forgets where blocks are: what an address means has changed.
  private func forgetPlaces() {
    refused.removeAll()
    for index in 0..<Self.slotCount { slots[index].ops = nil }
  }

  /// The granule that a unit of RAM stands in.
  private func granule(of unit: Int) -> Int { watch.granule(of: base + unit) - firstGranule }

  /// Notes that translation depends on a unit of RAM.
  private func noteTable(_ unit: Int) {
    let granule = granule(of: unit)
    tables.insert(granule)
    watch.marks[firstGranule + granule] |= 2
  }

  /// What this machine has found in a granule of its RAM.
  func marks(in granule: Int) -> UInt8 {
    (blocksAt[granule]?.isEmpty ?? true ? 0 : 1) | (tables.contains(granule) ? 2 : 0)
  }

  /// Forgets what depends on units of RAM that were written, and stand in a granule.
  func forget(in range: Range<Int>, _ granule: Int) {
    if tables.remove(granule) != nil {
      translations.flush()
      forgetPlaces()
    }
    guard let blocks = blocksAt[granule] else { return }
    var kept: [Int] = []
    for number in blocks {
      let block = self.blocks[number]
      guard block.isValid else { continue }
      if block.fetches.contains(where: { range.contains($0.place) }) {
        block.isValid = false
        known[block.start]?.removeAll { $0 == number }
        let slot = slots + Self.slotIndex(block.start)
        if slot.pointee.start == block.start { slot.pointee.ops = nil }
      } else {
        kept.append(number)
      }
    }
    blocksAt[granule] = kept
    refused.removeAll()
  }

  // MARK: What was done last

  /// A step that was done.
  package enum PastStep {

    /// By the reference evaluator.
    case reference(Step)

    /// By a block: the instruction at this address.
    case compiled(UInt64)
  }

  private var past: [PastStep] = []
  private static let pastLength = 32

  /// The steps that were done last, the oldest first.
  package var lastSteps: [PastStep] {
    noteTrail()
    return past
  }

  private func note(_ step: PastStep) {
    if past.count >= 2 * Self.pastLength { past.removeFirst(Self.pastLength) }
    past.append(step)
  }

  /// Takes over what blocks have done since the last time.
  private func noteTrail() {
    for index in 0..<Self.trailLength {
      let position = ((frame?.pointee.trailPosition ?? 0) + index) % Self.trailLength
      let done = trail[position]
      trail[position].count = 0
      guard done.count > 0 else { continue }
      for address in blocks[Int(done.block)].addresses.prefix(Int(done.count)) { note(.compiled(address)) }
    }
  }

  // MARK: Blocks at work

  /// What running blocks came to.
  struct Outcome {
    var steps: Int64
    var needsCheck: Bool
    var hasLeft: Bool
  }

  private func execute(_ block: CompiledBlock, _ budget: Int64) -> Outcome {
    let frame = frame ?? makeFrame(block.ops)
    frame.pointee.prefix = (block.start >> fetchPrefixShift) << fetchPrefixShift
    frame.pointee.number = slots[Self.slotIndex(block.start)].block
    frame.pointee.first = block.ops
    frame.pointee.left = budget
    let exit = OpInterpreter.run(frame, values: concrete.state.slots)
    if let left = exit.left {
      let block = blocks[Int(exit.block)]
      block.recover(left.instruction, leftAt: left.position, concrete.state.slots)
      return Outcome(steps: exit.steps + Int64(left.instruction), needsCheck: false, hasLeft: true)
    }
    return Outcome(steps: exit.steps, needsCheck: blocks[Int(exit.block)].needsCheck, hasLeft: false)
  }

  private func makeFrame(_ first: UnsafeMutablePointer<Op>) -> UnsafeMutablePointer<OpFrame> {
    let made = UnsafeMutablePointer<OpFrame>.allocate(capacity: 1)
    made.initialize(
      to: OpFrame(
        entries: translations.entries, marks: watch.marks + firstGranule, ram: concrete.ram.base,
        strideShift: UInt64(concrete.ram.stride.trailingZeroBitCount), slots: slots, trail: trail,
        programCounter: concrete.state.slot[facts.programCounter], machine: self, first: first))
    frame = made
    return made
  }

  func fill(_ address: UInt64, _ high: UInt64, isWrite: Bool) -> Bool {
    translations.fill(address, high: high, isWrite ? .write : .read)
  }

  /// The part of the address beside the program counter, as blocks of this machine have it.
  private(set) lazy var fetchPrefixShift = UInt64(concrete.state.widths[facts.programCounter])
}
