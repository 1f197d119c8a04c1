import ISAModel

/// What the evaluator finds outside of the processor: RAM.
final class MachineEnvironment: ConcreteEnvironment {

  private let machine: Machine
  private let ram: RAM
  var undefinedValue: (_ width: Int, _ key: UInt64) -> UInt128 = { _, _ in 0 }

  init(machine: Machine, ram: RAM) {
    self.machine = machine
    self.ram = ram
  }

  func load(_ space: MemorySpace, _ address: UInt128) -> UInt128 { ram.load(address) }
  func accessible(_ address: UInt128, _ kind: AccessKind, mode: Int?) -> Bool { true }
  func present(_ address: UInt128) -> Bool {
    ram.contains(address) || machine.platform.mapped.contains { $0.contains(address) }
  }
  func translated(_ name: String, _ arguments: [UInt128]) -> UInt128?? { nil }
  func undefined(width: Int, key: UInt64) -> UInt128 { undefinedValue(width, key) & Bits.mask(width) }
  func unpredictable(key: UInt64) -> Bool { false }
}
