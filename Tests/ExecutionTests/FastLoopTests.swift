import Execution
import ISAModel
import TestSupport
import Testing

/// Loops run as blocks that go round several times, and are left wherever a program or a limit wants it.
struct FastLoopTests {

  /// A loop with a jump ahead within, that ends and begins anew.
  private static let loop: [UInt8] = [
    0xB9, 0x25, 0x00, 0x00, 0x00,  // 0: mov ecx,37
    0x01, 0xC8,  // 5: add eax,ecx
    0x31, 0xC2,  // xor edx,eax
    0xA8, 0x03,  // test al,3
    0x74, 0x02,  // je +2
    0xD1, 0xEA,  // shr edx,1
    0x49,  // dec ecx
    0x75, 0xF3,  // jne 5
    0x43,  // inc ebx
    0xEB, 0xEB,  // jmp 0
  ]

  @Test(arguments: [1, 2, 3] as [UInt64])
  func agreesWithTheReferenceWhereverALoopIsLeft(seed: UInt64) throws {
    let file = try #require(Repository.specifications(in: "specs").first { $0.path == "specs/x86.isa" })
    let machine = try #require(try machines(of: file).first)
    let one = try ConcreteMachine(machine, memorySize: 4096, console: MemoryStream())
    let other = try ConcreteMachine(machine, memorySize: 4096, console: MemoryStream())
    for concrete in [one, other] {
      for (address, byte) in Self.loop.enumerated() { concrete.ram.store(UInt128(address), UInt128(byte)) }
      concrete.reset()
      concrete.state[try #require(machine.stream.counter).component] = 0
    }
    let fast = try #require(FastMachine(other))
    var random = SplitMix(seed: seed)
    while one.steps < 3000 {
      let limit = one.steps + UInt64(1 + random.below(90))
      while one.steps < limit { one.step() }
      fast.run(until: limit)
      let difference = Comparison.difference(one, other)
      guard difference.isEmpty else {
        Issue.record("seed \(seed), before step \(limit): \(difference.joined(separator: ", "))")
        return
      }
    }
    #expect(fast.compiledSteps > 2000)
  }
}
