/// What running compiled operations needs beside the operation and the registers. It stands in memory, so that
/// those two keep the registers of the host.
struct OpFrame {

  /// Where accesses go: the entries for reading, then those for writing.
  let entries: UnsafeMutablePointer<TranslationCache.Entry>

  /// What stands in each granule of RAM.
  let marks: UnsafeMutablePointer<UInt8>

  /// Where RAM begins in the memory of the host, and the binary logarithm of the bytes that a unit takes there.
  let ram: UnsafeMutableRawPointer
  let strideShift: UInt64

  /// The blocks that are known, by address.
  let slots: UnsafeMutablePointer<FastMachine.Slot>

  /// The blocks that were run last, and where the next one is noted.
  let trail: UnsafeMutablePointer<FastMachine.PastBlock>
  var trailPosition = 0

  /// The register of the program counter.
  let programCounter: Int

  /// Whom to ask where an access goes.
  unowned(unsafe) let machine: FastMachine

  // MARK: The present block

  /// What the address of an instruction has beside the program counter. It changes only where blocks are left for
  /// a check.
  var prefix: UInt64 = 0

  /// The number of the block, and its first operation.
  var number: UInt32 = 0
  var first: UnsafeMutablePointer<Op>

  /// How many steps may still be done.
  var left: Int64 = 0

  /// Notes that instructions of the present block were done.
  @inline(__always) mutating func note(_ count: UInt16) {
    trail[trailPosition] = FastMachine.PastBlock(block: number, count: count)
    trailPosition = (trailPosition &+ 1) & (FastMachine.trailLength - 1)
  }

  /// Makes the block at an address the present one; false where there is none, or too few steps are left for it.
  @inline(__always) mutating func follow(_ counter: UInt64) -> Bool {
    let start = prefix | counter
    let slot = slots + FastMachine.slotIndex(start)
    guard slot.pointee.start == start, let ops = slot.pointee.ops, left >= Int64(slot.pointee.count) else {
      return false
    }
    number = slot.pointee.block
    first = ops
    return true
  }

  /// Where an access of some units goes in the memory of the host; nil where blocks cannot do it.
  ///
  /// - Parameter high: what the address has beside its last part.
  @inline(__always) func place(
    _ address: UInt64, _ high: UInt64, _ units: UInt64, _ isWrite: Bool
  ) -> UnsafeMutableRawPointer? {
    let page = address >> UInt64(TranslationCache.pageBits)
    let within = address & (1 << UInt64(TranslationCache.pageBits) - 1)
    let index = TranslationCache.index(page, high) &+ (isWrite ? TranslationCache.entryCount : 0)
    let entry = entries + index
    if entry.pointee.key != TranslationCache.key(page, high) || within < UInt64(entry.pointee.low)
      || within &+ units > UInt64(entry.pointee.high)
    {
      guard isFilled(address, high, units, isWrite) else { return nil }
    }
    let place = entry.pointee.base + Int(truncatingIfNeeded: within &<< strideShift)
    if isWrite {
      let offset = place - ram
      let end = offset &+ Int(truncatingIfNeeded: units &<< strideShift) &- 1
      if marks[offset &>> MemoryWatch.granuleBits] | marks[end &>> MemoryWatch.granuleBits] != 0 {
        return nil
      }
    }
    return place
  }

  /// Finds out where an access goes; false where blocks cannot do it.
  @inline(never) private func isFilled(
    _ address: UInt64, _ high: UInt64, _ units: UInt64, _ isWrite: Bool
  ) -> Bool {
    guard machine.fill(address, high, isWrite: isWrite) else { return false }
    let page = address >> UInt64(TranslationCache.pageBits)
    let within = address & (1 << UInt64(TranslationCache.pageBits) - 1)
    let entry = entries + TranslationCache.index(page, high) + (isWrite ? TranslationCache.entryCount : 0)
    return entry.pointee.key == TranslationCache.key(page, high) && within >= UInt64(entry.pointee.low)
      && within &+ units <= UInt64(entry.pointee.high)
  }
}
