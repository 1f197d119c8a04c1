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

  /// Runs the block that `frame` begins with, and the blocks behind it, as long as they are known and the steps of `frame` are not exceeded.
  static func run(
    _ frame: UnsafeMutablePointer<OpFrame>, values r: UnsafeMutablePointer<UInt64>
  ) -> Exit {
    let budget = frame.pointee.left
    var ip = frame.pointee.first

    func ended() -> Exit {
      Exit(steps: budget - frame.pointee.left, block: frame.pointee.number, left: nil)
    }

    func leaving(_ ip: UnsafeMutablePointer<Op>, _ instruction: UInt16) -> Exit {
      frame.pointee.note(instruction)
      return Exit(
        steps: budget - frame.pointee.left, block: frame.pointee.number,
        left: (position: ip - frame.pointee.first - 1, instruction: Int(instruction)))
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
        guard let place = frame.pointee.place(a, op.immediate, 1, false) else { return leaving(ip, op.b) }
        r[Int(op.d)] = UInt64(place.load(as: UInt8.self))
      case .load16:
        guard let place = frame.pointee.place(a, op.immediate, 2 &>> frame.pointee.strideShift, false) else {
          return leaving(ip, op.b)
        }
        r[Int(op.d)] = UInt64(place.loadUnaligned(as: UInt16.self))
      case .load32:
        guard let place = frame.pointee.place(a, op.immediate, 4 &>> frame.pointee.strideShift, false) else {
          return leaving(ip, op.b)
        }
        r[Int(op.d)] = UInt64(place.loadUnaligned(as: UInt32.self))
      case .load64:
        guard let place = frame.pointee.place(a, op.immediate, 8 &>> frame.pointee.strideShift, false) else {
          return leaving(ip, op.b)
        }
        r[Int(op.d)] = place.loadUnaligned(as: UInt64.self)
      case .load16Swapped:
        guard let place = frame.pointee.place(a, op.immediate, 2, false) else { return leaving(ip, op.b) }
        r[Int(op.d)] = UInt64(place.loadUnaligned(as: UInt16.self).byteSwapped)
      case .load32Swapped:
        guard let place = frame.pointee.place(a, op.immediate, 4, false) else { return leaving(ip, op.b) }
        r[Int(op.d)] = UInt64(place.loadUnaligned(as: UInt32.self).byteSwapped)
      case .load64Swapped:
        guard let place = frame.pointee.place(a, op.immediate, 8, false) else { return leaving(ip, op.b) }
        r[Int(op.d)] = place.loadUnaligned(as: UInt64.self).byteSwapped

      case .store8:
        guard let place = frame.pointee.place(a, op.immediate, 1, true) else { return leaving(ip, op.b) }
        place.storeBytes(of: UInt8(truncatingIfNeeded: r[Int(op.d)]), as: UInt8.self)
      case .store16:
        guard let place = frame.pointee.place(a, op.immediate, 2 &>> frame.pointee.strideShift, true) else {
          return leaving(ip, op.b)
        }
        place.storeBytes(of: UInt16(truncatingIfNeeded: r[Int(op.d)]), as: UInt16.self)
      case .store32:
        guard let place = frame.pointee.place(a, op.immediate, 4 &>> frame.pointee.strideShift, true) else {
          return leaving(ip, op.b)
        }
        place.storeBytes(of: UInt32(truncatingIfNeeded: r[Int(op.d)]), as: UInt32.self)
      case .store64:
        guard let place = frame.pointee.place(a, op.immediate, 8 &>> frame.pointee.strideShift, true) else {
          return leaving(ip, op.b)
        }
        place.storeBytes(of: r[Int(op.d)], as: UInt64.self)
      case .store16Swapped:
        guard let place = frame.pointee.place(a, op.immediate, 2, true) else { return leaving(ip, op.b) }
        place.storeBytes(of: UInt16(truncatingIfNeeded: r[Int(op.d)]).byteSwapped, as: UInt16.self)
      case .store32Swapped:
        guard let place = frame.pointee.place(a, op.immediate, 4, true) else { return leaving(ip, op.b) }
        place.storeBytes(of: UInt32(truncatingIfNeeded: r[Int(op.d)]).byteSwapped, as: UInt32.self)
      case .store64Swapped:
        guard let place = frame.pointee.place(a, op.immediate, 8, true) else { return leaving(ip, op.b) }
        place.storeBytes(of: r[Int(op.d)].byteSwapped, as: UInt64.self)
      case .probe:
        guard frame.pointee.place(a, op.immediate, UInt64(op.d), true) != nil else {
          return leaving(ip, op.b)
        }

      case .skipUnless:
        if a == 0 {
          r[Int(op.d)] = 0
          ip += 1
        }
      case .leaveIf: if a != 0 { return leaving(ip, op.b) }
      case .leaveUnless: if a == 0 { return leaving(ip, op.b) }
      case .exitIf: if a != 0 { ip = frame.pointee.first + Int(truncatingIfNeeded: op.immediate) }
      case .exitUnless: if a == 0 { ip = frame.pointee.first + Int(truncatingIfNeeded: op.immediate) }
      case .end:
        frame.pointee.left -= Int64(op.a)
        frame.pointee.note(op.a)
        if op.b != 0 { return ended() }
        guard frame.pointee.follow(r[frame.pointee.programCounter]) else { return ended() }
        ip = frame.pointee.first
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
