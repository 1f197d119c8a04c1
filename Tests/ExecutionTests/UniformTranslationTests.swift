import Execution
import ISAModel
import Testing

/// Translation of all addresses of a page at once, and what blocks make of it.
struct UniformTranslationTests {

  /// A machine of two instructions: one counts the byte at 4000, the other does so as if in user mode.
  private func concrete(_ translation: String) throws -> ConcreteMachine {
    let machine = try machine(
      """
      isa pages "A machine whose translation is tried" {
        source MANUAL "None"
        guest register PC: bits(16)
        guest register SUM: bits(8)
        mode register S: bits(1) = 1
        relocation register N: bits(4) = 4
        modes {
          user when S == 0
          supervisor when S == 1
        }
        trap refused: memory
        memory mem[address: bits(16)]: bits(8) little traps refused
        memory phys[address: bits(16)]: bits(8) little size 0x1_0000
        translate(address, access) {
          \(translation)
        }
        encoding {
          unit bits(8) little
          fetch mem[PC]
          step { PC = PC + 1 }
          otherwise trap refused
        }
        instruction ADD "Add the byte" {
          source MANUAL "p. 1"
          encode 0000_0001
          do { SUM = SUM + mem[0x4000, 8] }
        }
        instruction ADDU "Add the byte as if in user mode" {
          source MANUAL "p. 2"
          encode 0000_0010
          do {
            let mode = S
            S = 0
            SUM = SUM + mem[0x4000, 8]
            S = mode
          }
        }
      }
      """)
    let concrete = try ConcreteMachine(machine, memorySize: 0x1_0000, console: MemoryStream())
    concrete.restart()
    return concrete
  }

  private func place(_ translation: String, _ address: UInt128, count: UInt128 = 0x1000) throws -> Int? {
    try concrete(translation).uniformPlace(from: [Bits(address, width: 16)], count: count, .read)?.place
  }

  /// What an instruction changes of translation is in force for what it then accesses.
  @Test func pageThatIsKnownIsRefusedInAnotherMode() throws {
    let concrete = try concrete("require S == 1 || address < 0x4000 else trap refused\n address")
    for (address, byte) in [1, 1, 2, 1].enumerated() { concrete.ram.store(UInt128(address), UInt128(byte)) }
    concrete.ram.store(0x4000, 7)
    concrete.keepsTraps = true
    let fast = try #require(FastMachine(concrete))
    fast.run(until: 4)
    #expect(fast.compiledSteps > 0)
    #expect(concrete.keptTrap != nil)
    #expect(concrete.steps == 2)
  }

  /// A mask may choose by bits that are the same in all of the page, or take bits away that are not.
  @Test func masksLeaveAllOfAPageOrNothing() throws {
    #expect(try place("if address & 0xF000 == 0x2000 { address & 0x0FFF } else { address }", 0x2000) == 0)
    #expect(
      try place("if address & 0xF000 == 0x2000 { address & 0x0FFF } else { address }", 0x3000) == 0x3000)
    #expect(try place("address | 0x8000", 0x2000) == 0xA000)
    let upper = "if address & ~(0xFFFF >> N) == 0 { address } else { (address & 0x0FFF) | 0x4000 }"
    #expect(try place(upper, 0x0000) == 0)
    #expect(try place(upper, 0x5000) == 0x4000)
  }

  /// One that takes apart what lies side by side leaves the page mixed; a smaller piece may still be whole.
  @Test func masksThatCutAPageAreMixed() throws {
    #expect(try place("address & 0xFF0F", 0x2000) == nil)
    #expect(try place("address | 0x0080", 0x2000) == nil)
    #expect(try place("address & 0xFF0F", 0x2000, count: 16) == 0x2000)
    #expect(try place("address | 0x0080", 0x2000, count: 128) == 0x2080)
    #expect(try place("if address & 0x0800 == 0 { address } else { address & 0x07FF }", 0x2000) == nil)
    #expect(
      try place("if address & 0x0800 == 0 { address } else { address & 0x07FF }", 0x2800, count: 0x800) == 0)
  }
}
