import Foundation
import Testing

/// `pgcheck run` on x86: ports, interrupts through gates, and bad ends.
struct RunX86Tests {

  static let x86 = "../../../specs/x86.isa"
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ code: [UInt8], _ arguments: String..., input: String = "") throws -> Program.Result {
    try Data(code).write(to: URL(filePath: folder.path("program")))
    try input.write(toFile: folder.path("input"), atomically: false, encoding: .utf8)
    return try Program.run(
      ["run", Self.x86, folder.path("program"), "--at", "0"] + arguments, input: folder.path("input"))
  }

  /// `mov dx,PORT; mov al,VALUE; out dx,al`
  private static func out(_ port: UInt16, _ value: UInt8) -> [UInt8] {
    [0x66, 0xBA, UInt8(port & 0xFF), UInt8(port >> 8), 0xB0, value, 0xEE]
  }

  /// `cli; hlt`
  private static let end: [UInt8] = [0xFA, 0xF4]

  @Test(arguments: [[], ["--slow"]])
  func serialPortEchoes(options: [String]) throws {
    // mov dx,3FD; in al,dx; test al,1; jz -5; mov dx,3F8; in al,dx; out dx,al; cmp al,'.'; jne back to the start
    let code: [UInt8] = [
      0x66, 0xBA, 0xFD, 0x03, 0xEC, 0xA8, 0x01, 0x74, 0xFB, 0x66, 0xBA, 0xF8, 0x03, 0xEC, 0xEE, 0x3C, 0x2E,
      0x75,
      0xED,
    ]
    try Data(code + Self.end).write(to: URL(filePath: folder.path("program")))
    try "over and out.never".write(toFile: folder.path("input"), atomically: false, encoding: .utf8)
    let result = try Program.run(
      ["run", Self.x86, folder.path("program"), "--at", "0"] + options, input: folder.path("input"))
    #expect(result.output == "over and out.")
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
  }

  @Test(arguments: [[], ["--slow"]])
  func haltWaitsForTheTimer(options: [String]) throws {
    var image = [UInt8](repeating: 0, count: 0x1200)
    func put(_ bytes: [UInt8], at address: Int) {
      image.replaceSubrange(address..<address + bytes.count, with: bytes)
    }
    // lgdt [7F0]; lidt [7F8]; jmp 8:15; mov esp,8000; mov dx,500; mov eax,50; out dx,eax
    var main: [UInt8] = [
      0x0F, 0x01, 0x15, 0xF0, 0x07, 0, 0, 0x0F, 0x01, 0x1D, 0xF8, 0x07, 0, 0, 0xEA, 0x15, 0, 0, 0, 8, 0,
      0xBC, 0, 0x80, 0, 0, 0x66, 0xBA, 0, 5, 0xB8, 50, 0, 0, 0, 0xEF,
    ]
    // The timer starts; sti; hlt; then '!' and the end.
    main += Self.out(0x508, 2) + [0xFB, 0xF4] + Self.out(0x3F8, 0x21) + Self.end
    put(main, at: 0)
    // push eax; push edx; the timer stops; 't'; pop edx; pop eax; iret
    put([0x50, 0x52] + Self.out(0x508, 0) + Self.out(0x3F8, 0x74) + [0x5A, 0x58, 0xCF], at: 0x400)
    put([0x17, 0, 0, 8, 0, 0, 0, 0, 0xFF, 0x07, 0, 0x0A, 0, 0], at: 0x7F0)
    put([0xFF, 0xFF, 0, 0, 0, 0x9A, 0xCF, 0, 0xFF, 0xFF, 0, 0, 0, 0x92, 0xCF, 0], at: 0x808)
    // Gate 20H: an interrupt gate to 8:400.
    put([0, 4, 8, 0, 0, 0x8E, 0, 0], at: 0xA00 + 0x20 * 8)
    try Data(image).write(to: URL(filePath: folder.path("program")))
    let result = try Program.run(["run", Self.x86, folder.path("program"), "--at", "0"] + options)
    #expect(result.output == "t!", "\(result.errors)")
    #expect(result.status == 0)
  }

  @Test func trapThatCannotBeDelivered() throws {
    // nop; ud2, without an interrupt descriptor table
    let result = try run([0x90, 0x0F, 0x0B])
    #expect(result.status == 1)
    #expect(
      result.errors.contains(
        "the machine has stopped: delivering the trap 'invalid_opcode' raised the trap 'general_protection'"))
    #expect(result.errors.contains("at 00000001"))
    #expect(result.errors.contains("00000000  90 "))
    #expect(result.errors.contains("trap invalid_opcode"))
  }

  @Test func fileForAnotherMachine() throws {
    for (machine, status) in [(UInt16(3), Int32(0)), (4, 2), (40, 2)] {
      let image = ELFImage(
        address: 0x1000, bytes: Self.end, entry: 0x1000, isBigEndian: false, machine: machine)
      try image.data.write(to: URL(filePath: folder.path("program")))
      let result = try Program.run("run", Self.x86, folder.path("program"))
      #expect(result.status == status, "\(result.errors)")
      if status != 0 { #expect(result.errors.contains("this ELF file is for another machine")) }
    }
  }

  @Test func memoryOfAnotherSize() throws {
    let image = ELFImage(
      address: 0x1FF0, bytes: Array(repeating: 0x90, count: 32), entry: 0x1FF0, isBigEndian: false, machine: 3
    )
    try image.data.write(to: URL(filePath: folder.path("program")))
    let small = try Program.run("run", Self.x86, folder.path("program"), "--memory", "8K")
    #expect(small.status == 2)
    #expect(small.errors.contains("the last address of RAM is 0x1FFF"))
    #expect(small.errors.contains("--memory"))
    #expect(try Program.run("run", Self.x86, folder.path("program"), "--memory", "5G").status == 2)
  }
}
