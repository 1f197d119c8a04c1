import ISAModel

extension ConcreteMachine {

  /// The present state as a vector: the registers that are not as they are made, and what RAM holds.
  package var vector: TestVector {
    var state: [(name: String, value: UInt128)] = []
    for entry in RegisterNames(machine).registers {
      let value = entry.value { self.state[$0] }
      if value != entry.value({ machine.components[$0].reset }) { state.append((entry.name, value)) }
    }
    var memory: [(address: UInt128, units: [UInt128])] = []
    for place in 0..<ram.count {
      let unit = ram.load(UInt128(place))
      guard unit != 0 else { continue }
      if let last = memory.last, last.address + UInt128(last.units.count) == UInt128(place) {
        memory[memory.count - 1].units.append(unit)
      } else {
        memory.append((UInt128(place), [unit]))
      }
    }
    return TestVector(state: state, memory: memory)
  }
}
