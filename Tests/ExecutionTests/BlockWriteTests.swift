import ISAModel
import SMT
import Testing

@testable import Execution

/// Writes of one value to units beside each other are one write, and mean the same.
struct BlockWriteTests {

  static let text = """
    isa blocks "Functions that write to memory" {
      source T "None"
      guest register PC: bits(8)
      guest register R: bits(8)
      mode  register S: bits(1)
      modes {
        user       when S == 0
        supervisor when S == 1
      }
      trap illegal: fault
      trap refused: memory
      memory mem[address: bits(8)]: bits(8) little traps refused
      memory phys[address: bits(8)]: bits(8) little
      encoding {
        unit bits(8) little
        fetch mem[PC]
        step { PC = PC + length }
        otherwise trap illegal
      }
      function clear(table: bits(4)) {
        for i in 0..<16 { phys[table ++ (0b0000 + i), 8] = 0 }
      }
      function clear_but_one(table: bits(4)) {
        for i in 0..<16 { phys[table ++ (0b0000 + i), 8] = if i == 6 { 1 } else { 0 } }
      }
      function clear_half(table: bits(4)) {
        for i in 0..<16 {
          if i < 8 || R[0] == 1 { phys[table ++ (0b0000 + i), 8] = 0 }
        }
      }
      function clear_odd(table: bits(4)) {
        for i in 1..<9 { phys[table ++ (0b0000 + i), 8] = 0 }
      }
      function set_within(table: bits(4)) {
        phys[table ++ 0b0000, 8] = 0
        if R[0] == 1 { phys[table ++ 0b0001, 8] = 0 }
        phys[table ++ 0b0010, 8] = 0
        phys[table ++ 0b0011, 8] = 0
      }
      instruction NOP "Do nothing" {
        source T "1"
        encode 0000_0000
        do { }
      }
    }
    """

  private let machine: Machine
  private let store = TermStore()
  private let domain: SymbolicDomain

  init() throws {
    machine = try ExecutionTests.machine(Self.text)
    domain = SymbolicDomain(machine: machine, store: store)
    domain.splitsSums = true
  }

  private var components: [Term] {
    machine.components.map { store.variable($0.name, width: $0.width) }
  }

  /// The machine's memory after a function, and what is read from there at any address.
  private func run(_ name: String, joins: Bool) throws -> (writes: [MemoryWrite<Term>], read: Term) {
    let evaluator = Evaluator(machine: machine, domain: domain, components: components)
    evaluator.joinsWrites = joins
    let function = try #require(machine.functions.first { $0.name == name })
    _ = evaluator.run(function, [.word(store.variable("table", width: 4))])
    let read = evaluator.loadUnit(.physical, store.variable("address", width: 8))
    return (evaluator.state.writes[MemorySpace.physical.rawValue], read)
  }

  /// What the function leaves everywhere, for some tables and both values of R[0].
  private func sameMemory(_ name: String) throws {
    let apart = try run(name, joins: false).read
    let joined = try run(name, joins: true).read
    let function = try #require(domain.physicalFunction)
    for address: UInt128 in 0..<256 {
      for table: UInt128 in [0, 5, 15] {
        for r: UInt128 in [0, 1] {
          let evaluation = Evaluation(
            store,
            Assignment(
              variables: [
                store.variable("address", width: 8): address, store.variable("table", width: 4): table,
                store.variable("R", width: 8): r,
              ],
              defaults: [function: 0xAA]))
          #expect(evaluation.value(apart) == evaluation.value(joined), "\(name): \(address) \(table) \(r)")
        }
      }
    }
  }

  @Test func clearedTableIsOneWrite() throws {
    let writes = try run("clear", joins: true).writes
    #expect(writes.map(\.openBits) == [4])
    #expect(writes.first?.value == store.constant(0, width: 8))
    #expect(try run("clear", joins: false).writes.count == 16)
  }

  @Test func otherValueStandsByItself() throws {
    #expect(try run("clear_but_one", joins: true).writes.map(\.openBits) == [2, 1, 0, 0, 3])
  }

  @Test func blocksStandAtTheirOwnMultiples() throws {
    #expect(try run("clear_odd", joins: true).writes.map(\.openBits) == [0, 1, 2, 0])
  }

  @Test func branchesKeepTheirWritesToThemselves() throws {
    #expect(try run("set_within", joins: true).writes.map(\.openBits) == [0, 0, 1])
    #expect(try run("clear_half", joins: true).writes.first?.openBits == 3)
  }

  @Test(arguments: ["clear", "clear_but_one", "clear_half", "clear_odd", "set_within"])
  func memoryIsTheSame(name: String) throws { try sameMemory(name) }
}
