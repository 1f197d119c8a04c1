/// The operations that reach memory in accesses of some units.
enum MemoryOps {

  static func load(_ units: Int, _ concrete: ConcreteMachine) -> OpCode? {
    guard let (bytes, swaps) = shape(units, concrete) else { return nil }
    switch (bytes, swaps) {
    case (1, _): return .load8
    case (2, false): return .load16
    case (4, false): return .load32
    case (8, false): return .load64
    case (2, true): return .load16Swapped
    case (4, true): return .load32Swapped
    case (8, true): return .load64Swapped
    default: return nil
    }
  }

  static func store(_ units: Int, _ concrete: ConcreteMachine) -> OpCode? {
    guard let (bytes, swaps) = shape(units, concrete) else { return nil }
    switch (bytes, swaps) {
    case (1, _): return .store8
    case (2, false): return .store16
    case (4, false): return .store32
    case (8, false): return .store64
    case (2, true): return .store16Swapped
    case (4, true): return .store32Swapped
    case (8, true): return .store64Swapped
    default: return nil
    }
  }

  /// The bytes of the host that an access takes, and whether their order is not the host's.
  private static func shape(_ units: Int, _ concrete: ConcreteMachine) -> (bytes: Int, swaps: Bool)? {
    let isBigEndian = concrete.machine.memory?.isBigEndian ?? false
    let ram = concrete.ram
    guard units > 1 else { return (ram.stride, false) }
    guard ram.unit == ram.stride * 8 else { return nil }
    if isBigEndian { return ram.stride == 1 ? (units, true) : nil }
    return (units * ram.stride, false)
  }
}
