import ISAModel

/// The components of a running machine in flat slots of 64 bits; a wider component has two, the low one
/// first.
package final class MachineState {

  /// The slots.
  package let slots: UnsafeMutablePointer<UInt64>

  /// The number of slots.
  package let slotCount: Int

  /// The first slot of every component.
  package let slot: [Int]

  /// The width of every component.
  package let widths: [Int]

  package init(_ machine: Machine) {
    var next = 0
    var slot: [Int] = []
    for component in machine.components {
      slot.append(next)
      next += component.width > 64 ? 2 : 1
    }
    self.slot = slot
    widths = machine.components.map(\.width)
    slotCount = max(next, 1)
    let capacity = max(slotCount, Self.capacity)
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: 0, count: capacity)
  }

  deinit { slots.deallocate() }

  /// The registers of compiled code stand behind the slots, up to this number.
  static let capacity = 1 << 16

  /// The value of a component; what is set must fit its width.
  package subscript(_ component: Int) -> UInt128 {
    get {
      let low = UInt128(slots[slot[component]])
      return widths[component] > 64 ? UInt128(slots[slot[component] + 1]) << 64 | low : low
    }
    set {
      slots[slot[component]] = UInt64(truncatingIfNeeded: newValue)
      if widths[component] > 64 { slots[slot[component] + 1] = UInt64(truncatingIfNeeded: newValue >> 64) }
    }
  }

  /// All components.
  package var components: [Bits] {
    get { widths.indices.map { Bits(self[$0], width: widths[$0]) } }
    set { for (number, bits) in newValue.enumerated() { self[number] = bits.value } }
  }
}
