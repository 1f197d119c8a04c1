/// Runs compiled operations.
enum OpInterpreter {

  /// Where and why running has stopped.
  struct Exit {

    /// The steps of the blocks that came to their ends.
    var steps: Int64

    /// The block that was run last.
    var block: UInt32

    /// The operation that has left it, and the instruction before which.
    var left: (position: Int, instruction: Int)?
  }

  /// Runs `block`, and the blocks behind it, as long as they are known and `budget` steps are not exceeded.
  static func run(
    _ machine: FastMachine, _ block: CompiledBlock, budget: Int64, values r: UnsafeMutablePointer<UInt64>,
    entries: UnsafeMutablePointer<TranslationCache.Entry>, programCounter: Int
  ) -> Exit {
    let marks = machine.marks
    let ram = machine.concrete.ram.base
    let strideShift = UInt64(machine.concrete.ram.stride.trailingZeroBitCount)
    let slots = machine.slots
    let trail = machine.trail
    var trailPosition = machine.trailPosition
    // What the address has beside the program counter changes only where blocks are left for a check.
    let prefix = (block.start >> machine.fetchPrefixShift) << machine.fetchPrefixShift
    var number = machine.number(of: block)
    var first = block.ops
    var ip = block.ops
    var left = budget
    trail[trailPosition & (FastMachine.trailLength - 1)] = number
    trailPosition += 1
    defer { machine.trailPosition = trailPosition & (FastMachine.trailLength - 1) }

    @inline(__always) func leaving(_ instruction: UInt16) -> Exit {
      Exit(
        steps: budget - left, block: number, left: (position: ip - first - 1, instruction: Int(instruction)))
    }

    /// Where an access of some units goes in the memory of the host; nil where blocks cannot do it.
    @inline(__always) func place(
      _ address: UInt64, _ high: UInt64, _ units: UInt64, _ isWrite: Bool
    ) -> UnsafeMutableRawPointer? {
      let page = address >> UInt64(TranslationCache.pageBits)
      let within = address & (1 << UInt64(TranslationCache.pageBits) - 1)
      let index = TranslationCache.index(page, high) &+ (isWrite ? TranslationCache.entryCount : 0)
      let key = TranslationCache.key(page, high)
      let entry = entries + index
      if entry.pointee.key != key || within < UInt64(entry.pointee.low)
        || within &+ units > UInt64(entry.pointee.high)
      {
        guard machine.fill(address, high, isWrite: isWrite), entry.pointee.key == key,
          within >= UInt64(entry.pointee.low), within &+ units <= UInt64(entry.pointee.high)
        else { return nil }
      }
      let place = entry.pointee.base + Int(truncatingIfNeeded: within << strideShift)
      if isWrite {
        let offset = place - ram
        let end = offset &+ Int(truncatingIfNeeded: units << strideShift) &- 1
        if marks[offset >> FastMachine.granuleBits] | marks[end >> FastMachine.granuleBits] != 0 {
          return nil
        }
      }
      return place
    }

    while true {
      let op = ip.pointee
      ip += 1
      let a = r[Int(op.a)]
      switch op.code {
      case .move: r[Int(op.d)] = a
      case .not: r[Int(op.d)] = ~a & op.immediate
      case .negate: r[Int(op.d)] = (0 &- a) & op.immediate
      case .parity: r[Int(op.d)] = UInt64(truncatingIfNeeded: a.nonzeroBitCount & 1)
      case .add: r[Int(op.d)] = (a &+ r[Int(op.b)]) & op.immediate
      case .subtract: r[Int(op.d)] = (a &- r[Int(op.b)]) & op.immediate
      case .multiply: r[Int(op.d)] = (a &* r[Int(op.b)]) & op.immediate
      case .unsignedDivide:
        let b = r[Int(op.b)]
        r[Int(op.d)] = b == 0 ? op.immediate : a / b
      case .unsignedRemainder:
        let b = r[Int(op.b)]
        r[Int(op.d)] = b == 0 ? a : a % b
      case .signedDivide: r[Int(op.d)] = divide(a, r[Int(op.b)], op.immediate)
      case .signedRemainder: r[Int(op.d)] = remainder(a, r[Int(op.b)], op.immediate)
      case .and: r[Int(op.d)] = a & r[Int(op.b)]
      case .or: r[Int(op.d)] = a | r[Int(op.b)]
      case .xor: r[Int(op.d)] = a ^ r[Int(op.b)]
      case .concat: r[Int(op.d)] = a &<< op.immediate | r[Int(op.b)]
      case .shiftLeft: r[Int(op.d)] = (a << r[Int(op.b)]) & op.immediate
      case .shiftRightLogical: r[Int(op.d)] = a >> r[Int(op.b)]
      case .shiftRightArithmetic:
        let wide = Int64(bitPattern: a &<< op.immediate) &>> Int64(op.immediate)
        let shifted = UInt64(bitPattern: wide &>> Int64(min(r[Int(op.b)], 63)))
        r[Int(op.d)] = (shifted &<< op.immediate) &>> op.immediate
      case .equal: r[Int(op.d)] = a == r[Int(op.b)] ? 1 : 0
      case .notEqual: r[Int(op.d)] = a != r[Int(op.b)] ? 1 : 0
      case .unsignedLess: r[Int(op.d)] = a < r[Int(op.b)] ? 1 : 0
      case .unsignedLessOrEqual: r[Int(op.d)] = a <= r[Int(op.b)] ? 1 : 0
      case .signedLess:
        r[Int(op.d)] =
          Int64(bitPattern: a &<< op.immediate) < Int64(bitPattern: r[Int(op.b)] &<< op.immediate) ? 1 : 0
      case .signedLessOrEqual:
        r[Int(op.d)] =
          Int64(bitPattern: a &<< op.immediate) <= Int64(bitPattern: r[Int(op.b)] &<< op.immediate) ? 1 : 0
      case .extract: r[Int(op.d)] = a &>> UInt64(op.b) & op.immediate
      case .signExtend:
        let shift = Int64(op.b)
        r[Int(op.d)] = UInt64(bitPattern: (Int64(bitPattern: a) &<< shift) &>> shift) & op.immediate
      case .select: r[Int(op.d)] = r[Int(truncatingIfNeeded: op.immediate)] != 0 ? a : r[Int(op.b)]

      case .load8:
        guard let place = place(a, op.immediate, 1, false) else { return leaving(op.b) }
        r[Int(op.d)] = UInt64(place.load(as: UInt8.self))
      case .load16:
        guard let place = place(a, op.immediate, 2 &>> strideShift, false) else { return leaving(op.b) }
        r[Int(op.d)] = UInt64(place.loadUnaligned(as: UInt16.self))
      case .load32:
        guard let place = place(a, op.immediate, 4 &>> strideShift, false) else { return leaving(op.b) }
        r[Int(op.d)] = UInt64(place.loadUnaligned(as: UInt32.self))
      case .load64:
        guard let place = place(a, op.immediate, 8 &>> strideShift, false) else { return leaving(op.b) }
        r[Int(op.d)] = place.loadUnaligned(as: UInt64.self)
      case .load16Swapped:
        guard let place = place(a, op.immediate, 2, false) else { return leaving(op.b) }
        r[Int(op.d)] = UInt64(place.loadUnaligned(as: UInt16.self).byteSwapped)
      case .load32Swapped:
        guard let place = place(a, op.immediate, 4, false) else { return leaving(op.b) }
        r[Int(op.d)] = UInt64(place.loadUnaligned(as: UInt32.self).byteSwapped)
      case .load64Swapped:
        guard let place = place(a, op.immediate, 8, false) else { return leaving(op.b) }
        r[Int(op.d)] = place.loadUnaligned(as: UInt64.self).byteSwapped

      case .store8:
        guard let place = place(a, op.immediate, 1, true) else { return leaving(op.b) }
        place.storeBytes(of: UInt8(truncatingIfNeeded: r[Int(op.d)]), as: UInt8.self)
      case .store16:
        guard let place = place(a, op.immediate, 2 &>> strideShift, true) else { return leaving(op.b) }
        place.storeBytes(of: UInt16(truncatingIfNeeded: r[Int(op.d)]), as: UInt16.self)
      case .store32:
        guard let place = place(a, op.immediate, 4 &>> strideShift, true) else { return leaving(op.b) }
        place.storeBytes(of: UInt32(truncatingIfNeeded: r[Int(op.d)]), as: UInt32.self)
      case .store64:
        guard let place = place(a, op.immediate, 8 &>> strideShift, true) else { return leaving(op.b) }
        place.storeBytes(of: r[Int(op.d)], as: UInt64.self)
      case .store16Swapped:
        guard let place = place(a, op.immediate, 2, true) else { return leaving(op.b) }
        place.storeBytes(of: UInt16(truncatingIfNeeded: r[Int(op.d)]).byteSwapped, as: UInt16.self)
      case .store32Swapped:
        guard let place = place(a, op.immediate, 4, true) else { return leaving(op.b) }
        place.storeBytes(of: UInt32(truncatingIfNeeded: r[Int(op.d)]).byteSwapped, as: UInt32.self)
      case .store64Swapped:
        guard let place = place(a, op.immediate, 8, true) else { return leaving(op.b) }
        place.storeBytes(of: r[Int(op.d)].byteSwapped, as: UInt64.self)
      case .probe:
        guard place(a, op.immediate, UInt64(op.d), true) != nil else { return leaving(op.b) }

      case .skipUnless:
        if a == 0 {
          r[Int(op.d)] = 0
          ip += 1
        }
      case .leaveIf: if a != 0 { return leaving(op.b) }
      case .leaveUnless: if a == 0 { return leaving(op.b) }
      case .end:
        left -= Int64(op.a)
        if op.b != 0 { return Exit(steps: budget - left, block: number, left: nil) }
        let start = prefix | r[programCounter]
        let slot = slots + FastMachine.slotIndex(start)
        guard slot.pointee.start == start, let ops = slot.pointee.ops, left >= Int64(slot.pointee.count)
        else {
          return Exit(steps: budget - left, block: number, left: nil)
        }
        number = slot.pointee.block
        first = ops
        ip = ops
        trail[trailPosition & (FastMachine.trailLength - 1)] = number
        trailPosition &+= 1
      }
    }
  }

  /// Signed division, towards zero, of operands that have `unused` bits less than 64.
  private static func divide(_ a: UInt64, _ b: UInt64, _ unused: UInt64) -> UInt64 {
    let mask = UInt64.max &>> unused
    let one = Int64(bitPattern: a &<< unused) &>> Int64(unused)
    let other = Int64(bitPattern: b &<< unused) &>> Int64(unused)
    if other == 0 { return one < 0 ? 1 & mask : mask }
    return UInt64(bitPattern: one.dividedReportingOverflow(by: other).partialValue) & mask
  }

  private static func remainder(_ a: UInt64, _ b: UInt64, _ unused: UInt64) -> UInt64 {
    let mask = UInt64.max &>> unused
    let one = Int64(bitPattern: a &<< unused) &>> Int64(unused)
    let other = Int64(bitPattern: b &<< unused) &>> Int64(unused)
    if other == 0 { return a }
    return UInt64(bitPattern: one.remainderReportingOverflow(dividingBy: other).partialValue) & mask
  }
}
