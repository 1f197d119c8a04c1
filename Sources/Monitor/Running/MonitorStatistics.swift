/// What a monitor has done for a guest.
package struct MonitorStatistics: Sendable, Equatable {

  /// Instructions that the hardware has run.
  package var direct: UInt64 = 0

  /// Instructions that trapped on the hardware, and that an interpreter routine has run.
  package var emulated: UInt64 = 0

  /// Traps that were delivered to the guest.
  package var reflected: UInt64 = 0

  /// Virtual interrupts that were delivered.
  package var interrupts: UInt64 = 0

  /// How often the shadow was filled, and the instruction was run again.
  package var fills: UInt64 = 0

  /// How often the hardware was given to the guest.
  package var switches: UInt64 = 0

  package init() {}

  /// The share of instructions that the hardware has run, from 0 to 1; 1 where there was none.
  package var shareDirect: Double {
    let all = direct + emulated + reflected
    return all == 0 ? 1 : Double(direct) / Double(all)
  }

  package static func + (one: Self, other: Self) -> Self {
    var sum = Self()
    sum.direct = one.direct + other.direct
    sum.emulated = one.emulated + other.emulated
    sum.reflected = one.reflected + other.reflected
    sum.interrupts = one.interrupts + other.interrupts
    sum.fills = one.fills + other.fills
    sum.switches = one.switches + other.switches
    return sum
  }
}
